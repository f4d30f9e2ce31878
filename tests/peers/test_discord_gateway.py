import asyncio
import time

import discord
import pytest

from tests.peers.discord import DiscordPeer
from tests.peers.discord.client import INTENTS, connected, in_discord


async def refused(peer, **options):
    """Return the code that the gateway closes with."""
    with pytest.raises(discord.ConnectionClosed) as caught:
        async with connected(peer, **options):
            pass
    return caught.value.code


def texts(client):
    return [message.content.removeprefix("<@500> ") for message in client.messages]


def test_a_client_becomes_ready_with_its_guilds():
    async def scenario(peer, client):
        [guild] = client.guilds
        assert (guild.name, [channel.name for channel in guild.channels]) == ("example", ["general"])
        [session] = peer.sessions.values()
        assert (session.shard, session.intents, [event["t"] for event in session.events]) == (
            0, INTENTS.value, ["READY", "GUILD_CREATE"],
        )  # fmt: skip
        assert (len(peer.identified), peer.resumed, peer.session_start_limit["remaining"]) == (1, [], 999)
        assert (await client.fetch_session_start_limits()).remaining == 999

    in_discord(scenario)


@pytest.mark.parametrize("trouble", ["drop", "disconnect", "ask_to_reconnect"])
def test_a_broken_connection_is_resumed_with_what_was_missed(trouble):
    async def scenario(peer, client):
        await peer.mention("before")
        await peer.wait_for(lambda: texts(client) == ["before"])
        getattr(peer, trouble)()
        await peer.mention("meanwhile")
        await peer.wait_for(lambda: len(client.messages) == 2 and peer.resumed)
        assert (texts(client), peer.undelivered, len(peer.identified)) == (["before", "meanwhile"], [], 1)
        assert len(peer.connections) == 1

    in_discord(scenario)


def test_a_session_that_is_over_is_begun_anew_and_what_was_missed_is_lost():
    async def scenario(peer, client):
        peer.invalidate()
        lost = await peer.mention("lost")
        await peer.wait_for(lambda: len(peer.identified) == 2 and peer.sessions)
        await peer.mention("heard")
        await peer.wait_for(lambda: client.messages)
        assert (texts(client), peer.undelivered, peer.resumed) == (["heard"], [lost], [])

    in_discord(scenario)


def test_a_session_that_may_be_resumed_is_kept():
    async def scenario(peer, client):
        peer.invalidate(resumable=True)
        await peer.wait_for(lambda: peer.resumed)
        assert len(peer.identified) == 1

    in_discord(scenario)


def test_a_session_that_timed_out_cannot_be_resumed():
    async def scenario(peer, client):
        peer.disconnect(4009)
        await peer.wait_for(lambda: len(peer.identified) == 2)
        assert peer.resumed == []

    in_discord(scenario)


def test_a_silent_connection_is_given_up_and_resumed():
    async def scenario(peer, client):
        peer.go_silent()
        await peer.mention("meanwhile")
        await peer.wait_for(lambda: client.messages)
        assert (texts(client), len(peer.identified)) == (["meanwhile"], 1)

    in_discord(scenario, heartbeat_timeout=0.2)


def test_the_same_event_can_come_twice():
    async def scenario(peer, client):
        await peer.redeliver(await peer.mention("twice"))
        await peer.wait_for(lambda: len(client.messages) == 2)
        assert len({message.id for message in client.messages}) == 1

    in_discord(scenario)


def test_codes_that_end_it_come_when_they_should():
    async def run():
        invalid = discord.Intents.none()
        invalid.value = 1 << 22
        async with DiscordPeer() as peer:
            assert await refused(peer, intents=invalid) == 4013
            for intents in (discord.Intents(message_content=True), discord.Intents(members=True)):
                with pytest.raises(discord.PrivilegedIntentsRequired):
                    async with connected(peer, intents=intents):
                        pass
            peer.granted_intents = 1 << 15
            async with connected(peer, intents=discord.Intents(message_content=True)):
                peer.session_start_limit["remaining"] = 0
                [session] = peer.sessions.values()
                assert session.intents == 1 << 15
            assert await refused(peer) == 4004
            assert peer.violations == ["identified more often than the session start limit allows"]

    asyncio.run(run())


def test_a_token_that_changed_ends_it():
    async def lose_the_token(peer):
        async with connected(peer) as client:
            peer.token = "another"
            peer.drop()
            await peer.wait_for(client.is_closed)

    async def run():
        async with DiscordPeer() as peer:
            with pytest.raises(discord.ConnectionClosed, match="4004"):
                await lose_the_token(peer)

    asyncio.run(run())


def test_a_bot_that_leaves_takes_its_session_along():
    async def run():
        async with DiscordPeer() as peer:
            async with connected(peer):
                assert len(peer.sessions) == 1
            await peer.wait_for(lambda: peer.connections == [])
            assert peer.sessions == {}

    asyncio.run(run())


def test_each_shard_hears_of_its_own_guilds():
    async def run():
        async with DiscordPeer() as peer:
            peer.shards = 2
            async with connected(peer) as client:
                assert sorted(session.shard for session in peer.sessions.values()) == [0, 1]
                await peer.mention("once")
                await peer.wait_for(lambda: client.messages)
                assert (texts(client), [guild.shard_id for guild in client.guilds]) == (["once"], [0])

    asyncio.run(run())


def test_heartbeats_are_counted_and_late_ones_show():
    async def run():
        async with DiscordPeer() as peer:
            peer.heartbeat_seconds = 0.5
            async with connected(peer):
                await peer.wait_for(lambda: len(peer.beats) >= 2)
                assert (peer.beats[0].seq, peer.beats[-1].seq, peer.beats[-1].connection) == (None, 2, 1)
                before = len(peer.beats)
                time.sleep(0.6)
                await peer.wait_for(lambda: len(peer.beats) > before)
                assert peer.beats[before].late_seconds > 0.05
                peer.ask_for_heartbeat()
                await peer.wait_for(lambda: len(peer.beats) > before + 1)
                assert peer.beats[before + 1].late_seconds == 0
                assert peer.violations == []

    asyncio.run(run())
