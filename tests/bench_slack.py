"""How the real bot fares in Slack: under load, and while its connections come and go. Run by `tests/bench.py`.

One `quotebot serve` answers from a real index; `slack_peer` in this process is Slack, and the people who ask. Times
are of this machine and of whoever else was using it: what can be compared is the ratio against the same bot asked
one question at a time. What people feel is bounded all the same: each question is answered once, whatever happens,
and 99 of 100 are acknowledged within half a second, all within the three that Slack waits.
"""

import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import cache

import bench_slack_bot
import bench_slack_load as load
import numpy as np
from slack_peer import SlackPeer

from bot.words import say

ACK_P99_SECONDS, LONGEST_ACK_SECONDS = 0.5, 3.0
ALONE_COUNT, RECONNECT_RATE = 50, 10
BUSY, PUBLIC, UNSURE, NOTHING = "told to wait", "public", "unsure, private", "nothing, private"
_ANSWERS = (PUBLIC, UNSURE, NOTHING)
_TOLD = {BUSY: "busy", "turned away": "too_busy", "given up": "too_slow", UNSURE: "unsure", NOTHING: "nothing"}
_MILLISECONDS = 1000
_LOG_LINES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of the questions of one round; times are in seconds, those of answers alone, not of notices."""

    count: int
    acks: list[float]
    answers: list[float]
    outcomes: Counter
    unacked: int
    acked_twice: int
    redelivered: int
    never: int
    twice: int


def measure(data, *, rate, seconds, reconnects):
    """Return the figures as sections of rows, and what is out of bounds, each in a line."""
    return asyncio.run(_measure(data, rate, seconds, reconnects))


async def _measure(data, rate, seconds, reconnects):
    with tempfile.TemporaryDirectory() as folder:
        async with SlackPeer() as peer, bench_slack_bot.serving(data, peer, folder) as bot:
            crowd = load.Crowd(peer, load.questions(), is_final)
            alone = await load.ask_one_by_one(bot, crowd, ALONE_COUNT)
            loaded = await load.ask_evenly(bot, crowd, rate, seconds)
            shaken = await load.ask_through_reconnects(bot, crowd, peer, RECONNECT_RATE, reconnects)
            fates = [fate_of(each.questions, peer.acks) for each in (alone, loaded, shaken)]
            elsewhere = sum(post.response_url is None for post in peer.posts)
            found = [*problems(fates, elsewhere), *peer.violations]
            log = bot.log.read_text(encoding="utf-8").splitlines()[-_LOG_LINES:] if found else []
            sections = [
                _load_rows(loaded, fates[1], alone_seconds=float(np.median(fates[0].answers))),
                [("the bot's memory at its largest", f"{bot.peak_megabytes:.0f} MB")],
                _reconnect_rows(shaken, fates[2], reconnects),
            ]
    return sections, found + log


def outcome_of(post):
    """Return what a post comes to, as people see it."""
    if post.response_type == "in_channel":
        return PUBLIC
    found = (outcome for outcome, beginnings in _beginnings().items() if any(each in post.text for each in beginnings))
    return next(found, "other notice")


@cache
def _beginnings():
    """Return how each notice begins in every language, up to what is filled in."""
    texts = {
        outcome: [say(key, each, seconds="\0", reference="\0") for each in ("en", "zh", "zh-Hant")]
        for outcome, key in _TOLD.items()
    }
    return {outcome: [text.partition("\0")[0] for text in each] for outcome, each in texts.items()}


def is_final(post):
    return outcome_of(post) != BUSY


def fate_of(questions, acks):
    """Return what became of questions, given the acknowledgements of each envelope."""
    deliveries = [[each.envelope_id for each in question.deliveries] for question in questions]
    envelopes = [each for ids in deliveries for each in ids]
    finals = [[post for post in question.posts if is_final(post)] for question in questions]
    firsts = [(question, posts[0]) for question, posts in zip(questions, finals, strict=True) if posts]
    return Fate(
        count=len(questions),
        acks=[acks[each][0].seconds for each in envelopes if each in acks],
        answers=[float(post.ts) - each.at for each, post in firsts if outcome_of(post) in _ANSWERS],
        outcomes=Counter(outcome_of(post) for question in questions for post in question.posts),
        unacked=sum(not any(each in acks for each in ids) for ids in deliveries),
        acked_twice=sum(len(acks.get(each, ())) > 1 for each in envelopes),
        redelivered=sum(len(ids) > 1 for ids in deliveries),
        never=sum(not posts for posts in finals),
        twice=sum(len(posts) > 1 for posts in finals),
    )


def problems(fates, elsewhere=0):
    """Return what must not happen and did, each in a line; `elsewhere` counts what was posted to no question."""
    slow = sum(seconds > LONGEST_ACK_SECONDS for fate in fates for seconds in fate.acks)
    p99 = max((float(np.percentile(fate.acks, 99)) for fate in fates if fate.acks), default=0.0)
    counts = {
        "questions were never answered": sum(fate.never for fate in fates),
        "questions were answered more than once": sum(fate.twice for fate in fates),
        "questions were never acknowledged": sum(fate.unacked for fate in fates),
        "envelopes were acknowledged more than once": sum(fate.acked_twice for fate in fates),
        "messages were posted elsewhere than at the address of a question": elsewhere,
        f"acknowledgements took more than {LONGEST_ACK_SECONDS:.0f} s": slow,
    }
    found = [f"{count:,} {what}" for what, count in counts.items() if count]
    if p99 > ACK_P99_SECONDS:
        found.append(f"one in 100 acknowledgements took {_time(p99)} or more; {_time(ACK_P99_SECONDS)} is the bound")
    return found


def _load_rows(loaded, fate, alone_seconds):
    distinct = len({question.deliveries[0].payload["text"] for question in loaded.questions})
    asked = f"{fate.count:,} of {load.PEOPLE} people, {distinct / fate.count:.0%} distinct, {loaded.rate:g} a second"
    return [
        ("questions with /quote", asked),
        ("[bold]answer under load / one at a time[/]", f"[bold]{np.median(fate.answers) / alone_seconds:.2f}[/]"),
        (f"answer, one at a time, median of {ALONE_COUNT}", _time(alone_seconds)),
        ("answer under load", _spread(fate.answers)),
        ("answers a second", f"{len(fate.answers) / loaded.seconds:.1f}, until the last of them"),
        ("acknowledgement under load", _spread(fate.acks)),
        *_fate_rows(fate),
        ("the bot's CPU", f"{_share(loaded.bot_cpu_seconds, loaded)}, {_each(loaded, fate)} a question"),
        ("Slack's and the people's CPU", f"{_share(loaded.own_cpu_seconds, loaded)}, {_lateness(loaded)}"),
    ]


def _reconnect_rows(shaken, fate, reconnects):
    return [
        ("forced reconnects", f"{reconnects} in {shaken.seconds:.0f} s, at {RECONNECT_RATE} questions a second"),
        *_fate_rows(fate),
        ("delivered again, since unacknowledged", f"{fate.redelivered:,}"),
        ("answer, deliveries lost and all", _spread(fate.answers)),
        ("acknowledgement of what was not lost", _spread(fate.acks)),
    ]


def _fate_rows(fate):
    once = fate.count - fate.twice - fate.never
    outcomes = ", ".join(f"{number:,} {outcome}" for outcome, number in fate.outcomes.most_common())
    return [
        ("answered once, more often, never", f"{once:,}, {fate.twice:,}, {fate.never:,} of {fate.count:,}"),
        ("what was said", outcomes),
    ]


def _spread(seconds):
    if not seconds:
        return "none"
    p50, p95, p99 = np.percentile(seconds, [50, 95, 99])
    return f"p50 {_time(p50)}, p95 {_time(p95)}, p99 {_time(p99)}, longest {_time(max(seconds))}"


def _time(seconds):
    return f"{seconds * _MILLISECONDS:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _share(cpu_seconds, done):
    return f"{cpu_seconds / done.seconds:.0%} of a core"


def _each(done, fate):
    return f"{done.bot_cpu_seconds / fate.count * _MILLISECONDS:.0f} ms"


def _lateness(done):
    return f"a question asked {_time(done.late_seconds)} late at most"
