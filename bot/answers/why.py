"""Why a quote was shown: a sentence for everybody, then how each stage of the search found it."""

from bot.answers.card import AnswerView
from bot.domain.message import Message, line
from bot.wording.language import say

_FAIRLY_SURE, _QUITE_SURE = 0.3, 0.6


def why_message(view: AnswerView, quote_count: int) -> Message:
    """Return why this quote was shown: a sentence for everybody, then the stages."""
    given, interface = view.given, view.interface
    hit = given.hits[view.button_value.position]
    reason = say("why_meaning", interface)
    if hit.dense_rank is None:
        reason = say("why_words", interface)
    elif hit.dense_rank > 1:
        reason = say("why_rank", interface, rank=str(hit.dense_rank))
    sureness = say(_sureness(given.confidence), interface)
    parts = [line(say("why_among", interface, reason=reason, count=f"{quote_count:,}", sureness=sureness))]
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


def _sureness(confidence: float) -> str:
    if confidence >= _QUITE_SURE:
        return "sure"
    return "fairly_sure" if confidence >= _FAIRLY_SURE else "not_sure"


def _rank(rank: int | None) -> str:
    return "–" if rank is None else str(rank)
