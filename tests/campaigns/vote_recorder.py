"""Processes that record votes until they are killed, for `vote_kills`; what they are told and say is in one log."""

import asyncio
import itertools
import json
import logging
import os
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import func, select

from bot.domain.button_value import ButtonValue
from bot.intake.limits import Limits
from bot.intake.request_queue import RequestQueue
from bot.intake.service import QuoteService
from bot.runtime.metrics import Metrics
from bot.slack.events import button_request
from bot.state import State
from bot.state.tables import work
from bot.state.work import OPEN
from bot.wording.language import say
from index.errors import StorageError
from index.language_preference import LanguagePreference
from index.search.usable_question import NOTHING_FORBIDDEN

QUOTES = 5
LIMITS = Limits(lease_seconds=0.6, told_unwritten_seconds=60)
_IN_FLIGHT = 4
_LAST_SECONDS = 120
_VALUES = {"quote:up": 1, "quote:down:words": -1}
_THANKS = (say("thanks_up", "en"), say("thanks_down", "en"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One press of a vote button; the same `key` is the same press, brought again."""

    key: str
    user: str
    quote: int
    action: str
    pressed_at: float

    @property
    def value(self) -> int:
        """What it votes."""
        return _VALUES[self.action]

    def payload(self) -> dict:
        """Return what Slack sends."""
        button_value = ButtonValue(answer_id=f"a{self.quote}", question="why")
        action = {"action_id": self.action, "value": button_value.encode(), "action_ts": str(self.pressed_at)}
        return {
            "type": "block_actions", "team": {"id": "T1"}, "user": {"id": self.user}, "channel": {"id": "C1"},
            "container": {"message_ts": "1.5"}, "trigger_id": self.key, "actions": [action],
        }  # fmt: skip


class PressLog:
    """Lines that outlive who writes them: each goes to the kernel in one piece."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def write(self, kind: str, **fields: object) -> None:
        """Write a line."""
        os.write(self._descriptor, f"{json.dumps([kind, fields])}\n".encode())

    def read(self, last: int = 0) -> list[tuple[str, dict]]:
        """Return all lines, or the last ones; each is the kind of what happened and its fields."""
        return [json.loads(line) for line in self.file.read_text().splitlines()[-last:]]

    def presses(self, last: int = 0) -> list[Press]:
        """Return what was pressed, each once, in order; all, or what stands in the last lines."""
        presses = [Press(**fields) for kind, fields in self.read(last) if kind == "pressed"]
        return list({press.key: press for press in presses}.values())


class LoggingOutlet:
    """Where replies go; thanks are what acknowledges a vote."""

    def __init__(self, log: PressLog) -> None:
        self._log = log
        self.open = 0

    async def deliver(self, request, message, **_):
        kind = "thanked" if message.text in _THANKS else "answered_otherwise"
        self._log.write(kind, key=request.keys[0].removeprefix("slack:trigger:"), text=message.text)
        self.open -= 1
        return "answered"


class NoSearcher:
    """Votes search for nothing."""

    reading = LanguagePreference.ANY

    def current(self, restrictions):
        return nullcontext(SimpleNamespace(forbidden=NOTHING_FORBIDDEN))


def record_votes(url: str, file: str, process_number: int, most_presses: int | None = None) -> None:
    """Press, and bring the last presses of others again, until killed; or so often, and until no work is left."""
    logging.disable()
    asyncio.run(_record_votes(url, PressLog(Path(file)), process_number, most_presses))


async def _record_votes(url: str, log: PressLog, process_number: int, most_presses: int | None) -> None:
    state, outlet = await _opened(url), LoggingOutlet(log)
    queue = RequestQueue(state, {"slack": outlet}, Metrics(), LIMITS)
    queue.open(QuoteService(NoSearcher(), state))
    keeping = asyncio.ensure_future(queue.keep())
    for press in log.presses(last=3 * _IN_FLIGHT):
        await queue.take(button_request(press.payload(), asked_at=press.pressed_at))
    for press in itertools.islice(_presses(process_number), most_presses):
        log.write("pressed", **{name: getattr(press, name) for name in Press.__slots__})
        outlet.open += 1
        await queue.take(button_request(press.payload(), asked_at=press.pressed_at))
        while outlet.open > _IN_FLIGHT:
            await asyncio.sleep(0.002)
    async with asyncio.timeout(_LAST_SECONDS):
        while await asyncio.to_thread(open_work, state):  # what the dead left is taken over meanwhile
            await asyncio.sleep(0.1)
    keeping.cancel()
    await queue.close(10)
    state.close()


def open_work(state: State) -> int:
    """Return how many presses are accepted, and neither answered nor apologised for."""
    with state.engine.begin() as connection:
        return connection.scalar(select(func.count()).select_from(work).where(work.c.status.in_(OPEN)))


async def _opened(url: str) -> State:
    """Return the state, as soon as its server is there."""
    while True:
        try:
            return State.open(url)
        except StorageError:
            await asyncio.sleep(0.05)


def _presses(process_number: int):
    """Yield presses: every person votes once, and every third changes their mind at once."""
    for number in itertools.count():
        user, quote = f"U{process_number}N{number}", number % QUOTES
        actions = ["quote:up", "quote:down:words"][:: 1 if number % 2 else -1]
        for turn, action in enumerate(actions[: 2 if number % 3 == 0 else 1]):
            yield Press(
                key=f"{process_number}.{number}.{turn}", user=user, quote=quote, action=action, pressed_at=time.time()
            )
