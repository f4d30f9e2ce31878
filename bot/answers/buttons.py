"""What pressing a button of an answer brings; which button has which handler is in the table of verbs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers import card
from bot.answers.audience import interface_for
from bot.answers.channel_settings import change_settings, is_choice, preferences_message
from bot.answers.history import answer_view
from bot.answers.reports import report_quote
from bot.answers.why import why_message
from bot.domain.button_value import ButtonValue
from bot.domain.channel_post import Place
from bot.domain.interface import Interface
from bot.domain.message import Message, notice
from bot.domain.records import GivenAnswer, Vote, VoteValue
from bot.domain.reply import Reply
from bot.domain.request import Request
from bot.domain.signals import Signal, SignalKind
from bot.domain.withheld import is_report
from bot.state import State
from bot.wording.language import chosen_interface, interface_of_locale, say
from bot.wording.quote import links
from index.errors import QuestionError
from index.search import Searcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button that was pressed, and what is there to answer it; `settings` are those of the place."""

    searcher: Searcher
    state: State
    request: Request
    settings: Mapping[str, str]

    @property
    def interface(self) -> Interface:
        """The language in which its presser is spoken to."""
        return interface_for(self.settings, self.request)

    @property
    def rest(self) -> str:
        """What stands behind the verb in its action: "words" in "down:words"."""
        return self.request.action.partition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotePress(Press):
    """A button below a quote that was shown, and what is remembered of the answer that showed it."""

    button_value: ButtonValue
    given: GivenAnswer

    @property
    def quote_id(self) -> str:
        """The id of the quote above the button."""
        return self.given.hits[self.button_value.position].quote_id

    def view(self) -> card.AnswerView | None:
        """Return the quote with all that is shown around it, None if the interviews hold it no more."""
        quote = self.searcher.quote(self.quote_id)
        return answer_view(self.searcher, self.given, self.button_value, quote) if quote else None

    @property
    def may_delete(self) -> bool:
        """Whether its presser may take the answer away for everybody."""
        return self.request.user == self.given.user or self.request.is_admin

    @property
    def presser_interface(self) -> Interface:
        """The language of who asked, and of anybody else who presses, where that is known."""
        locale = None if self.request.user == self.given.user else interface_of_locale(self.request.locale)
        return chosen_interface(self.settings) or locale or self.given.interface


Handler = Callable[[Press], Reply]


def on_quote(handler: Callable[[QuotePress], Message | Reply]) -> Handler:
    """Return a handler that says the answer is no longer remembered, where it is not.

    A reply is for what is noted of the press; all others give a message.
    """

    def handle(press: Press) -> Reply:
        button_value = ButtonValue.decode(press.request.value)
        given = press.state.answer_given(button_value.answer_id) if button_value else None
        if button_value is None or given is None or button_value.position >= len(given.hits):
            interface = interface_for(press.settings, press.request, press.request.text)
            return Reply(message=notice(say("forgotten", interface)))
        quote_press = QuotePress(
            searcher=press.searcher,
            state=press.state,
            request=press.request,
            settings=press.settings,
            button_value=button_value,
            given=given,
        )
        result = handler(quote_press)
        return result if isinstance(result, Reply) else Reply(message=result)

    return handle


@on_quote
def show_next(press: QuotePress) -> Reply:
    """Return the next quote of the same answer."""
    return _noted(press, "next", _move(press, range(press.button_value.position + 1, len(press.given.hits))))


@on_quote
def show_other_language(press: QuotePress) -> Message:
    """Return the quote of the same answer that is in the asker's own language."""
    hits = enumerate(press.given.hits)
    return _move(press, [position for position, hit in hits if hit.quote_id == press.given.other_language])


@on_quote
def show_context(press: QuotePress) -> Message | Reply:
    """Return what stands around the quote."""
    view = press.view()
    return _noted(press, "context", card.context_message(view)) if view else _gone(press)


@on_quote
def explain(press: QuotePress) -> Message | Reply:
    """Return why the quote was shown."""
    view = press.view()
    return _noted(press, "why", why_message(view, len(press.searcher.generation.quotes))) if view else _gone(press)


@on_quote
def vote_up(press: QuotePress) -> Message:
    """Record a vote for the quote, take back what its voter reported of it, and return the thanks."""
    request = press.request
    press.state.vote(_vote(press, 1))
    press.state.withdraw_report(request.platform, request.workspace, request.user, press.quote_id, request.asked_at)
    return notice(say("thanks_up", press.given.interface))


