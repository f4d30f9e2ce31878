"""Answers that were given: what is remembered of one, never the question, and how it is shown again."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from bot.answers.card import AnswerView
from bot.domain.button_value import ButtonValue
from bot.domain.channel_post import Place
from bot.domain.interface import Interface
from bot.domain.records import GivenAnswer, GivenHit
from bot.domain.request import Request
from bot.domain.signals import AskedQuestion
from index.answer import Answer, Match
from index.domain import Language, Quote
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
    place = Place(platform=request.platform, workspace=request.workspace, channel=request.channel)
    given = given_quotes(place, matches, interface, user=request.user, at=request.asked_at, expected=expected)
    given = replace(given, thread=request.thread, other_language=other_language)
    if answer is None:
        return given
    return replace(
        given,
        outcome=answer.outcome,
        confidence=answer.confidence,
        speaker_filter=answer.speaker_filter,
        filters=answer.filters,
        lacking=answer.lacking,
        expected=answer.language or question_language(answer.question),
    )


def asked_question(given: GivenAnswer, question: str) -> AskedQuestion:
    """Return a question with what it came to."""
    return AskedQuestion(
        answer_id=given.id,
        platform=given.platform,
        workspace=given.workspace,
        channel=given.channel,
        user=given.user,
        question=question,
        outcome=given.outcome,
        confidence=given.confidence,
        asked_at=given.asked_at,
    )


def given_quotes(
    place: Place,
    matches: Sequence[Match],
    interface: Interface,
    *,
    user: str,
    at: float,
    expected: Language | None = None,
) -> GivenAnswer:
    """Return what to remember of quotes that are shown without a question: where, to whom, and when.

    Args:
        place: Where they are shown.
        matches: The quotes, in the order in which they are shown.
        interface: The language that the words around them are in.
        user: Who wanted them.
        at: When, in seconds since 1970.
        expected: The language that they are taken to be in, None for the interface's.
    """
    return GivenAnswer(
        id=secrets.token_hex(6),
        platform=place.platform,
        workspace=place.workspace,
        channel=place.channel,
        thread=None,
        user=user,
        asked_at=at,
        interface=interface,
        outcome="answer",
        confidence=1.0,
        hits=tuple(_hit(match) for match in matches),
        expected=expected,
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


def answer_view(searcher: Searcher, given: GivenAnswer, button_value: ButtonValue, quote: Quote) -> AnswerView:
    """Return a quote of an answer with everything that is shown around it."""
    person = searcher.generation.speaker_of(quote)
    return AnswerView(quote=quote, person=person, given=given, button_value=button_value, interface=given.interface)
