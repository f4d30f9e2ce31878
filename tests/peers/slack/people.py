"""What people in the workspace do: type, press, choose, open. Each returns what was sent to the bot."""

from collections.abc import Mapping
from typing import Any

from . import payloads
from .delivery import Delivery
from .messages import as_json
from .records import Post, Sent
from .response_urls import ResponseUrls
from .state import State, new_id
from .workspace import BOT_USER, Message, direct_channel


class People:
    """The people; who is in the workspace and where is the state's."""

    def __init__(self, state: State, response_urls: ResponseUrls, delivery: Delivery) -> None:
        self._state = state
        self._workspace = state.workspace
        self._response_urls = response_urls
        self._delivery = delivery

    async def slash(self, text: str, *, user: str = "U1", channel: str = "C1", command: str = "/quote") -> Sent:
        """Type a slash command, with `text` behind it."""
        payload = payloads.slash_command(
            text, user=user, channel=self._workspace.channels[channel], command=command,
            user_name=self._workspace.users[user].name, trigger_id=self._state.new_trigger(user),
            response_url=self._response_urls.invite(channel, user),
        )  # fmt: skip
        return await self._send("slash_commands", payload)

    async def mention(
        self, text: str, *, user: str = "U1", channel: str = "C1", ts: str | None = None, thread_ts: str | None = None
    ) -> Sent:
        """Write a message that begins with a mention of the bot; only the app_mention event is sent."""
        ts = ts or self._workspace.clock.new_ts()
        return await self.event(payloads.mention_event(text, user=user, channel=channel, ts=ts, thread_ts=thread_ts))

    async def message(
        self, text: str, *, user: str = "U1", channel: str = "C1", ts: str | None = None, thread_ts: str | None = None,
        subtype: str | None = None, bot_id: str | None = None,
    ) -> Sent:  # fmt: skip
        """Write a message in a channel or, as D1, a direct message; `ts` of a mention sends that one's other event."""
        ts = ts or self._workspace.clock.new_ts()
        return await self.event(
            payloads.message_event(
                text, user=user, channel=channel, ts=ts, thread_ts=thread_ts, subtype=subtype, bot_id=bot_id
            )
        )

    async def edit_mention(self, ts: str, text: str, *, user: str = "U1", channel: str = "C1") -> Sent:
        """Edit a message of the channel so that it mentions the bot; the event tells when that was, as Slack's do.

        Source: https://github.com/slackapi/bolt-js/issues/960
        """
        edited = {"edited": {"user": user, "ts": self._workspace.clock.new_ts()}}
        return await self.event(payloads.mention_event(text, user=user, channel=channel, ts=ts) | edited)

    async def edit_direct(self, ts: str, text: str, *, user: str = "U1", channel: str = "D1") -> Sent:
        """Edit a direct message, so that all of it is `text`.

        Source: https://docs.slack.dev/reference/events/message/message_changed
        """
        edited = {"edited": {"user": user, "ts": self._workspace.clock.new_ts()}}
        return await self._change(payloads.message_event(text, user=user, channel=channel, ts=ts) | edited)

    async def unfurl_direct(self, ts: str, text: str, *, user: str = "U1", channel: str = "D1") -> Sent:
        """Show what a link in a direct message leads to, which changes the message and edits nothing."""
        shown = {"attachments": [{"id": 1, "title": "A page", "fallback": "A page"}]}
        return await self._change(payloads.message_event(text, user=user, channel=channel, ts=ts) | shown)

    async def _change(self, message: dict[str, Any]) -> Sent:
        """Tell that a message changed: it now reads so."""
        ts = self._workspace.clock.new_ts()
        event = {name: message.pop(name) for name in ("channel", "channel_type")} | {"ts": ts, "event_ts": ts}
        return await self.event(
            event | {"type": "message", "subtype": "message_changed", "hidden": True, "message": message}
        )

    async def shortcut(
        self, message_text: str, *, user: str = "U1", channel: str = "C1", author: str = "U2",
        callback_id: str = "quote:find", **fields: Any,
    ) -> Sent:  # fmt: skip
        """Choose a shortcut on a message that somebody wrote; `fields` are its blocks, attachments or files."""
        ts = self._workspace.clock.new_ts()
        message = payloads.message_event(message_text, user=author, channel=channel, ts=ts)
        self._stands(message)
        payload = payloads.message_shortcut(
            {name: message[name] for name in ("type", "user", "ts", "text", "team")} | fields,
            user=user, channel=self._workspace.channels[channel], callback_id=callback_id,
            ts=self._workspace.clock.new_ts(), trigger_id=self._state.new_trigger(user),
            response_url=self._response_urls.invite(channel, user),
        )  # fmt: skip
        return await self._send("interactive", payload)

    async def global_shortcut(self, callback_id: str, *, user: str = "U1") -> Sent:
        """Choose a shortcut of the app's where no message is."""
        payload = payloads.global_shortcut(
            user=user, callback_id=callback_id, trigger_id=self._state.new_trigger(user),
            ts=self._workspace.clock.new_ts(),
        )  # fmt: skip
        return await self._send("interactive", payload)

    async def press_foreign(
        self, action_id: str, *, user: str = "U1", channel: str = "C1", thread_ts: str | None = None
    ) -> Sent:
        """Press a button below a message of the app's that this bot did not write, such as one from before it."""
        button = {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": "Vote"}}
        block = {"type": "actions", "block_id": "b", "elements": [button]}
        ts = self._workspace.clock.new_ts()
        message = self._workspace.put(
            Message(channel=channel, ts=ts, author=BOT_USER, text="old", blocks=(block,), thread_ts=thread_ts)
        )
        payload = payloads.block_actions(
            as_json(message), self._action(message.blocks, action_id, None), user=user,
            channel=self._workspace.channels[channel], trigger_id=self._state.new_trigger(user),
            response_url=self._response_urls.invite(channel, user, ts),
        )  # fmt: skip
        return await self._send("interactive", payload)

    async def press(self, post: Post, action_id: str, *, user: str = "U1", value: str | None = None) -> Sent:
        """Press a button of a post, or choose the option `value` of a menu; the post as it stands now.

        `value` also tells buttons with the same `action_id` apart.

        Raises:
            LookupError: There is no such button.
        """
        if post.view:
            return await self._press_in_view(self._state.views[post.view["id"]], action_id, user, value)
        message = self._workspace.messages.get((post.channel, post.ts))
        if message is None:
            raise LookupError(f"{post.text!r} of {post.ts} in {post.channel} is not there any more")
        payload = payloads.block_actions(
            as_json(message), self._action(message.blocks, action_id, value), user=user,
            channel=self._workspace.channels[message.channel], is_ephemeral=message.only_for is not None,
            trigger_id=self._state.new_trigger(user),
            response_url=self._response_urls.invite(message.channel, user, message.ts),
        )  # fmt: skip
        return await self._send("interactive", payload)

    async def suggest(self, post: Post, action_id: str, typed: str = "", *, user: str = "U1") -> list[dict[str, Any]]:
        """Type in a menu of a modal whose options come from the bot, and return those."""
        view = self._state.views[post.view["id"]]
        element, block_id = payloads.find_action(view["blocks"], action_id)
        self._state.offered.pop((view["id"], action_id), None)
        await self._send("interactive", payloads.block_suggestion(view, element, block_id, typed, user=user))
        await self._state.diary.wait_for(lambda: (view["id"], action_id) in self._state.offered)
        return list(self._state.offered[view["id"], action_id].values())

    async def submit_view(self, post: Post, values: Mapping[str, Any], *, user: str = "U1") -> Sent:
        """Send a modal off with `values` by action_id, options by their value; the rest as it began.

        Raises:
            LookupError: An option was not offered for what was typed.
            ValueError: Something is missing.
        """
        view = self._state.views[post.view["id"]]
        chosen = {name: self._offered(view["id"], name, value) for name, value in values.items()}
        return await self._send(
            "interactive", payloads.view_submission(view, chosen, user=user, trigger_id=self._state.new_trigger(user))
        )

    async def submit_foreign(self, callback_id: str, *, user: str = "U1") -> Sent:
        """Send off a modal of the app's that this bot did not open."""
        view = {"id": new_id("V"), "type": "modal", "callback_id": callback_id, "private_metadata": "", "blocks": []}
        return await self._send(
            "interactive", payloads.view_submission(view, {}, user=user, trigger_id=self._state.new_trigger(user))
        )

    async def open_home(self, user: str = "U1") -> Sent:
        """Open the bot's App Home."""
        event = payloads.home_opened_event(
            user, channel=direct_channel(user), ts=self._workspace.clock.new_ts(), view=self._state.homes.get(user)
        )
        return await self.event(event)

    async def event(self, event: dict[str, Any]) -> Sent:
        """Send an event, whatever it is; a message then stands in its channel."""
        if event["type"] in ("message", "app_mention") and "text" in event:
            self._stands(event)
        payload = payloads.event_callback(event, event_id=new_id("Ev"), event_time=int(self._workspace.clock.now()))
        return await self._send("events_api", payload)

    async def _press_in_view(self, view: dict[str, Any], action_id: str, user: str, value: str | None) -> Sent:
        action = self._action(view["blocks"], action_id, value)
        return await self._send(
            "interactive", payloads.view_actions(view, action, user=user, trigger_id=self._state.new_trigger(user))
        )

    def _offered(self, view_id: str, action_id: str, value: Any) -> Any:
        """Return a value, whole where it is of options that the bot offered."""
        offered = self._state.offered.get((view_id, action_id))
        if offered is None:
            return value
        return [offered[choice] for choice in value] if isinstance(value, list) else offered[value]

    def _action(self, blocks: Any, action_id: str, value: str | None) -> dict[str, Any]:
        element, block_id = payloads.find_action(blocks, action_id, value=value)
        return payloads.action_of(element, block_id, ts=self._workspace.clock.new_ts(), value=value)

    def _stands(self, event: dict[str, Any]) -> None:
        """Let the message that an event tells of stand in its channel."""
        fields = {name: event.get(name) for name in ("channel", "ts", "text", "thread_ts")}
        self._workspace.put(Message(author=event.get("user", ""), **fields))

    async def _send(self, kind: Any, payload: dict[str, Any]) -> Sent:
        return await self._delivery.send(Sent(type=kind, payload=payload, envelope_id=new_id("E")))
