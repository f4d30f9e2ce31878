"""Brings what people do to the bot: over Socket Mode, or as signed HTTP requests."""

import json
import time
from dataclasses import replace
from typing import Any

import aiohttp

from .payloads import http_request
from .records import Sent, SlackError
from .response_urls import ResponseUrls
from .sockets import Sockets
from .state import State, new_id
from .validator import options_problems

ANSWER_WITHIN_SECONDS = 3


class Delivery:
    """Sends to `events_url` of the state if there is one, else over Socket Mode."""

    def __init__(self, state: State, response_urls: ResponseUrls) -> None:
        self.sockets = Sockets(state, self._take_answer)
        self._state = state
        self._response_urls = response_urls

    async def send(self, sent: Sent) -> Sent:
        """Bring it to the bot; returns it with the HTTP status that came back, if any did."""
        if not self._state.events_url:
            self._state.diary.sent.append(sent)
            await self.sockets.send(sent)
            return sent
        status, answer = await self._post(sent)
        sent = replace(sent, status=status)
        self._state.diary.sent.append(sent)
        if status == 200:
            self._take_answer(sent, answer)
        return sent

    async def redeliver(self, sent: Sent, *, reason: str = "timeout") -> Sent:
        """Bring the same to the bot once more, as Slack does with events that were not acknowledged."""
        return await self.send(
            replace(sent, attempt=sent.attempt + 1, reason=reason, envelope_id=new_id("E"), status=None)
        )

    async def _post(self, sent: Sent) -> tuple[int | None, Any]:
        headers, body = http_request(sent, secret=self._state.signing_secret, timestamp=int(time.time()))
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as client,
                client.post(self._state.events_url, data=body, headers=headers) as response,
            ):
                return response.status, _meaning(await response.text())
        except (TimeoutError, aiohttp.ClientError):
            return None, None

    def _take_answer(self, sent: Sent, answer: Any) -> None:
        """Take what came with an acknowledgement: what a slash command says at once, the options of a menu."""
        if sent.payload.get("type") == "block_suggestion":
            self._take_options(sent.payload, answer.get("options") if isinstance(answer, dict) else answer)
        if sent.type != "slash_commands" or not answer:
            return
        arguments = answer if isinstance(answer, dict) else {"text": str(answer)}
        try:
            self._response_urls.respond_at_once(sent.response_url, arguments)
        except SlackError as error:
            self._state.note("acknowledgement", error)

    def _take_options(self, asked: dict[str, Any], options: Any) -> None:
        if problems := options_problems(options):
            self._state.diary.violations.append(f"options: {'; '.join(problems)}")
            return
        offered = self._state.offered.setdefault((asked["view"]["id"], asked["action_id"]), {})
        offered |= {option["value"]: option for option in options}


def _meaning(body: str) -> Any:
    """Return the JSON that an answer holds, or its text."""
    try:
        return json.loads(body)
    except ValueError:
        return body
