"""One answer to a mention, delivered by the real parts of either platform to its peer."""

import asyncio
import time
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from typing import Any

import pytest

from bot.discord.circuit import Circuit
from bot.discord.delivery import DiscordDelivery
from bot.discord.rest import Rest
from bot.domain.channel_post import Posted
from bot.domain.message import Message, notice
from bot.domain.outlet import Outlet
from bot.domain.request import Request
from bot.intake.delivery_ways import first_of
from bot.runtime.metrics import Metrics
from bot.runtime.settings import Settings
from bot.slack.delivery import SlackDelivery
from bot.slack.web_client import make_web_client
from bot.state import State
from index.errors import StorageError
from tests.peers import discord as discord_peer
from tests.peers.slack import SlackPeer
from tests.support.fresh_state import open_fresh

ANSWER = Message(parts=notice("an answer").parts, visibility="public")
SAY = {"slack": "chat.postMessage", "discord": "create_message"}
UNCERTAIN = Posted(outcome="ambiguous", reason="TimeoutError")


class UnwritableState(State):
    """A state on a full disk: it takes no note of channels."""

    def allow(self, *_):
        raise StorageError("the disk is full; make room")

    refuse = allow


@dataclass(frozen=True, slots=True)
class Chat:
    """A platform with somebody who has mentioned the bot."""

    name: str
    peer: Any
    delivery: Outlet
    request: Request

    def shut(self):
        """Let the channel take nothing more."""
        if self.name == "slack":
            self.peer.fail(SAY["slack"], "is_archived")
        else:
            self.peer.fail(SAY["discord"], 50083)

    def hold_off(self):
        """Let the platform want no message for now."""
        if self.name == "slack":
            self.peer.fail(SAY["slack"], "ratelimited", status=429, retry_after=50)
        else:
            self.peer.rate_limit(SAY["discord"], 50)

    def lose_replies(self):
        self.peer.lose_reply(SAY[self.name], times=1 if self.name == "slack" else None)

    async def deliver(self):
        """Deliver the answer; return what became of it, and where it was said."""
        outcome = await self.delivery.deliver(self.request, ANSWER)
        here = self.request.channel
        return outcome, ["here" if post.channel == here else "to the asker" for post in self.peer.posts]


def mention(platform, workspace, channel, user, message=None):
    return Request(
        platform=platform, kind="mention", keys=(f"{platform}:message:1",), workspace=workspace, channel=channel,
        user=user, asked_at=time.time(), text="why", message=message,
    )  # fmt: skip


@asynccontextmanager
async def in_slack(state):
    async with SlackPeer() as peer:
        client = make_web_client(Settings(slack_bot_token=peer.bot_token, slack_api_url=peer.api_url))
        yield Chat("slack", peer, SlackDelivery(client, state), mention("slack", "T1", "C1", "U1"))


@asynccontextmanager
async def in_discord(state):
    async with discord_peer.DiscordPeer() as peer:
        rest = Rest(peer.token, peer.api_url, Circuit(Metrics()), first_wait_seconds=0.01)
        where = (discord_peer.GUILD, discord_peer.GENERAL, discord_peer.ANN)
        message = (await peer.mention("why")).id
        yield Chat("discord", peer, DiscordDelivery(rest, state), mention("discord", *where, message))


@pytest.fixture(params=[in_slack, in_discord], ids=["slack", "discord"])
def run(request, tmp_path):
    """Run a scenario on a platform, with a state of this kind; return what comes of it and what is noted."""

    def run_scenario(scenario, kind=State):
        async def on_platform(state):
            async with request.param(state) as chat:
                result = await scenario(chat)
                assert chat.peer.violations == []
                return result

        with closing(open_fresh(f"sqlite:///{tmp_path / 'state.db'}", kind)) as state:
            return asyncio.run(on_platform(state)), [refusal.reason for refusal in state.refused()]

    return run_scenario


def test_what_the_channel_takes_is_said_there_alone(run):
    assert run(Chat.deliver) == (("answered", ["here"]), [])


def test_what_surely_failed_is_said_in_the_next_way_and_the_channel_noted(run):
    async def scenario(chat):
        chat.shut()
        return chat.name, await chat.deliver()

    (name, delivered), reasons = run(scenario)
    assert delivered == ("answered", ["to the asker"])
    assert reasons == [{"slack": "is_archived", "discord": "thread_locked"}[name]]


def test_what_may_have_arrived_is_said_in_no_other_way(run):
    async def scenario(chat):
        chat.lose_replies()
        return await chat.deliver()

    assert run(scenario) == (("ambiguous", ["here"]), [])


@pytest.mark.parametrize(("is_shut", "where"), [(False, "here"), (True, "to the asker")])
def test_what_was_said_counts_as_answered_though_nothing_can_be_noted_of_the_channel(run, is_shut, where, caplog):
    async def scenario(chat):
        if is_shut:
            chat.shut()
        return await chat.deliver()

    assert run(scenario, UnwritableState) == (("answered", [where]), [])
    assert "whether a channel takes messages could not be written down" in caplog.messages


def test_where_waiting_cannot_be_written_down_the_delivery_ends_at_once(run):
    waits = []

    async def sleep(seconds):
        waits.append(seconds)
        raise StorageError("the disk is full; make room")

    async def scenario(chat):
        chat.hold_off()
        with pytest.raises(StorageError, match="disk is full"):
            await chat.delivery.deliver(chat.request, ANSWER, sleep=sleep)
        return len(waits), chat.peer.posts

    assert run(scenario) == ((1, []), [])


def test_who_cannot_even_be_written_to_gets_no_answer(run):
    async def scenario(chat):
        if chat.name == "slack":
            chat.peer.fail(SAY["slack"], "is_archived", times=None)
        else:
            chat.peer.fail(SAY["discord"], 50013, times=None)
        return await chat.deliver()

    assert run(scenario)[0] == ("failed", [])


def test_no_way_is_tried_after_one_of_which_nobody_knows():
    tried = []

    def way(name, posted):
        async def try_it():
            tried.append(name)
            return posted

        return try_it

    ways = [way("refused", Posted(outcome="refused")), way("failed", Posted(outcome="failed")), way("?", UNCERTAIN)]
    assert asyncio.run(first_of([*ways, way("never", Posted(outcome="sent"))])) == "ambiguous"
    assert tried == ["refused", "failed", "?"]
