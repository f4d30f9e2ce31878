"""The edge on a free port with the real Bolt behind it, to send requests to."""

import asyncio
from contextlib import contextmanager

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.runtime.http_server import health_app, serve_http
from bot.runtime.metrics import Metrics
from bot.slack.edge import SlackEdge
from tests.platforms.slack.http_cases import NOW, SECRET


class EdgeServer:
    """Counts what reaches Bolt; what its handlers take is noted in `taken`, and in `seen`, which replicas share."""

    def __init__(self, seen, read_seconds):
        self.metrics, self.seen, self.now, self.taken, self.dispatched = Metrics(), seen, NOW, [], 0
        self.app = AsyncApp(authorize=_authorize, request_verification_enabled=False)
        for way_in in (self.app.command("/quote"), self.app.event("app_mention"), self.app.action("quote:next")):
            way_in(self.take)
        self.edge = SlackEdge(
            signing_secret=SECRET,
            dispatch=self.dispatch,
            is_seen=self.is_seen,
            clock=lambda: self.now,
            read_seconds=read_seconds,
        )

    async def open(self):
        """Listen on a free port."""
        app = health_app(nothing_stands_in_the_way, self.metrics)
        app.add_routes(self.edge.routes())
        self.http_server = await serve_http(app, "127.0.0.1", 0)

    async def take(self, ack, body, context):
        """Handle a request unless it was handled before."""
        if context["signature_key"] not in self.seen:
            self.seen.add(context["signature_key"])
            self.taken.append(body)
        await ack("noted")

    async def is_seen(self, key):
        """Return whether a handler took this request."""
        return key in self.seen

    async def dispatch(self, request):
        """Hand a request to Bolt."""
        self.dispatched += 1
        return await self.app.async_dispatch(request)

    async def connect(self):
        """Return a reader and a writer for a new connection."""
        return await asyncio.open_connection("127.0.0.1", self.http_server.addresses[0][1])

    async def ask(self, *pieces):
        """Send a request in pieces, and return the status, the head in lower case, and the text of the answer."""
        reader, writer = await self.connect()
        sending = asyncio.create_task(_send(writer, pieces))
        answer = await read_answer(reader)
        await sending
        writer.close()
        while self.http_server.server.connections:  # a server that is closed before it read all would wait for the rest
            await asyncio.sleep(0.001)
        return answer

    @property
    def refused(self):
        """How often it refused for each reason."""
        samples = [sample for family in self.metrics.refused.collect() for sample in family.samples]
        return {sample.labels["reason"]: int(sample.value) for sample in samples if sample.name.endswith("_total")}


@contextmanager
def opened(count=1, read_seconds=10.0):
    """Yield servers that are replicas of each other, in a loop of their own: `server.run` runs it."""
    seen = set()
    with asyncio.Runner() as loop:
        servers = [EdgeServer(seen, read_seconds) for _ in range(count)]
        for server in servers:
            server.run = loop.run
            loop.run(server.open())
        yield servers
        for server in servers:
            loop.run(server.http_server.cleanup())


async def read_answer(reader):
    """Return the status, the head in lower case, and the text of an answer."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
    return int(head.split()[1]), head, (await reader.readexactly(length)).decode()


async def _send(writer, pieces):
    for piece in pieces:
        writer.write(piece)
        await writer.drain()


async def nothing_stands_in_the_way():
    """Say that the bot is ready."""


async def _authorize():
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-made-up", bot_user_id="U0BOT")
