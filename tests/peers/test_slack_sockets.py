import asyncio
import json
from contextlib import asynccontextmanager
from urllib.parse import parse_qs

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.peers.slack import SlackPeer


@asynccontextmanager
async def connected(peer, *, answers=True, payload=None):
    """A Socket Mode client that acknowledges everything, if it answers; yields what it got."""
    client = SocketModeClient(peer.app_token, web_client=AsyncWebClient(base_url=peer.api_url), ping_interval=0.05)
    got = []

    async def take(client, request):
        got.append(request)
        if answers:
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id, payload=payload))

    client.socket_mode_request_listeners.append(take)
    await client.connect()
    await peer.wait_for(lambda: len(peer.connections) > 0)
    yield got
    await client.close()


def in_slack(scenario):
    async def run():
        async with SlackPeer() as peer:
            await scenario(peer)

    asyncio.run(run())


async def open_socket(peer, http):
    """Open a bare connection; returns it and its first message."""
    client = AsyncWebClient(token=peer.app_token, base_url=peer.api_url)
    answer = await client.apps_connections_open(app_token=peer.app_token)
    socket = await http.ws_connect(answer["url"], autoping=False)
    return socket, await socket.receive_json()


def test_an_envelope_is_acknowledged_on_the_connection_that_brought_it():
    async def scenario(peer):
        async with connected(peer) as got:
            sent = await peer.mention("what is luck", thread_ts="1.000000")
            await peer.wait_for(lambda: not peer.unacked)
        [request] = got
        [ack] = peer.acks[sent.envelope_id]
        assert (request.type, request.payload["event"]["type"], ack.connection) == ("events_api", "app_mention", 1)
        assert request.payload["event"]["text"] == "<@U0BOT> what is luck"
        assert request.payload["event_id"] == sent.event_id
        assert (peer.connections, peer.undelivered, peer.violations) == ([], [], [])

    in_slack(scenario)


def test_what_was_not_acknowledged_can_be_sent_again():
    async def scenario(peer):
        async with connected(peer, answers=False) as got:
            await peer.mention("what is luck")
            [unacked] = peer.unacked
            await peer.redeliver(unacked)
            await peer.wait_for(lambda: len(got) == 2)
        first, second = got
        assert (first.retry_attempt, second.retry_attempt, second.retry_reason) == (0, 1, "timeout")
        assert first.payload == second.payload

    in_slack(scenario)


def test_an_answer_in_the_acknowledgement_of_a_command_is_shown():
    async def scenario(peer):
        async with connected(peer, payload={"text": "one moment"}):
            await peer.slash("what is luck")
            await peer.wait_for(1)
        assert [message.text for message in peer.visible("C1", "U1")] == ["one moment"]

    in_slack(scenario)


def test_connections_take_turns():
    async def scenario(peer):
        async with connected(peer) as one, connected(peer) as other:
            await peer.wait_for(lambda: len(peer.connections) == 2)
            for _ in range(4):
                await peer.slash("what is luck")
            await peer.wait_for(lambda: not peer.unacked)
        assert (len(one), len(other)) == (2, 2)

    in_slack(scenario)


def test_one_connection_too_many_is_told_so():
    async def scenario(peer):
        peer.most_connections = 1
        async with aiohttp.ClientSession() as http:
            _, hello = await open_socket(peer, http)
            socket, refusal = await open_socket(peer, http)
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
            assert (refusal["type"], refusal["reason"]) == ("disconnect", "too_many_websockets")
            assert (await socket.receive()).type == aiohttp.WSMsgType.CLOSE

    in_slack(scenario)


