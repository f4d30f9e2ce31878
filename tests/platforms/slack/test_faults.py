import asyncio
import time
from contextlib import AsyncExitStack

import aiohttp
import pytest

from bot.intake.limits import Limits
from tests.peers.slack import payloads
from tests.platforms.slack.slack_bot import run_bot, slack_bot, text_of
from tests.platforms.slow_echo_service import SlowEchoService

INTERRUPTED = "I was interrupted while answering you. If you see no answer, please ask again."
QUICK = Limits(lease_seconds=0.4, told_wait_seconds=60)


@pytest.fixture
def service():
    return SlowEchoService()


@pytest.fixture
def run(service, tmp_path):
    return lambda scenario, **options: run_bot(service, tmp_path, scenario, **{"limits": QUICK} | options)


def texts(bot):
    return [text_of(post) for post in bot.peer.posts]


def test_a_slow_answer_comes_after_the_acknowledgement(run, service):
    async def scenario(bot):
        sent = await bot.peer.slash("slow")
        await bot.peer.wait_for(lambda: not bot.peer.unacked)
        assert bot.peer.posts == []
        service.go.set()
        await bot.answer()
        return bot.peer.acks[sent.envelope_id][0].seconds < 3, texts(bot)

    assert run(scenario) == (True, ["echo slow"])


@pytest.mark.parametrize("way", ["slash", "mention", "message"])
def test_nothing_is_acknowledged_before_it_is_written_down(run, way):
    async def scenario(bot):
        with bot.state.engine.begin():  # nobody else writes meanwhile
            sent = await getattr(bot.peer, way)("<@U0BOT> why")
            await bot.peer.quiet(0.3)
            early = sent.envelope_id in bot.peer.acks
        await bot.answer()
        return early, len(bot.peer.acks[sent.envelope_id])

    assert run(scenario) == (False, 1)


@pytest.mark.parametrize("spoil", ["time", "uses"])
def test_where_a_response_url_is_used_up_it_is_a_message(run, service, spoil):
    async def scenario(bot):
        sent = await bot.peer.slash("slow")
        await bot.peer.wait_for(lambda: not bot.peer.unacked)
        if spoil == "time":
            bot.peer.age(31 * 60)
        else:
            async with aiohttp.ClientSession() as client:
                for _ in range(5):
                    await client.post(sent.response_url, json={"text": "used"})
        before = len(bot.peer.posts)
        service.go.set()
        await bot.peer.wait_for(before + 1)
        await bot.idle.wait()
        return [(post.kind, post.channel, text_of(post)) for post in bot.peer.posts[before:]]

    assert run(scenario) == [("post", "C1", "echo slow")]


def test_a_response_url_that_is_rate_limited_is_tried_again(run):
    async def scenario(bot):
        bot.peer.fail("response_url", "ratelimited", status=429, retry_after=1)
        return text_of(await bot.ask("why"))

    assert run(scenario) == "echo why"


@pytest.mark.parametrize("retry_after", ["1", None, "soon"])
def test_a_post_that_is_rate_limited_is_done_once(run, retry_after):
    async def scenario(bot):
        bot.peer.fail("chat.postMessage", "ratelimited", status=429, retry_after=retry_after)
        await bot.peer.mention("<@U0BOT> why")
        await bot.answer()
        return texts(bot)

    assert run(scenario) == ["echo why"]


@pytest.mark.parametrize("ask", ["slash", "mention"])
@pytest.mark.parametrize("fault", ["lose_reply", "drop_request"])
def test_where_nobody_knows_whether_an_answer_came_it_is_not_sent_again(run, ask, fault):
    async def scenario(bot):
        getattr(bot.peer, fault)("response_url" if ask == "slash" else "chat.postMessage")
        await getattr(bot.peer, ask)("<@U0BOT> why" if ask == "mention" else "why")
        await bot.answer(2 if fault == "lose_reply" else 1)
        return [(text_of(post), post.user) for post in bot.peer.posts]

    answered = [("echo why", None)] if fault == "lose_reply" else []
    assert run(scenario) == [*answered, (INTERRUPTED, "U1")]


def test_blocks_that_slack_refuses_are_said_in_plain_text(run):
    async def scenario(bot):
        bot.peer.fail("chat.postMessage", "invalid_blocks")
        await bot.peer.mention("<@U0BOT> why")
        post = await bot.answer()
        return post.blocks, post.text, post.thread_ts is not None

    assert run(scenario) == ([], "echo why", True)


