import asyncio
import threading

import pytest

from bot.domain.message import Button, Buttons, line
from bot.intake.limits import Limits
from tests.peers.discord import ANN, BEN, GENERAL, DiscordPeer, User, direct_channel
from tests.platforms.discord.discord_bot import discord_bot, run_bot, text_of
from tests.platforms.discord.markdown_reader import marks
from tests.platforms.slow_echo_service import SlowEchoService

INTERRUPTED = "I was interrupted while answering you. If you see no answer, please ask again."
QUICK = Limits(lease_seconds=0.4, told_wait_seconds=60)
HOSTILE = (
    "@everyone @here <@101> <@&700> <#800> </quote:1> ||spoiler|| `x` ```y``` **b** # head\n-# small\n> no"
    " [here](http://evil.example) http://evil.example discord.gg/evil <t:1> :skull: ‮gnp.exe"
)


class NamingEchoService(SlowEchoService):
    """Says also for whom; what is "choose" brings buttons."""

    def message_parts(self, request):
        echo = line(f"echo {request.value or request.text}", f" for {request.user_name}")
        if request.text != "choose":
            return (echo,)
        topics = (Button(action=f"ask:{number}", label=text, value=text) for number, text in enumerate(("a:b", "数据")))
        return (echo, Buttons(tuple(topics)))


@pytest.fixture
def service():
    return NamingEchoService()


@pytest.fixture
def run(service, tmp_path):
    return lambda scenario: run_bot(service, tmp_path, scenario, limits=QUICK)


def texts(bot):
    return [text_of(post) for post in bot.peer.posts]


async def ways_in(bot):
    """Return what the bot is told of a mention and of a command."""
    mention = await bot.peer.mention("why")
    await bot.answer()
    command = await bot.peer.slash("quote", question="how")
    await bot.answer(2)
    return mention, command


def test_a_slow_answer_comes_after_the_acknowledgement(run, service):
    async def scenario(bot):
        sent = await bot.peer.slash("quote", question="slow")
        await bot.peer.wait_for(lambda: not bot.peer.unanswered)
        response = bot.peer.responses[sent.id]
        assert bot.peer.posts == []
        service.go.set()
        await bot.answer()
        return response.type, response.seconds < 3, texts(bot)

    assert run(scenario) == (5, True, ["echo slow for Ann"])


def test_what_takes_long_runs_beside_the_event_loop(run, service):
    async def scenario(bot):
        await ways_in(bot)
        await bot.peer.autocomplete("quote", focused="speaker", value="a")

    run(scenario)
    assert threading.get_ident() not in service.threads
    assert len(service.threads) >= 2


def test_an_answer_that_is_older_than_its_token_is_a_message_in_the_channel(run, service):
    async def scenario(bot):
        await bot.peer.slash("quote", question="slow")
        await bot.peer.wait_for(lambda: not bot.peer.unanswered)
        bot.peer.age(15 * 60 + 1)
        service.go.set()
        await bot.answer()
        return [(post.kind, post.channel, text_of(post)) for post in bot.peer.posts]

    assert run(scenario) == [("post", GENERAL, "echo slow for Ann")]


def test_a_command_that_comes_too_late_to_be_acknowledged_is_answered_in_the_channel(run):
    async def scenario(bot):
        await bot.peer.slash("quote", question="why")
        bot.peer.age(4)
        await bot.peer.wait_for(1, timeout_seconds=15)
        await bot.answer()
        [refused] = bot.peer.called("create_response")
        return refused.outcome, [(post.kind, post.channel, text_of(post)) for post in bot.peer.posts]

    assert run(scenario) == ("10062", [("post", GENERAL, "echo why for Ann")])


def test_what_is_told_again_is_answered_once(run, service):
    async def scenario(bot):
        for sent in await ways_in(bot):
            await bot.peer.redeliver(sent)
            await bot.peer.redeliver(sent)
        await bot.answer(2)
        await bot.ask("else")  # whatever was told before has been taken by then
        return [call.outcome for call in bot.peer.called("create_response")], texts(bot), service.asked

    answers = [f"echo {question} for Ann" for question in ("why", "how", "else")]
    assert run(scenario) == (["ok", "ok"], answers, ["why", "how", "else"])


@pytest.mark.parametrize("end", ["drop", "ask_to_reconnect"])
def test_what_happens_while_the_connection_is_away_is_answered_once(run, end):
    async def scenario(bot):
        earlier = await ways_in(bot)
        getattr(bot.peer, end)()
        await bot.peer.wait_for(lambda: not bot.peer.connections or bot.peer.resumed)
        await bot.peer.mention("again")
        for sent in earlier:
            await bot.peer.redeliver(sent)
        await bot.answer(3)
        return len(bot.peer.identified), len(bot.peer.resumed), texts(bot)[2:]

    assert run(scenario) == (1, 1, ["echo again for Ann"])


def test_a_press_that_is_told_again_counts_once(run, service):
    async def scenario(bot):
        post = await bot.ask("choose")
        sent = await bot.peer.press(post, "quote:ask:1")
        await bot.answer(2)
        await bot.peer.redeliver(sent)
        await bot.answer(2)
        await bot.press(post, "ask:0")
        return service.asked

    assert run(scenario) == ["choose", "数据", "a:b"]


