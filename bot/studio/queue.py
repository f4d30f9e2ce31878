"""The queue of what is to be judged: draws what is next, takes decisions, and takes them back."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import count
from threading import Lock
from weakref import WeakKeyDictionary

from bot.domain.signals import LearningAnswer
from bot.domain.withheld import Withheld
from bot.studio.decided_quotes import DecidedQuote, decided_quotes
from bot.studio.labels import Label, LabelsFile
from bot.studio.own_questions import OwnQuestions
from bot.studio.proposed_questions import proposed_questions
from bot.studio.queue_items import Item, chat_items, in_order, name_items, of_question
from bot.studio.quote_checks import QuoteChecks
from bot.studio.studio import Studio
from bot.studio.verdicts import Passage, is_settled, question_key, verdict_on
from index.answer import Answer
from index.domain import Quote
from index.errors import QuestionError
from index.search import Searcher
from index.search.restrictions import NO_RESTRICTIONS

HITS = 6  # of a question: the one that is judged, and five that may be better
_LOOK_AGAIN_SECONDS = 60.0
_KEPT_SECONDS = 180 * 86_400.0
_CHECKING_SECONDS = 1.0  # that one draw spends on questions which were judged before

_Labels = Mapping[str, Label]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An item that is ready to be judged.

    Attributes:
        item: It.
        quotes: The one that is judged, and others that may answer better; empty where nothing comes close.
        first: The quote that stands first as the answer, None of a quote alone.
        outcome: Of the answer; "answer" of a quote alone.
        label: What is known of the question.
        report: What was reported, of an item of that kind.
        is_confirmed: Whether somebody confirmed the name that it is about.
    """

    item: Item
    quotes: tuple[Quote, ...] = ()
    first: Quote | None = None
    outcome: str = "answer"
    label: Label | None = None
    report: Withheld | None = None
    is_confirmed: bool = False

    @property
    def mark(self) -> str:
        """What the last decision is told from others by, "" where there is none."""
        if self.report:
            return str(self.report.decided_at or "")
        return self.label.mark if self.label else "confirmed" if self.is_confirmed else ""


