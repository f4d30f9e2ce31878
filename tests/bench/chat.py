"""How one bot fares in Slack and in Discord at once. Run by `python -m tests.bench`; see `slack.py` for what counts.

Here 99 of 100 questions are acknowledged within half a second, all within the three that both platforms wait. Discord's
gateway hears from the bot when it should: no heartbeat is late by more than three seconds, and no connection is lost.
Discord documents no such bound, it only cuts off who is silent for too long; a bot that is three seconds late has
done nothing else for as long.
"""

import asyncio
import itertools
import tempfile
from collections import Counter
from contextlib import AsyncExitStack

from tests.bench import rows
from tests.bench.crowds import DiscordCrowd, SlackCrowd, questions
from tests.bench.load import ask_evenly, ask_one_by_one
from tests.bench.outage import chroma_server, outage_problems, outage_rows
from tests.bench.outcomes import problems, tally_of
from tests.bench.served_bot import serving
from tests.peers.discord import DiscordPeer
from tests.peers.slack import SlackPeer

ALONE_COUNT = 50
ACK_P99_SECONDS, LATEST_BEAT_SECONDS = 0.5, 3.0
_BEAT_SECONDS = 5.0  # Discord's own 41 s would leave one or two to look at
# Discord publishes no figures, and wants bots to go by its headers:
# https://docs.discord.com/developers/topics/rate-limits
_BUCKET_CALLS, _BUCKET_SECONDS = 5, 2.0
_LIMITED = ("create_response", "get_original", "edit_original", "delete_original", "create_followup")


def measure(data, *, rate, seconds, outage_seconds=None):
    """Return the figures as sections of rows, and what is out of bounds, each in a line.

    With `outage_seconds`, the vectors are on a Chroma server that goes away for so long after a third of the time.
    """
    return asyncio.run(_measure(data, rate, seconds, outage_seconds))


async def _measure(data, rate, seconds, outage_seconds):
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        slack, discord = [await stack.enter_async_context(peer) for peer in (SlackPeer(), DiscordPeer())]
        _behave_as_discord(discord)
        texts = itertools.cycle(questions())
        crowds = [SlackCrowd(slack, texts), DiscordCrowd(discord, texts)]
        server, chroma_settings = None, {}
        if outage_seconds:
            server, data, chroma_settings = await stack.enter_async_context(chroma_server(data, folder))
        bot = await stack.enter_async_context(
            serving(data, folder, slack=slack, discord=discord, settings=chroma_settings)
        )
        alone = [await ask_one_by_one(bot, crowd, ALONE_COUNT) for crowd in crowds]
        outage = asyncio.create_task(server.go_away(seconds / 3, outage_seconds)) if server else None
        loaded = await ask_evenly(bot, crowds, rate, seconds)
        sections, chat_problems = _figures(bot, crowds, alone, loaded)
        if outage:
            await outage
            sections.append(outage_rows(server, loaded.questions))
            chat_problems = outage_problems(server, loaded.questions) + chat_problems
        return sections, chat_problems


def _behave_as_discord(peer):
    """Ask for heartbeats, and tell the state of the rate limits of each interaction with every answer."""
    peer.heartbeat_seconds = _BEAT_SECONDS
    for method in _LIMITED:
        peer.limit(method, _BUCKET_CALLS, seconds=_BUCKET_SECONDS)


def _figures(bot, crowds, alone, loaded):
    before = [tally_of(done.questions, crowd.acks_of) for crowd, done in zip(crowds, alone, strict=True)]
    tallies = [tally_of(loaded.of(crowd), crowd.acks_of) for crowd in crowds]
    sections = [[*rows.asked_rows(loaded), rows.memory_row(bot)]]
    for crowd, tally, alone_tally in zip(crowds, tallies, before, strict=True):
        sections.append([(f"[bold]{crowd.platform}[/]", ""), *rows.answer_rows(loaded, tally, alone_tally)])
    slack, discord = (crowd.peer for crowd in crowds)
    sections[-1] += _gateway_rows(discord)
    elsewhere = sum(crowd.elsewhere for crowd in crowds)
    chat_problems = problems([*before, *tallies], p99_seconds=ACK_P99_SECONDS, elsewhere=elsewhere)
    chat_problems += slack.violations + discord.violations + gateway_problems(discord)
    return sections, chat_problems + (bot.last_log_lines() if chat_problems else [])


def _gateway_rows(peer):
    refused = Counter(f"{call.method} {call.outcome}" for call in peer.calls if call.outcome != "ok")
    refusals = ", ".join(f"{number:,} {what}" for what, number in refused.most_common()) or "none"
    late = rows.spread([beat.late_seconds for beat in peer.beats])
    return [
        ("heartbeats came late by", f"{late}; {len(peer.beats)}, one every {_BEAT_SECONDS:g} s"),
        ("sessions begun, resumed", f"{len(peer.identified)}, {len(peer.resumed)}"),
        ("calls, and those refused", f"{len(peer.calls):,}, {refusals}"),
    ]


def gateway_problems(peer):
    """Return what Discord must not see of a bot under load, and did, each in a line."""
    latest = max((beat.late_seconds for beat in peer.beats), default=0.0)
    lost = len(peer.identified) + len(peer.resumed) - 1
    counts = {
        "connections to Discord were lost": lost,
        "calls count towards a ban of the address": len(peer.invalid_calls),
    }
    connection_problems = [f"{count:,} {what}" for what, count in counts.items() if count]
    if latest > LATEST_BEAT_SECONDS:
        connection_problems.append(f"a heartbeat came {latest:.1f} s late; {LATEST_BEAT_SECONDS:g} s is the bound")
    return connection_problems
