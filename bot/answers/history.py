"""Answers that were given: what is remembered of one, never the question, and how it is shown again."""

import secrets
from collections.abc import Sequence

from bot.answers.card import Shown
from bot.domain.button_value import Ticket
from bot.domain.interface import Interface
from bot.domain.records import GivenAnswer, GivenHit
from bot.domain.request import Request
from index.domain import EVERYTHING, Answer, Language, Match, Quote
from index.search import Searcher
from index.text.language import question_language


def given_answer(
    request: Request,
    matches: Sequence[Match],
    interface: Interface,
    answer: Answer | None = None,
    other_language: str | None = None,
    *,
    expected: Language | None = None,
) -> GivenAnswer:
    """Return what to remember of an answer: which quotes, where and to whom.

    Args:
        request: Who asked, and where.
        matches: The quotes, in the order in which they are shown.
        interface: The language that the answer's words around the quote are in.
        answer: What the question came to; None where no question was asked.
        other_language: The id of the quote that is offered in the asker's own language.
        expected: The language that the quotes are taken to be in where no question was asked, None for the interface's.
    """
    return GivenAnswer(
        id=secrets.token_hex(6),
        platform=request.platform,
        workspace=request.workspace,
        channel=request.channel,
        thread=request.thread,
        user=request.user,
        asked_at=request.asked_at,
        interface=interface,
        outcome=answer.outcome if answer else "answer",
        confidence=answer.confidence if answer else 1.0,
        hits=tuple(_hit(match) for match in matches),
        other_language=other_language,
        speaker_filter=answer.speaker_filter if answer else (),
        filters=answer.filters if answer else EVERYTHING,
        lacking=answer.lacking if answer else None,
        expected=question_language(answer.question) if answer else expected,
    )


def _hit(match: Match) -> GivenHit:
    return GivenHit(
        quote_id=match.quote.id,
        score=match.score,
        similarity=match.similarity,
        word_score=match.word_score,
        dense_rank=match.dense_rank,
        word_rank=match.word_rank,
    )


def shown(searcher: Searcher, given: GivenAnswer, ticket: Ticket, quote: Quote) -> Shown:
    """Return a quote of an answer with everything that is shown around it."""
    person = searcher.generation.people[quote.speaker]
    return Shown(quote=quote, person=person, given=given, ticket=ticket, interface=given.interface)
