import asyncio
import logging
import re
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.response import BoltResponse

from bot.runtime.metrics import Metrics
from bot.runtime.settings import Settings
from bot.slack.refusals import what_slack_refuses
from bot.slack.sockets import SocketConnections, SocketTimings
from bot.slack.tokens import APP_TOKEN
from bot.slack.web_client import make_web_client
from index.errors import SettingsError
from tests.peers.slack import SlackPeer

OPEN = "apps.connections.open"
QUICK = SocketTimings(
    open_seconds=5,
    linger_seconds=5,
    close_seconds=2,
    steady_seconds=0,
    first_wait_seconds=0.02,
    longest_wait_seconds=0.08,
)
SENSITIVE = SocketTimings(
    ping_seconds=0.3,
    open_seconds=5,
    close_seconds=1,
    steady_seconds=0,
    first_wait_seconds=0.02,
    longest_wait_seconds=0.08,
)


async def acknowledge(request):
    return BoltResponse(status=200, body="")


def connections_to(peer, dispatch=acknowledge, *, timings=QUICK, app_token=None):
    client = make_web_client(Settings(slack_bot_token=peer.bot_token, slack_api_url=peer.api_url))
    token = app_token or peer.app_token
    return SocketConnections(client, token, dispatch, metrics=Metrics(), timings=timings)


def live(sockets):
    return sockets._metrics.registry.get_sample_value("quotebot_connections", {"platform": "slack"})


def staying(peer):
    return [connection for connection in peer.connections if not connection.is_leaving]


def reconnects(sockets):
    samples = [sample for metric in sockets._metrics.reconnects.collect() for sample in metric.samples]
    return {sample.labels["reason"]: sample.value for sample in samples if sample.name.endswith("_total")}


def warnings(caplog):
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def waits_seconds(caplog):
    """How long was waited before each new connection."""
    return [record.args[0] for record in caplog.records if record.msg.startswith("connection to Slack to be made anew")]


