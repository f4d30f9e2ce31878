"""Addresses that answer one request: good for five answers within thirty minutes.

Source: https://docs.slack.dev/interactivity/handling-user-interaction
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from .faults import Faults, answer_with_fault
from .messages import change, check_message, record, say
from .records import Call, Post, SlackError
from .state import State, new_id
from .web import read_arguments
from .workspace import BOT_USER, Message

USES, LASTS_SECONDS = 5, 30 * 60


@dataclass(slots=True, kw_only=True)
class Invitation:
    """Who asked what where: `message_ts` is the message whose button was pressed, None for anything else."""

    url: str
    channel: str
    user: str
    born: float
    message_ts: str | None = None
    uses: int = 0


class ResponseUrls:
    """Answers `/response/ID`."""

    def __init__(self, state: State, faults: Faults) -> None:
        self._state = state
        self._faults = faults
        self._invitations: dict[str, Invitation] = {}
        self.base_url = ""

    def invite(self, channel: str, user: str, message_ts: str | None = None) -> str:
        """Return the address that answers one request."""
        now = self._state.workspace.clock.now()
        invitation_id = new_id("")
        url = self.base_url + invitation_id
        invitation = Invitation(url=url, channel=channel, user=user, born=now, message_ts=message_ts)
        self._invitations[invitation_id] = invitation
        return url

    async def handle(self, request: web.Request) -> web.Response:
        """Take one answer, or let it go wrong as planned."""
        arguments, at = await read_arguments(request), asyncio.get_running_loop().time()

        async def answer() -> tuple[str, web.Response]:
            try:
                self._use(request.match_info["id"], arguments)
            except SlackError as error:
                self._state.note("response_url", error)
                gone = error.answer["error"] in ("used_url", "expired_url")
                return error.answer["error"], web.json_response(error.answer, status=404 if gone else 400)
            return "ok", web.json_response({"ok": True})

        outcome, response = await answer_with_fault(self._faults.take("response_url"), request, answer)
        self._state.diary.calls.append(Call(method="response_url", arguments=arguments, outcome=outcome, at=at))
        return response

    def _use(self, invitation_id: str, arguments: dict[str, Any]) -> None:
        invitation = self._invitations.get(invitation_id)
        if invitation is None or self._state.workspace.clock.now() - invitation.born > LASTS_SECONDS:
            raise SlackError("expired_url")
        if invitation.uses >= USES:
            raise SlackError("used_url")
        invitation.uses += 1
        respond(self._state, invitation, arguments)

    def respond_at_once(self, response_url: str, arguments: dict[str, Any]) -> None:
        """Take the answer that came with an acknowledgement; it does not count as a use."""
        respond(self._state, self._invitations[response_url.rpartition("/")[2]], arguments)


def respond(state: State, invitation: Invitation, arguments: dict[str, Any]) -> Post:
    """Do what an answer says: say something, or replace or delete the message whose button was pressed.

    Raises:
        SlackError: Slack would not take it.
    """
    deletes, replaces = bool(arguments.get("delete_original")), bool(arguments.get("replace_original"))
    response_type = arguments.get("response_type", "ephemeral")
    original = state.workspace.messages.get((invitation.channel, invitation.message_ts or ""))
    if not deletes:
        check_message(arguments)
    if deletes:
        message = original or _nothing(invitation)
        state.workspace.messages.pop((message.channel, message.ts), None)
    elif replaces and invitation.message_ts:
        message = change(state, original, arguments) if original else _nothing(invitation)
    else:
        only_for = None if response_type == "in_channel" else invitation.user
        message = say(state, invitation.channel, arguments, only_for=only_for)
    return record(
        state, "response", message, arguments,
        response_type=response_type, replace_original=replaces, delete_original=deletes, response_url=invitation.url,
    )  # fmt: skip


def _nothing(invitation: Invitation) -> Message:
    """Return what stands for a message that is gone already."""
    return Message(channel=invitation.channel, ts=invitation.message_ts or "", author=BOT_USER)
