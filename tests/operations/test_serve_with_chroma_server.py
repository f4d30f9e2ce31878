"""The whole bot, with its index on a real Chroma server that comes and goes."""

import asyncio

import pytest

from tests.peers.chroma_server import ChromaProcess, HangingServer
from tests.peers.slack import SlackPeer
from tests.platforms.slack.slack_bot import quote_in
from tests.support.bot_process import BotProcess
from tests.support.command_line import failed
from tests.support.two_interviews import PRICE

QUESTION = "How do you set the price of a jar?"
POLITE = "The index cannot be reached just now. Please try again in a minute."


@pytest.fixture
def chroma(tmp_path):
    (tmp_path / "chroma").mkdir()
    server = ChromaProcess(tmp_path / "chroma")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def served(folder, commands, chroma):
    """A folder with two interviews whose index is on the server."""
    run = commands.run(folder, "index", QUOTEBOT_CHROMA_URL=chroma.url)
    assert (run.code, run.err) == (0, "")
    return folder


def test_every_command_finds_the_index_and_says_what_to_do_while_it_is_away(served, commands, chroma):
    def quotebot(*arguments):
        return commands.run(served, *arguments, QUOTEBOT_CHROMA_URL=chroma.url)

    assert PRICE in " ".join(quotebot("ask", QUESTION).out.replace("▎", "").split())
    assert quotebot("verify").code == 0
    assert f"ok     the index in data and on the Chroma server at {chroma.url} is sound: 13 quotes find" in (
        quotebot("doctor").out
    )
    assert quotebot("backup", "taken", "--index") == failed(
        "the index is on the Chroma server and not taken along; leave --index out, and restore builds it anew"
    )
    chroma.stop()
    away = (
        f"the Chroma server at {chroma.url} cannot be reached ([Errno 111] Connection refused); see that it runs, "
        "and that QUOTEBOT_CHROMA_URL leads there"
    )
    assert quotebot("ask", QUESTION) == failed(away)
    assert f"wrong  {away}" in quotebot("doctor").out
    assert commands.run(served, "ask", QUESTION).code == 0  # without the setting, what was indexed in the folder


def test_who_asks_while_the_server_is_away_is_told_and_answered_when_it_is_back(served, chroma, monkeypatch):
    monkeypatch.setenv("QUOTEBOT_CHROMA_URL", chroma.url)

    async def scenario():
        async with SlackPeer() as peer:
            bot = BotProcess(peer, served)

            async def ask():
                before = len(peer.posts)
                await peer.slash(QUESTION)
                await peer.wait_for(lambda: len(peer.posts) > before, timeout_seconds=60)
                return peer.posts[-1]

            async def ask_until_answered():
                async with asyncio.timeout(60):
                    while (post := await ask()).text == POLITE:
                        await asyncio.sleep(0.5)
                return quote_in(post)

            await asyncio.to_thread(chroma.stop)
            await bot.start()
            texts = [(await ask()).text]
            await asyncio.to_thread(chroma.start)
            texts.append(await ask_until_answered())
            await asyncio.to_thread(chroma.stop)
            texts.append((await ask()).text)
            hanging = HangingServer(chroma.port)
            texts.append((await ask()).text)
            hanging.close()
            await asyncio.to_thread(chroma.start)
            texts.append(await ask_until_answered())
            return texts, await bot.stop()

    assert asyncio.run(scenario()) == ([POLITE, PRICE, POLITE, POLITE, PRICE], 0)