@asynccontextmanager
async def running(sockets):
    task = asyncio.create_task(sockets.run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def up(dispatch=acknowledge, *, timings=QUICK):
    """A peer, and two connections to it."""
    async with SlackPeer() as peer:
        sockets = connections_to(peer, dispatch, timings=timings)
        async with running(sockets):
            await peer.wait_for(lambda: live(sockets) == 2)
            yield peer, sockets
        await peer.wait_for(lambda: not peer.connections)
        assert (sockets.is_alive, live(sockets)) == (False, 0)


class Gate:
    """Handles envelopes once it is opened."""

    def __init__(self):
        self.waiting = []
        self.is_open = asyncio.Event()

    async def __call__(self, request):
        self.waiting.append(request.envelope_id)
        await self.is_open.wait()
        return BoltResponse(status=200, body="")


def test_each_envelope_is_acknowledged_once_while_slack_refreshes_twenty_times():
    async def slowly(request):
        await asyncio.sleep(0.02)
        return BoltResponse(status=200, body="")

    async def scenario():
        async with up(slowly) as (peer, sockets):
            refreshing = asyncio.create_task(refresh(peer))
            while not refreshing.done():
                await peer.slash("hello")
                await asyncio.sleep(0.004)
            await refreshing
            await peer.wait_for(lambda: not peer.unacked)
            assert reconnects(sockets) == {"warning": 10, "refresh_requested": 10}
        assert peer.undelivered == []
        assert [len(acks) for acks in peer.acks.values()] == [1] * len(peer.sent)
        assert len(peer.sent) >= 20
        assert len(peer.called(OPEN)) == 22

    async def refresh(peer):
        for number in range(20):
            reason = ("warning", "refresh_requested")[number % 2]
            await peer.disconnect(reason, grace_seconds=0.1, connections=staying(peer)[:1])
            await peer.wait_for(lambda: len(staying(peer)) == 2 and len(peer.connections) <= 5)

    asyncio.run(scenario())


def test_both_connections_refreshed_at_once_leave_no_gap():
    async def scenario():
        async with up() as (peer, sockets):
            for _ in range(3):
                await peer.disconnect(grace_seconds=1)
                for _ in range(20):
                    await peer.slash("hello")
                    assert sockets.is_alive
                    await asyncio.sleep(0.005)
                await peer.wait_for(lambda: len(staying(peer)) == 2)
            await peer.wait_for(lambda: not peer.unacked)
        assert (peer.undelivered, len(peer.acks)) == ([], 60)

    asyncio.run(scenario())


def test_what_came_before_a_refresh_is_acknowledged_where_it_came():
    async def scenario():
        gate = Gate()
        async with up(gate) as (peer, sockets):
            asked = await peer.slash("hello")
            await peer.wait_for(lambda: gate.waiting)
            await peer.disconnect(grace_seconds=5)
            await peer.wait_for(lambda: live(sockets) == 4)
            gate.is_open.set()
            await peer.wait_for(lambda: peer.acks)
        assert [ack.connection for ack in peer.acks[asked.envelope_id]] == [2]

    asyncio.run(scenario())


def test_an_old_connection_that_slack_forgets_to_close_is_closed():
    async def scenario():
        timings = SocketTimings(linger_seconds=0.05, close_seconds=1, steady_seconds=0)
        async with up(timings=timings) as (peer, sockets):
            old = list(peer.connections)
            await peer.disconnect(grace_seconds=3600)
            await peer.wait_for(lambda: len(peer.connections) == 2 and not set(old) & set(peer.connections))
            await peer.wait_for(lambda: live(sockets) == 2)
            return len(peer.connections), set(old) & set(peer.connections)

    assert asyncio.run(scenario()) == (2, set())


def test_who_stops_acknowledges_first_what_is_being_handled():
    async def scenario():
        gate = Gate()
        async with SlackPeer() as peer:
            sockets = connections_to(peer, gate)
            async with running(sockets) as task:
                await peer.wait_for(lambda: sockets.is_alive)
                asked = await peer.slash("hello")
                await peer.wait_for(lambda: gate.waiting)
                task.cancel()
                await asyncio.sleep(0.05)
                gate.is_open.set()
            await peer.wait_for(lambda: not peer.connections)
            assert list(peer.acks) == [asked.envelope_id]

    asyncio.run(scenario())


def test_an_answer_of_bolt_goes_with_the_acknowledgement():
    async def answer(request):
        assert request.payload["text"] == "hello"
        return BoltResponse(status=200, body={"text": "hi"})

    async def scenario():
        async with up(answer) as (peer, _):
            asked = await peer.slash("hello")
            await peer.wait_for(lambda: peer.acks)
        assert [ack.payload for ack in peer.acks[asked.envelope_id]] == [{"text": "hi"}]

    asyncio.run(scenario())


def test_a_silent_connection_is_found_and_made_anew(caplog):
    async def scenario():
        async with up(timings=SENSITIVE) as (peer, sockets):
            silent = peer.connections[0]
            peer.go_silent([silent])
            await peer.wait_for(lambda: "silent" in reconnects(sockets))
            await peer.wait_for(lambda: live(sockets) == 2 and silent not in peer.connections)
            assert reconnects(sockets) == {"silent": 1}

    asyncio.run(scenario())
    assert warnings(caplog) == ["connection to Slack to be made anew in 0.0 s: silent"]


def test_nobody_is_alive_while_all_connections_are_silent():
    async def scenario():
        async with up(timings=SENSITIVE) as (peer, sockets):
            peer.refuse_handshakes(8)
            peer.go_silent()
            await peer.wait_for(lambda: not sockets.is_alive)
            assert live(sockets) == 0
            await peer.wait_for(lambda: sockets.is_alive)
            await peer.wait_for(lambda: live(sockets) == 2)
            assert reconnects(sockets) == {"silent": 2, "unreachable": 8}

    asyncio.run(scenario())


async def cut(connection):
    connection.transport.abort()


async def close(connection):
    await connection.socket.close()


@pytest.mark.parametrize(("end", "reason"), [(cut, "dropped"), (close, "closed")])
def test_a_connection_that_ends_unasked_is_made_anew(end, reason):
    async def scenario():
        async with up() as (peer, sockets):
            await end(peer.connections[0])
            await peer.wait_for(lambda: reason in reconnects(sockets) and live(sockets) == 2)
            assert reconnects(sockets) == {reason: 1}
            await peer.slash("hello")
            await peer.wait_for(lambda: peer.acks)

    asyncio.run(scenario())


def test_a_connection_without_a_greeting_does_not_count(caplog):
    async def say_nothing(request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.receive()
        return socket

    async def scenario():
        async with TestServer(mute) as server, SlackPeer() as peer:
            right, peer.socket_url = peer.socket_url, str(server.make_url("/"))
            sockets = connections_to(peer, timings=replace(QUICK, open_seconds=0.1))
            async with running(sockets):
                await peer.wait_for(lambda: reconnects(sockets).get("no_hello", 0) >= 3)
                assert not sockets.is_alive
                peer.socket_url = right
                await peer.wait_for(lambda: live(sockets) == 2)

    mute = web.Application()
    mute.router.add_get("/", say_nothing)
    asyncio.run(scenario())


def test_an_acknowledgement_that_comes_too_late_makes_no_noise(caplog):
    async def scenario():
        gate = Gate()
        async with up(gate) as (peer, sockets):
            await peer.slash("hello")
            await peer.wait_for(lambda: gate.waiting)
            peer.drop()
            await peer.wait_for(lambda: reconnects(sockets) == {"dropped": 2} and live(sockets) == 2)
            gate.is_open.set()
        assert peer.acks == {}

    asyncio.run(scenario())
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_a_handler_that_fails_leaves_its_envelope_to_be_delivered_again(caplog):
    async def fail_at_first(request):
        failures.append(request)
        if len(failures) == 1:
            raise ConnectionResetError("the database is gone")
        return BoltResponse(status=200, body="")

    failures = []

    async def scenario():
        async with up(fail_at_first) as (peer, _):
            failed, handled = await peer.slash("hello"), await peer.slash("again")
            await peer.wait_for(lambda: peer.acks)
        assert (peer.unacked, list(peer.acks)) == ([failed], [handled.envelope_id])

    asyncio.run(scenario())
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.exc_info[0] is ConnectionResetError


def test_frames_that_say_nothing_are_passed_over(caplog):
    async def scenario():
        async with up() as (peer, _):
            for text in (
                "",
                "ping",
                "[]",
                "{",
                "null",
                "{}",
                '{"type": "news"}',
                '{"envelope_id": 3}',
                '{"envelope_id": "E"}',
            ):
                for connection in peer.connections:
                    await connection.socket.send_str(text)
            await peer.slash("hello")
            await peer.wait_for(lambda: peer.acks)

    asyncio.run(scenario())
    assert warnings(caplog) == []


def test_too_many_connections_wait_long_and_not_in_step_while_the_others_serve(caplog):
    async def scenario():
        async with SlackPeer() as peer:
            peer.most_connections = 1
            sockets = connections_to(peer)
            async with running(sockets):
                await peer.wait_for(lambda: reconnects(sockets).get("too_many_websockets", 0) >= 3)
                assert (sockets.is_alive, live(sockets), set(reconnects(sockets))) == (True, 1, {"too_many_websockets"})
                peer.most_connections = 10
                await peer.wait_for(lambda: live(sockets) == 2)

    asyncio.run(scenario())
    waits = waits_seconds(caplog)
    assert [wait for wait in waits if not 0.04 <= wait <= 0.12] == []
    assert len(set(waits)) == len(waits) >= 3


def test_a_connection_told_of_too_many_is_closed_at_once():
    async def scenario():
        async with up() as (peer, sockets):
            connection = peer.connections[0]
            await peer.disconnect("too_many_websockets", grace_seconds=3600, connections=[connection])
            await peer.wait_for(lambda: connection not in peer.connections)
            await peer.wait_for(lambda: live(sockets) == 2)
            assert reconnects(sockets) == {"too_many_websockets": 1}

    asyncio.run(scenario())


def test_connections_that_end_young_are_made_anew_after_a_wait(caplog):
    async def scenario():
        timings = SocketTimings(first_wait_seconds=0.01, longest_wait_seconds=0.04, close_seconds=1)
        async with SlackPeer() as peer:
            sockets = connections_to(peer, timings=timings)
            async with running(sockets):
                for number in range(1, 5):
                    await peer.wait_for(lambda: live(sockets) == 2)
                    peer.drop()
                    await peer.wait_for(lambda number=number: reconnects(sockets) == {"dropped": 2 * number})

    asyncio.run(scenario())
    waits = waits_seconds(caplog)
    assert len(waits) == 8
    assert [wait for wait in waits if not 0 < wait <= 0.04] == []


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive", "not_allowed_token_type"])
def test_a_token_that_slack_refuses_ends_it_after_one_call(code, caplog):
    caplog.set_level(logging.DEBUG)

    async def scenario():
        async with SlackPeer() as peer:
            peer.fail(OPEN, code, times=None)
            with pytest.raises(SettingsError) as caught:
                await connections_to(peer, app_token="xapp-canary").run()
            assert [call.outcome for call in peer.called(OPEN)] == [code]
        return caught.value

    error = asyncio.run(scenario())
    assert str(error) == what_slack_refuses(APP_TOKEN, code)
    assert str(error).startswith(f"Slack refuses SLACK_APP_TOKEN ({code}); ")
    assert (error.__cause__, error.__suppress_context__) == (None, True)
    assert "canary" not in caplog.text


def test_a_token_revoked_later_ends_it_too():
    async def scenario():
        async with SlackPeer() as peer:
            sockets = connections_to(peer)
            task = asyncio.create_task(sockets.run())
            await peer.wait_for(lambda: live(sockets) == 2)
            peer.fail(OPEN, "token_revoked", times=None)
            peer.drop([peer.connections[0]])
            with pytest.raises(
                SettingsError, match=r"^Slack refuses SLACK_APP_TOKEN \(token_revoked\); it was revoked: "
            ):
                await task
            await peer.wait_for(lambda: not peer.connections)
            assert len(peer.called(OPEN)) == 3

    asyncio.run(scenario())


def test_errors_of_slack_pass():
    async def scenario():
        async with SlackPeer() as peer:
            peer.fail(OPEN, "internal_error", times=5)
            sockets = connections_to(peer)
            async with running(sockets):
                await peer.wait_for(lambda: live(sockets) == 2)
            assert [call.outcome for call in peer.called(OPEN)] == ["internal_error"] * 5 + ["ok"] * 2
            assert reconnects(sockets) == {"internal_error": 5}

    asyncio.run(scenario())


def test_who_is_too_fast_waits_as_long_as_slack_says():
    async def scenario():
        async with SlackPeer() as peer:
            peer.fail(OPEN, "ratelimited", status=429, retry_after=1)
            sockets = connections_to(peer)
            async with running(sockets):
                await peer.wait_for(lambda: live(sockets) == 2)
            limited, *others = peer.called(OPEN)
            assert [call.outcome for call in others] == ["ok", "ok"]
            assert others[0].at - limited.at >= 1

    asyncio.run(scenario())


def test_no_secret_gets_into_a_log_line_whatever_fails(caplog):
    caplog.set_level(logging.DEBUG)

    async def explode(request):
        if request.payload["text"] == "canary in an answer":
            return BoltResponse(status=404, body="canary")
        raise RuntimeError("an error of ours")

    async def scenario():
        async with SlackPeer() as peer:
            right = peer.socket_url
            peer.fail(OPEN, "xapp-canary in a code")
            peer.fail(OPEN, "", status=502, body="<html>canary</html>")
            peer.fail(OPEN, "", body="<html>canary</html>")
            peer.fail(OPEN, "ratelimited", status=429, retry_after=0)
            peer.drop_request(OPEN)
            peer.refuse_handshakes(2, status=404)
            sockets = connections_to(peer, explode, timings=SENSITIVE)
            async with running(sockets):
                await peer.wait_for(lambda: live(sockets) == 2)
                for wrong in (
                    "ws://127.0.0.1:1/link/",
                    "ws://slack.invalid/link/",
                    "canary",
                    "ws://[canary/",
                    "ftp://canary/",
                ):
                    peer.socket_url = wrong
                    before = reconnects(sockets)["unreachable"]
                    peer.drop()
                    await peer.wait_for(lambda before=before: reconnects(sockets)["unreachable"] > before)
                    peer.socket_url = right
                    await peer.wait_for(lambda: live(sockets) == 2)
                await peer.slash("canary")
                await peer.slash("canary in an answer")
                peer.go_silent()
                await peer.wait_for(lambda: reconnects(sockets).get("silent") == 2)
                await peer.wait_for(lambda: live(sockets) == 2)
            return set(reconnects(sockets))

    assert asyncio.run(scenario()) == {"unknown", "unreachable", "dropped", "silent"}
    shown = caplog.text
    assert [secret for secret in ("canary", "ticket", "/link", "xapp-", "xoxb-") if secret in shown] == []
    assert re.search("ERROR .* an envelope from Slack was not handled", shown)
