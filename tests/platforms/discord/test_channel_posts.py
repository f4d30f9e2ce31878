import asyncio
import time

import pytest

from bot.discord.circuit import Circuit
from bot.discord.delivery import DiscordDelivery
from bot.discord.rest import CallRefusedError, Rest
from bot.domain.channel_post import Place, Posted
from bot.domain.message import AnswerCard, Button, Message, line
from bot.runtime.metrics import Metrics
from tests.peers.discord import GENERAL, GUILD, Channel, DiscordPeer
from tests.peers.discord.world import ALL_THAT_THE_BOT_NEEDS, EMBED, SEND, VIEW
from tests.support.fresh_state import open_fresh

PLACE = Place(platform="discord", workspace=GUILD, channel=GENERAL)
BUTTONS = (Button(action="up", label="👍", value="1.0"), Button(action="like", label="More like this"))
CARD = AnswerCard(
    notes=(line("Today's insight"),), quote="Small models *win*.", speaker="", source="a talk", buttons=BUTTONS
)
INSIGHT = Message(card=CARD, visibility="public")
OTHER = Message(
    card=AnswerCard(quote="Large ones do not.", speaker="", source="", buttons=BUTTONS), visibility="public"
)


class ChannelPoster:
    """What is posted to the peer by the real parts."""

    def __init__(self, peer, state, token):
        self.peer = peer
        self.circuit = Circuit(Metrics())
        self.rest = Rest(token or peer.token, peer.api_url, self.circuit, first_wait_seconds=0.01)
        self._delivery = DiscordDelivery(self.rest, state)

    async def post(self, message=INSIGHT, key="7:2026-03-01", place=PLACE):
        return await self._delivery.post(place, message, key)

    @property
    def nonces(self):
        return [call.arguments["nonce"] for call in self.peer.called("create_message")]


@pytest.fixture
def run(tmp_path):
    def run_scenario(scenario, *, token=None):
        async def in_discord():
            async with DiscordPeer() as peer:
                state = open_fresh(f"sqlite:///{tmp_path / 'state.db'}")
                try:
                    return await scenario(ChannelPoster(peer, state, token))
                finally:
                    state.close()

        return asyncio.run(in_discord())

    return run_scenario


def test_an_insight_is_posted_like_an_answer(run):
    async def scenario(bot):
        return await bot.post(), bot.peer.posts

    posted, [post] = run(scenario)
    assert posted == Posted(outcome="sent", message=post.id)
    assert (post.channel, post.reference, post.content) == (GENERAL, None, "Today's insight")
    assert [embed["description"] for embed in post.embeds] == ["> Small models \\*win\\*."]
    assert [button["custom_id"] for button in post.buttons] == ["quote:up:1.0", "quote:like:"]
    assert (len(post.nonce), post.arguments["enforce_nonce"]) == (25, True)
    assert post.arguments["allowed_mentions"] == {"parse": []}


def test_the_same_key_gives_the_message_that_is_there_whatever_it_would_say(run):
    async def scenario(bot):
        first, again, other = await bot.post(), await bot.post(OTHER), await bot.post(OTHER, "7:2026-03-02")
        return first == again, first.message, other.message, [post.id for post in bot.peer.posts]

    is_same, first, other, posts = run(scenario)
    assert (is_same, posts) == (True, [first, other])


@pytest.mark.parametrize(
    "harm",
    [
        lambda peer: peer.lose_reply("create_message"),
        lambda peer: peer.lose_reply("create_message", times=4),
        lambda peer: peer.drop_request("create_message", times=2),
        lambda peer: peer.fail("create_message", status=502, times=2),
        lambda peer: peer.fail("create_message", status=500),
        lambda peer: peer.rate_limit("create_message", 0.1),
        lambda peer: peer.rate_limit("create_message", 0.1, via=False),
        lambda peer: (peer.lose_reply("create_message"), peer.rate_limit("create_message", 0.1, scope="global")),
    ],
    ids=["lost", "lost often", "dropped", "502", "500", "429", "Cloudflare", "lost, then 429"],
)
def test_what_passes_is_tried_again_under_one_nonce_and_posted_once(run, harm):
    async def scenario(bot):
        harm(bot.peer)
        return await bot.post(), [post.id for post in bot.peer.posts], len(bot.nonces) > 1, len(set(bot.nonces))

    posted, ids, was_repeated, nonces = run(scenario)
    assert ([posted], was_repeated, nonces) == ([Posted(outcome="sent", message=ids[0])], True, 1)
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("harm", "posts"),
    [
        (lambda peer: peer.lose_reply("create_message", times=None), 1),
        (lambda peer: peer.drop_request("create_message", times=None), 0),
        (lambda peer: peer.fail("create_message", status=502, times=None), 0),
        (lambda peer: (peer.lose_reply("create_message"), peer.fail("create_message", 50013, times=None)), 1),
        (lambda peer: (peer.lose_reply("create_message"), peer.rate_limit("create_message", 3600)), 1),
    ],
    ids=["lost", "dropped", "502", "lost, then shut", "lost, then a long limit"],
)
def test_what_nobody_can_tell_is_ambiguous_and_never_posted_under_a_second_nonce(run, harm, posts):
    async def scenario(bot):
        harm(bot.peer)
        posted = await bot.post()
        return posted.outcome, posted.message, len(bot.peer.posts), len(set(bot.nonces))

    assert run(scenario) == ("ambiguous", None, posts, 1)


