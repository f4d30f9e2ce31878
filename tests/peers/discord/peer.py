"""The peer itself: a server on 127.0.0.1 that is Discord to the bot."""

from aiohttp import web

from tests.peers.received import keeping

from .buckets import Buckets
from .faults import Faults
from .gateway import Gateway
from .payloads import arrival
from .people import People
from .records import Call, Sent
from .rest import Rest
from .state import State
from .world import Channel, Guild, User


class DiscordPeer(State):
    """Discord on this machine: `async with DiscordPeer() as peer`, then point the bot at `peer.api_url`.

    With a `site`, a host name, it calls itself so, with https: a `ConnectProxy` leads there.
    """

    def __init__(self, *, port: int = 0, site: str | None = None) -> None:
        super().__init__()
        self.site = site
        self.port = port
        faults, buckets = Faults(), Buckets()
        self._rest = Rest(self, faults, buckets)
        self._gateway = Gateway(self)
        self._take_on(faults, buckets, self._gateway, People(self))

    def _take_on(self, faults: Faults, buckets: Buckets, gateway: Gateway, people: People) -> None:
        """Make what the parts offer the peer's own."""
        self.mention, self.message, self.press = people.mention, people.message, people.press
        self.edit, self.unfurl, self.forward, self.poll = people.edit, people.unfurl, people.forward, people.poll
        self.slash, self.subcommand, self.autocomplete = people.slash, people.subcommand, people.autocomplete
        self.foreign_command, self.press_foreign = people.foreign_command, people.press_foreign
        self.submit_foreign = people.submit_foreign
        self.context_menu, self.redeliver = people.context_menu, people.redeliver
        self.fail, self.rate_limit, self.delay, self.heal = faults.fail, faults.rate_limit, faults.delay, faults.heal
        self.drop_request, self.lose_reply, self.limit = faults.drop_request, faults.lose_reply, buckets.limit
        self.ask_to_reconnect, self.ask_for_heartbeat = gateway.ask_to_reconnect, gateway.ask_for_heartbeat
        self.invalidate, self.disconnect, self.drop = gateway.invalidate, gateway.disconnect, gateway.drop
        self.go_silent, self.refuse_handshakes = gateway.go_silent, gateway.refuse_handshakes
        self.connections, self.sessions = gateway.connections, gateway.sessions
        self.identified, self.resumed = gateway.identified, gateway.resumed
        diary, world = self.diary, self.world
        self.posts, self.violations, self.calls, self.called = diary.posts, diary.violations, diary.calls, diary.called
        self.sent, self.responses, self.beats = diary.sent, diary.responses, diary.beats
        self.undelivered, self.wait_for, self.quiet = diary.undelivered, diary.wait_for, diary.quiet
        self.received = diary.received
        self.users, self.guilds, self.channels, self.visible = world.users, world.guilds, world.channels, world.visible

    async def __aenter__(self) -> "DiscordPeer":
        app = web.Application(middlewares=[keeping(self.diary.received)])
        self._rest.add_routes(app)
        app.router.add_get("/gateway/", self._gateway.handle)
        app.router.add_get("/resume/", self._gateway.handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        self.host = self.site or f"127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._gateway.drop()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """The address for `discord.http.Route.BASE`."""
        return f"{'https' if self.site else 'http'}://{self.host}/api/v10"

    @property
    def unanswered(self) -> list[Sent]:
        """The interactions that had no response so far."""
        return self.diary.unanswered

    @property
    def invalid_calls(self) -> list[Call]:
        """The calls that count towards a ban of the address."""
        return self.diary.invalid_calls

    def add(self, newcomer: User | Guild | Channel) -> None:
        """Add or change a user, who gets a direct message with the bot, a guild or a channel; the bot is told."""
        is_new = newcomer.id not in (self.guilds | self.channels)
        self.world.add(newcomer)
        for event, payload, guild in arrival(self.world, newcomer, is_new=is_new):
            self.tell(event, payload, guild)

    def age(self, seconds: float) -> None:
        """Move Discord's clock ahead: interactions and their tokens grow older."""
        self.world.clock.ahead_seconds += seconds
