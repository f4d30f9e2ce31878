"""A request queue whose service echoes what it is asked, and the outbox that its answers arrive in."""

import asyncio
import itertools
import threading
import time

from bot.domain.channel_post import Place, Posted
from bot.domain.message import Message, notice
from bot.domain.reply import Reply, Trial
from bot.domain.request import Request
from bot.intake.limits import Limits
from bot.intake.request_queue import RequestQueue
from bot.runtime.metrics import Metrics
from index.errors import IndexUnreachableError, QuestionError

_numbers = itertools.count()


QUICK = Limits(lease_seconds=0.4, told_wait_seconds=0.05)


class EchoService:
    """Answers with what was asked; `words` make it slow, fail or be refused; `signal` is to be noted of each.

    "which" is told from its generation.
    """

    def __init__(self):
        self.go = threading.Event()
        self.generation = "g1"
        self.signal = None

    def respond(self, request):
        if request.text == "wait":
            self.go.wait(5)
        if request.text.startswith("break"):
            raise RuntimeError(f"xoxb-secret in {request.text!r}")
        if request.text == "which":
            return Reply(message=notice(f"from {self.generation}"), generation=self.generation)
        if request.text == "try":
            return Reply(message=Message(), trial=self._trial())
        if request.text in ("unreachable", "连不上"):
            raise IndexUnreachableError("the Chroma server at http://chroma:8000 cannot be reached")
        if request.text == "refuse":
            raise QuestionError("There is nothing to look for in that.")
        message = Message(parts=notice(f"echo {request.text}").parts, visibility="public")
        return Reply(message=message, signal=self.signal)

    def _trial(self):
        place = Place(platform="slack", workspace="T1", channel="C1")

        def accept():
            return notice("it holds")

        def refuse(posted):
            return notice(f"refused: {posted.reason}")

        return Trial(place=place, message=notice("I begin"), accept=accept, refuse=refuse)

    def holds(self, _, reply):
        if self.generation is None:
            raise IndexUnreachableError("nothing is indexed any more")
        return reply.generation == self.generation

    def home(self, interface, platform, workspace, user):
        return notice(f"home {interface}")


class Outbox:
    """Takes what is delivered and posted; `outcomes` and `post_results` are what becomes of the next ones.

    The next deliveries wait for `held_off_seconds`, the last one first.
    """

    def __init__(self):
        self.sent = []
        self.outcomes = []
        self.posted = []
        self.post_results = []
        self.held_off_seconds = []

    async def deliver(self, request, message, *, sleep=asyncio.sleep):
        if self.held_off_seconds:
            await sleep(self.held_off_seconds.pop())
        self.sent.append((request.user, message.text))
        outcome = self.outcomes.pop(0) if self.outcomes else "answered"
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def post(self, place, message, key, **_):
        self.posted.append((place.channel, message.text, key))
        return self.post_results.pop(0) if self.post_results else Posted(outcome="sent")

    async def wait_for(self, count):
        async with asyncio.timeout(10):
            while len(self.sent) < count:
                await asyncio.sleep(0.005)
        return self.sent


def request(text="why", **fields):
    known = {
        "platform": "slack", "kind": "command", "keys": (f"k{next(_numbers)}",), "workspace": "T1", "channel": "C1",
        "user": "U1", "asked_at": time.time(),
    }  # fmt: skip
    return Request(**known | {"text": text} | fields)


def run_queue(state, scenario, *, limits=QUICK, is_open=True):
    """Run a scenario with a request queue, its outbox and its service."""

    async def run():
        outbox, service = Outbox(), EchoService()
        queue = RequestQueue(state, {"slack": outbox}, Metrics(), limits)
        keeping = asyncio.ensure_future(queue.keep())
        if is_open:
            queue.open(service)
        try:
            return await scenario(queue, outbox, service)
        finally:
            service.go.set()
            keeping.cancel()
            await queue.close(5)

    return asyncio.run(run())
