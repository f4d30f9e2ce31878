"""From a request to what is said back: the one place where commands meet search and state. Knows no platform."""

import random
import secrets
import time
from dataclasses import replace

from bot.answers import about, card
from bot.answers.audience import first_seen_by, interface_for
from bot.answers.buttons import Press
from bot.answers.channel_settings import preferences_message
from bot.answers.examples import example_questions
from bot.answers.forget import forget, forget_question
from bot.answers.history import answer_view, given_answer
from bot.answers.question import ask
from bot.answers.quote_language import nothing_random, reading_of, with_default
from bot.answers.restrictions import THREAD_OF, Audience, RulesInForce, audience_of, refuse_forbidden
from bot.daily.describe_schedules import own_schedules_parts
from bot.daily.shown_schedules import as_shown
from bot.daily.subscriptions import Subscriptions
from bot.domain.button_value import ButtonValue
from bot.domain.command import Ask, Command, Daily, Forget, Random, Show, Tell
from bot.domain.interface import Interface
from bot.domain.message import Message, notice
from bot.domain.reply import Reply
from bot.domain.request import Platform, Request
from bot.intake.browse import find_quote, tell
from bot.intake.button_verbs import press, verb_of
from bot.state import State
from bot.wording.autocomplete import Choice, source_choices, speaker_choices
from bot.wording.language import say
from index.answer import Match
from index.errors import IndexUnreachableError, UnaskableError
from index.search import Searcher
from index.search.catalogue import random_quote
from index.search.live_searcher import LiveSearcher

_OFFERS = {"speaker": speaker_choices, "source": source_choices}


