import asyncio
import datetime
import json
import os
import re
import signal
import sys
import time
from contextlib import closing

import pytest

from bot.domain.channel_post import Place
from bot.domain.schedule import Schedule, Slot
from bot.state import State
from index.embed import runtimes
from index.storage.generations import current_name
from index.storage.integrity import seal
from tests.campaigns.slack_kills import outcome
from tests.peers.slack import SlackPeer, User
from tests.platforms.slack.slack_bot import quote_in
from tests.support.bot_process import BotProcess
from tests.support.command_line import ROOT, failed
from tests.support.fakes import write_corpus
from tests.support.two_interviews import INTERVIEWS, NOT_HERE, PRICE

PRICE_QUESTION = "How do you set the price of a jar?"


@pytest.fixture
def corpus(tmp_path):
    """A folder with two interviews and no index."""
    write_corpus(tmp_path / "seeds", INTERVIEWS)
    return tmp_path


def run(scenario, folder):
    async def serve():
        async with SlackPeer() as peer:
            bot = BotProcess(peer, folder)
            await bot.start()
            try:
                return await scenario(peer, bot)
            finally:
                await bot.end()

    return asyncio.run(serve())


def test_the_first_index_is_built_and_who_asks_meanwhile_is_answered_after(corpus):
    async def scenario(peer, bot):
        await peer.slash(PRICE_QUESTION)
        await peer.wait_for(lambda: any(post.user is None for post in peer.posts), timeout_seconds=120)
        return peer.posts[-1], await bot.stop()

    post, code = run(scenario, corpus)
    assert (quote_in(post), code) == (PRICE, 0)
    assert (corpus / "data" / "current").exists()


def test_who_asks_in_the_moment_of_opening_is_answered_though_the_bot_is_stopped(folder):
    async def scenario(peer, bot):
        sent = await peer.slash(PRICE_QUESTION)
        await peer.wait_for(lambda: sent.envelope_id in peer.acks)
        code = await bot.stop()
        return [quote_in(post) for post in peer.posts if post.user is None], code, bot.work_in_hand()

    assert run(scenario, folder) == ([PRICE], 0, 0)


def test_the_full_index_follows_the_first_by_itself_also_after_a_kill(corpus):
    async def kill_behind_the_first(peer, bot):
        await peer.wait_for(lambda: views(corpus) == [1], timeout_seconds=120)
        await bot.kill()

    async def wait_for_the_full_one(peer, bot):
        await peer.slash(PRICE_QUESTION)
        await peer.wait_for(lambda: any(post.user is None for post in peer.posts), timeout_seconds=60)
        await peer.wait_for(lambda: views(corpus) == [2, 1], timeout_seconds=120)
        return quote_in(peer.posts[-1]), await bot.stop()

    run(kill_behind_the_first, corpus)
    assert views(corpus) == [1]
    assert run(wait_for_the_full_one, corpus) == (PRICE, 0)


def views(folder):
    """How many views of meaning the current generation has, and the one before."""
    pointer = folder / "data" / "current"
    names = pointer.read_text().split() if pointer.exists() else []
    stamps = [json.loads((folder / "data" / "generations" / name / "stamp.json").read_text()) for name in names]
    return [len(runtimes(stamp["embedder"])) for stamp in stamps]


async def ask_a_slow_channel(peer, seconds):
    """Ask once the bot answers; the question is acknowledged, and its answer takes so many seconds to arrive."""
    await peer.slash(NOT_HERE)
    await peer.wait_for(1, timeout_seconds=60)
    peer.delay("response_url", seconds)
    await peer.slash(PRICE_QUESTION)
    await peer.wait_for(lambda: not peer.unacked)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_stop_finishes_what_is_being_answered(number, folder):
    async def scenario(peer, bot):
        await ask_a_slow_channel(peer, 1)
        return await bot.stop(number), quote_in(peer.posts[-1])

    assert run(scenario, folder) == (0, PRICE)


def test_a_terminal_that_is_closed_hangs_up_twice_and_the_answer_comes(folder):
    async def scenario(peer, bot):
        await ask_a_slow_channel(peer, 1)
        bot.send(signal.SIGHUP)
        await peer.wait_for(lambda: not peer.connections)
        return await bot.stop(signal.SIGHUP), quote_in(peer.posts[-1])

    assert run(scenario, folder) == (0, PRICE)


def test_a_second_sigterm_waits_for_nothing(folder):
    async def scenario(peer, bot):
        await ask_a_slow_channel(peer, 5)
        bot.send(signal.SIGTERM)
        await peer.wait_for(lambda: not peer.connections)
        return await bot.stop(), len(peer.posts)

    assert run(scenario, folder) == (1, 1)