@on_quote
def vote_down(press: QuotePress) -> Message:
    """Record a vote against the quote, and return the one thing that is asked of its voter."""
    press.state.vote(_vote(press, -1))
    quote = press.searcher.quote(press.quote_id)
    has_link = quote is None or bool(links(quote, press.given.interface))
    return card.down_message(press.button_value, press.given.interface, has_link=has_link)


@on_quote
def say_what_is_wrong(press: QuotePress) -> Message:
    """Record why a vote was against the quote, and return the thanks, or what becomes of a quote that is wrong."""
    press.state.vote(_vote(press, -1, press.rest))
    told = say("thanks_down", press.given.interface)
    if is_report(press.rest):
        quote, interface = press.searcher.quote(press.quote_id), press.presser_interface
        told = report_quote(
            press.state, press.request, press.rest, press.quote_id, quote, interface, may_delete=press.may_delete
        )
    return replace(notice(told), replaces=True)


@on_quote
def share(press: QuotePress) -> Message | Reply:
    """Return a private answer for everybody, once, under its asker's name where that is not there to be read."""
    view, button_value, request = press.view(), press.button_value, press.request
    if view is None:
        return _gone(press)
    key = f"{request.platform}:share:{button_value.answer_id}.{button_value.position}"
    if not press.state.note_seen(key, request.asked_at, request.keys):
        return notice(say("already_shared", press.given.interface))
    press.state.vote_by_sharing(_vote(press, 1, "shared"))
    public = replace(view, button_value=replace(button_value, asker="" if request.thread else button_value.asker))
    message = replace(card.answer_message(public, "public", removes=True), thread=press.given.thread)
    return _noted(press, "shared", message)


@on_quote
def delete(press: QuotePress) -> Message | Reply:
    """Take the answer away for everybody, if its presser may."""
    if press.may_delete:
        return _noted(press, "deleted", Message(removes=True))
    return notice(say("may_not_delete", press.given.interface))


def set_preference(press: Press) -> Reply:
    """Set what a button of the settings says, if its presser may, and return the settings as they are then.

    What is for admins alone can be made so only by one: where nobody is known to be an admin, nobody is shut out.
    """
    request, interface = press.request, press.interface
    name, _, value = press.rest.partition(":")
    if "admins" in (press.settings.get("who_may_change"), value) and not request.is_admin:
        return Reply(message=notice(say("settings_admins", interface)))
    if not is_choice(name, value):
        raise QuestionError(say("forgotten", interface))
    where = Place(platform=request.platform, workspace=request.workspace, channel=request.channel)
    change_settings(press.state, where, request.user, press.settings, {name: value}, request.asked_at)
    changed = {**press.settings, name: value}
    message = preferences_message(changed, request.platform, chosen_interface(changed) or interface)
    return Reply(message=replace(message, replaces=True))


def _vote(press: QuotePress, value: VoteValue, reason: str | None = None) -> Vote:
    request = press.request
    return Vote(
        platform=request.platform,
        workspace=request.workspace,
        user=request.user,
        quote_id=press.quote_id,
        answer_id=press.given.id,
        value=value,
        reason=reason,
        voted_at=request.asked_at,
        question_key=press.given.question_key,
    )


def _noted(press: QuotePress, kind: SignalKind, message: Message) -> Reply:
    """Return a message with what its presser did, which is noted once it is there."""
    request = press.request
    signal = Signal(
        platform=request.platform,
        workspace=request.workspace,
        user=request.user,
        answer_id=press.given.id,
        quote_id=press.quote_id,
        kind=kind,
        position=press.button_value.position,
        given_at=request.asked_at,
    )
    return Reply(message=message, signal=signal)


def _move(press: QuotePress, positions: Sequence[int]) -> Message:
    """Return another quote of the same answer: in place for who asked, privately for anyone else."""
    request, given = press.request, press.given
    for position in positions:
        view = replace(press, button_value=replace(press.button_value, position=position)).view()
        if view:
            replaces = request.message_is_private or request.user == given.user
            is_public = replaces and not request.message_is_private
            return card.answer_message(view, "public" if is_public else "private", replaces=replaces)
    return notice(say("last_one", given.interface))


def _gone(press: QuotePress) -> Message:
    return notice(say("gone", press.given.interface))
