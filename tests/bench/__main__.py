"""Figures of retrieval and of the bot in chat, as ratios against a baseline of the same run: `make bench`.

Over an index that is there (`--data DIR`), or over one built from seeds/ for this run alone. Times are of this
machine, and of whoever else was using it. Exits with 1 where Slack, Discord or somebody who asks is let down, see
`slack.py`, `chat.py`, `outage.py` and `replicas.py`; nothing else is asserted.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from tests.bench import chat, documents, lifecycle, replicas, retrieval, sizes, slack
from tests.bench.rows import Rows

_PIPED_WIDTH = 120

Measure = Callable[[Path], tuple[list[Rows], list[str]]]


def main() -> None:
    arguments = _arguments()
    screen = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH)
    with tempfile.TemporaryDirectory() as folder:
        data = arguments.data or Path(folder) / "seeds"
        built = [] if arguments.data else [retrieval.build_rows(data)]
        if arguments.only in (None, "retrieval"):
            rows = [*built, _machine_rows(), *retrieval.measure(data, arguments.questions)]
            screen.print(_table("Quotebot's retrieval", rows))
            for count in arguments.quotes:
                _measure_grown(data, Path(folder) / str(count), count, arguments.questions)
        problems = []
        for name, title, measure in _chat_runs(arguments):
            machine = _machine_rows()
            rows, more_problems = measure(data)
            screen.print(_table(title, [machine, *rows]))
            problems += [f"{name}: {problem}" for problem in more_problems]
        if problems:
            sys.exit("\n".join(problems))


def _measure_grown(data: Path, folder: Path, count: int, questions: int) -> None:
    """Measure retrieval over an index of so many quotes, in a process of its own, whose memory is then its own too."""
    sizes.grow(data, folder, count)
    asked = ("--only", "retrieval", "--data", str(folder), "--questions", str(questions))
    subprocess.run([sys.executable, "-m", "tests.bench", *asked], check=True)


def _chat_runs(arguments: argparse.Namespace) -> list[tuple[str, str, Measure]]:
    """Return (name, title, what measures it) of the runs with a bot that are asked for."""
    asked = {"rate": arguments.rate, "seconds": arguments.seconds}
    in_slack = partial(slack.measure, **asked, reconnects=arguments.reconnects)
    in_both = partial(chat.measure, **asked, outage_seconds=arguments.chroma_outage)
    together = partial(replicas.measure, **asked, count=arguments.replicas, database_url=arguments.database_url)
    indexing = partial(lifecycle.measure_indexing, seconds=arguments.seconds)
    runs = [
        ("start", "Quotebot's start", lifecycle.measure_start),
        ("indexing", "Quotebot beside an index that is built", indexing),
        ("documents", f"{arguments.documents:,} interviews", partial(documents.measure, count=arguments.documents)),
        ("slack", "Quotebot in Slack", in_slack),
        ("chat", "Quotebot in Slack and in Discord at once", in_both),
        ("replicas", f"{arguments.replicas} replicas behind Slack's HTTP mode", together),
    ]
    wanted = [arguments.only] if arguments.only else ["start", "indexing", "slack", "chat"]
    return [run for run in runs if run[0] in wanted]


def _table(title: str, sections: list[Rows]) -> Table:
    table = Table("what", "figure", title=title, title_style="bold")
    for rows in sections:
        for row in rows:
            table.add_row(*row)
        table.add_section()
    return table


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the bot; ratios are against a baseline of the same run.")
    add = parser.add_argument
    add("--data", type=Path, metavar="DIR", help="a built index; one is built from seeds/ if none")
    add(
        "--only",
        choices=["retrieval", "start", "indexing", "documents", "slack", "chat", "replicas"],
        help="measure this alone",
    )
    add("--questions", type=int, default=200, metavar="N", help="how many to ask in retrieval (200)")
    add("--quotes", type=int, nargs="+", default=[], metavar="N", help="retrieval over so many quotes, too")
    add("--documents", type=int, default=1000, metavar="N", help="with --only documents: how many interviews (1,000)")
    add("--rate", type=float, default=30, metavar="N", help="questions a second in all (30)")
    add("--seconds", type=float, default=60, metavar="N", help="for so long (60)")
    add("--reconnects", type=int, default=100, metavar="N", help="forced reconnects in Slack (100)")
    add("--chroma-outage", type=float, metavar="SECONDS", help="chat: over a Chroma server that stops for so long")
    add("--replicas", type=int, default=2, metavar="N", help="with --only replicas: how many processes (2)")
    add("--database-url", metavar="URL", help="with --only replicas: their empty database")
    arguments = parser.parse_args()
    if arguments.only == "replicas" and not arguments.database_url:
        parser.error("replicas share a database; name an empty one: --database-url postgresql+psycopg://...")
    return arguments


def _machine_rows() -> Rows:
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"
    return [
        ("machine", f"{platform.machine()}, {os.cpu_count()} cores, load {load} (others may be using it)"),
        ("Python, chromadb, numpy", f"{platform.python_version()}, {version('chromadb')}, {np.__version__}"),
    ]


if __name__ == "__main__":
    main()
