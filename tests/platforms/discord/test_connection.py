import asyncio
import logging
import socket
import threading
from contextlib import asynccontextmanager, suppress

import aiohttp
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord.circuit import Circuit, CircuitOpenError
from bot.discord.client import GatewayTimings, Handlers
from bot.discord.connection import DiscordConnection
from bot.runtime.metrics import Metrics
from index.errors import SettingsError
from tests.peers.discord import DiscordPeer
from tests.support.fakes import ManualClock

QUICK = GatewayTimings(identify_seconds=0, first_wait_seconds=0.02, longest_wait_seconds=0.08, close_seconds=2)
SENSITIVE = GatewayTimings(silence_seconds=0.3, identify_seconds=0, first_wait_seconds=0.02, longest_wait_seconds=0.08)
WRONG_TOKEN = "Discord refuses DISCORD_TOKEN; copy it again, or run: quotebot setup discord"
NOT_ALIVE = "no connection to Discord is alive"


class ObservedConnection:
    """A connection, and what came of it."""

    def __init__(self, api_url, *, token=None, timings=QUICK):
        self.metrics = Metrics()
        self.circuit = Circuit(self.metrics)
        self.logins = 0
        self.messages = []
        self.interactions = []
        self.connection = DiscordConnection(
            token or DiscordPeer().token,
            api_url,
            Handlers(on_login=self.log_in, on_message=self.hear, on_change=self.hear, on_interaction=self.serve),
            metrics=self.metrics,
            circuit=self.circuit,
            timings=timings,
        )

    async def log_in(self, client):
        self.logins += 1

    async def hear(self, message):
        self.messages.append(message.content)

    async def serve(self, interaction):
        self.interactions.append(interaction.data["name"])

    @property
    def live(self):
        return self.metrics.registry.get_sample_value("quotebot_connections", {"platform": "discord"})

    @property
    def reconnects(self):
        samples = [sample for metric in self.metrics.reconnects.collect() for sample in metric.samples]
        return {sample.labels["reason"]: sample.value for sample in samples if sample.name.endswith("_total")}


