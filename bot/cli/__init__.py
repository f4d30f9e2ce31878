"""The `quotebot` command: what an operator or a reader types in a terminal."""

import logging
import sys
from typing import Any, cast

import typer
from rich.console import Console
from rich.markup import escape

from bot.cli import asking, corpus, health
from bot.cli.options import DataOption
from index.errors import QuotebotError, SettingsError

app = typer.Typer(
    name="quotebot",
    help="Ask your interviews a question and get the best verbatim quote: who said it, and the link.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in (
    *(corpus.index, corpus.add),
    *(asking.ask, asking.quotes, asking.show, asking.evaluate),
    *(health.verify, health.doctor),
):
    app.command(name="eval" if command is asking.evaluate else None)(cast(Any, command))


@app.callback()
def common(context: typer.Context, data: DataOption = None) -> None:
    """Ask your interviews a question and get the best verbatim quote: who said it, and the link."""
    context.obj = data


def main() -> None:
    """Run the command line; every expected failure is one line on standard error, with its exit code.

    Exit codes: 0 done, 1 nothing found or a check failed, 2 bad usage or settings.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        _fail(f"{cast(Any, error).format_message()} See: quotebot --help", 2)
    except typer.Abort:
        _fail("stopped; nothing was changed", 130)
    except SettingsError as error:
        _fail(str(error), 2)
    except QuotebotError as error:
        _fail(str(error), 1)
    except KeyboardInterrupt:
        _fail("stopped; what was indexed before is untouched", 130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        _fail(f"the machine refuses ({error}); check its disk, permissions and open files, then run this again", 1)
    else:
        sys.exit(code)


def _fail(message: str, code: int) -> None:
    one_line = " ".join(message.split())
    Console(stderr=True, soft_wrap=True, highlight=False).print(f"[red]quotebot:[/] {escape(one_line)}")
    sys.exit(code)
