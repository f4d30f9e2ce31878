import asyncio

import discord
import pytest

from tests.peers.discord import ANN, BEN, BOT, GENERAL, GUILD, Channel, DiscordPeer, Guild, User, direct_channel
from tests.peers.discord.client import at_peer, connected, in_discord
from tests.peers.discord.world import ALL_THAT_THE_BOT_NEEDS, EMBED, HISTORY, NONCE_LASTS_SECONDS, SEND


async def code_of(call):
    """Return Discord's code for a call that it refuses."""
    with pytest.raises(discord.HTTPException) as caught:
        await call
    return caught.value.code


def test_a_message_is_recorded_and_stands_in_its_channel():
    async def scenario(peer, client):
        embed = discord.Embed(title="Luck", description="> a quote")
        message = await client.get_channel(int(GENERAL)).send("hello", embed=embed)
        [post] = peer.posts
        assert (post.kind, post.channel, post.content, post.id) == ("post", GENERAL, "hello", str(message.id))
        assert [(embed["title"], embed["description"]) for embed in post.embeds] == [("Luck", "> a quote")]
        assert [visible.content for visible in peer.visible(GENERAL, BEN)] == ["hello"]
        assert [(call.method, call.outcome, call.status) for call in peer.calls[-1:]] == [("create_message", "ok", 200)]
        assert peer.violations == []
        await peer.wait_for(lambda: client.own_messages)
        assert client.own_messages[0].content == "hello"

    in_discord(scenario)


def test_messages_are_changed_deleted_and_replied_to():
    async def scenario(peer, client):
        asked = await peer.mention("what is luck")
        await peer.wait_for(lambda: client.messages)
        reply = await client.messages[0].reply("one")
        await reply.edit(content="two")
        [standing] = peer.visible(GENERAL, ANN)
        assert (standing.content, standing.reference) == ("two", asked.id)
        assert (await reply.fetch()).content == "two"
        assert await code_of(client.messages[0].edit(content="mine")) == 50005
        await reply.delete()
        assert peer.visible(GENERAL, ANN) == []
        assert [(post.kind, post.content) for post in peer.posts] == [("post", "one"), ("edit", "two"), ("delete", "")]
        assert await code_of(reply.edit(content="three")) == 10008

    in_discord(scenario)


def test_a_reply_to_a_message_that_is_gone_is_refused_unless_that_does_not_matter():
    async def scenario(peer, client):
        general = client.get_channel(int(GENERAL))
        gone = discord.MessageReference(message_id=1, channel_id=int(GENERAL))
        assert await code_of(general.send("x", reference=gone)) == 50035
        gone.fail_if_not_exists = False
        await general.send("x", reference=gone)
        assert [post.reference for post in peer.posts] == [None]
        assert peer.violations == ["create_message: message_reference: Unknown message"]

    in_discord(scenario)


def test_the_same_nonce_posts_once_and_returns_the_earlier_message():
    async def scenario(peer, client):
        general = client.get_channel(int(GENERAL))
        peer.lose_reply("create_message")
        with pytest.raises(OSError, match="reset by peer") as caught:
            await general.send("once", nonce="n1")
        assert caught.value.errno == 104
        again = await general.send("once", nonce="n1")
        assert [(post.id, post.nonce) for post in peer.posts] == [(str(again.id), "n1")]
        await general.send("once", nonce="n2")
        assert [visible.content for visible in peer.visible(GENERAL, ANN)] == ["once", "once"]

    in_discord(scenario)


def test_a_nonce_is_known_in_every_channel_even_of_a_deleted_message_and_forgotten_after_some_minutes():
    async def scenario(peer, client):
        peer.add(Channel(id="811", name="other", guild=GUILD))
        general, other = (client.get_partial_messageable(int(channel)) for channel in (GENERAL, "811"))
        first = await general.send("once", nonce="n1")
        again = await other.send("once", nonce="n1")
        await first.delete()
        assert await code_of(general.send("once", nonce="n1")) == 10008
        peer.age(NONCE_LASTS_SECONDS)
        new = await general.send("once", nonce="n1")
        assert (first.id == again.id, new.id == first.id) == (True, False)

    in_discord(scenario)


def test_channels_that_cannot_be_written_to_say_why():
    async def scenario(peer, client):
        peer.add(Guild(id="710", has_bot=False))
        for number, fields in enumerate([
            {"permissions": 0},
            {"permissions": ALL_THAT_THE_BOT_NEEDS & ~SEND},
            {"permissions": ALL_THAT_THE_BOT_NEEDS & ~EMBED},
            {"permissions": ALL_THAT_THE_BOT_NEEDS & ~HISTORY},
            {"parent": GENERAL, "is_archived": True},
            {"guild": "710"},
        ]):  # fmt: skip
            peer.add(Channel(id=f"81{number}", name="other", **{"guild": GUILD} | fields))
        reference = discord.MessageReference(message_id=1, channel_id=1, fail_if_not_exists=False)
        fields = {"embed": discord.Embed(title="x"), "reference": reference}
        channels = [client.get_partial_messageable(number) for number in (810, 811, 812, 813, 814, 815, 819)]
        codes = [await code_of(channel.send("x", **fields)) for channel in channels]
        assert codes == [50001, 50013, 50013, 160002, 50083, 50001, 10003]
        assert [call.outcome for call in peer.diary.invalid_calls] == ["50001", "50013", "50013", "160002", "50001"]
        assert peer.posts == []

    in_discord(scenario)


