"""What people do: write, choose commands, press buttons. Each returns what was sent to the bot."""

import uuid
from dataclasses import replace
from typing import Any

from . import payloads
from .commands import autocomplete_options, find_command, find_subcommand, given_options
from .records import Post, Sent
from .state import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction, State
from .world import ANN, BEN, BOT, GENERAL, GUILD, Message

WRITTEN = "2026-11-01T00:00:00+00:00"


class People:
    """The people; who is where is the world's. `channel` is a direct message where it is `direct_channel(user)`."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._world = state.world

    async def mention(self, text: str, *, user: str = ANN, channel: str = GENERAL, reply_to: Any = None) -> Sent:
        """Write a message that begins with a mention of the bot."""
        return await self.message(f"<@{BOT}> {text}".strip(), user=user, channel=channel, reply_to=reply_to)

    async def message(
        self, text: str, *, user: str = ANN, channel: str = GENERAL, reply_to: Any = None, pings: bool = True
    ) -> Sent:
        """Write a message, perhaps as a reply to a post or message, which pings its author if wanted.

        The bot is told what Discord tells one without the intent to read messages.
        """
        replied = self._world.messages.get(reply_to.id) if reply_to else None
        pinged = (replied.author,) if replied and pings and not replied.interaction else ()
        message = Message(
            id=self._world.clock.new_id(), channel=channel, author=user, content=text,
            mentions=tuple(dict.fromkeys((*self._world.mentioned_in(text), *pinged))),
            reference=reply_to.id if reply_to else None,
        )  # fmt: skip
        return self._send("MESSAGE_CREATE", payloads.message_event(self._world, self._world.put(message)), channel)

    async def forward(self, text: str, *, user: str = ANN, channel: str = GENERAL) -> Sent:
        """Forward a message that says `text` from elsewhere: it has no words of its own."""
        snapshot = {"type": 0, "content": text, "embeds": [], "attachments": [], "timestamp": WRITTEN, "flags": 0,
                    "edited_timestamp": None, "mentions": [], "mention_roles": []}  # fmt: skip
        origin = {"type": 1, "channel_id": GENERAL, "message_id": "1", "guild_id": GUILD}
        return self._show({"message_snapshots": [{"message": snapshot}], "message_reference": origin}, user, channel)

    async def poll(self, question: str, *, user: str = ANN, channel: str = GENERAL) -> Sent:
        """Ask others something in a poll, which has no words beside it."""
        answers = [{"answer_id": 1, "poll_media": {"text": "yes"}}, {"answer_id": 2, "poll_media": {"text": "no"}}]
        poll = {"question": {"text": question}, "answers": answers, "expiry": WRITTEN, "allow_multiselect": False,
                "layout_type": 1}  # fmt: skip
        return self._show({"poll": poll}, user, channel)

    def _show(self, fields: dict[str, Any], user: str, channel: str) -> Sent:
        message = self._world.put(Message(id=self._world.clock.new_id(), channel=channel, author=user))
        return self._send("MESSAGE_CREATE", payloads.message_event(self._world, message) | fields, channel)

    async def edit(self, sent: Sent, text: str) -> Sent:
        """Edit a message that somebody wrote, so that all of it is `text`."""
        message = self._world.messages[sent.id]
        mentions = self._world.mentioned_in(text)
        changed = self._world.put(replace(message, content=text, mentions=mentions, is_edited=True))
        return self._send("MESSAGE_UPDATE", payloads.message_event(self._world, changed), message.channel)

    async def unfurl(self, sent: Sent) -> Sent:
        """Show what a link in a message leads to, which changes the message and edits nothing."""
        message = self._world.messages[sent.id]
        changed = self._world.put(replace(message, embeds=({"title": "A page"},)))
        return self._send("MESSAGE_UPDATE", payloads.message_event(self._world, changed), message.channel)

    async def slash(self, name: str, /, *, user: str = ANN, channel: str = GENERAL, **options: Any) -> Sent:
        """Use a slash command with its options.

        Raises:
            LookupError: The bot registered no such command for here, or it does not take these options.
        """
        command = find_command(self._state, name, user=user, channel=channel)
        return self._interact(COMMAND, payloads.command_data(command, given_options(command, options)), user, channel)

    async def subcommand(
        self, name: str, subcommand: str, /, *, user: str = ANN, channel: str = GENERAL, **options: Any
    ) -> Sent:
        """Use a subcommand with its options; as `slash`."""
        command = find_command(self._state, name, user=user, channel=channel)
        chosen = find_subcommand(command, subcommand)
        option = {"type": 1, "name": subcommand, "options": given_options(chosen, options)}
        return self._interact(COMMAND, payloads.command_data(command, [option]), user, channel)

    async def autocomplete(
        self, name: str, /, *, focused: str, value: str, subcommand: str | None = None, user: str = ANN,
        channel: str = GENERAL, timeout_seconds: float = 3, **options: Any,
    ) -> list[dict[str, Any]]:  # fmt: skip
        """Type into an option, and return the choices that the bot offers for it.

        Raises:
            LookupError: As for `slash`.
            TimeoutError: None came in time.
        """
        command = find_command(self._state, name, user=user, channel=channel)
        chosen = find_subcommand(command, subcommand) if subcommand else command
        typed_options = autocomplete_options(chosen, focused, value, options)
        typed_options = [{"type": 1, "name": subcommand, "options": typed_options}] if subcommand else typed_options
        sent = self._interact(AUTOCOMPLETE, payloads.command_data(command, typed_options), user, channel)
        responses = self._state.diary.responses
        await self._state.diary.wait_for(lambda: sent.id in responses, timeout_seconds=timeout_seconds)
        return responses[sent.id].data["choices"]

    async def context_menu(
        self, name: str, message_text: str, *, user: str = ANN, channel: str = GENERAL, author: str = BEN,
        **fields: Any,
    ) -> Sent:  # fmt: skip
        """Choose an entry in the menu of a message that somebody wrote; the bot is not told of the writing.

        `fields` are what else the message holds, as Discord sends it: embeds, components, a poll, what is forwarded.

        Raises:
            LookupError: As for `slash`.
        """
        command = find_command(self._state, name, user=user, channel=channel, kind=3)
        message = Message(id=self._world.clock.new_id(), channel=channel, author=author, content=message_text)
        data = payloads.menu_data(self._world, command, self._world.put(message))
        data["resolved"]["messages"][message.id] |= fields
        return self._interact(COMMAND, data, user, channel)

    async def foreign_command(self, name: str, *, kind: int = 1, user: str = ANN, options: Any = ()) -> Sent:
        """Use a command of the app's that this bot did not register: 1 typed, 2 on a person, 3 on a message."""
        target = Message(id=self._world.clock.new_id(), channel=GENERAL, author=BEN, content="Good morning.")
        command = {"id": "1", "name": name, "type": kind}
        data = payloads.menu_data(self._world, command, self._world.put(target)) if kind == 3 else command
        if kind == 2:
            data = data | {"target_id": BEN, "resolved": {"users": {BEN: payloads.user(self._world.users[BEN])}}}
        return self._interact(COMMAND, data | {"options": list(options)}, user, GENERAL)

    async def press_foreign(self, custom_id: str, *, user: str = ANN) -> Sent:
        """Press a button below a message of the app's that this bot did not write."""
        message = self._world.put(Message(id=self._world.clock.new_id(), channel=GENERAL, author=BOT, content="old"))
        return self._interact(COMPONENT, payloads.press_data({"custom_id": custom_id}), user, GENERAL, pressed=message)

    async def submit_foreign(self, custom_id: str, *, user: str = ANN) -> Sent:
        """Send off a modal of the app's that this bot did not open."""
        return self._interact(MODAL, {"custom_id": custom_id, "components": []}, user, GENERAL)

    async def press(self, post: Post, action: str, *, user: str = ANN, value: str | None = None) -> Sent:
        """Press a button of a post as it stands now: the one whose custom_id is `action`, or `action:value`.

        Raises:
            LookupError: There is no such button, or this user does not see it.
        """
        message = self._world.messages.get(post.id)
        if message is None or message.only_for not in (None, user):
            raise LookupError(f"{post.content!r} is not there (any more) for {user}")
        data = payloads.press_data(_button(message, action, value))
        return self._interact(COMPONENT, data, user, message.channel, pressed=message)

    async def redeliver(self, sent: Sent) -> Sent:
        """Tell the bot the same once more, as happens after a resumption."""
        self._tell(sent)
        return sent

    def _interact(
        self, kind: int, data: dict[str, Any], user: str, channel: str, *, pressed: Message | None = None
    ) -> Sent:
        place = self._world.channels[channel]
        interaction = Interaction(
            id=self._world.clock.new_id(), token=uuid.uuid4().hex, type=kind, channel=channel, user=user,
            born=self._world.clock.now(), pressed=pressed.id if pressed else None,
            is_without_bot=not (self._world.guilds[place.guild].has_bot if place.guild else place.has_bot),
        )  # fmt: skip
        self._state.interactions[interaction.token] = interaction
        payload = payloads.interaction(self._world, interaction, data, pressed=pressed)
        return self._send("INTERACTION_CREATE", payload, channel)

    def _send(self, event: str, payload: dict[str, Any], channel: str) -> Sent:
        sent = Sent(event=event, payload=payload, guild=self._world.channels[channel].guild)
        self._state.diary.sent.append(sent)
        self._tell(sent)
        return sent

    def _tell(self, sent: Sent) -> None:
        if not self._state.tell(sent.event, sent.payload, sent.guild):
            self._state.diary.undelivered.append(sent)


def _button(message: Message, action: str, value: str | None) -> dict[str, Any]:
    """Return a button of a message.

    Raises:
        LookupError: There is none, or it is greyed out.
    """
    buttons = [button for row in message.components for button in row["components"] if "custom_id" in button]
    wanted = action if value is None else f"{action}:{value}"
    matching = [button for button in buttons if button["custom_id"] == wanted]
    matching += [button for button in buttons if value is None and button["custom_id"].rpartition(":")[0] == action]
    if not matching:
        raise LookupError(f"no {wanted!r} among {[button['custom_id'] for button in buttons]}")
    if matching[0].get("disabled"):
        raise LookupError(f"{wanted!r} is disabled")
    return matching[0]
