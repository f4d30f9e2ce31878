"""What waits for a person's judgement, and in which order: by how much a judgement is worth, and that simply."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.domain.records import GivenHit
from bot.domain.signals import LearningAnswer
from bot.domain.withheld import Withheld
from bot.studio.verdicts import question_key
from index.domain import Quote
from index.errors import UnaskableError
from index.search import usable_question

Kind = Literal[
    "report", "down", "unanswered", "own", "margin", "views", "unopened", "name", "changed", "corpus"
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    "report",  # somebody was shown wrong words, or a wrong name, and others may be
    "down",  # a person says that the answer is wrong
    "unanswered",  # a person got nothing; is there nothing?
    "own",  # the operator asks
    "margin",  # it could as well be the other one
    "views",  # two ways of looking at it do not agree
    "unopened",  # nobody did anything with it
    "name",  # who says this was inferred
    "changed",  # it was judged, and another quote answers by now
    "corpus",  # what the interviews themselves ask
)
_SMALL_MARGIN = 0.2  # between the scores of the first two
_FAR = 0.5  # standard deviations of meaning by which another quote is closer than the first
_OFTEN = 3  # showings after which it means something that nobody did anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something to judge: a question with its answer or one quote of it; or a quote alone.

    Attributes:
        key: Tells it from others, the same in every run.
        kind: Why it is here.
        question: As it is searched; "" for a quote alone.
        quote_id: The quote that it is about; "" where it is the one that stands first.
        strength: The larger, the sooner among those of its kind.
        facts: Fill in the sentence that says why it is here.
    """

    key: str
    kind: Kind
    question: str = ""
    quote_id: str = ""
    strength: float = 0.0
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, float]:
        """What items are sorted by."""
        return KINDS.index(self.kind), -self.strength


def of_question(kind: Kind, question: str, strength: float = 0.0, quote_id: str = "", **facts: object) -> Item | None:
    """Return the item for a question, None where there is nothing in it to look for."""
    try:
        text = usable_question(question)
    except UnaskableError:
        return None
    key = f"q-{question_key(text)}"
    return Item(key=key, kind=kind, question=text, quote_id=quote_id, strength=strength, facts=facts)


def reported_items(quotes: Iterable[Withheld], again: Iterable[str]) -> list[Item]:
    """Return what was reported or withheld and is not decided, or is to be decided `again`; withheld ones first."""
    chosen = [quote for quote in quotes if quote.is_open or quote.quote_id in again]
    chosen.sort(key=lambda quote: (quote.is_shown, quote.since))
    return [
        Item(key=f"r-{quote.quote_id}", kind="report", quote_id=quote.quote_id, strength=-place)
        for place, quote in enumerate(chosen)
    ]


def chat_items(answers: Iterable[LearningAnswer]) -> list[Item]:
    """Return what answers in chat make worth a judgement, one item a question; only kept questions can be judged."""
    asked: dict[str, list[LearningAnswer]] = defaultdict(list)
    for answer in answers:
        if answer.question:
            asked[answer.question_key].append(answer)
    return [item for same in asked.values() if (item := _of_answers(same))]


def name_items(quotes: Iterable[Quote]) -> list[Item]:
    """Return a quote for each person whose name was inferred, in each interview: that which is least sure."""
    least: dict[tuple[str, str], Quote] = {}
    for quote in quotes:
        if quote.speaker and quote.attribution == "inferred":
            who = (quote.source.id, quote.speaker)
            least[who] = min(least.get(who, quote), quote, key=lambda one: one.attribution_confidence)
    return [
        Item(
            key=f"n-{quote.id}",
            kind="name",
            quote_id=quote.id,
            strength=1 - quote.attribution_confidence,
            facts={"percent": round(100 * quote.attribution_confidence)},
        )
        for quote in least.values()
    ]


def in_order(items: Iterable[Item], skipped: Mapping[str, int]) -> list[Item]:
    """Return items as they come, one for each key, that of the worthiest kind; skipped ones last, by their number."""
    best: dict[str, Item] = {}
    for item in sorted(items, key=lambda item: item.order):
        best.setdefault(item.key, item)
    return sorted(best.values(), key=lambda item: (skipped.get(item.key, 0), *item.order))


def _of_answers(answers: list[LearningAnswer]) -> Item | None:
    """Return the item of a question that was answered so, the latest last."""
    last = answers[-1]
    question = str(last.question)
    people = len({answer.who for answer in answers})
    if down := _voted_down(answers):
        quote_id, count, reason = down
        return of_question("down", question, count, quote_id, count=count, reason=reason)
    if last.outcome == "nothing":
        return of_question("unanswered", question, people, count=people)
    if not last.hits:
        return None
    margin = last.hits[0].score - last.hits[1].score if len(last.hits) > 1 else _SMALL_MARGIN
    percent = round(100 * last.confidence)
    if last.outcome == "unsure" or margin < _SMALL_MARGIN:
        return of_question("margin", question, 1 - abs(last.confidence - 0.5), percent=percent)
    if (gap := _gap(last.hits)) > _FAR:
        return of_question("views", question, gap)
    count = sum(not answer.votes and not answer.signals for answer in answers)
    if count == len(answers) >= _OFTEN:
        return of_question("unopened", question, count, count=count)
    return None


def _voted_down(answers: list[LearningAnswer]) -> tuple[str, int, str] | None:
    """Return the quote that most people voted down and not as many up, how many these are, and their usual reason."""
    votes = {(vote.who, vote.quote_id): vote for answer in answers for vote in answer.votes}
    balance: Counter[str] = Counter()
    for vote in votes.values():
        balance[vote.quote_id] -= vote.value
    quote_id, lead = max(balance.items(), key=lambda entry: entry[1], default=("", 0))
    if lead <= 0:
        return None
    down = [vote for vote in votes.values() if vote.quote_id == quote_id and vote.value < 0]
    reasons = Counter(vote.reason for vote in down if vote.reason)
    return quote_id, len(down), max(reasons, key=lambda reason: (reasons[reason], reason), default="none")


def _gap(hits: tuple[GivenHit, ...]) -> float:
    """Return by how much another quote is closer in meaning than the one that stands first."""
    return max(hit.similarity for hit in hits) - hits[0].similarity
