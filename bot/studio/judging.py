"""Decisions on what was drawn from the queue, and the way back from each, as long as the studio runs."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from bot.operations.account import operator_here
from bot.studio.queue import Queue
from bot.studio.queue_items import Item
from bot.studio.studio import Studio
from bot.studio.verdicts import VERDICTS, Decision, Passage, Verdict
from index.domain import Quote
from index.errors import QuotebotError

_VERDICTS: dict[str, Verdict] = {verdict: verdict for verdict in VERDICTS}


class GoneError(QuotebotError):
    """What was to be judged is not there any more: the index is a new one."""


class DecidedMeanwhileError(QuotebotError):
    """Somebody else decided on a quote since it was shown."""


class ChangedMeanwhileError(QuotebotError):
    """A decision cannot be taken back, since somebody changed its label since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a judge sent: a verdict or "skip", on which item, which of its quotes, and what they saw beside it.

    `mark` is that of the label there was, `first` the id of the quote that stood first; each "" for none.
    """

    key: str
    verdict: str
    quote_id: str = ""
    first: str = ""
    mark: str = ""


class Judging:
    """Takes decisions, one at a time, and takes the last one back; safe to use from several threads."""

    def __init__(self, studio: Studio) -> None:
        self._queue = studio.part(Queue)
        self._done: list[tuple[str, Callable[[], None]]] = []
        self._lock = Lock()

    @property
    def count(self) -> int:
        """How many decisions this run has taken."""
        return len(self._done)

    def decide(self, sent: Sent) -> None:
        """Take a decision.

        Raises:
            GoneError: The item or its quote is not there any more.
            JudgedMeanwhileError: Somebody else judged the question since it was shown.
            DecidedMeanwhileError: Somebody else decided on the quote since it was shown.
            StorageError: It cannot be written, and nothing has changed.
        """
        with self._lock:
            item = self._queue.find(sent.key)
            if item is None:
                raise GoneError("what was shown is not in the queue any more")
            self._done.append((item.key, self._taken(item, sent)))

    def undo(self) -> str | None:
        """Take the last decision back, and return the key of its item; None where there is none left.

        Raises:
            ChangedMeanwhileError: Its label was changed since; that stays.
            StorageError: It cannot be written, and nothing has changed.
        """
        with self._lock:
            if not self._done:
                return None
            key, take_back = self._done[-1]
            try:
                take_back()
            except ChangedMeanwhileError:
                self._done.pop()
                raise
            self._done.pop()
            return key

    def _taken(self, item: Item, sent: Sent) -> Callable[[], None]:
        """Take a decision, and return what takes it back."""
        if sent.verdict == "skip":
            number = self._queue.skipped.get(item.key)
            self._queue.skip(item)
            return lambda: self._queue.unskip(item, number)
        if item.question:
            return self._label(item, sent)
        shown = self._queue.ready(item.key)
        if shown is None:
            raise GoneError("the quote that was shown is not in the index any more")
        if shown.mark != sent.mark:
            raise DecidedMeanwhileError("somebody decided on this quote meanwhile; that stays")
        if sent.verdict == "open" and shown.is_confirmed:
            return self._open_again(shown.quotes[0])
        if sent.verdict not in ("right", "wrong"):
            raise GoneError("of this, nothing else can be said than right or wrong")
        is_right = sent.verdict == "right"
        return self._report(item, is_right) if item.kind == "report" else self._name(shown.quotes[0], is_right)

    def _label(self, item: Item, sent: Sent) -> Callable[[], None]:
        verdict = _VERDICTS.get(sent.verdict)
        quote, first = (self._queue.quote(quote_id) for quote_id in (sent.quote_id, sent.first))
        is_gone = (sent.quote_id and quote is None) or (sent.first and first is None)
        if verdict is None or is_gone or (verdict != "nobody" and quote is None):
            raise GoneError("the quote that was shown is not in the index any more")
        decision = Decision(
            question=item.question,
            verdict=verdict,
            passage=Passage.of(quote) if quote else None,
            first=Passage.of(first) if first else None,
            who=operator_here().removeprefix("operator "),
            when=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        )
        written = self._queue.labels.decide(decision, sent.mark)

        def take_back() -> None:
            if not self._queue.labels.undo(written):
                raise ChangedMeanwhileError("this label was changed since; it stays as it is")

        return take_back

    def _report(self, item: Item, is_right: bool) -> Callable[[], None]:
        was_shown = self._queue.checks.decide(item.quote_id, is_right=is_right)
        return lambda: self._queue.checks.take_back(item.quote_id, was_shown=was_shown)

    def _open_again(self, quote: Quote) -> Callable[[], None]:
        checks = self._queue.checks
        checks.confirm(quote, is_confirmed=False)
        return lambda: checks.confirm(quote)

    def _name(self, quote: Quote, is_right: bool) -> Callable[[], None]:
        checks = self._queue.checks
        if is_right:
            was_confirmed = quote.id in checks.confirmed_names()
            checks.confirm(quote)
            return lambda: checks.confirm(quote, is_confirmed=was_confirmed)
        checks.withhold(quote)
        return lambda: checks.release(quote.id)