def test_an_index_of_an_older_version_is_built_again(folder):
    older = current_name(folder / "data")
    generation = folder / "data" / "generations" / older
    stamp = json.loads((generation / "stamp.json").read_text()) | {"schema": 1}
    (generation / "stamp.json").write_text(json.dumps(stamp))
    seal(generation)

    async def scenario(peer, _):
        await peer.slash(PRICE_QUESTION)
        await peer.wait_for(lambda: any(post.user is None for post in peer.posts), timeout_seconds=120)
        return quote_in(peer.posts[-1])

    assert run(scenario, folder) == PRICE
    assert views(folder)[0] in (1, 2)
    assert current_name(folder / "data") != older


def test_sigterm_finishes_a_daily_post_that_is_on_its_way(folder):
    url = f"sqlite:///{folder / 'data' / 'state.db'}"
    place = Place(platform="slack", workspace="T1", channel="C1")
    now = time.time()
    schedule = Schedule(id="s1", place=place, at=datetime.time(9), zone="UTC", interface="en", user="U1", made_at=now)
    with closing(State.open(url)) as state:
        state.add_schedule(schedule, Slot(now - 60, datetime.datetime.fromtimestamp(now, datetime.UTC).date()))

    async def scenario(peer, bot):
        peer.delay("chat.postMessage", 2)
        await peer.wait_for(1, timeout_seconds=60)
        return await bot.stop()

    assert run(scenario, folder) == 0
    with closing(State.open(url)) as state:
        assert [post.status for post in state.posts_of("s1", 5)] == ["sent"]


def test_everything_that_is_missing_is_told_at_once(commands, folder):
    assert commands.run(folder, "serve", "slack", "discord") == failed(
        "Slack needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN; run: quotebot setup slack\n"
        "Discord needs DISCORD_TOKEN; run: quotebot setup discord",
        2,
    )


def test_what_a_killed_bot_had_accepted_is_answered_after_a_restart(folder):
    async def scenario(peer, bot):
        await peer.slash(NOT_HERE)
        await peer.wait_for(1, timeout_seconds=60)
        users = [User(id=f"UX{number}", name=f"x{number}") for number in range(3)]
        for user in users:
            peer.add(user)
            await peer.slash(PRICE_QUESTION, user=user.id)
        await peer.wait_for(lambda: not peer.unacked)
        await bot.kill()
        bot.end_leases()
        await bot.start()
        await peer.wait_for(lambda: all(outcome(peer, user) != "nothing" for user in users), timeout_seconds=60)
        return {outcome(peer, user) for user in users} <= {"answer", "apology", "answer and apology"}

    assert run(scenario, folder)


def test_nothing_is_served_without_a_token(commands, folder):
    assert commands.run(folder, "serve") == failed(
        "there is no token to serve with; run: quotebot setup slack, or: quotebot setup discord", 2
    )


def test_a_missing_token_is_named(commands, folder):
    run = commands.run(folder, "serve", SLACK_BOT_TOKEN="xoxb-1-1")
    assert run == failed("Slack needs SLACK_APP_TOKEN; run: quotebot setup slack", 2)


@pytest.mark.parametrize(
    ("method", "problem"),
    [
        (
            "auth.test",
            "Slack refuses SLACK_BOT_TOKEN (invalid_auth); copy it again from Install App",
        ),
        (
            "apps.connections.open",
            "Slack refuses SLACK_APP_TOKEN (invalid_auth); copy it again from Basic",
        ),
    ],
)
def test_a_refused_token_ends_with_one_line_and_no_hammering(folder, method, problem):
    async def scenario():
        async with SlackPeer() as peer:
            peer.fail(method, "invalid_auth", times=None)
            environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "SLACK_API_URL": peer.api_url}
            tokens = {"SLACK_BOT_TOKEN": peer.bot_token, "SLACK_APP_TOKEN": peer.app_token, "QUOTEBOT_HTTP_PORT": "0"}
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "serve"),
                env=environment | tokens, cwd=folder, stderr=asyncio.subprocess.PIPE,
            )  # fmt: skip
            _, err = await process.communicate()
            return process.returncode, err.decode(), len(peer.called(method)), peer.bot_token, peer.app_token

    code, err, calls, *tokens = asyncio.run(scenario())
    assert code == 2
    assert re.sub(r"\A(?:\{.*\n)*", "", err).startswith(f"quotebot: {problem}")
    assert (calls, [token for token in tokens if token in err]) == (1, [])


def test_a_slack_that_cannot_be_reached_at_first_is_asked_again(folder):
    async def scenario():
        async with SlackPeer() as peer:
            peer.fail("auth.test", "internal_error")
            peer.fail("auth.test", status=502, body="<html>")
            bot = BotProcess(peer, folder)
            await bot.start()
            return len(peer.called("auth.test")), await bot.stop()

    assert asyncio.run(scenario()) == (3, 0)