class Queue:
    """All that waits in a data folder; safe to use from several threads.

    Which items were skipped is known for this run alone.
    """

    def __init__(self, studio: Studio, clock: Callable[[], float] = time.time) -> None:
        self.labels = LabelsFile(studio.settings.data)
        self.own = OwnQuestions(studio.settings.data)
        self.checks = QuoteChecks(studio, clock)
        self.skipped: dict[str, int] = {}
        self._numbers = count(1)
        self._studio = studio
        self._clock = clock
        self._lock = Lock()
        self._looked_at = float("-inf")
        self._answers: list[LearningAnswer] = []  # whose questions are kept
        self._chat: list[Item] = []
        self._corpus: WeakKeyDictionary[Searcher, list[Item]] = WeakKeyDictionary()
        self._settled: WeakKeyDictionary[Searcher, set[tuple[str, str, str]]] = WeakKeyDictionary()

    def skip(self, item: Item) -> None:
        """Have an item come behind all others."""
        self.skipped[item.key] = next(self._numbers)

    def draw(self, held: Collection[str] = ()) -> tuple[Drawn | None, int]:
        """Return the next item but those with the keys `held`, None where nothing waits; and how many may wait."""
        labels = self.labels.read().by_key
        with self._current() as searcher:
            items = [item for item in self._items(searcher, labels) if item.key not in held]
            until = self._clock() + _CHECKING_SECONDS
            for place, item in enumerate(items):
                if item.kind == "changed" and self._clock() > until:
                    continue
                if drawn := self._waiting(searcher, item, labels):
                    return drawn, len(items) - place
        return None, 0

    def unskip(self, item: Item, number: int | None) -> None:
        """Have an item come where it came before it was skipped: behind the others if it has a number, else not."""
        self.skipped.pop(item.key, None)
        if number is not None:
            self.skipped[item.key] = number

    def find(self, key: str) -> Item | None:
        """Return an item by its key, judged or not; None where there is none."""
        labels = self.labels.read().by_key
        with self._current() as searcher:
            everything = in_order(self._everything(searcher, labels), {})
            item = next((item for item in everything if item.key == key), None)
            return item or self.checks.any_item(key, searcher.quote)

    def decided(self) -> list[DecidedQuote]:
        """Return the quotes that were decided on before, the latest first."""
        with self._current() as searcher:
            return decided_quotes(self.checks, searcher.quote)

    def ready(self, key: str) -> Drawn | None:
        """Return an item with what is to be judged, judged or not; None where there is none."""
        item, labels = self.find(key), self.labels.read().by_key
        with self._current() as searcher:
            return self._prepared(searcher, item, labels) if item else None

    def judged(self, text: str) -> list[str]:
        """Return the keys of those questions, a line each, that have a label: they can be judged again."""
        items = (of_question("own", " ".join(line.split())) for line in text.splitlines())
        labels = self.labels.read().by_key
        return [item.key for item in items if item and question_key(item.question) in labels]

    def quote(self, quote_id: str) -> Quote | None:
        """Return a quote of the current generation, None where it has none with this id."""
        with self._current() as searcher:
            return searcher.quote(quote_id)

    def _current(self) -> AbstractContextManager[Searcher]:
        """Give a searcher over what may be shown now; what is reported is looked up for itself."""
        return self._studio.searcher().current(self._studio.restrictions())

    def _items(self, searcher: Searcher, labels: _Labels) -> list[Item]:
        """Return all that may wait, in order."""
        settled, confirmed = self._settled.get(searcher, set()), self.checks.confirmed()
        waiting = (
            item
            for item in self._everything(searcher, labels)
            if item.key not in confirmed and (item.key, item.kind, _mark(labels, item)) not in settled
        )
        return in_order(waiting, self.skipped)

    def _everything(self, searcher: Searcher, labels: _Labels) -> list[Item]:
        """Return all items; of what has a label, a vote on one quote and that the answer may be another one by now."""
        asked = [item for item in (*self._asked(), *self._of_corpus(searcher)) if not _is_labelled(labels, item)]
        judged = [of_question("changed", label.labelled.question) for label in labels.values()]
        return [*self.checks.reports(), *asked, *(item for item in judged if item)]

    def _asked(self) -> Iterable[Item]:
        yield from self._of_chat()
        yield from (item for text in self.own.read() if (item := of_question("own", text)))

    def _of_chat(self) -> list[Item]:
        with self._lock:
            now, state = self._clock(), self._studio.state()
            if now - self._looked_at > _LOOK_AGAIN_SECONDS:
                answers = [answer for answer in state.answers_since(now - _KEPT_SECONDS) if answer.question]
                self._looked_at = now
            else:  # whoever was forgotten meanwhile is not to be read any more
                kept = state.kept_questions()
                answers = [answer for answer in self._answers if answer.answer_id in kept]
            if answers != self._answers:
                self._answers, self._chat = answers, chat_items(answers)
            return self._chat

    def _of_corpus(self, searcher: Searcher) -> list[Item]:
        """Return the doubtful names, and what the interviews give to ask."""
        with self._lock:
            if searcher not in self._corpus:
                proposed = enumerate(proposed_questions(searcher))
                asked = [of_question("corpus", text, -place) for place, text in proposed]
                self._corpus[searcher] = [*name_items(searcher.generation.quotes), *(item for item in asked if item)]
            return self._corpus[searcher]

    def _waiting(self, searcher: Searcher, item: Item, labels: _Labels) -> Drawn | None:
        """Return an item with what is to be judged, None where it is judged already, or gone."""
        drawn = self._prepared(searcher, item, labels)
        if drawn is None or (drawn.label and _is_judged(drawn.label, drawn)):
            if item.question:
                self._settled.setdefault(searcher, set()).add((item.key, item.kind, _mark(labels, item)))
            return None
        return drawn

    def _prepared(self, searcher: Searcher, item: Item, labels: _Labels) -> Drawn | None:
        if not item.question:
            return self._quote_alone(searcher, item)
        answer = _answer(searcher, item.question)
        first = answer.hits[0].quote if answer.hits else None
        asked_for = searcher.quote(item.quote_id) if item.quote_id else None
        return Drawn(
            item=item if asked_for or not item.quote_id else replace(item, quote_id=""),
            quotes=_with_first(asked_for or first, answer),
            first=first,
            outcome=answer.outcome,
            label=_label(labels, item),
        )

    def _quote_alone(self, searcher: Searcher, item: Item) -> Drawn | None:
        if item.kind != "report":
            quote, is_confirmed = searcher.quote(item.quote_id), item.quote_id in self.checks.confirmed_names()
            return Drawn(item=item, quotes=(quote,), is_confirmed=is_confirmed) if quote else None
        with self._studio.searcher().current(NO_RESTRICTIONS) as whole:
            quote, report = whole.quote(item.quote_id), self.checks.report(item.quote_id)
        return Drawn(item=item, quotes=(quote,) if quote else (), report=report) if report else None


def _label(labels: _Labels, item: Item) -> Label | None:
    return labels.get(question_key(item.question)) if item.question else None


def _mark(labels: _Labels, item: Item) -> str:
    label = _label(labels, item)
    return label.mark if label else ""


def _is_labelled(labels: _Labels, item: Item) -> bool:
    """Tell whether the question of an item has a label; what was voted down may be another quote, and counts."""
    return item.kind != "down" and _label(labels, item) is not None


def _is_judged(label: Label, drawn: Drawn) -> bool:
    if not drawn.item.quote_id:
        return is_settled(label.record, label.labelled, drawn.first)
    return verdict_on(label.record, Passage.of(drawn.quotes[0])) is not None


def _answer(searcher: Searcher, question: str) -> Answer:
    """Return what a question comes to, as evaluation measures it: no filter, and no judge who may be paid."""
    try:
        return searcher.search(question, HITS)
    except QuestionError:
        return Answer(question=question, outcome="nothing", confidence=0.0)


def _with_first(quote: Quote | None, answer: Answer) -> tuple[Quote, ...]:
    others = [match.quote for match in answer.hits if quote is None or match.quote.id != quote.id]
    return tuple([quote, *others][:HITS]) if quote else ()
