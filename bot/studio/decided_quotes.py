"""Quotes that were decided on before, in whichever run: what the page Queue lists, so that any can be decided anew."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from bot.studio.quote_checks import QuoteChecks
from index.domain import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedQuote:
    """A quote with the last decision on it, at seconds since 1970; `key` is that of its item in the queue.

    `text` is "" where its words were taken out and forgotten.
    """

    key: str
    decision: Literal["released", "kept", "confirmed"]
    at: float
    text: str
    speaker: str
    source: str


def decided_quotes(checks: QuoteChecks, quote_called: Callable[[str], Quote | None]) -> list[DecidedQuote]:
    """Return all quotes that were decided on, the latest first.

    Args:
        checks: Knows the decisions.
        quote_called: Returns a quote that is shown, by its id; None where there is none.
    """
    decided = [*_reports(checks), *_names(checks, quote_called)]
    return sorted(decided, key=lambda quote: (-quote.at, quote.key))


def _reports(checks: QuoteChecks) -> Iterable[DecidedQuote]:
    for report in checks.decided_reports():
        yield DecidedQuote(
            key=f"r-{report.quote_id}",
            decision="released" if report.is_shown else "kept",
            at=report.decided_at or report.since,
            text=report.text,
            speaker=report.speaker,
            source=report.source,
        )


def _names(checks: QuoteChecks, quote_called: Callable[[str], Quote | None]) -> Iterable[DecidedQuote]:
    for quote_id, at in checks.confirmed_names().items():
        if quote := quote_called(quote_id):
            yield DecidedQuote(
                key=f"n-{quote_id}",
                decision="confirmed",
                at=at,
                text=quote.text,
                speaker=quote.speaker,
                source=quote.source.title,
            )
