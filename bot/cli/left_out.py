"""What words or topics would leave out, seen before they are forbidden."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.text import Text

from bot.cli.confirmation import confirm
from bot.cli.options import console
from bot.cli.shown_quotes import left_out_by
from bot.domain.rules import RuleKind
from bot.operations.bootstrap import restrictions_of_operator
from bot.runtime.settings import Settings
from bot.wording.truncation import one_line, shortened
from index.advice import quotebot
from index.domain import Quote
from index.errors import SettingsError
from index.search.restrictions import NO_RESTRICTIONS, Restrictions

_EXAMPLES = 5
_EXAMPLE_CHARACTERS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What words or topics leave out, in the order of the corpus, of a number of quotes.

    Args:
        by_value: The quotes that each leaves out by itself.
        together: Those that are left out by all, with what is withheld and forbidden already.
        count: How many quotes there are.
    """

    by_value: dict[str, list[Quote]]
    together: list[Quote]
    count: int


def find_left_out(settings: Settings, kind: RuleKind, values: Sequence[str]) -> LeftOut:
    """Return what words or topics would leave out.

    Raises:
        QuotebotError: Nothing is indexed.
    """
    together = _with(restrictions_of_operator(settings), kind, values)
    alone = [_with(NO_RESTRICTIONS, kind, [value]) for value in values]
    [of_all, *by_value], count = left_out_by(settings, [together, *alone])
    return LeftOut(by_value=dict(zip(values, by_value, strict=True)), together=of_all, count=count)


def print_left_out(left_out: LeftOut) -> None:
    """Say how many quotes each word or topic leaves out, with some of them."""
    for value, quotes in left_out.by_value.items():
        _say(f"{value!r} leaves out {len(quotes)} of {left_out.count} quotes{':' if quotes else '.'}")
        step = max(len(quotes) // _EXAMPLES, 1)  # some of all interviews, not the first of one
        for quote in quotes[::step][:_EXAMPLES]:
            _say(f"  {quote.id}  {shortened(one_line(quote.text), _EXAMPLE_CHARACTERS)}")


def agree_to(left_out: LeftOut, *, yes: bool) -> None:
    """Return if something is left to show, and the operator agrees where one word or topic leaves out most.

    Raises:
        SettingsError: Nothing would be left, or nobody can be asked.
        typer.Abort: The operator does not agree.
    """
    count, sizes = left_out.count, {value: len(quotes) for value, quotes in left_out.by_value.items()}
    for value, size in sizes.items():
        if size == count:
            raise SettingsError(f"{value!r} leaves out all {count:,} quotes; forbid what fewer hold")
    if len(left_out.together) == count:
        rules = quotebot("rules")
        raise SettingsError(f"with what is left out already, this leaves out all {count:,} quotes; see: {rules}")
    most = [f"{value!r} leaves out {size:,} of {count:,} quotes" for value, size in sizes.items() if 2 * size > count]
    if most:
        confirm(f"{', '.join(most)}. Forbid that?", f"{', '.join(most)}; nothing is forbidden", yes=yes)


def _with(restrictions: Restrictions, kind: RuleKind, values: Sequence[str]) -> Restrictions:
    if kind == "word":
        return replace(restrictions, forbidden_words=(*restrictions.forbidden_words, *values))
    return replace(restrictions, forbidden_topics=(*restrictions.forbidden_topics, *values))


def _say(text: str) -> None:
    console().print(Text(text), soft_wrap=True)