def test_a_connection_that_leaves_is_told_and_gets_nothing_new():
    async def scenario(peer):
        async with aiohttp.ClientSession() as http:
            leaving, _ = await open_socket(peer, http)
            staying, _ = await open_socket(peer, http)
            await peer.disconnect("refresh_requested", grace_seconds=0.1, connections=peer.connections[:1])
            sent = [await peer.slash("what is luck") for _ in range(3)]
            assert (await leaving.receive_json())["reason"] == "refresh_requested"
            await leaving.send_json({"envelope_id": sent[0].envelope_id})
            assert (await leaving.receive()).type == aiohttp.WSMsgType.CLOSE
            await peer.wait_for(lambda: len(peer.connections) == 1)
            assert [ack.connection for ack in peer.acks[sent[0].envelope_id]] == [1]
            got = [(await staying.receive_json())["envelope_id"] for _ in sent]
            assert got == [envelope.envelope_id for envelope in sent]

    in_slack(scenario)


def test_a_silent_connection_stays_open_and_answers_no_ping():
    async def scenario(peer):
        async with aiohttp.ClientSession() as http:
            socket, _ = await open_socket(peer, http)
            await socket.ping(b"one")
            assert (await socket.receive()).data == b"one"
            peer.go_silent()
            await socket.ping(b"two")
            with pytest.raises(TimeoutError):
                await socket.receive(timeout=0.1)
            sent = await peer.slash("what is luck")
            assert (len(peer.connections), peer.undelivered) == (1, [sent])

    in_slack(scenario)


def test_a_dropped_connection_ends_without_a_close_frame():
    async def scenario(peer):
        async with aiohttp.ClientSession() as http:
            socket, _ = await open_socket(peer, http)
            peer.drop()
            assert (await socket.receive()).type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
            assert socket.close_code == aiohttp.WSCloseCode.ABNORMAL_CLOSURE
            await peer.wait_for(lambda: peer.connections == [])

    in_slack(scenario)


def test_handshakes_can_be_refused_and_tickets_are_good_once():
    async def scenario(peer):
        peer.refuse_handshakes(1)
        async with aiohttp.ClientSession() as http:
            with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
                await open_socket(peer, http)
            assert caught.value.status == 503
            url = peer.new_socket_url()
            await http.ws_connect(url)
            with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
                await http.ws_connect(url)
            assert caught.value.status == 401

    in_slack(scenario)


@asynccontextmanager
async def listening(peer, *, status=200, answer=None):
    """A server that the peer sends to; yields the requests and bodies that came."""
    got = []

    async def take(request):
        got.append((request, await request.read()))
        return web.json_response(answer, status=status)

    app = web.Application()
    app.router.add_post("/slack/events", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    peer.events_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield got
    await runner.cleanup()


def test_in_http_mode_requests_are_signed_and_say_that_they_are_repeated():
    async def scenario(peer):
        async with listening(peer, status=500) as got:
            sent = await peer.mention("what is luck")
            again = await peer.redeliver(sent, reason="http_error")
        (first, first_body), (second, second_body) = got
        assert (sent.status, again.status, first_body == second_body) == (500, 500, True)
        assert json.loads(first_body) == sent.payload
        assert SignatureVerifier(peer.signing_secret).is_valid_request(first_body, dict(first.headers))
        assert "X-Slack-Retry-Num" not in first.headers
        assert (second.headers["X-Slack-Retry-Num"], second.headers["X-Slack-Retry-Reason"]) == ("1", "http_error")

    in_slack(scenario)


def test_in_http_mode_commands_and_interactions_come_as_forms():
    async def scenario(peer):
        async with listening(peer, answer={"text": "one moment"}) as got:
            command = await peer.slash("what & why")
            shortcut = await peer.shortcut("a message")
        (_, command_body), (_, shortcut_body) = got
        assert parse_qs(command_body.decode())["text"] == ["what & why"]
        assert json.loads(parse_qs(shortcut_body.decode())["payload"][0]) == shortcut.payload
        assert (command.status, [post.text for post in peer.posts]) == (200, ["one moment"])

    in_slack(scenario)


def test_in_http_mode_nobody_listening_gives_no_status():
    async def scenario(peer):
        async with listening(peer):
            pass
        assert (await peer.open_home()).status is None

    in_slack(scenario)
