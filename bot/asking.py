"""From a question to its answer, with filters and without."""

from dataclasses import replace

from bot import about, answers
from bot.addressing import first_seen_by, interface_for
from bot.commands import Ask, parse_question
from bot.examples import example_questions
from bot.given import given_answer, shown
from bot.messages import notice
from bot.narrowing import UnknownValueError, narrowed, speaking_here, without_filter
from bot.replies import Reply
from bot.requests import Request
from bot.state import State
from bot.tickets import Ticket
from bot.words import Interface, say
from index.domain import EVERYTHING, Answer, Filters, JudgementOutcome, Match
from index.errors import QuestionError
from index.search import Searcher
from index.search.suggestions import nearest_topics
from index.text.language import question_language

_HITS = 10


def ask(searcher: Searcher, request: Request, command: Ask, settings: dict[str, str]) -> Reply:
    """Return the answer to a question, the closest if unsure, or that there is nothing."""
    interface = interface_for(settings, request, command.question)
    if not command.question:
        return Reply(message=about.hint_message(example_questions(searcher, interface), interface))
    try:
        filters = narrowed(searcher, command, interface)
    except UnknownValueError as error:
        return Reply(message=error.reply)
    return _answer(searcher, request, command, filters, settings)


def _answer(searcher: Searcher, request: Request, command: Ask, filters: Filters, settings: dict[str, str]) -> Reply:
    """Return the answer to a question with the filters that it means."""
    interface = interface_for(settings, request, command.question)
    try:
        answer = searcher.ask(command.question, _HITS, filters)
    except QuestionError:
        return Reply(message=notice(say("nothing_asked", interface)))
    asker = request.user_name if request.kind in ("command", "button") else ""
    if answer.outcome == "nothing":
        return _nothing(searcher, request, answer, interface, asker)
    matches, other_language = _with_other_language(searcher, answer)
    given = given_answer(request, matches, interface, answer, other_language)
    ticket = Ticket(answer_id=given.id, asker=asker, question=command.question)
    visibility = first_seen_by(request, settings, is_private=command.is_private or answer.outcome == "unsure")
    this = replace(shown(searcher, given, ticket, matches[0].quote), absent=answer.absent)
    return Reply(
        message=answers.answer_message(this, visibility), given=given, outcome=answer.outcome, judged=_judged(answer)
    )


def ask_again(searcher: Searcher, request: Request, settings: dict[str, str]) -> Reply:
    """Return the answer to the question on a button, in the place of the message that offered it."""
    return _in_its_place(request, ask(searcher, request, parse_question(request.value, is_private=True), settings))


def ask_without(searcher: Searcher, state: State, request: Request, settings: dict[str, str]) -> Reply:
    """Return the answer to a question without one of the filters that were applied to it."""
    ticket = Ticket.decode(request.value)
    given = state.answer_given(ticket.answer_id) if ticket else None
    if ticket is None or given is None or not ticket.question:
        return Reply(message=notice(say("forgotten", interface_for(settings, request))))
    filters = without_filter(given.filters, request.action.rpartition(":")[2])
    command = Ask(question=ticket.question, is_private=True)
    return _in_its_place(request, _answer(searcher, request, command, filters, settings))


def _in_its_place(request: Request, reply: Reply) -> Reply:
    return replace(reply, message=replace(reply.message, replaces=request.message_is_private))


def _with_other_language(searcher: Searcher, answer: Answer) -> tuple[list[Match], str | None]:
    """Return the matches, and the id of the one to offer where the answer is not in the asker's own language."""
    own = question_language(answer.question)
    if answer.filters.languages or answer.hits[0].quote.language == own:
        return list(answer.hits), None
    found = [match for match in answer.hits if match.quote.language == own]
    if found:
        return list(answer.hits), found[0].quote.id
    found = list(searcher.search(answer.question, 1, replace(answer.filters, languages=(own,))).hits)
    return [*answer.hits, *found], found[0].quote.id if found else None


def _nothing(searcher: Searcher, request: Request, answer: Answer, interface: Interface, asker: str) -> Reply:
    """Return that there is nothing; a filter that can be removed is remembered."""
    topics = nearest_topics(searcher, answer, "en" if interface == "en" else "zh")
    given = given_answer(request, [], interface, answer)
    ticket = Ticket(answer_id=given.id, asker=asker, question=answer.question)
    message = answers.nothing_message(answer, topics, speaking_here(searcher), interface, ticket)
    kept = given if answer.filters != EVERYTHING else None
    return Reply(message=message, given=kept, outcome="nothing", judged=_judged(answer))


def _judged(answer: Answer) -> JudgementOutcome | None:
    return answer.judgement.outcome if answer.judgement else None
