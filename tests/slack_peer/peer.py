"""The peer itself: a server on 127.0.0.1 that is Slack to the bot, and people in it that do things."""

from collections.abc import Sequence

from aiohttp import web

from .delivery import Delivery
from .faults import Faults
from .people import People
from .records import Sent
from .response_urls import ResponseUrls
from .sockets import Connection, DisconnectReason
from .state import State
from .web import WebApi


class SlackPeer:
    """Slack on this machine: `async with SlackPeer() as peer`, then point the bot at `peer.api_url`.

    What people do goes to the bot over Socket Mode, or to `events_url` once that is set. Everything that the bot
    posts is in `posts`; `fail`, `delay`, `drop_request`, `lose_reply` and `heal` make methods go wrong.
    """

    def __init__(self, *, port: int = 0, events_url: str | None = None) -> None:
        self.port = port
        self.state = State()
        self._faults = Faults()
        self._response_urls = ResponseUrls(self.state, self._faults)
        self._delivery = Delivery(self.state, self._response_urls, events_url)
        self._web_api = WebApi(self.state, self._faults)
        self.sockets = self._delivery.sockets
        self._show()

    def _show(self) -> None:
        """Make what the parts of the peer offer its own."""
        state, diary, workspace = self.state, self.state.diary, self.state.workspace
        self.scopes, self.bot_token, self.app_token = state.scopes, state.bot_token, state.app_token
        self.signing_secret = state.signing_secret
        self.posts, self.calls, self.called = diary.posts, diary.calls, diary.called
        self.sent, self.acks, self.undelivered, self.violations = (
            diary.sent, diary.acks, diary.undelivered, diary.violations,
        )  # fmt: skip
        self.wait_for, self.quiet = diary.wait_for, diary.quiet
        self.add, self.visible, self.users, self.channels = (
            workspace.add, workspace.visible, workspace.users, workspace.channels,
        )  # fmt: skip
        faults, sockets = self._faults, self.sockets
        self.fail, self.delay, self.heal = faults.fail, faults.delay, faults.heal
        self.drop_request, self.lose_reply = faults.drop_request, faults.lose_reply
        self.go_silent, self.drop = sockets.go_silent, sockets.drop
        self.refuse_handshakes, self.connections = sockets.refuse_handshakes, sockets.connections
        people = People(state, self._response_urls, self._delivery)
        self.slash, self.mention, self.message, self.event = people.slash, people.mention, people.message, people.event
        self.shortcut, self.press, self.submit_view = people.shortcut, people.press, people.submit_view
        self.open_home, self.redeliver = people.open_home, self._delivery.redeliver

    async def __aenter__(self) -> "SlackPeer":
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._web_api.handle)
        app.router.add_post("/response/{id}", self._response_urls.handle)
        app.router.add_get("/link/", self.sockets.handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.state.socket_url = f"ws://127.0.0.1:{self.port}/link/"
        self._response_urls.base_url = f"http://127.0.0.1:{self.port}/response/"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._delivery.close()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """The address for Slack's clients; ends with a slash."""
        return f"http://127.0.0.1:{self.port}/api/"

    @property
    def events_url(self) -> str | None:
        """Where the bot listens in HTTP mode; None for Socket Mode."""
        return self._delivery.events_url

    @events_url.setter
    def events_url(self, url: str | None) -> None:
        self._delivery.events_url = url

    @property
    def unacked(self) -> list[Sent]:
        """What was sent over Socket Mode and not acknowledged so far."""
        return self.state.diary.unacked

    def age(self, seconds: float) -> None:
        """Move Slack's clock ahead: response_urls and triggers grow older."""
        self.state.workspace.clock.ahead_seconds += seconds

    async def disconnect(
        self, reason: DisconnectReason = "refresh_requested", *, grace_seconds: float = 10,
        connections: Sequence[Connection] | None = None,
    ) -> None:  # fmt: skip
        """Tell connections, by default all, that they end, and close them after a while, as Slack does."""
        await self.sockets.disconnect(reason, grace_seconds, connections)