@pytest.fixture(autouse=True)
def library():
    """discord.py's own addresses, which a connection changes for the whole process."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def running(bot):
    task = asyncio.create_task(bot.connection.run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, SettingsError):
            await task


@asynccontextmanager
async def up(*, timings=QUICK, heartbeat_seconds=41.25):
    """A peer, and a bot that is connected to it."""
    async with DiscordPeer() as peer:
        peer.heartbeat_seconds = heartbeat_seconds
        bot = ObservedConnection(peer.api_url, timings=timings)
        async with running(bot):
            await peer.wait_for(lambda: bot.connection.problem is None)
            yield peer, bot
        await peer.wait_for(lambda: not peer.connections)
        assert (bot.connection.problem, bot.live) == (NOT_ALIVE, 0)


def warnings(caplog):
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_it_asks_for_nothing_privileged_and_hears_what_it_is_told():
    async def scenario():
        async with up() as (peer, bot):
            await peer.mention("why")
            await peer.message("not for the bot")
            await peer.wait_for(lambda: len(bot.messages) == 2)
            [session] = peer.sessions.values()
            return session.intents, bot.messages, bot.live, bot.logins, bot.reconnects

    assert asyncio.run(scenario()) == (1 | 1 << 9 | 1 << 12, ["<@500> why", ""], 1, 1, {})


@pytest.mark.parametrize(
    ("interrupt", "goes_on"),
    [
        (lambda peer: peer.ask_to_reconnect(), True),
        (lambda peer: peer.invalidate(resumable=True), True),
        (lambda peer: peer.invalidate(), False),
        (lambda peer: peer.disconnect(4009), False),
        (lambda peer: peer.disconnect(4000), True),
        (lambda peer: peer.disconnect(1001), False),
        (lambda peer: peer.drop(), True),
    ],
    ids=["op 7", "op 9 true", "op 9 false", "4009", "4000", "1001", "no close frame"],
)
def test_a_connection_that_ends_is_resumed_or_begun_anew_as_documented(interrupt, goes_on):
    async def scenario():
        async with up() as (peer, bot):
            interrupt(peer)
            await peer.wait_for(lambda: bot.reconnects != {})
            await peer.mention("after")
            await peer.wait_for(lambda: bot.messages != [])
            return len(peer.identified), len(peer.resumed), bot.reconnects, bot.messages, bot.logins

    counts = (1, 1, {"resumed": 1}) if goes_on else (2, 0, {"new_session": 1})
    assert asyncio.run(scenario()) == (*counts, ["<@500> after"], 1)


def test_what_happens_while_the_gateway_cannot_be_reached_is_heard_after_resuming(caplog):
    async def scenario():
        async with up() as (peer, bot):
            peer.refuse_handshakes(3)
            peer.drop()
            await peer.wait_for(lambda: bot.connection.problem is not None)
            await peer.mention("meanwhile")
            await peer.wait_for(lambda: bot.messages != [])
            return len(peer.identified), len(peer.resumed), bot.reconnects, bot.messages

    assert asyncio.run(scenario()) == (1, 1, {"unreachable": 3, "resumed": 1}, ["<@500> meanwhile"])
    assert {line.partition("more: ")[2] for line in warnings(caplog)} == {
        "HTTP 503; it may be down for a while: try again in some minutes; else check DISCORD_API_URL and the network"
    }


def test_a_gateway_that_falls_silent_is_left():
    async def scenario():
        async with up(timings=SENSITIVE, heartbeat_seconds=0.1) as (peer, bot):
            peer.go_silent()
            await peer.wait_for(lambda: bot.reconnects != {})
            return len(peer.identified), len(peer.resumed)

    assert asyncio.run(scenario()) == (1, 1)


def test_a_first_connection_that_fails_is_tried_again():
    async def scenario():
        async with DiscordPeer() as peer:
            peer.refuse_handshakes(3)
            bot = ObservedConnection(peer.api_url)
            async with running(bot):
                await peer.wait_for(lambda: bot.connection.problem is None)
                return len(peer.identified), bot.reconnects, bot.logins

    assert asyncio.run(scenario()) == (1, {"unreachable": 3}, 1)


@pytest.mark.parametrize("call", ["get_current_user", "get_current_application", "get_gateway_bot"])
def test_a_login_that_discord_cannot_serve_is_tried_again(call):
    async def scenario():
        async with DiscordPeer() as peer:
            peer.fail(call, status=503, times=2)
            bot = ObservedConnection(peer.api_url)
            async with running(bot):
                await peer.wait_for(lambda: bot.connection.problem is None)
                return len(peer.identified), bot.reconnects

    assert asyncio.run(scenario()) == (1, {"refused": 2})


def test_what_is_not_discord_is_tried_again_without_a_word_of_it_in_the_log(caplog):
    async def scenario():
        async with DiscordPeer() as peer:
            peer.fail("get_gateway_bot", status=200, body="<p>Sign in to the airport's network")
            bot = ObservedConnection(peer.api_url)
            async with running(bot):
                await peer.wait_for(lambda: bot.connection.problem is None)
                return bot.reconnects

    assert asyncio.run(scenario()) == {"failed": 1}
    assert "airport" not in caplog.text


def test_a_discord_that_is_not_there_is_waited_for():
    async def scenario():
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        peer = DiscordPeer(port=port)
        bot = ObservedConnection(f"http://127.0.0.1:{port}/api/v10")
        async with running(bot):
            await peer.wait_for(lambda: bot.reconnects.get("unreachable", 0) >= 3)
            assert bot.connection.problem == NOT_ALIVE
            async with peer:
                await peer.wait_for(lambda: bot.connection.problem is None)
                return list(bot.reconnects)

    assert asyncio.run(scenario()) == ["unreachable"]


def test_a_token_that_discord_does_not_know_is_shown_once():
    async def scenario():
        async with DiscordPeer() as peer:
            with pytest.raises(SettingsError) as refused:
                await ObservedConnection(peer.api_url, token="wrong").connection.run()
            return str(refused.value), len(peer.calls), len(peer.identified)

    assert asyncio.run(scenario()) == (WRONG_TOKEN, 1, 0)


@pytest.mark.parametrize("code", [4004, 4013, 4014])
def test_what_no_waiting_mends_ends_with_one_line(code):
    async def scenario():
        async with DiscordPeer() as peer:
            bot = ObservedConnection(peer.api_url)
            async with running(bot) as task:
                await peer.wait_for(lambda: bot.connection.problem is None)
                peer.disconnect(code)
                with pytest.raises(SettingsError) as refused:
                    await task
                return str(refused.value), len(peer.identified), bot.connection.problem

    wrong_intents = (
        f"Discord refuses the intents that are asked for (close code {code}): Guilds, Guild Messages and Direct "
        "Messages. Leave Presence, Server Members and Message Content off, and run: quotebot setup discord"
    )
    assert asyncio.run(scenario()) == (WRONG_TOKEN if code == 4004 else wrong_intents, 1, NOT_ALIVE)


def test_too_few_session_starts_are_left_alone_until_there_are_more(caplog):
    async def scenario():
        async with DiscordPeer() as peer:
            peer.session_start_limit |= {"remaining": 99, "reset_after": 50}
            bot = ObservedConnection(peer.api_url)
            async with running(bot):
                await peer.wait_for(lambda: bot.reconnects.get("session_starts", 0) >= 2)
                assert peer.identified == []
                peer.session_start_limit["remaining"] = 100
                await peer.wait_for(lambda: bot.connection.problem is None)
                return len(peer.identified), list(bot.reconnects)

    assert asyncio.run(scenario()) == (1, ["session_starts"])
    assert "session_starts (99 of 1000 session starts are left)" in caplog.text


def test_an_invalid_session_burns_no_session_start_that_is_needed():
    def beating():
        return sum(
            thread.name.startswith("keep-alive-handler") and thread.is_alive() for thread in threading.enumerate()
        )

    async def scenario():
        async with up() as (peer, bot):
            peer.session_start_limit |= {"remaining": 99, "reset_after": 50}
            peer.invalidate()
            await peer.wait_for(lambda: bot.reconnects.get("session_starts", 0) >= 1)
            assert len(peer.identified) == 1
            peer.session_start_limit["remaining"] = 1000
            await peer.wait_for(lambda: bot.connection.problem is None and beating() == 1)
            return len(peer.identified), bot.logins > 1

    assert asyncio.run(scenario()) == (2, True)


@pytest.mark.parametrize(("retry_after", "least_seconds"), [(0.5, 0.5), (1, 1.0)])
def test_a_ban_by_cloudflare_is_waited_for_as_long_as_it_says(retry_after, least_seconds, caplog):
    async def scenario():
        async with DiscordPeer() as peer:
            peer.rate_limit("get_current_user", retry_after, via=False)
            bot = ObservedConnection(peer.api_url)
            async with running(bot):
                await peer.wait_for(lambda: bot.connection.problem is None)
                return bot.reconnects, len(peer.called("get_current_user"))

    assert asyncio.run(scenario()) == ({"refused": 1}, 2)
    [waited] = [record.args for record in caplog.records if record.msg.startswith("connection to Discord to be made")]
    assert waited[0] >= least_seconds
    assert str(waited[1]) == "refused (HTTP 429)"


@pytest.mark.parametrize("scope", ["user", "global", "shared"])
def test_a_rate_limit_of_discord_itself_is_obeyed_by_the_library(scope):
    async def scenario():
        async with DiscordPeer() as peer:
            peer.rate_limit("get_gateway_bot", 0.05, scope=scope)
            bot = ObservedConnection(peer.api_url)
            async with running(bot):
                await peer.wait_for(lambda: bot.connection.problem is None)
                return bot.reconnects, len(peer.called("get_gateway_bot")), len(peer.identified)

    assert asyncio.run(scenario()) == ({}, 2, 1)


def test_several_shards_are_connected():
    async def scenario():
        async with DiscordPeer() as peer:
            peer.shards = 2
            bot = ObservedConnection(peer.api_url)
            async with running(bot):
                await peer.wait_for(lambda: bot.live == 2)
                peer.drop([session.connection for session in peer.sessions.values() if session.shard == 1])
                await peer.wait_for(lambda: bot.reconnects == {"resumed": 1})
                return len(peer.identified), bot.connection.problem, bot.live

    assert asyncio.run(scenario()) == (2, None, 2)


def test_nothing_that_opens_a_door_is_logged(caplog):
    caplog.set_level(logging.DEBUG)

    async def scenario():
        async with up() as (peer, bot):
            peer.rate_limit("get_gateway_bot", 0.01)
            await peer.mention("a secret question")
            peer.invalidate()
            await peer.wait_for(lambda: bot.reconnects == {"new_session": 1})
            return peer.token

    token = asyncio.run(scenario())
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "discord"))]
    assert ours == ["connected to Discord", "connected to Discord"]
    assert [word for word in (token, "secret question") if word in caplog.text] == []


def refuse(circuit, times, status=403):
    for _ in range(times):
        circuit.note(status)


def test_the_circuit_opens_for_a_minute_before_discord_bans_and_says_so_once(caplog):
    clock, metrics = ManualClock(1000.0), Metrics()
    circuit = Circuit(metrics, clock)
    refuse(circuit, 499)
    circuit.note(200)
    circuit.note(404)
    circuit.note(429, "shared")
    assert not circuit.is_open
    refuse(circuit, 2, status=429)
    assert circuit.is_open
    clock.seconds += 60
    assert not circuit.is_open
    circuit.note(401)
    assert circuit.is_open
    assert len(warnings(caplog)) == 1
    counted = {status: metrics.rejected.labels("discord", status)._value.get() for status in ("401", "403", "429")}
    assert counted == {"401": 1, "403": 499, "429": 2}


def test_the_circuit_forgets_after_ten_minutes(caplog):
    clock = ManualClock(1000.0)
    circuit = Circuit(Metrics(), clock, most=3)
    refuse(circuit, 2)
    clock.seconds += 600
    refuse(circuit, 2)
    assert not circuit.is_open
    refuse(circuit, 1)
    assert circuit.is_open
    clock.seconds += 600
    refuse(circuit, 1)
    assert not circuit.is_open
    refuse(circuit, 2)
    assert circuit.is_open
    assert len(warnings(caplog)) == 2


def test_an_open_circuit_stops_calls_but_not_the_gateway():
    async def scenario():
        async with up() as (peer, bot):
            refuse(bot.circuit, 500)
            before = len(peer.calls)
            async with aiohttp.ClientSession(trace_configs=[bot.circuit.trace()]) as session:
                with pytest.raises(CircuitOpenError):
                    await session.get(f"{peer.api_url}/users/@me")
            peer.drop()
            await peer.wait_for(lambda: bot.reconnects == {"resumed": 1})
            assert len(peer.calls) == before
            return bot.connection.problem

    assert asyncio.run(scenario()) == "Discord refuses too much of what is sent; waiting"
