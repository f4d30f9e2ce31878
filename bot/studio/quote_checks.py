"""Quotes that are to be checked for themselves: reported ones, and those whose speaker was inferred."""

import time
from collections.abc import Callable

from bot.domain.audit import AuditEntry
from bot.domain.withheld import Withheld
from bot.operations.account import operator_here
from bot.studio.queue_items import Item, name_items, reported_items
from bot.studio.studio import Studio
from index.domain import Quote

_CONFIRM, _DOUBT = "confirm speaker", "doubt speaker"


class QuoteChecks:
    """What is decided of quotes, in the state, each with its entry in the audit log."""

    def __init__(self, studio: Studio, clock: Callable[[], float] = time.time) -> None:
        self._studio = studio
        self._clock = clock
        self._again: dict[str, bool] = {}

    def reports(self) -> list[Item]:
        """Return what was reported or withheld and waits for a decision, or for another one."""
        return reported_items(self._studio.state().reported_quotes(), self._again)

    def decided_reports(self) -> list[Withheld]:
        """Return what was decided and waits for nothing any more."""
        return [quote for quote in self._studio.state().reported_quotes() if _is_decided(quote)]

    def any_item(self, key: str, quote_called: Callable[[str], Quote | None]) -> Item | None:
        """Return the item of a reported quote or of an inferred name by its key, whether it waits or not; None: none.

        Args:
            key: Of the item.
            quote_called: Returns a quote that is shown, by its id; None where there is none.
        """
        kind, _, quote_id = key.partition("-")
        if kind == "r":
            report = self.report(quote_id)
            return next(iter(reported_items([report], [quote_id])), None) if report else None
        quote = quote_called(quote_id) if kind == "n" else None
        return next(iter(name_items([quote])), None) if quote else None

    def report(self, quote_id: str) -> Withheld | None:
        """Return what was reported of a quote, None where nothing was."""
        reported = self._studio.state().reported_quotes()
        return next((quote for quote in reported if quote.quote_id == quote_id), None)

    def decide(self, quote_id: str, *, is_right: bool) -> bool:
        """Release a reported quote, or keep it withheld; return whether it was shown before."""
        before = self.report(quote_id)
        self._studio.state().decide(quote_id, "released" if is_right else "kept", operator_here(), self._clock())
        self._again.pop(quote_id, None)
        return before is not None and before.is_shown

    def take_back(self, quote_id: str, *, was_shown: bool) -> None:
        """Show a quote to members, or withhold it, as before the decision, and have it decided on again."""
        now = self.report(quote_id)
        if now and now.is_shown != was_shown:
            self.decide(quote_id, is_right=was_shown)
        self._again[quote_id] = was_shown

    def confirmed(self) -> frozenset[str]:
        """Return the keys of the quotes whose inferred speaker somebody confirmed, or that are withheld."""
        settled = set(self.confirmed_names())
        settled |= {quote.quote_id for quote in self._studio.state().withheld_now()}
        return frozenset(f"n-{quote_id}" for quote_id in settled)

    def confirmed_names(self) -> dict[str, float]:
        """Return the ids of the quotes whose inferred speaker somebody confirmed, and when."""
        last = {entry.subject: entry for entry in self._studio.state().audit_entries()}
        return {quote_id: entry.at for quote_id, entry in last.items() if entry.action == _CONFIRM}

    def confirm(self, quote: Quote, *, is_confirmed: bool = True) -> None:
        """Note that the inferred speaker of a quote is right, or that this is open again."""
        action = _CONFIRM if is_confirmed else _DOUBT
        entry = AuditEntry(
            at=self._clock(),
            actor=operator_here(),
            action=action,
            subject=quote.id,
            after={"speaker": quote.speaker},
        )
        self._studio.state().note_change(entry)

    def withhold(self, quote: Quote) -> None:
        """Withhold a quote whose inferred speaker is wrong."""
        self._studio.state().withhold(quote, "person", operator_here(), self._clock())

    def release(self, quote_id: str) -> None:
        """Show a quote again that was withheld so."""
        self._studio.state().decide(quote_id, "released", operator_here(), self._clock())


def _is_decided(quote: Withheld) -> bool:
    return quote.decided_at is not None and not quote.is_open
