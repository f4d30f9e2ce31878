"""From a question to its answer, with filters and without."""

from collections.abc import Mapping
from dataclasses import replace

from bot.answers import about, card
from bot.answers.audience import first_seen_by, interface_for
from bot.answers.buttons import Press
from bot.answers.examples import example_questions
from bot.answers.filters import UnknownValueError, narrowed, refiltered, speaking_here
from bot.answers.history import answer_view, asked_question, given_answer
from bot.answers.nothing import nothing_message
from bot.answers.quote_language import nothing_lines, reading_of
from bot.domain.button_value import ButtonValue
from bot.domain.command import Ask
from bot.domain.interface import Interface
from bot.domain.message import notice
from bot.domain.reply import Reply
from bot.domain.request import Request
from bot.wording.language import language_of, say
from index.answer import EVERYTHING, Answer, Filters, JudgementOutcome, Match
from index.language_preference import LanguagePreference
from index.search import Searcher
from index.search.reader_search import ask_reader
from index.search.suggestions import nearest_topics

_HITS = 10


def ask(searcher: Searcher, request: Request, command: Ask, settings: Mapping[str, str]) -> Reply:
    """Return the answer to a question, the closest if unsure, or that there is nothing."""
    interface = interface_for(settings, request, command.question)
    if not command.question:
        examples = example_questions(searcher, interface, languages=reading_of(settings).languages)
        return Reply(message=about.hint_message(examples, interface))
    try:
        filters = narrowed(searcher, command, interface)
    except UnknownValueError as error:
        return Reply(message=error.reply)
    return _answer(searcher, request, command, filters, settings)


def _answer(searcher: Searcher, request: Request, command: Ask, filters: Filters, settings: Mapping[str, str]) -> Reply:
    """Return the answer to a question with the filters that it means."""
    interface, reading = interface_for(settings, request, command.question), reading_of(settings)
    answer = ask_reader(searcher, command.question, _HITS, filters, reading)
    asker = request.user_name if request.kind in ("command", "button") else ""
    if answer.outcome == "nothing":
        return _nothing(searcher, request, answer, interface, asker, reading)
    matches, other_language = _with_other_language(searcher, answer, reading)
    given = given_answer(request, matches, interface, answer, other_language)
    button_value = ButtonValue(answer_id=given.id, asker=asker, question=command.question)
    visibility = first_seen_by(request, settings, is_private=command.is_private or answer.outcome == "unsure")
    view = replace(answer_view(searcher, given, button_value, matches[0].quote), absent=answer.absent)
    return Reply(
        message=card.answer_message(view, visibility),
        given=given,
        outcome=answer.outcome,
        judged=_judged(answer),
        asked=asked_question(given, answer.question),
    )


def ask_again(press: Press) -> Reply:
    """Return the answer to the question on a button, in the place of the message that offered it."""
    command = press.request.command
    if not isinstance(command, Ask):
        return Reply(message=notice(say("forgotten", press.interface)))
    return _in_its_place(press.request, ask(press.searcher, press.request, command, press.settings))


def ask_otherwise(press: Press) -> Reply:
    """Return the answer to a question without one of the filters that were applied to it, or in another language."""
    button_value = ButtonValue.decode(press.request.value)
    given = press.state.answer_given(button_value.answer_id) if button_value else None
    if button_value is None or given is None or not button_value.question:
        return Reply(message=notice(say("forgotten", press.interface)))
    filters = refiltered(given.filters, press.request.action)
    command = Ask(question=button_value.question, is_private=True)
    return _in_its_place(press.request, _answer(press.searcher, press.request, command, filters, press.settings))


def _in_its_place(request: Request, reply: Reply) -> Reply:
    return replace(reply, message=replace(reply.message, replaces=request.message_is_private))


def _with_other_language(
    searcher: Searcher, answer: Answer, reading: LanguagePreference
) -> tuple[list[Match], str | None]:
    """Return the matches, and the id of the one to offer where the answer is not in the asker's own language.

    Where one language is read alone, no other is offered.
    """
    own = answer.language or "en"
    if answer.filters.languages or reading.languages or answer.hits[0].quote.language == own:
        return list(answer.hits), None
    own_ids = [match.quote.id for match in answer.hits if match.quote.language == own]
    if own_ids:
        return list(answer.hits), own_ids[0]
    in_own = searcher.search(answer.question, 1, replace(answer.filters, languages=(own,)))
    if in_own.outcome == "nothing":
        return list(answer.hits), None
    return [*answer.hits, *in_own.hits], in_own.hits[0].quote.id


def _nothing(
    searcher: Searcher, request: Request, answer: Answer, interface: Interface, asker: str, reading: LanguagePreference
) -> Reply:
    """Return that there is nothing; a filter that can be removed is remembered, and so is where there is something."""
    topics = nearest_topics(searcher, answer, language_of(interface), languages=reading.languages)
    given = given_answer(request, [], interface, answer)
    button_value = ButtonValue(answer_id=given.id, asker=asker, question=answer.question)
    reason = nothing_lines(searcher, answer, reading, interface, request.platform)
    message = nothing_message(answer, reason, topics, speaking_here(searcher), interface, button_value)
    kept = given if answer.filters != EVERYTHING or answer.lacking else None
    asked = asked_question(given, answer.question)
    return Reply(message=message, given=kept, outcome="nothing", judged=_judged(answer), asked=asked)


def _judged(answer: Answer) -> JudgementOutcome | None:
    return answer.judgement.outcome if answer.judgement else None