def test_a_replayed_event_is_not_answered_again_after_a_restart_and_no_failure(service, tmp_path, caplog):
    caplog.set_level("INFO", "bot.discord.app")

    async def scenario():
        async with DiscordPeer() as peer:
            async with discord_bot(service, tmp_path, peer) as bot:
                earlier = await ways_in(bot)
            async with discord_bot(service, tmp_path, peer) as bot:
                for sent in earlier:
                    await peer.redeliver(sent)
                await bot.peer.wait_for(lambda: len(peer.called("create_response")) == 2)
                await bot.answer(2)
            return service.asked, [call.outcome for call in peer.called("create_response")]

    assert asyncio.run(scenario()) == (["why", "how"], ["ok", "40060"])
    assert [message for message in caplog.messages if "acknowledged" in message] == []


@pytest.mark.parametrize(
    ("spoil", "calls"),
    [
        (lambda peer: peer.lose_reply("create_message", times=2), 3),
        (lambda peer: peer.drop_request("create_message"), 2),
        (lambda peer: peer.fail("create_message", status=502, body="<h1>Bad Gateway</h1>", times=2), 3),
        (lambda peer: peer.rate_limit("create_message", 0.2), 2),
        (lambda peer: peer.rate_limit("create_message", 0.2, via=False), 2),
    ],
    ids=["reply lost", "request lost", "bad gateway", "rate limit", "Cloudflare's rate limit"],
)
def test_an_answer_that_meets_trouble_is_one_message(run, spoil, calls):
    async def scenario(bot):
        spoil(bot.peer)
        await bot.peer.mention("why")
        await bot.peer.wait_for(lambda: len(bot.peer.called("create_message")) == calls)
        await bot.answer()
        nonces = {call.arguments["nonce"] for call in bot.peer.called("create_message")}
        return texts(bot), len(nonces), len(bot.peer.visible(GENERAL, BEN))

    assert run(scenario) == (["echo why for Ann"], 1, 1)


@pytest.mark.parametrize("method", ["get_original", "edit_original"])
@pytest.mark.parametrize("spoil", ["lose_reply", "drop_request"])
def test_a_command_whose_answer_meets_trouble_is_answered_in_its_one_message(run, method, spoil):
    async def scenario(bot):
        getattr(bot.peer, spoil)(method)
        await bot.peer.slash("quote", question="why")
        await bot.peer.wait_for(lambda: len(bot.peer.called(method)) == 2 and bot.peer.posts)
        await bot.idle.wait()
        return [text_of(message) for message in bot.peer.visible(GENERAL, BEN)]

    assert run(scenario) == ["echo why for Ann"]


def test_where_nobody_knows_whether_a_further_message_came_it_is_not_sent_again(run):
    async def scenario(bot):
        bot.peer.lose_reply("create_followup")
        await bot.press(await bot.ask("choose"), "ask:0", posts=2)
        return [(text_of(post), post.user) for post in bot.peer.posts[1:]]

    assert run(scenario) == [("echo a:b for Ann", None), (INTERRUPTED, ANN)]


def test_a_channel_that_is_shut_is_noted_and_the_asker_told_directly(run):
    async def scenario(bot):
        bot.peer.fail("create_message", 50013, times=2)
        await bot.peer.mention("why")
        post = await bot.answer()
        refused = [(refusal.platform, refusal.channel, refusal.reason) for refusal in bot.state.refused()]
        tries = len(bot.peer.invalid_calls)
        await bot.peer.mention("again")
        await bot.answer(2)
        return post.channel, text_of(post), refused, tries, bot.state.refused()

    refused = [("discord", GENERAL, "missing_permissions")]
    assert run(scenario) == (direct_channel(ANN), "echo why for Ann", refused, 2, [])


def test_readiness_follows_the_connection(run):
    async def scenario(bot):
        before = bot.platform.problem
        bot.peer.refuse_handshakes(2)
        bot.peer.drop()
        await bot.peer.wait_for(lambda: bot.platform.problem is not None)
        during = bot.platform.problem
        await bot.peer.wait_for(lambda: bot.platform.problem is None, timeout_seconds=20)
        return before, during, text_of(await bot.ask("why"))

    assert run(scenario) == (None, "no connection to Discord is alive", "echo why for Ann")


@pytest.mark.parametrize("way", ["mention", "slash", "menu"])
def test_words_and_names_of_others_ping_nobody_and_act_in_no_way(run, way):
    async def scenario(bot):
        bot.peer.add(User(id=BEN, name="@everyone **b** <@101>"))
        if way == "mention":
            await bot.peer.mention(HOSTILE, user=BEN)
        elif way == "slash":
            await bot.peer.slash("quote", question=HOSTILE, user=BEN)
        else:
            await bot.peer.context_menu("Find a quote", HOSTILE, user=BEN)
        post = await bot.answer()
        return post, bot.peer.world.messages[post.id].mentions

    post, pinged = run(scenario)
    assert (marks(post.content), pinged, post.embeds) == ([], (), [])
    assert post.arguments["allowed_mentions"] == {"parse": []}
    assert "http://evil.example" in text_of(post)
    assert "\u202e" not in post.content