def test_it_is_told_why_nobody_can_tell(run):
    async def scenario(bot):
        bot.peer.fail("create_message", status=502, times=None)
        return await bot.post()

    assert run(scenario) == Posted(outcome="ambiguous", reason="Discord answers a call with HTTP 502")


def test_an_insight_that_was_deleted_before_its_post_was_confirmed_is_not_posted_again(run):
    async def scenario(bot):
        first = await bot.post()
        del bot.peer.world.messages[first.message]
        return await bot.post(), len(bot.peer.posts)

    assert run(scenario) == (Posted(outcome="sent"), 1)


@pytest.mark.parametrize(
    ("permissions", "posted", "tries"),
    [
        (VIEW, Posted(outcome="refused", reason="missing_permissions"), 2),
        (SEND, Posted(outcome="refused", reason="missing_access"), 1),
    ],
)
def test_a_channel_without_the_rights_refuses_and_is_asked_at_most_twice(run, permissions, posted, tries):
    async def scenario(bot):
        bot.peer.add(Channel(id=GENERAL, name="general", guild=GUILD, permissions=permissions))
        return await bot.post(), len(bot.peer.invalid_calls), len(bot.peer.calls)

    assert run(scenario) == (posted, tries, tries)


@pytest.mark.parametrize(
    ("code", "reason", "tries"),
    [
        (10003, "unknown_channel", 1),
        (50001, "missing_access", 1),
        (50013, "missing_permissions", 2),
        (50083, "thread_locked", 1),
        (50007, "http_403_50007", 2),
        (50035, "http_400_50035", 2),
    ],
)
def test_a_refusal_has_a_word(run, code, reason, tries):
    async def scenario(bot):
        bot.peer.fail("create_message", code, times=None)
        return await bot.post(), len(bot.nonces)

    assert run(scenario) == (Posted(outcome="refused", reason=reason), tries)


def test_a_channel_that_is_gone_refuses(run):
    async def scenario(bot):
        return await bot.post(place=Place(platform="discord", workspace=GUILD, channel="999"))

    assert run(scenario) == Posted(outcome="refused", reason="unknown_channel")


def test_where_no_embed_may_be_set_it_comes_in_plain_words_once(run):
    async def scenario(bot):
        permissions = ALL_THAT_THE_BOT_NEEDS & ~EMBED
        bot.peer.add(Channel(id=GENERAL, name="general", guild=GUILD, permissions=permissions))
        first, again = await bot.post(), await bot.post()
        return first, again, bot.peer.posts

    first, again, [post] = run(scenario)
    assert first == again == Posted(outcome="sent", message=post.id)
    assert (post.content, post.embeds) == ("Today's insight\nSmall models \\*win\\*.\na talk", [])
    assert len(post.buttons) == 2


def test_plain_words_whose_reply_is_lost_come_once(run):
    async def scenario(bot):
        bot.peer.fail("create_message", 50013)
        bot.peer.lose_reply("create_message", times=2)
        return (await bot.post()).outcome, len(bot.peer.posts), len(set(bot.nonces)), len(bot.nonces)

    assert run(scenario) == ("sent", 1, 2, 4)


def test_a_token_that_discord_does_not_know_says_nothing_of_the_channel_and_is_shown_once(run):
    async def scenario(bot):
        return await bot.post(), len(bot.peer.invalid_calls)

    assert run(scenario, token="gone") == (Posted(outcome="failed", reason="unauthorized"), 1)


def test_a_wall_before_discord_says_nothing_of_the_channel(run):
    async def scenario(bot):
        bot.peer.fail("create_message", status=403, body="<html>blocked</html>", times=None)
        return await bot.post(), len(bot.peer.invalid_calls)

    assert run(scenario) == (Posted(outcome="failed", reason="http_403"), 2)


def test_a_long_limit_is_not_waited_for(run):
    async def scenario(bot):
        bot.peer.rate_limit("create_message", 3600)
        return [await bot.post(), await bot.post()], len(bot.nonces)

    assert run(scenario) == ([Posted(outcome="failed", reason="rate_limited")] * 2, 1)


def test_a_try_that_would_come_too_late_for_the_nonce_is_not_made(run):
    async def scenario(bot):
        pauses = bot.rest.pauses
        pauses.heed("POST /here", 429, {}, {"retry_after": 30})
        with pytest.raises(CallRefusedError) as refused:
            await pauses.wait("POST /here", time.monotonic() + 20)
        await pauses.wait("POST /there", time.monotonic())
        return refused.value.status

    assert run(scenario) == 429


def test_an_open_circuit_sends_nothing(run):
    async def scenario(bot):
        for _ in range(500):
            bot.circuit.note(403)
        return await bot.post(), bot.nonces

    assert run(scenario) == (Posted(outcome="failed", reason="not_sent"), [])


def test_where_discord_is_not_there_nothing_is_sent(run):
    async def scenario(bot):
        bot.rest.api_url = "http://127.0.0.1:9/api/v10"
        return await bot.post()

    assert run(scenario) == Posted(outcome="failed", reason="not_sent")
