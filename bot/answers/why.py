"""Why a quote was shown: a sentence for everybody, then how each stage of the search found it."""

from bot.answers.card import AnswerView
from bot.domain.interface import Interface
from bot.domain.message import Message, line
from bot.domain.records import GivenAnswer
from bot.wording.language import say

_FAIRLY_SURE, _QUITE_SURE = 0.3, 0.6


def why_message(view: AnswerView, quote_count: int) -> Message:
    """Return why this quote was shown: a sentence for everybody, then the stages.

    How sure the answer was goes with its first quote alone.
    """
    given, interface, position = view.given, view.interface, view.button_value.position
    hit = given.hits[position]
    reason = say("why_meaning", interface)
    if hit.dense_rank is None:
        reason = say("why_words", interface)
    elif hit.dense_rank > 1:
        reason = say("why_rank", interface, rank=str(hit.dense_rank))
    standing = say("why_later", interface, number=str(position + 1)) if position else _sureness(given, interface)
    parts = [line(say("why_among", interface, reason=reason, count=f"{quote_count:,}", standing=standing))]
    if view.quote.answers:
        parts.append(line(say("why_context", interface, question=view.quote.answers)))
    stages = say(
        "why_stages",
        interface,
        similarity=f"{hit.similarity:.2f}",
        dense_rank=_rank(hit.dense_rank),
        word_score=f"{hit.word_score:.2f}",
        word_rank=_rank(hit.word_rank),
        score=f"{hit.score:.2f}",
        confidence=f"{given.confidence:.2f}",
    )
    return Message(parts=(*parts, line(stages, quiet=True)))


def _sureness(given: GivenAnswer, interface: Interface) -> str:
    if given.confidence >= _QUITE_SURE:
        return say("sure", interface)
    return say("fairly_sure" if given.confidence >= _FAIRLY_SURE else "not_sure", interface)


def _rank(rank: int | None) -> str:
    return "–" if rank is None else str(rank)