def test_a_channel_that_is_shut_is_noted_and_the_asker_told_directly(run):
    async def scenario(bot):
        bot.peer.fail("chat.postMessage", "is_archived")
        await bot.peer.mention("<@U0BOT> why")
        post = await bot.answer()
        refused = [(refusal.channel, refusal.reason) for refusal in bot.state.refused()]
        await bot.peer.mention("<@U0BOT> again")
        await bot.answer(2)
        return post.channel, text_of(post), refused, bot.state.refused()

    assert run(scenario) == ("D1", "echo why", [("C1", "is_archived")], [])


def test_a_shut_channel_stays_noted_until_a_post_surely_arrives(run):
    async def scenario(bot):
        bot.state.refuse("slack", "T1", "C1", "is_archived", now=1)
        bot.peer.drop_request("chat.postMessage")
        await bot.peer.mention("<@U0BOT> why")
        await bot.answer()
        return [refusal.since for refusal in bot.state.refused()]

    assert run(scenario) == [1]


def test_a_retry_of_a_slow_event_is_not_answered_again(run, service):
    async def scenario(bot):
        sent = await bot.peer.mention("<@U0BOT> slow")
        for _ in range(3):
            await bot.peer.redeliver(sent)
        await bot.peer.wait_for(lambda: not bot.peer.unacked)
        service.go.set()
        await bot.answer()
        return texts(bot), service.asked

    assert run(scenario) == (["echo slow"], ["slow"])


def test_retries_over_http_get_200_and_no_second_answer(run, service):
    async def scenario(bot):
        sent = await bot.peer.mention("<@U0BOT> slow")
        retries = [await bot.peer.redeliver(sent) for _ in range(3)]
        service.go.set()
        await bot.answer()
        return [response.status for response in (sent, *retries)], texts(bot)

    assert run(scenario, slack_mode="http") == ([200] * 4, ["echo slow"])


def test_a_retry_whose_first_try_died_is_answered_once(run, tmp_path):
    async def scenario(bot):
        sent = await bot.peer.mention("<@U0BOT> why")
        await bot.answer()
        with bot.state.engine.begin() as connection:  # as if the process had died before it answered
            connection.exec_driver_sql(
                "UPDATE work SET status = 'accepted', owner = 'dead', lease_until = 0, request = "
                "(SELECT request FROM kept)"
            )
        await bot.peer.redeliver(sent)
        await bot.answer(2)
        return texts(bot)

    async def keeping(bot):
        with bot.state.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE kept (request TEXT)")
            connection.exec_driver_sql(
                "CREATE TRIGGER keep AFTER INSERT ON work BEGIN INSERT INTO kept VALUES (new.request); END"
            )
        return await scenario(bot)

    assert run(keeping) == ["echo why", "echo why"]


def test_one_signed_request_at_three_replicas_is_answered_once(service, tmp_path):
    async def scenario():
        async with AsyncExitStack() as stack:
            bots = [
                await stack.enter_async_context(slack_bot(service, tmp_path, limits=QUICK, slack_mode="http"))
                for _ in range(3)
            ]
            sent = await bots[0].peer.slash("why")
            headers, body = payloads.http_request(sent, secret=bots[0].peer.signing_secret, timestamp=int(time.time()))
            async with aiohttp.ClientSession() as client:
                posts = [client.post(bot.peer.events_url, data=body, headers=headers) for bot in bots * 3]
                statuses = sorted(response.status for response in await asyncio.gather(*posts))
            bots[0].idle = bots[-1].idle  # which knows what all three began with
            await bots[0].answer()
            return set(statuses) <= {200, 401}, sent.status, service.asked

    assert asyncio.run(scenario()) == (True, 200, ["why"])


def test_readiness_follows_the_connections(run, tmp_path):
    async def scenario(bot):
        before = bot.platform.problem
        bot.peer.refuse_handshakes(2)
        bot.peer.drop()
        await bot.peer.wait_for(lambda: bot.platform.problem is not None)
        during = bot.platform.problem
        await bot.peer.wait_for(lambda: bot.platform.problem is None, timeout_seconds=20)
        return before, during, text_of(await bot.ask("why"))

    assert run(scenario) == (None, "no connection to Slack is alive", "echo why")


def test_a_mention_in_words_of_others_pings_nobody(run):
    hostile = "<!channel> <@U2> <!subteam^S1> @everyone `x` ```y``` *b* <http://evil.example|here> http://evil.example"

    async def scenario(bot):
        return await bot.ask(hostile)

    post = run(scenario)
    assert "<!" not in post.text
    assert "<@" not in post.text
    kinds = {element["type"] for block in post.blocks for part in block["elements"] for element in part["elements"]}
    assert kinds == {"text"}