def test_a_channel_that_comes_later_is_known_with_what_the_bot_may_do_in_it():
    async def scenario(peer, client):
        peer.add(Channel(id="820", name="quiet", guild=GUILD, permissions=ALL_THAT_THE_BOT_NEEDS & ~SEND))
        peer.add(Guild(id="720", name="another", locale="zh-CN"))
        await peer.wait_for(lambda: client.get_channel(820) and client.get_guild(720))
        permissions = client.get_channel(820).permissions_for(client.get_guild(int(GUILD)).me)
        assert (permissions.send_messages, permissions.view_channel) == (False, True)
        assert client.get_guild(720).preferred_locale is discord.Locale.chinese

    in_discord(scenario)


def test_a_direct_message_reaches_who_accepts_it():
    async def scenario(peer, client):
        peer.add(User(id="120", name="closed", accepts_direct=False))
        ben, closed = await client.fetch_user(int(BEN)), await client.fetch_user(120)
        await ben.send("hello")
        assert [visible.content for visible in peer.visible(direct_channel(BEN), BEN)] == ["hello"]
        assert await code_of(closed.send("hello")) == 50007
        assert await code_of(client.fetch_user(121)) == 10013

    in_discord(scenario)


def test_whoever_might_be_pinged_is_remembered():
    async def scenario(peer, client):
        general = client.get_channel(int(GENERAL))
        await general.send("x", allowed_mentions=discord.AllowedMentions(users=True, everyone=False, roles=False))
        client._connection.allowed_mentions = None
        await general.send("@everyone")
        assert peer.violations == [
            "post: allowed_mentions would ping: {'parse': ['users']}",
            "post: allowed_mentions is missing",
        ]

    in_discord(scenario)


def test_a_wrong_token_is_refused():
    async def run():
        async with DiscordPeer() as peer:
            peer.fail("get_current_user", status=401)
            with pytest.raises(discord.LoginFailure):
                async with connected(peer):
                    pass
            assert [(call.method, call.outcome) for call in peer.calls] == [("get_current_user", "401")]

    asyncio.run(run())


def test_the_app_and_the_member_that_the_bot_is_can_be_asked_for():
    async def scenario(peer, client):
        application = await client.application_info()
        member = await client.get_guild(int(GUILD)).fetch_member(int(BOT))
        guild = await client.fetch_guild(int(GUILD))
        assert (str(application.id), application.owner.name, member.name) == ("400", "ada", "quotebot")
        assert (guild.name, str(client.application_id)) == ("example", "400")

    in_discord(scenario)


def test_a_call_can_fail_in_many_ways_and_then_works_again():
    async def scenario(peer, client):
        general = client.get_channel(int(GENERAL))
        peer.fail("create_message", 50013)
        peer.fail("create_message", status=503, body="<h1>down</h1>")
        peer.drop_request("create_message")
        assert await code_of(general.send("x")) == 50013
        with pytest.raises(discord.DiscordServerError):
            await general.send("x")
        with pytest.raises(OSError, match="reset by peer"):
            await general.send("x")
        assert peer.posts == []
        await general.send("x")
        outcomes = [(call.outcome, call.status) for call in peer.called("create_message")]
        assert outcomes == [("50013", 403), ("503", 503), ("request dropped", None), ("ok", 200)]

    in_discord(scenario)


def test_rate_limits_say_when_to_come_back_and_whose_they_are():
    async def scenario(peer, client):
        general = client.get_channel(int(GENERAL))
        for scope in ("user", "global", "shared"):
            peer.rate_limit("create_message", 0.01, scope=scope)
        await general.send("x")
        calls = peer.called("create_message")
        assert [call.outcome for call in calls] == ["429", "429", "429", "ok"]
        assert peer.invalid_calls == calls[:2]
        peer.rate_limit("any", 30, via=False)
        with pytest.raises(discord.HTTPException, match="error code: 1015"):
            await general.send("x")
        assert len(peer.posts) == 1

    in_discord(scenario)


def test_a_limit_that_is_kept_makes_calls_wait():
    async def scenario(peer, client):
        general = client.get_channel(int(GENERAL))
        peer.limit("create_message", 2, seconds=0.05)
        await asyncio.gather(*(general.send(f"{number}") for number in range(5)))
        assert sorted(post.content for post in peer.posts) == ["0", "1", "2", "3", "4"]
        assert {call.outcome for call in peer.called("create_message")} == {"ok"}

    in_discord(scenario)


def test_what_the_peer_does_not_know_is_remembered():
    async def run():
        async with DiscordPeer() as peer, connected(peer) as client, at_peer(peer):
            assert await code_of(client.fetch_invite("x")) == 0
            assert peer.violations == ["GET /api/v10/invites/x: the peer does not know this"]

    asyncio.run(run())


def test_waiting_in_vain_says_what_there_is():
    async def scenario(peer, client):
        await client.get_channel(int(GENERAL)).send("hello")
        with pytest.raises(TimeoutError, match="content='hello'"):
            await peer.wait_for(2, timeout_seconds=0.01)

    in_discord(scenario)
