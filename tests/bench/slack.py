"""How the real bot fares in Slack: under load, and while its connections come and go. Run by `python -m tests.bench`.

One `quotebot serve` answers from a real index; the peer in this process is Slack, and the people who ask. Times
are of this machine and of whoever else was using it: what can be compared is the ratio against the same bot asked
one question at a time. What people feel is bounded all the same: each question is answered once, whatever happens,
and 99 of 100 are acknowledged within half a second, all within the three that Slack waits.
"""

import asyncio
import itertools
import tempfile

from tests.bench import rows
from tests.bench.crowds import PATIENCE_SECONDS, SlackCrowd, questions
from tests.bench.load import ask_evenly, ask_one_by_one, keep_asking, measured
from tests.bench.outcomes import problems, tally_of
from tests.bench.served_bot import serving
from tests.peers.slack import SlackPeer

ALONE_COUNT, RECONNECT_RATE = 50, 10
ACK_P99_SECONDS, GRACE_SECONDS = 0.5, 0.3
_ENDINGS = ("cut", "refresh_requested", "warning")


def measure(data, *, rate, seconds, reconnects):
    """Return the figures as sections of rows, and what is out of bounds, each in a line."""
    return asyncio.run(_measure(data, rate, seconds, reconnects))


async def _measure(data, rate, seconds, reconnects):
    with tempfile.TemporaryDirectory() as folder:
        async with SlackPeer() as peer, serving(data, folder, slack=peer) as bot:
            crowd = SlackCrowd(peer, itertools.cycle(questions()))
            alone = await ask_one_by_one(bot, crowd, ALONE_COUNT)
            loaded = await ask_evenly(bot, [crowd], rate, seconds)
            shaken = await ask_through_reconnects(bot, crowd, reconnects)
            tallies = [tally_of(round_.questions, crowd.acks_of) for round_ in (alone, loaded, shaken)]
            shortfalls = problems(tallies, p99_seconds=ACK_P99_SECONDS, elsewhere=crowd.elsewhere) + peer.violations
            sections = [
                [*rows.asked_rows(loaded), rows.memory_row(bot)],
                rows.answer_rows(loaded, tallies[1], tallies[0]),
                _reconnect_rows(shaken, tallies[2], reconnects),
            ]
            return sections, shortfalls + (bot.last_log_lines() if shortfalls else [])


async def ask_through_reconnects(bot, crowd, count):
    """Ask at even times while connections end in every way, one after the other and every tenth time both."""
    is_over = asyncio.Event()
    async with measured(bot) as done:
        asking = asyncio.create_task(keep_asking(done, [crowd], RECONNECT_RATE, is_over.is_set))
        for number in range(count):
            connections = await _connected(crowd.peer)
            await _end(crowd.peer, _ENDINGS[number % 3], connections if number % 10 == 9 else connections[:1])
            await _connected(crowd.peer)
            await crowd.redeliver(done.questions)
        is_over.set()
        await asking
        await crowd.are_answered(done.questions)
    await crowd.settle()
    return done


async def _connected(peer):
    """Return the connections, oldest first, as soon as both are there for new questions."""

    def alive():
        return [connection for connection in peer.connections if connection.is_open and not connection.is_leaving]

    await peer.wait_for(lambda: len(alive()) >= 2, timeout_seconds=PATIENCE_SECONDS)
    return alive()


async def _end(peer, ending, connections):
    """End connections: cut off, or with a word before, as Slack does every few hours."""
    if ending == "cut":
        peer.drop(connections)
        return
    await peer.disconnect(ending, grace_seconds=GRACE_SECONDS, connections=connections)
    await asyncio.sleep(GRACE_SECONDS)


def _reconnect_rows(shaken, tally, reconnects):
    return [
        ("forced reconnects", f"{reconnects} in {shaken.seconds:.0f} s, at {RECONNECT_RATE} questions a second"),
        *rows.tally_rows(tally),
        ("delivered again, since unacknowledged", f"{tally.redelivered:,}"),
        ("answer, deliveries lost and all", rows.spread(tally.answers)),
        ("acknowledgement of what was not lost", rows.spread(tally.acks)),
    ]
