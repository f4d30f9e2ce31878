"""`quotebot withheld` and `withhold`: what people report as wrong, what is withheld, and the operator's decision."""

import datetime
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.ask import quote_called
from bot.cli.options import DataOption, JsonOption, console, print_json_list, settings_of
from bot.cli.typed_line import LONGEST_REASON_CHARACTERS, typed_line
from bot.domain.withheld import Decision, Withheld
from bot.operations.account import operator_here
from bot.operations.bootstrap import existing_state, index_home
from bot.state import State
from bot.wording.truncation import one_line, shortened
from index.advice import quotebot
from index.errors import QuotebotError, SettingsError
from index.storage.generations import read_current

app = typer.Typer(rich_markup_mode=None, invoke_without_command=True)

_NONE_YET = (
    "No quote is withheld, and none is reported. Two people, or one admin, withhold a quote where they press 👎 below "
    "it and say wrong person or wrong words; you do with:"
)
_QUOTE_CHARACTERS = 60
_REASONS = {"person": "wrong person", "words": "wrong words"}
_TAKEN_OUT = "(taken out, and its words forgotten)"
_STATUSES = {"reported": "still shown", "released": "still shown", "withheld": "withheld", "kept": "kept withheld"}
_BY_DECISION: dict[Decision, str] = {
    "released": "is released: it is shown again, and those who reported it cannot withhold it again",
    "kept": "is kept withheld: no answer, button or daily insight shows it",
}
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The quote's id, or its first characters.")]


@app.callback()
def withheld(context: typer.Context, as_json: JsonOption = False, data: DataOption = None) -> None:
    """List what people report as wrong, and what is withheld.

    Two people, or one admin of their workspace or server, withhold a quote at once where they say below it that the
    person or the words are wrong. It stays so until you release it or keep it withheld.
    """
    context.obj = data or context.obj
    if context.invoked_subcommand:
        return
    with existing_state(settings_of(context, data)) as state:
        quotes = state.reported_quotes() if state else []
    listed = sorted((quote for quote in quotes if quote.is_open or not quote.is_shown), key=_urgency)
    if as_json:
        print_json_list([_json(quote) for quote in listed])
    else:
        _print(listed, console())


@app.command()
def release(context: typer.Context, quote_id: IdArgument, data: DataOption = None) -> None:
    """Show a quote again: it was right.

    Who reported it before cannot withhold it again; others can.
    """
    _decide(context, quote_id, "released", data)


@app.command()
def keep(context: typer.Context, quote_id: IdArgument, data: DataOption = None) -> None:
    """Keep a quote withheld, whatever people say of it from now on."""
    _decide(context, quote_id, "kept", data)


def withhold(
    context: typer.Context,
    quote_id: IdArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it goes into the audit log.")],
    data: DataOption = None,
) -> None:
    """Withhold a quote that nobody has to report first.

    No answer, button or daily insight shows it, nor what overlaps with it, nor the same words elsewhere. A running bot
    takes that up with the next question.
    """
    if not (why := typed_line(reason, "--reason", LONGEST_REASON_CHARACTERS)):
        raise SettingsError("--reason is empty; say why the quote is withheld")
    settings = settings_of(context, data)
    quote = quote_called(read_current(index_home(settings)), quote_id)
    with closing(State.open(settings.state_url)) as state:
        state.withhold(quote, why, operator_here(), time.time())
    again = quotebot("withheld", "release", quote.id)
    console().print(Text(f"{quote.id} is withheld. To show it again: {again}"), soft_wrap=True)


def _decide(context: typer.Context, typed: str, decision: Decision, data: DataOption) -> None:
    with _known_quote(context, typed, data) as (state, quote):
        state.decide(quote.quote_id, decision, operator_here(), time.time())
    console().print(Text(f"{quote.quote_id} {_BY_DECISION[decision]}."), soft_wrap=True)


@contextmanager
def _known_quote(context: typer.Context, typed: str, data: DataOption) -> Iterator[tuple[State, Withheld]]:
    """Have the state, and the one quote that was ever reported or withheld and whose id begins like this.

    Raises:
        QuotebotError: There is none, or are several.
    """
    with existing_state(settings_of(context, data)) as state:
        known = state.reported_quotes() if state else []
        meant = [quote for quote in known if typed and quote.quote_id.startswith(typed)]
        meant = [quote for quote in meant if quote.quote_id == typed] or meant
        if len(meant) > 1:
            raise QuotebotError(f"{len(meant)} of these quotes have an id that begins with {typed!r}; give more of it")
        if state is None or not meant:
            raise QuotebotError(
                f"no quote with the id {typed!r} is reported or withheld; list those that are: {quotebot('withheld')}"
            )
        yield state, meant[0]


def _urgency(quote: Withheld) -> tuple[bool, bool, float]:
    """Return what sorts quotes: first what is withheld and waits for a decision, then what is only reported."""
    return not quote.is_open, quote.is_shown, quote.since


def _print(quotes: Sequence[Withheld], screen: Console) -> None:
    if not quotes:
        screen.print(Text(f"{_NONE_YET} {quotebot('withhold')} ID --reason TEXT"), soft_wrap=True)
        return
    for quote in quotes:
        reports = "1 report" if quote.reports == 1 else f"{quote.reports} reports"
        reason = _REASONS.get(quote.reason, quote.reason)
        status = f"  {_status(quote, quotes)} · {_instant(quote.since)[:10]} · {reports} · {reason}"
        whose = f"{quote.speaker or 'nobody named'}, {quote.source}: "
        screen.print(Text.assemble((one_line(quote.quote_id), "bold"), one_line(status)), soft_wrap=True)
        screen.print(
            Text(f"  {one_line(whose + shortened(quote.text or _TAKEN_OUT, _QUOTE_CHARACTERS))}"), soft_wrap=True
        )
    if any(quote.is_open for quote in quotes):
        release, keep = quotebot("withheld", "release"), quotebot("withheld", "keep")
        screen.print(Text(f"If it is right: {release} ID. If it is wrong: {keep} ID"), soft_wrap=True)


def _status(quote: Withheld, others: Sequence[Withheld]) -> str:
    hiding = next((other for other in others if not other.is_shown and other.overlaps(quote)), None)
    return f"not shown, as it overlaps with {hiding.quote_id}" if quote.is_shown and hiding else _STATUSES[quote.status]


def _json(quote: Withheld) -> dict[str, Any]:
    decided_at = None if quote.decided_at is None else _instant(quote.decided_at)
    facts = {"since": _instant(quote.since), "decided_at": decided_at, "waits_for_decision": quote.is_open}
    return asdict(quote) | facts


def _instant(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="seconds")