class QuoteService:
    """Answers the requests of every platform; safe to use from several threads.

    Questions are kept for `kept_question_days`, 0 for none; people are told that.
    """

    def __init__(self, searcher: LiveSearcher, state: State, *, kept_question_days: int = 0) -> None:
        self._searcher = searcher
        self._state = state
        self._kept_question_days = kept_question_days
        self._rules = RulesInForce(state)
        self._random = random.Random(secrets.randbits(64))  # noqa: S311 - which quote comes is no secret

    def respond(self, request: Request) -> Reply:
        """Return what is said back to a request, all from one generation, which it names where it may be told anew.

        Raises:
            QuestionError: It cannot be asked; the text is for the person, in their language.
        """
        chosen = self._state.settings(request.platform, request.workspace, request.channel)
        settings = with_default(chosen, self._searcher.reading)
        self._note_thread(request, settings)
        restrictions = self._rules.restrictions(audience_of(request, settings))
        with self._searcher.current(restrictions) as searcher:
            try:
                refuse_forbidden(searcher, request)
                reply = self._known_again(self._reply(searcher, request, settings))
                if not _shows_interviews(request):
                    return reply
                return replace(reply, generation=searcher.generation.folder.name, restrictions=restrictions)
            except UnaskableError as error:
                return Reply(message=notice(say(error.key, interface_for(settings, request), **error.values)))

    def holds(self, request: Request, reply: Reply) -> bool:
        """Tell whether a reply to a request may still be given there, who knows how much later."""
        settings = self._state.settings(request.platform, request.workspace, request.channel)
        restrictions = self._rules.restrictions(audience_of(request, settings))
        with self._searcher.current(restrictions) as searcher:
            told_from = (reply.generation, reply.restrictions)
            is_current = reply.generation is None or told_from == (searcher.generation.folder.name, restrictions)
            return is_current and all(searcher.quote(quote_id) for quote_id in reply.message.quote_ids)

    def check(self) -> None:
        """Return if questions can be answered now; else raises why not."""
        self._searcher.check()

    def home(self, interface: Interface, platform: Platform, workspace: str, user: str) -> Message:
        """Return the bot's own page, for somebody; that the index cannot be reached, as long as it cannot."""
        made = self._state.schedules_by(platform, workspace, user)
        audience = Audience(platform=platform, workspace=workspace, channel="")
        with self._searcher.current(self._rules.restrictions(audience)) as searcher:
            own = own_schedules_parts(
                [as_shown(searcher, schedule, interface) for schedule in made], time.time(), interface
            )
            try:
                examples = example_questions(searcher, interface, languages=self._searcher.reading.languages)
            except IndexUnreachableError:
                return notice(say("index_unreachable", interface))
            days = self._kept_question_days
            return about.home_message(searcher.generation, examples, own, interface, kept_question_days=days)

    def offer(self, option: str, typed: str, interface: Interface, audience: Audience) -> list[Choice]:
        """Return what somebody who is typing the option "speaker" or "source" may mean."""
        with self._searcher.current(self._rules.restrictions(audience)) as searcher:
            return _OFFERS[option](searcher, typed, interface) if option in _OFFERS else []

    def _note_thread(self, request: Request, settings: dict[str, str]) -> None:
        """Remember which channel a thread is in, which no daily insight would know."""
        if request.parent_channel and settings.get(THREAD_OF) != request.parent_channel:
            place = (request.platform, request.workspace, request.channel)
            self._state.save_settings(*place, {THREAD_OF: request.parent_channel})

    def _reply(self, searcher: Searcher, request: Request, settings: dict[str, str]) -> Reply:
        if request.command and request.kind != "button":
            return self._command(searcher, request, request.command, settings)
        return press(Press(searcher=searcher, state=self._state, request=request, settings=settings))

    def _known_again(self, reply: Reply) -> Reply:
        """Return a reply whose answer has the key of its question; the question goes on only where it is kept."""
        if reply.asked is None:
            return reply
        given = reply.given and replace(reply.given, question_key=self._state.question_key(reply.asked.question))
        return replace(reply, given=given, asked=reply.asked if self._kept_question_days else None)

    def _command(self, searcher: Searcher, request: Request, command: Command, settings: dict[str, str]) -> Reply:
        interface, reading = interface_for(settings, request), reading_of(settings)
        match command:
            case Ask():
                return ask(searcher, request, command, settings)
            case Daily():
                return Subscriptions(searcher, self._state, request, settings, interface).respond(command)
            case Forget() if command.is_certain:
                return forget(self._state, request, settings)
            case Forget():
                return Reply(message=forget_question(interface))
            case Tell("settings"):
                return Reply(message=preferences_message(settings, request.platform, interface))
            case Tell():
                days = self._kept_question_days
                message = tell(searcher, command, interface, request.platform, reading, kept_question_days=days)
                return Reply(message=message)
            case Show() | Random():
                return self._quote(searcher, request, command, settings)

    def _quote(self, searcher: Searcher, request: Request, command: Show | Random, settings: dict[str, str]) -> Reply:
        interface, reading = interface_for(settings, request), reading_of(settings)
        if isinstance(command, Show):
            quote = find_quote(searcher, command.quote_id)
            missing = say("no_such_quote", interface, id=command.quote_id)
        else:
            tries = (random_quote(searcher, self._random, command.topic, languages) for languages in reading.tries)
            quote = next(filter(None, tries), None)
            missing = nothing_random(searcher, command.topic, reading, interface, request.platform)
        if quote is None:
            return Reply(message=notice(missing))
        given = given_answer(request, [Match(quote=quote, score=0.0)], interface, expected=reading.language)
        view = answer_view(searcher, given, ButtonValue(answer_id=given.id), quote)
        visibility = first_seen_by(request, settings, is_private=command.is_private)
        return Reply(message=card.answer_message(view, visibility), given=given)


def _shows_interviews(request: Request) -> bool:
    """Tell whether what is said back is from the interviews, and may be said anew."""
    if request.command and request.kind != "button":
        return not isinstance(request.command, Daily | Forget)
    verb = verb_of(request.action)
    return verb is not None and verb.shows_interviews
