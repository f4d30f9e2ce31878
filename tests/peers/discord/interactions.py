"""Answers to interactions: the first within three seconds, further ones while the token lasts.

Source: https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from typing import Any

from . import payloads
from .errors import DiscordError
from .messages import change, check_message, record, remove, say, start_loading
from .records import Response
from .state import AUTOCOMPLETE, COMPONENT, FOLLOWUPS_WITHOUT_BOT, RESPOND_WITHIN_SECONDS, Interaction, State
from .validator import choices_problems
from .world import Message

MESSAGE, LOADING, LOADING_UPDATE, UPDATE, CHOICES = 4, 5, 6, 7, 8
Arguments = dict[str, Any]


def create_response(state: State, arguments: Arguments) -> dict[str, Any] | None:
    interaction = _unanswered(state, arguments)
    kind, data = arguments.get("type"), arguments.get("data") or {}
    if kind not in _fitting(interaction):
        raise _invalid("type", "BASE_TYPE_CHOICES", f"Value must be one of {sorted(_fitting(interaction))}.")
    message = _RESPONSES[kind](state, interaction, data)
    interaction.is_answered = True
    interaction.original = message.id if message else None
    state.diary.responses[interaction.id] = Response(
        interaction=interaction.id, type=kind, seconds=state.world.clock.now() - interaction.born, data=data
    )
    if arguments.get("with_response") not in ("1", "true"):
        return None
    return _callback_response(state, interaction, kind, message)


def get_original(state: State, arguments: Arguments) -> dict[str, Any]:
    return payloads.message(state.world, _said(state, arguments)[1])


def edit_original(state: State, arguments: Arguments) -> dict[str, Any]:
    interaction, message = _said(state, arguments)
    check_message(arguments)
    kind = "response" if message.is_loading else "edit"
    return record(state, kind, change(state, message, arguments), arguments, interaction)


def delete_original(state: State, arguments: Arguments) -> None:
    interaction, message = _said(state, arguments)
    remove(state, message)
    if not message.is_loading:
        record(state, "delete", message, arguments, interaction)


def create_followup(state: State, arguments: Arguments) -> dict[str, Any]:
    interaction = state.interaction(arguments["token"])
    check_message(arguments)
    original = state.world.messages.get(interaction.original or "")
    if original and original.is_loading:  # then it stands for edit_original, and the flag for nothing
        return record(state, "response", change(state, original, arguments), arguments, interaction)
    if interaction.is_without_bot and interaction.followups >= FOLLOWUPS_WITHOUT_BOT:
        raise DiscordError(40094)
    interaction.followups += 1
    message = say(
        state, interaction.channel, arguments, interaction=interaction, only_for=_only_for(interaction, arguments)
    )
    return record(state, "followup", message, arguments, interaction)


def _unanswered(state: State, arguments: Arguments) -> Interaction:
    interaction = state.interactions.get(arguments["token"])
    if interaction is None or interaction.id != arguments["interaction"]:
        raise DiscordError(10062)
    if interaction.is_answered:
        raise DiscordError(40060)
    if state.world.clock.now() - interaction.born > RESPOND_WITHIN_SECONDS:
        raise DiscordError(10062)
    return interaction


def _fitting(interaction: Interaction) -> set[int]:
    if interaction.type == AUTOCOMPLETE:
        return {CHOICES}
    return {MESSAGE, LOADING} | ({LOADING_UPDATE, UPDATE} if interaction.type == COMPONENT else set())


def _answer_with_message(state: State, interaction: Interaction, data: Arguments) -> Message:
    check_message(data)
    message = say(state, interaction.channel, data, interaction=interaction, only_for=_only_for(interaction, data))
    record(state, "response", message, data, interaction)
    return message


def _answer_loading(state: State, interaction: Interaction, data: Arguments) -> Message:
    if data.get("flags", 0) & ~payloads.EPHEMERAL:
        raise _invalid("data.flags", "BASE_TYPE_CHOICES", "Only EPHEMERAL can be set.")
    return start_loading(state, interaction, is_ephemeral=bool(data.get("flags", 0)))


def _answer_later(state: State, interaction: Interaction, data: Arguments) -> Message | None:
    return state.world.messages.get(interaction.pressed or "")


def _answer_with_update(state: State, interaction: Interaction, data: Arguments) -> Message:
    check_message(data)
    pressed = state.world.messages.get(interaction.pressed or "")
    if pressed is None:
        raise DiscordError(10008)
    message = change(state, pressed, data)
    record(state, "edit", message, data, interaction)
    return message


def _answer_with_choices(state: State, interaction: Interaction, data: Arguments) -> None:
    if problems := choices_problems(data):
        raise DiscordError(50035, problems=[(("data", *path), code, message) for path, code, message in problems])


_RESPONSES = {
    MESSAGE: _answer_with_message,
    LOADING: _answer_loading,
    LOADING_UPDATE: _answer_later,
    UPDATE: _answer_with_update,
    CHOICES: _answer_with_choices,
}


def _said(state: State, arguments: Arguments) -> tuple[Interaction, Message]:
    """Return what was said to an interaction: the original, or the message that is asked for."""
    interaction = state.interaction(arguments["token"])
    message = state.world.messages.get(arguments.get("message", interaction.original) or "")
    if message is None or (message.interaction != interaction.id and message.id != interaction.original):
        raise DiscordError(10008)
    return interaction, message


def _only_for(interaction: Interaction, arguments: Arguments) -> str | None:
    return interaction.user if arguments.get("flags", 0) & payloads.EPHEMERAL else None


def _invalid(path: str, code: str, message: str) -> DiscordError:
    return DiscordError(50035, problems=[(tuple(path.split(".")), code, message)])


def _callback_response(state: State, interaction: Interaction, kind: int, message: Message | None) -> dict[str, Any]:
    """Return what with_response=true asks for."""
    known: dict[str, Any] = {"id": interaction.id, "type": interaction.type}
    if message is None:
        return {"interaction": known}
    known |= {
        "response_message_id": message.id, "response_message_loading": message.is_loading,
        "response_message_ephemeral": message.only_for is not None,
    }  # fmt: skip
    shown = {"message": payloads.message(state.world, message)} if kind in (MESSAGE, UPDATE) else {}
    return {"interaction": known, "resource": {"type": kind} | shown}
