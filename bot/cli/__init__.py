"""The `quotebot` command: what an operator or a reader types in a terminal."""

import os
import re
import sys
from typing import Any, cast

import typer
from rich.console import Console
from rich.text import Text

from bot.cli import (
    add,
    ask,
    audit,
    backup,
    corpus,
    curate,
    daily,
    evaluate,
    health,
    inspect,
    learn,
    purge,
    remove,
    rules,
    serve,
    setup,
    studio,
    withheld,
)
from bot.cli.options import DataOption
from bot.runtime.logs import configure_logging
from bot.runtime.redaction import print_redacted, redacted
from index.errors import QuotebotError, SettingsError

_STOPPED = 130
_LINE_BREAKS = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")  # blanks stay, for a name may have them

_EPILOG = (
    "Settings come from the environment or from .env in the working folder; .env.example lists them all. "
    "Exit codes: 0 done, 1 nothing found or a check failed, 2 bad usage or settings; each reason for an error is one "
    "line on standard error that says what to do next."
)

app = typer.Typer(
    name="quotebot",
    help="Ask your interviews a question and get the best verbatim quote: who said it, and the link.",
    epilog=_EPILOG,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in (
    *(corpus.index, add.add, inspect.inspect, curate.curate, remove.remove),
    *(ask.ask, ask.quotes, ask.show, evaluate.evaluate, learn.learn),
    *(health.verify, health.doctor),
    *(withheld.withhold, audit.audit),
    *(backup.backup, backup.restore),
    *(serve.serve, studio.studio),
):
    app.command(name="eval" if command is evaluate.evaluate else None)(cast(Any, command))
app.add_typer(setup.app, name="setup")
app.add_typer(daily.app, name="daily")
app.add_typer(purge.app, name="purge")
app.add_typer(withheld.app, name="withheld")
app.add_typer(rules.app, name="rules")


@app.callback()
def common(context: typer.Context, data: DataOption = None) -> None:
    """Ask your interviews a question and get the best verbatim quote: who said it, and the link."""
    context.obj = data


def main() -> None:
    """Run the command line; every reason to fail is one line on standard error.

    Exit codes: 0 done, 1 nothing found or a check failed, 2 bad usage or settings, 130 stopped by the user.
    """
    configure_logging("WARNING")
    sys.excepthook = print_redacted
    try:
        code = app(sys.argv[1:] or ["--help"], prog_name="quotebot", standalone_mode=False)
        sys.stdout.flush()
        if code == _STOPPED:  # what Typer makes of it
            raise KeyboardInterrupt
    except typer.TyperException as error:
        _fail(_usage_problem(error), code=2)
    except typer.Abort as error:
        _fail(str(error) or "stopped; nothing was changed", code=_STOPPED)
    except SettingsError as error:
        _fail(*error.args, code=2)
    except QuotebotError as error:
        _fail(*error.args, code=1)
    except KeyboardInterrupt:
        _fail("stopped; what was indexed before is untouched", code=_STOPPED)
    except BrokenPipeError:
        # As in `quotebot quotes | head`; see https://docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        _fail(f"the machine refuses ({error}); check its disk, permissions and open files, then run this again", code=1)
    else:
        sys.exit(code)


def _usage_problem(error: typer.TyperException) -> str:
    """Return what Typer finds wrong, and the command whose help says how it is right."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "quotebot"
    problem = cast(Any, error).format_message().rstrip(".")
    return f"{problem}{'' if problem.endswith('?') else ';'} see: {command} --help"


def _fail(*reasons: str, code: int) -> None:
    screen = Console(stderr=True, soft_wrap=True, highlight=False)
    for reason in reasons:
        screen.print(Text("quotebot:", style="red"), Text(redacted(_LINE_BREAKS.sub(" ", reason))))
    sys.exit(code)


__all__ = ["main"]
