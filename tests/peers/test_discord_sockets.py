import asyncio
import json

import aiohttp
import pytest

from tests.peers.discord import DiscordPeer
from tests.peers.discord.client import INTENTS


async def open_socket(peer, http, **query):
    """Open a bare connection, without compression; returns it after its hello."""
    query = {"v": "10", "encoding": "json"} | query
    socket = await http.ws_connect(peer.gateway_url, params=query)
    assert (await socket.receive_json())["op"] == 10
    return socket


def with_sockets(scenario):
    async def run():
        async with DiscordPeer() as peer, aiohttp.ClientSession() as http:
            await scenario(peer, http)

    asyncio.run(run())


def test_a_handshake_can_be_refused():
    async def scenario(peer, http):
        peer.refuse_handshakes(1, status=502)
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await open_socket(peer, http)
        assert caught.value.status == 502
        await open_socket(peer, http)

    with_sockets(scenario)


def test_a_connection_without_heartbeats_is_closed():
    async def scenario(peer, http):
        peer.heartbeat_seconds = 0.02
        socket = await open_socket(peer, http)
        assert (await socket.receive()).data == 4000
        assert peer.violations == ["no heartbeat on connection 1 for two intervals"]

    with_sockets(scenario)


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ("{", 4002),
        (json.dumps({"op": 1, "d": "x" * 4096}), 4002),
        (json.dumps({"op": 5}), 4001),
        (json.dumps({"op": 3, "d": {}}), 4003),
        (json.dumps({"op": 2, "d": {"token": "peer-token", "intents": 0, "shard": [2, 2]}}), 4010),
        (json.dumps({"op": 6, "d": {"token": "another", "session_id": "x", "seq": 1}}), 4004),
    ],
)
def test_what_a_bot_must_not_say_closes_the_connection(payload, code):
    async def scenario(peer, http):
        socket = await open_socket(peer, http)
        await socket.send_str(payload)
        assert (await socket.receive()).data == code

    with_sockets(scenario)


def test_a_session_is_resumed_from_the_number_that_the_bot_says():
    async def scenario(peer, http):
        first = await open_socket(peer, http)
        await first.send_json({"op": 2, "d": {"token": peer.token, "intents": INTENTS.value}})
        ready = (await first.receive_json())["d"]
        assert (await first.receive_json())["t"] == "GUILD_CREATE"
        await first.send_json({"op": 2, "d": {"token": peer.token, "intents": 0}})
        assert (await first.receive()).data == 4005
        second = await open_socket(peer, http)
        resume = {"token": peer.token, "session_id": ready["session_id"], "seq": 1}
        await second.send_json({"op": 6, "d": resume})
        assert [(await second.receive_json())["t"] for _ in range(2)] == ["GUILD_CREATE", "RESUMED"]
        third = await open_socket(peer, http)
        await third.send_json({"op": 6, "d": resume | {"seq": 9}})
        assert (await third.receive()).data == 4007
        fourth = await open_socket(peer, http)
        await fourth.send_json({"op": 6, "d": resume})
        assert await fourth.receive_json() == {"op": 9, "d": False}

    with_sockets(scenario)


def test_too_much_in_a_minute_closes_the_connection():
    async def scenario(peer, http):
        socket = await open_socket(peer, http, v="9")
        assert (await socket.receive()).data == 4012
        socket = await open_socket(peer, http)
        for _ in range(121):
            await socket.send_json({"op": 1, "d": None})
        acks = [await socket.receive_json() for _ in range(120)]
        assert ({ack["op"] for ack in acks}, (await socket.receive()).data) == ({11}, 4008)

    with_sockets(scenario)


def test_an_event_without_anybody_to_hear_it_is_undelivered():
    async def scenario(peer, http):
        sent = await peer.mention("alone")
        assert peer.undelivered == [sent]

    with_sockets(scenario)
