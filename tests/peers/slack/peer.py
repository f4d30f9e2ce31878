"""The peer itself: a server on 127.0.0.1 that is Slack to the bot."""

from collections.abc import Sequence

from aiohttp import web

from tests.peers.received import keeping

from .delivery import Delivery
from .faults import Faults
from .people import People
from .records import Sent
from .response_urls import ResponseUrls
from .sockets import Connection, DisconnectReason, Sockets
from .state import State
from .web import WebApi


class SlackPeer(State):
    """Slack on this machine: `async with SlackPeer() as peer`, then point the bot at `peer.api_url`.

    What people do goes to the bot over Socket Mode, or to `events_url` once that is set. With a `site`, a host name, it
    calls itself so, with https: a `ConnectProxy` leads there.
    """

    def __init__(self, *, port: int = 0, events_url: str | None = None, site: str | None = None) -> None:
        super().__init__(events_url=events_url)
        self.site = site
        self.port = port
        faults = Faults()
        self._response_urls = ResponseUrls(self, faults)
        self._web_api = WebApi(self, faults)
        self._delivery = Delivery(self, self._response_urls)
        self._sockets = self._delivery.sockets
        self._take_on(faults, self._sockets, People(self, self._response_urls, self._delivery))

    def _take_on(self, faults: Faults, sockets: Sockets, people: People) -> None:
        """Make what the parts offer the peer's own."""
        self.slash, self.mention, self.message, self.event = people.slash, people.mention, people.message, people.event
        self.shortcut, self.press, self.redeliver = people.shortcut, people.press, self._delivery.redeliver
        self.global_shortcut, self.press_foreign = people.global_shortcut, people.press_foreign
        self.submit_foreign, self.edit_mention = people.submit_foreign, people.edit_mention
        self.edit_direct, self.unfurl_direct = people.edit_direct, people.unfurl_direct
        self.submit_view, self.suggest, self.open_home = people.submit_view, people.suggest, people.open_home
        self.fail, self.delay, self.heal = faults.fail, faults.delay, faults.heal
        self.drop_request, self.lose_reply = faults.drop_request, faults.lose_reply
        self.drop, self.go_silent, self.ping = sockets.drop, sockets.go_silent, sockets.ping
        self.connections, self.refuse_handshakes = sockets.connections, sockets.refuse_handshakes
        diary, workspace = self.diary, self.workspace
        self.posts, self.violations, self.calls, self.called = diary.posts, diary.violations, diary.calls, diary.called
        self.sent, self.acks, self.undelivered = diary.sent, diary.acks, diary.undelivered
        self.wait_for, self.quiet, self.received = diary.wait_for, diary.quiet, diary.received
        self.users, self.channels, self.add = workspace.users, workspace.channels, workspace.add
        self.visible = workspace.visible

    async def __aenter__(self) -> "SlackPeer":
        app = web.Application(middlewares=[keeping(self.diary.received)])
        app.router.add_route("*", "/api/{method}", self._web_api.handle)
        app.router.add_post("/response/{id}", self._response_urls.handle)
        app.router.add_get("/link/", self._sockets.handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        self.socket_url = f"{self._origin.replace('http', 'ws', 1)}/link/"
        self._response_urls.base_url = f"{self._origin}/response/"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._sockets.close()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """The address for Slack's clients; ends with a slash."""
        return f"{self._origin}/api/"

    @property
    def _origin(self) -> str:
        return f"https://{self.site}" if self.site else f"http://127.0.0.1:{self.port}"

    @property
    def unacked(self) -> list[Sent]:
        """What was sent over Socket Mode and not acknowledged so far."""
        return self.diary.unacked

    def age(self, seconds: float) -> None:
        """Move Slack's clock ahead: response_urls and triggers grow older."""
        self.workspace.clock.ahead_seconds += seconds

    async def disconnect(
        self, reason: DisconnectReason = "refresh_requested", *, grace_seconds: float = 10,
        connections: Sequence[Connection] | None = None,
    ) -> None:  # fmt: skip
        """Tell connections, by default all, that they end, and close them after a while, as Slack does."""
        await self._sockets.disconnect(reason, grace_seconds, connections)
