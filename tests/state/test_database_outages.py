import asyncio
import signal
import threading
from collections import Counter
from dataclasses import replace

import pytest

from bot.intake.limits import Limits
from bot.state import State
from index.errors import StorageError
from tests.chat.echo_queue import EchoService, request, run_queue
from tests.platforms.discord import discord_bot
from tests.platforms.slack.slack_bot import run_bot
from tests.state.builders import VOTE

STOPS = ["fast", "immediate", "kill"]
PLATFORMS_WAIT_SECONDS = 3


@pytest.fixture
def server(postgres):
    """A server to stop; it runs again after the test."""
    yield postgres
    if not postgres.is_running:
        postgres.start()


@pytest.fixture
def url(server):
    """The URL of a state in it that holds nothing yet."""
    with server.database(template="made") as url:
        yield url
        if not server.is_running:
            server.start()


@pytest.fixture
def kept(url):
    """That state."""
    state = State.open(url)
    yield state
    state.close()


@pytest.mark.parametrize("how", STOPS)
def test_a_server_that_was_started_again_is_used_at_once(server, kept, how):
    kept.vote(VOTE)
    server.stop(how)
    server.start()
    kept.vote(replace(VOTE, user="U2"))
    assert kept.all_votes() == {"q1": (2, 0)}


@pytest.mark.parametrize("how", STOPS)
def test_no_vote_that_was_acknowledged_is_lost_or_doubled_when_the_server_goes_away(server, kept, how):
    acknowledged, refused, done = Counter(), Counter(), threading.Event()

    def vote(voter):
        number = 0
        while not done.is_set():
            number += 1
            try:
                kept.vote(replace(VOTE, user=f"U{voter}-{number}", quote_id=f"q{voter}"))
                acknowledged[voter] += 1
            except StorageError:
                refused[voter] += 1

    voters = [threading.Thread(target=vote, args=(voter,)) for voter in range(4)]
    for voter in voters:
        voter.start()
    until(lambda: len(acknowledged) == 4)
    server.stop(how)
    until(lambda: len(refused) == 4)
    server.start()
    before = Counter(acknowledged)
    until(lambda: all(acknowledged[voter] > before[voter] for voter in range(4)))
    done.set()
    for voter in voters:
        voter.join()
    counted = {voter: kept.all_votes()[f"q{voter}"][0] for voter in range(4)}
    # What was being committed when the server went away may be there, and nobody was told.
    assert all(0 <= counted[voter] - acknowledged[voter] <= 1 for voter in range(4))


def test_nothing_is_prepared_that_a_pooler_in_between_would_lose(kept):
    for number in range(20):
        kept.vote(replace(VOTE, user=f"U{number}"))
    with kept.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM pg_prepared_statements").all() == []


def until(is_met):
    for _ in range(6000):
        if is_met():
            return
        threading.Event().wait(0.005)
    raise TimeoutError


@pytest.mark.parametrize("how", STOPS)
def test_who_asks_while_there_is_no_server_is_told_and_then_answered_again(server, kept, how):
    async def scenario(queue, outbox, service):
        await queue.take(request("before"))
        await outbox.wait_for(1)
        await asyncio.to_thread(server.stop, how)
        async with asyncio.timeout(PLATFORMS_WAIT_SECONDS):
            await queue.take(request("meanwhile"))
            await outbox.wait_for(2)
        await asyncio.to_thread(server.start)
        await queue.take(request("after"))
        return [text[:37] for _, text in await outbox.wait_for(3)]

    replies = run_queue(kept, scenario, limits=Limits())
    assert replies == ["echo before", "Something broke on my side (reference", "echo after"]


def test_a_server_that_hangs_is_not_waited_for_in_silence(server, kept):
    async def scenario(queue, outbox, service):
        server.send(signal.SIGSTOP)
        try:
            taking = asyncio.ensure_future(queue.take(request("meanwhile")))
            async with asyncio.timeout(PLATFORMS_WAIT_SECONDS):
                await outbox.wait_for(1)
        finally:
            server.send(signal.SIGCONT)
        await taking
        await queue.take(request("after"))
        await outbox.wait_for(2)
        async with asyncio.timeout(10):
            while "echo after" not in [text for _, text in outbox.sent]:  # in either order with the first answer
                await asyncio.sleep(0.01)
        return outbox.sent[0][1]

    kept.engine.dispose()  # or a connection that is there already would be used
    reply = run_queue(kept, scenario, limits=Limits())
    assert reply == "This takes longer than usual; your answer will come."


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_in_slack_a_command_without_the_database_is_acknowledged_and_apologised_for(server, url, tmp_path, mode):
    async def scenario(bot):
        await asyncio.to_thread(server.stop, "fast")
        sent = await bot.peer.slash("meanwhile")
        await bot.peer.wait_for(1, timeout_seconds=PLATFORMS_WAIT_SECONDS)
        await bot.peer.wait_for(lambda: mode == "http" or not bot.peer.unacked)
        await asyncio.to_thread(server.start)
        answer = await bot.ask("after")
        return sent.status, bot.peer.posts[0].text[:37], answer.text

    replies = run_bot(EchoService(), tmp_path, scenario, slack_mode=mode, database_url=url)
    status = 200 if mode == "http" else None
    assert replies == (status, "Something broke on my side (reference", "echo after")


def test_in_discord_a_command_without_the_database_is_acknowledged_and_apologised_for(server, url, tmp_path):
    async def scenario(bot):
        await asyncio.to_thread(server.stop, "fast")
        await bot.peer.slash("quote", question="meanwhile")
        await bot.peer.wait_for(1, timeout_seconds=PLATFORMS_WAIT_SECONDS)
        [response] = bot.peer.responses.values()
        apology = discord_bot.text_of(bot.peer.posts[0])
        await asyncio.to_thread(server.start)
        answer = await bot.ask("after")
        return response.is_ephemeral, apology[:37], discord_bot.text_of(answer)

    replies = discord_bot.run_bot(EchoService(), tmp_path, scenario, database_url=url)
    assert replies == (True, "Something broke on my side (reference", "echo after")
