"""The figures of the bot in its platforms, as rows of the tables that `python -m tests.bench` prints."""

import numpy as np

from tests.bench.crowds import PEOPLE

_MILLISECONDS = 1000

Rows = list[tuple[str, str]]


def asked_rows(loaded):
    """Return what was asked of the bot, and what that took."""
    count = len(loaded.questions)
    platforms = {question.platform for question in loaded.questions}
    distinct = len({question.text for question in loaded.questions}) / count
    asked = f"{count:,} of {PEOPLE * len(platforms)} people, {distinct:.0%} distinct, {loaded.rate:g} a second"
    cpu_seconds = loaded.bot_cpu_seconds / count
    return [
        ("questions with /quote", asked),
        ("the bot's CPU", f"{_share(loaded.bot_cpu_seconds, loaded)}, {time(cpu_seconds)} a question"),
        ("the platforms' and the people's CPU", _share(loaded.own_cpu_seconds, loaded)),
        ("a question was asked late by at most", time(loaded.late_seconds)),
    ]


def answer_rows(loaded, tally, alone):
    """Return how those of one platform fared under load; `alone` is their tally one at a time."""
    alone_seconds = float(np.median(alone.answers))
    return [
        ("[bold]answer under load / one at a time[/]", f"[bold]{np.median(tally.answers) / alone_seconds:.2f}[/]"),
        (f"answer, one at a time, median of {alone.count}", time(alone_seconds)),
        ("answer under load", spread(tally.answers)),
        ("answers a second", f"{len(tally.answers) / loaded.seconds:.1f}, until the last of them"),
        ("acknowledgement, one at a time", spread(alone.acks)),
        ("acknowledgement under load", spread(tally.acks)),
        *tally_rows(tally),
    ]


def tally_rows(tally):
    once = tally.count - tally.twice - tally.never
    outcomes = ", ".join(f"{number:,} {outcome}" for outcome, number in tally.outcomes.most_common())
    return [
        ("answered once, more often, never", f"{once:,}, {tally.twice:,}, {tally.never:,} of {tally.count:,}"),
        ("what was said", outcomes),
    ]


def memory_row(bot):
    return ("the bot's memory at its largest", f"{bot.peak_megabytes:.0f} MB")


def spread(seconds):
    if not seconds:
        return "none"
    p50, p95, p99 = np.percentile(seconds, [50, 95, 99])
    return f"p50 {time(p50)}, p95 {time(p95)}, p99 {time(p99)}, longest {time(max(seconds))}"


def time(seconds):
    return f"{seconds * _MILLISECONDS:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _share(cpu_seconds, done):
    return f"{cpu_seconds / done.seconds:.0%} of a core"
