"""What pressing a button of an answer brings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers import card
from bot.answers.channel_settings import is_choice, preferences_message
from bot.answers.history import shown
from bot.domain.button_value import Ticket
from bot.domain.interface import Interface
from bot.domain.message import Button, Buttons, Message, line, notice
from bot.domain.records import GivenAnswer, Vote, VoteValue
from bot.domain.request import Request
from bot.state import State
from bot.wording.language import chosen_interface, interface_of, say
from bot.wording.quote import links
from index.errors import QuestionError
from index.search import Searcher


def press(searcher: Searcher, state: State, request: Request) -> Message:
    """Return what a button brings, or that its answer is no longer remembered.

    Raises:
        QuestionError: There is no such button.
    """
    ticket = Ticket.decode(request.value)
    given = state.answer_given(ticket.answer_id) if ticket else None
    if ticket is None or given is None or ticket.position >= len(given.hits):
        return notice(say("forgotten", interface_of(request.text)))
    verb = request.action.partition(":")[0]
    if verb in ("up", "down"):
        return _vote(searcher, state, request, ticket, given)
    if verb == "delete":
        return _delete(request, given)
    if verb == "next":
        return _move(searcher, request, ticket, given, range(ticket.position + 1, len(given.hits)))
    if verb == "language":
        places = [place for place, hit in enumerate(given.hits) if hit.quote_id == given.other_language]
        return _move(searcher, request, ticket, given, places)
    return _about(searcher, state, request, ticket, given)


def set_preference(state: State, request: Request, settings: Mapping[str, str], interface: Interface) -> Message:
    """Set what a button of the settings says, if its presser may, and return the settings as they are then.

    What is for admins alone can be made so only by one: where nobody is known to be an admin, nobody is shut out.
    """
    _, _, rest = request.action.partition(":")
    name, _, value = rest.partition(":")
    if "admins" in (settings.get("who_may_change"), value) and not request.is_admin:
        return notice(say("settings_admins", interface))
    if not is_choice(name, value):
        raise QuestionError(say("forgotten", interface))
    state.save_settings(request.platform, request.workspace, request.channel, {name: value})
    changed = {**settings, name: value}
    spoken = chosen_interface(changed) or interface
    return replace(preferences_message(changed, request.platform, spoken), replaces=True)


def forget_question(interface: Interface) -> Message:
    """Return the question whether all about the asker is to be deleted, with the button that does it.

    The button carries its label, for the language of what is said then; it deletes what is about its presser.
    """
    label = say("forget_me", interface)
    button = Button(action="forget", label=label, value=label, style="danger")
    return Message(parts=(line(say("forget_question", interface)), Buttons((button,))))


def _vote(searcher: Searcher, state: State, request: Request, ticket: Ticket, given: GivenAnswer) -> Message:
    """Record a vote, and return the thanks, or the one thing that is asked of who votes down."""
    reason = request.action.partition(":")[2]
    is_up = request.action == "up"
    state.vote(_vote_of(request, ticket, given, 1 if is_up else -1, reason))
    if is_up:
        return notice(say("thanks_up", given.interface))
    if reason:
        return replace(notice(say("thanks_down", given.interface)), replaces=True)
    quote = searcher.quote(given.hits[ticket.position].quote_id)
    return card.down_message(ticket, given.interface, has_link=quote is None or bool(links(quote, given.interface)))


def _vote_of(request: Request, ticket: Ticket, given: GivenAnswer, value: VoteValue, reason: str) -> Vote:
    return Vote(
        platform=request.platform,
        workspace=request.workspace,
        user=request.user,
        quote_id=given.hits[ticket.position].quote_id,
        answer_id=given.id,
        value=value,
        reason=reason or None,
        voted_at=request.asked_at,
    )


def _delete(request: Request, given: GivenAnswer) -> Message:
    if request.user == given.user or request.is_admin:
        return Message(removes=True)
    return notice(say("may_not_delete", given.interface))


def _move(searcher: Searcher, request: Request, ticket: Ticket, given: GivenAnswer, places: Sequence[int]) -> Message:
    """Return another quote of the same answer: in place for who asked, privately for anyone else."""
    for place in places:
        if quote := searcher.quote(given.hits[place].quote_id):
            replaces = request.message_is_private or request.user == given.user
            is_public = replaces and not request.message_is_private
            moved = shown(searcher, given, replace(ticket, position=place), quote)
            return card.answer_message(moved, "public" if is_public else "private", replaces=replaces)
    return notice(say("last_one", given.interface))


def _about(searcher: Searcher, state: State, request: Request, ticket: Ticket, given: GivenAnswer) -> Message:
    """Return what a button says about the shown quote: its context, why it was shown, or itself for everybody."""
    quote = searcher.quote(given.hits[ticket.position].quote_id)
    if quote is None:
        return notice(say("gone", given.interface))
    this = shown(searcher, given, ticket, quote)
    if request.action == "context":
        return card.context_message(this)
    if request.action == "why":
        return card.why_message(this, len(searcher.generation.quotes))
    if request.action == "share":
        return _share(state, request, this)
    raise QuestionError(say("forgotten", given.interface))


def _share(state: State, request: Request, this: card.Shown) -> Message:
    """Return a private answer for everybody, once, under the name of who asked where that is not there to be read."""
    key = f"{request.platform}:share:{this.ticket.answer_id}.{this.ticket.position}"
    if not state.note_seen(key, request.asked_at):
        return notice(say("already_shared", this.interface))
    state.vote_by_sharing(_vote_of(request, this.ticket, this.given, 1, "shared"))
    asker = "" if request.thread else this.ticket.asker
    public = replace(this, ticket=replace(this.ticket, asker=asker))
    return replace(card.answer_message(public, "public", removes=True), thread=this.given.thread)
