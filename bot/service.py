"""From a request to what is said back: the one place where commands meet search and state. Knows no platform."""

import random
import secrets
import time
from dataclasses import replace

from bot import about, answers
from bot.choices import Choice, source_choices, speaker_choices
from bot.commands import Ask, Command, Daily, Random, Show, Tell, parse_command, parse_question
from bot.daily.choosing import is_same
from bot.daily.describing import own_schedules_parts
from bot.daily.insight import insight
from bot.daily.subscribing import Subscriptions
from bot.examples import example_questions
from bot.given import given_answer, shown
from bot.messages import Message, Visibility, line, notice
from bot.narrowing import UnknownValueError, narrowed, speaking_here, without_filter
from bot.preferences import preferences_message
from bot.pressing import press, set_preference
from bot.replies import Reply
from bot.requests import Platform, Request
from bot.state import State
from bot.tickets import Ticket
from bot.words import Interface, chosen_interface, interface_of, interface_of_locale, say
from index.domain import EVERYTHING, Answer, Filters, Match, Quote
from index.errors import QuestionError
from index.search import Searcher
from index.search.absent import mentioning
from index.search.catalogue import random_quote
from index.search.live import LiveSearcher
from index.search.suggestions import nearest_topics
from index.text.language import question_language

_HITS = 10
_OFFERS = {"speaker": speaker_choices, "source": source_choices}


class QuoteService:
    """Answers the requests of every platform; safe to use from several threads."""

    def __init__(self, searcher: LiveSearcher, state: State) -> None:
        self._searcher = searcher
        self._state = state
        self._random = random.Random(secrets.randbits(64))  # noqa: S311 - which quote comes is no secret

    def respond(self, request: Request) -> Reply:
        """Return what is said back to a request, all from one generation.

        Raises:
            QuestionError: It cannot be asked; the text is for the person.
        """
        settings = self._state.settings(request.platform, request.workspace, request.channel)
        with self._searcher.current() as searcher:
            if request.kind != "button":
                return self._command(searcher, request, settings)
            if request.action.startswith("ask:without:"):
                return _ask_without(searcher, self._state, request, settings)
            if request.action == "ask:where":
                return _where_mentioned(searcher, request, settings)
            if request.action.startswith("ask:"):
                return _ask_again(searcher, request, settings)
            if request.action == "like":
                return _more_like_this(searcher, self._state, request)
            if request.action.startswith("daily:"):
                subscriptions = Subscriptions(searcher, self._state, request, settings, _interface(settings, request))
                return subscriptions.press(request.action.removeprefix("daily:"))
            if request.action.startswith("set:"):
                return Reply(message=set_preference(self._state, request, settings, _interface(settings, request)))
            return Reply(message=press(searcher, self._state, request))

    def home(self, interface: Interface, platform: Platform, workspace: str, user: str) -> Message:
        """Return the bot's own page, for somebody."""
        own = own_schedules_parts(self._state.schedules_by(platform, workspace, user), time.time(), interface)
        with self._searcher.current() as searcher:
            examples = example_questions(searcher, interface)
            return about.home_message(searcher.generation, examples, own, interface)

    def offer(self, option: str, typed: str, interface: Interface) -> list[Choice]:
        """Return what somebody who is typing the option "speaker" or "source" may mean."""
        with self._searcher.current() as searcher:
            return _OFFERS[option](searcher, typed, interface) if option in _OFFERS else []

    def _command(self, searcher: Searcher, request: Request, settings: dict[str, str]) -> Reply:
        command = _command_of(request)
        interface = _interface(settings, request)
        match command:
            case Ask():
                return _ask(searcher, request, command, settings)
            case Daily():
                return Subscriptions(searcher, self._state, request, settings, interface).respond(command)
            case Tell("settings"):
                return Reply(message=preferences_message(settings, request.platform, interface))
            case Tell():
                return Reply(message=_tell(searcher, command, interface, request.platform))
            case Show():
                quote = _find(searcher, command.quote_id)
                missing = say("no_such_quote", interface, id=command.quote_id)
            case Random():
                quote = random_quote(searcher, self._random, command.topic)
                missing = say("nothing_random", interface, topic=command.topic)
        if quote is None:
            return Reply(message=notice(missing))
        given = given_answer(request, [Match(quote=quote, score=0.0)], interface)
        this = shown(searcher, given, Ticket(answer_id=given.id), quote)
        visibility = _visibility(request, settings, is_private=command.is_private)
        return Reply(message=answers.answer_message(this, visibility), given=given)


def _tell(searcher: Searcher, command: Tell, interface: Interface, platform: Platform) -> Message:
    """Return what there is to say about the bot and its corpus."""
    if command.subject == "privacy":
        return about.privacy_message(interface)
    if command.subject == "speakers":
        return about.speakers_message(searcher.generation, interface)
    if command.subject == "sources":
        return about.sources_message(searcher.generation, interface)
    examples = example_questions(searcher, interface)
    return about.help_message(searcher.generation, examples, interface, platform)


def _find(searcher: Searcher, quote_id: str) -> Quote | None:
    """Return the one quote whose id begins so."""
    found = [quote.id for quote in searcher.generation.quotes if quote.id.startswith(quote_id)]
    return searcher.quote(found[0]) if len(found) == 1 else None


