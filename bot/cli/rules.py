"""`quotebot rules`: words and topics that are shown nowhere, and the interviews that a channel shows."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from enum import StrEnum
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from bot.cli.left_out import agree_to, find_left_out, print_left_out
from bot.cli.options import DataOption, PlatformName, console, settings_of
from bot.cli.typed_line import LONGEST_RULE_CHARACTERS, typed_line
from bot.domain.rules import DIRECT, Rule, RuleKind, Scope
from bot.operations.account import operator_here
from bot.operations.bootstrap import existing_state, index_home
from bot.runtime.settings import Settings
from bot.state import State
from bot.wording.truncation import one_line, shortened
from index.advice import quotebot, shell_words
from index.errors import QuotebotError, SettingsError
from index.search.forbidden_words import is_forbiddable
from index.search.similar_names import similar_values
from index.search.usable_question import usable_question
from index.storage.generations import read_current

app = typer.Typer(rich_markup_mode=None, invoke_without_command=True)

_EXAMPLES = 5
_EXAMPLE_CHARACTERS = 90


class Forbiddable(StrEnum):
    """What can be forbidden."""

    WORD = "word"
    TOPIC = "topic"


KindArgument = Annotated[Forbiddable, typer.Argument(metavar="KIND", help="word or topic.")]
ValuesArgument = Annotated[list[str], typer.Argument(metavar="TEXT...", help="In quotation marks if it has spaces.")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Show what it would leave out, and change nothing.")]
PlatformOption = Annotated[PlatformName | None, typer.Option("--platform", help="slack or discord; else both.")]
WorkspaceOption = Annotated[
    str, typer.Option("--workspace", metavar="ID", help="Of one workspace, or Discord server; else of all.")
]
ChannelOption = Annotated[
    str,
    typer.Option("--channel", metavar="ID", help=f"Of one channel, or {DIRECT} for all direct messages; else of all."),
]


@app.callback()
def rules(context: typer.Context, data: DataOption = None) -> None:
    """List the rules about what is shown.

    They are forbidden words and topics, and the interviews of channels. A running bot holds to a change from the next
    question on.
    """
    context.obj = data or context.obj
    if context.invoked_subcommand:
        return
    with existing_state(settings_of(context, data)) as state:
        _print_rules(state.rules() if state else [])


@app.command()
def forbid(
    context: typer.Context,
    kind: KindArgument,
    texts: ValuesArgument,
    dry_run: DryOption = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: DataOption = None,
) -> None:
    """Forbid words or topics everywhere.

    No quote with such a word, or about such a topic, is shown.

    A word is found whole, with the s of a plural or without, in any case, accents and Chinese script; Chinese also
    inside words; not in other forms ("fire" is not "fired"). What holds it in its text, its title, its link, its
    speaker's name or the question that it answers is left out, and a question with it gets one line instead of an
    answer. A topic is a matter of meaning: see with --dry-run what it leaves out.

    What would leave out every quote is refused; you are asked about what leaves out more than half.
    """
    settings = settings_of(context, data)
    values = [typed_line(text, f"the {kind.value}", LONGEST_RULE_CHARACTERS) for text in texts]
    for value in values:
        _check(kind.value, value)
    left_out = find_left_out(settings, kind.value, values)
    print_left_out(left_out)
    if dry_run:
        return
    agree_to(left_out, yes=yes)
    with closing(State.open(settings.state_url)) as state:
        for value in values:
            is_new = state.forbid(kind.value, value, operator_here(), time.time())
            _say(f"The {kind.value} {value!r} {'is forbidden' if is_new else 'was forbidden before'}.")


@app.command()
def permit(context: typer.Context, kind: KindArgument, texts: ValuesArgument, data: DataOption = None) -> None:
    """Take forbidden words or topics back.

    They may be spelled in any way in which they are found.
    """
    for value in [typed_line(text, f"the {kind.value}") for text in texts]:
        with _state(settings_of(context, data)) as state:
            if not state.permit(kind.value, value, operator_here(), time.time()):
                name = shortened(value, _EXAMPLE_CHARACTERS)
                raise QuotebotError(f"the {kind.value} {name!r} is not forbidden; list what is: {quotebot('rules')}")
        _say(f"The {kind.value} {value!r} is permitted again.")


@app.command()
def sources(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...", help="Interviews, by their ids.")] = None,
    platform: PlatformOption = None,
    workspace: WorkspaceOption = "",
    channel: ChannelOption = "",
    every: Annotated[bool, typer.Option("--all", help="Show all interviews there, whatever holds around it.")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Take the rule back.")] = False,
    data: DataOption = None,
) -> None:
    """Choose the interviews that a channel shows.

    So for a workspace, for all direct messages, and for wherever no other rule holds.

    The narrowest rule counts: of the channel, then of direct messages, then of the workspace. A thread is its channel.
    """
    settings = settings_of(context, data)
    if bool(ids) + every + clear != 1:
        raise SettingsError(f"name interviews, or --all, or --clear; see: {quotebot('rules', 'sources')} --help")
    scope = Scope(
        platform=platform.value if platform else "",
        workspace=typed_line(workspace, "--workspace", LONGEST_RULE_CHARACTERS),
        channel=typed_line(channel, "--channel", LONGEST_RULE_CHARACTERS),
    )
    if scope.channel and not scope.platform:
        raise SettingsError("--channel needs --platform slack or --platform discord")
    if clear:
        with _state(settings) as state:
            if not state.permit_sources(scope, operator_here(), time.time()):
                raise QuotebotError(f"there is no rule for {_where(scope)}; list them: {quotebot('rules')}")
        _say(f"No rule holds for {_where(scope)} any more.")
        return
    chosen = None if every else _known_sources(settings, ids or [])
    with closing(State.open(settings.state_url)) as state:
        state.set_sources(scope, chosen, operator_here(), time.time())
    _say(f"Shown in {_where(scope)}: {'all interviews' if chosen is None else ', '.join(chosen)}.")


def _check(kind: RuleKind, value: str) -> None:
    """Refuse what could never be found.

    Raises:
        SettingsError: It is such a word or topic.
    """
    if kind == "word" and not is_forbiddable(value):
        raise SettingsError(f"{value!r} holds no letter and no digit; name a word or a phrase")
    if kind == "topic":
        usable_question(value)


def _known_sources(settings: Settings, ids: Sequence[str]) -> list[str]:
    """Return ids of interviews that are indexed.

    Raises:
        QuotebotError: One is not.
    """
    known = {
        quote.source.id: [quote.source.id, quote.source.title] for quote in read_current(index_home(settings)).quotes
    }
    for own_id in ids:
        if own_id not in known:
            near = similar_values(own_id, known) or sorted(known)[:_EXAMPLES]
            raise QuotebotError(f"no interview has the id {own_id!r}; there is: {' '.join(map(shell_words, near))}")
    return list(dict.fromkeys(ids))


@contextmanager
def _state(settings: Settings) -> Iterator[State]:
    with existing_state(settings) as state:
        if state is None:
            raise QuotebotError(f"there are no rules yet; make one: {quotebot('rules', 'forbid')} --help")
        yield state


def _print_rules(rules: Sequence[Rule]) -> None:
    if not rules:
        _say(f"There are no rules: everything is shown everywhere. See: {quotebot('rules')} --help")
        return
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("Rule", "What", "Where"):
        table.add_column(name)
    for rule in rules:
        table.add_row(*(Text(one_line(cell)) for cell in _cells(rule)))
    console().print(table)


def _cells(rule: Rule) -> tuple[str, str, str]:
    names: dict[RuleKind, str] = {"word": "forbidden word", "topic": "forbidden topic"}
    return (names.get(rule.kind, "shown"), rule.value or "all interviews", _where(rule.scope))


def _where(scope: Scope) -> str:
    """Return where a rule holds, in words for an operator."""
    parts = [scope.platform, scope.workspace, "direct messages" if scope.channel == DIRECT else scope.channel]
    return " ".join(part for part in parts if part) or "every place"


def _say(text: str) -> None:
    console().print(Text(text), soft_wrap=True)
