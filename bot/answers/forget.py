"""Being forgotten: asked about first, then done."""

from collections.abc import Mapping
from dataclasses import replace

from bot.answers.audience import interface_for
from bot.domain.audit import MEMBER, AuditEntry
from bot.domain.interface import Interface
from bot.domain.message import Button, Buttons, Message, line, notice
from bot.domain.reply import Reply
from bot.domain.request import Request
from bot.state import State
from bot.wording.language import say


def forget_question(interface: Interface) -> Message:
    """Return the question whether all about the asker is to be deleted, with the button that does it.

    The button carries its label, for the language of what is said then; it deletes what is about its presser.
    """
    label = say("forget_me", interface)
    button = Button(action="forget", label=label, value=label, style="danger")
    return Message(parts=(line(say("forget_question", interface)), Buttons((button,))))


def forget(state: State, request: Request, settings: Mapping[str, str]) -> Reply:
    """Forget whoever asks for it, and return that it is done."""
    with state.together():
        forget_asker(state, request)
        state.note_change(AuditEntry(at=request.asked_at, actor=MEMBER, action="forget me", subject=request.platform))
    interface = interface_for(settings, request, request.text)
    message = replace(notice(say("forgot_you", interface)), replaces=request.message_is_private)
    return Reply(message=message, forgets=True)


def forget_asker(state: State, request: Request) -> None:
    """Delete what is kept about whoever asks for it; in Discord a person has one id everywhere."""
    state.forget_user(request.platform, None if request.platform == "discord" else request.workspace, request.user)