def _ask(searcher: Searcher, request: Request, command: Ask, settings: dict[str, str]) -> Reply:
    """Return the answer to a question, the closest if unsure, or that there is nothing."""
    interface = _interface(settings, request, command.question)
    if not command.question:
        return Reply(message=about.hint_message(example_questions(searcher, interface), interface))
    try:
        filters = narrowed(searcher, command, interface)
    except UnknownValueError as error:
        return Reply(message=error.reply)
    return _answer(searcher, request, command, filters, settings)


def _answer(searcher: Searcher, request: Request, command: Ask, filters: Filters, settings: dict[str, str]) -> Reply:
    """Return the answer to a question with the filters that it means."""
    interface = _interface(settings, request, command.question)
    try:
        answer = searcher.search(command.question, _HITS, filters)
    except QuestionError:
        return Reply(message=notice(say("nothing_asked", interface)))
    asker = request.user_name if request.kind in ("command", "button") else ""
    if answer.outcome == "nothing":
        return _nothing(searcher, request, answer, interface, asker)
    matches, other_language = _with_other_language(searcher, answer)
    given = given_answer(request, matches, interface, answer, other_language)
    ticket = Ticket(answer_id=given.id, asker=asker, question=command.question)
    visibility = _visibility(request, settings, is_private=command.is_private or answer.outcome == "unsure")
    this = replace(shown(searcher, given, ticket, matches[0].quote), absent=answer.absent)
    return Reply(message=answers.answer_message(this, visibility), given=given)


def _ask_again(searcher: Searcher, request: Request, settings: dict[str, str]) -> Reply:
    """Return the answer to the question on a button, in the place of the message that offered it."""
    return _in_its_place(request, _ask(searcher, request, parse_question(request.value, is_private=True), settings))


def _ask_without(searcher: Searcher, state: State, request: Request, settings: dict[str, str]) -> Reply:
    """Return the answer to a question without one of the filters that were applied to it."""
    ticket = Ticket.decode(request.value)
    given = state.answer_given(ticket.answer_id) if ticket else None
    if ticket is None or given is None or not ticket.question:
        return Reply(message=notice(say("forgotten", _interface(settings, request))))
    filters = without_filter(given.filters, request.action.rpartition(":")[2])
    command = Ask(question=ticket.question, is_private=True)
    return _in_its_place(request, _answer(searcher, request, command, filters, settings))


def _in_its_place(request: Request, reply: Reply) -> Reply:
    return replace(reply, message=replace(reply.message, replaces=request.message_is_private))


def _where_mentioned(searcher: Searcher, request: Request, settings: dict[str, str]) -> Reply:
    """Return the quotes that mention somebody who does not speak here."""
    interface = _interface(settings, request)
    quotes = [quote for quote in mentioning(searcher.generation, request.value) if searcher.is_verbatim(quote)]
    if not quotes:
        return Reply(message=notice(say("gone", interface)))
    given = given_answer(request, [Match(quote=quote, score=0.0) for quote in quotes[:_HITS]], interface)
    this = shown(searcher, given, Ticket(answer_id=given.id), quotes[0])
    return Reply(message=answers.answer_message(this, "private"), given=given)


def _more_like_this(searcher: Searcher, state: State, request: Request) -> Reply:
    """Return the quotes closest to the one that has the button, for its presser alone; what says little is left out."""
    ticket = Ticket.decode(request.value)
    before = state.answer_given(ticket.answer_id) if ticket else None
    quote = searcher.quote(before.hits[ticket.position].quote_id) if ticket and before else None
    if quote is None or before is None:
        return Reply(message=notice(say("gone" if before else "forgotten", _interface({}, request))))
    found = searcher.search(quote.text, _HITS).hits
    others = [match for match in found if not is_same(match.quote, quote)]
    matches = [match for match in others if insight(match.quote).score > 0] or others
    if not matches:
        return Reply(message=notice(say("none_like_it", before.interface)))
    given = given_answer(request, matches, before.interface)
    this = shown(searcher, given, Ticket(answer_id=given.id), matches[0].quote)
    message = answers.answer_message(this, "private")
    title = line(say("more_like_this", before.interface), quiet=True)
    return Reply(message=replace(message, parts=(title, *message.parts)), given=given)


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
    return Reply(message=message, given=given if answer.filters != EVERYTHING else None)


def _command_of(request: Request) -> Command:
    """Return what is asked; a message that a quote is wanted for, or a follow-up, is always a question."""
    if request.kind == "shortcut":
        return Ask(question=" ".join(request.text.split()), is_private=True)
    if request.kind == "follow_up" or (request.kind == "mention" and not request.text.strip()):
        return Ask(question=" ".join(request.text.split()))
    return parse_command(request.text)


def _interface(settings: dict[str, str], request: Request, question: str = "") -> Interface:
    """Return the language of the interface: as set, else that of the question, else of who asks.

    Who types a command in Chinese wants to read Chinese; who types it in English may want to all the same.
    """
    if chosen := chosen_interface(settings):
        return chosen
    typed = interface_of(question or request.text)
    return typed if question or typed != "en" else interface_of_locale(request.locale) or typed


def _visibility(request: Request, settings: dict[str, str], *, is_private: bool) -> Visibility:
    """Return who sees an answer first; where nobody else is there, it is an ordinary message."""
    is_private = is_private or settings.get("answers_first") == "private"
    return "private" if is_private and request.kind != "direct" else "public"
