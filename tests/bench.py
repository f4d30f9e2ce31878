"""Figures of retrieval and of the bot in chat, as ratios against a baseline of the same run: `make bench`.

Over an index that is there (`--data DIR`), or over one built from seeds/ for this run alone. Times are of this
machine, and of whoever else was using it. Exits with 1 where Slack, Discord or somebody who asks is let down, see
`bench_slack.py` and `bench_chat.py`; nothing else is asserted.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path

import bench_chat
import bench_search
import bench_slack
import numpy as np
from rich.console import Console
from rich.table import Table

from bot.settings import load_settings
from index.embed import make_embedder
from index.search import Searcher
from index.storage.generations import read_current

ROOT = Path(__file__).parent.parent
_COLD_RUNS = 5
_PIPED_WIDTH = 120
_MILLISECONDS = 1000
_MEGABYTE = 1e6

Rows = list[tuple[str, str]]
Measure = Callable[[Path], tuple[list[Rows], list[str]]]


def main() -> None:
    arguments = _arguments()
    screen = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH)
    with tempfile.TemporaryDirectory() as folder:
        data = arguments.data or Path(folder)
        built = [] if arguments.data else [_build_rows(data)]
        if arguments.only in (None, "retrieval"):
            questions = _questions(arguments.questions)
            rows = [*built, [*_machine_rows(), _thread_row()], *_search_rows(data, questions), _disk_rows(data)]
            screen.print(_table("Quotebot's retrieval", [*rows, _cold_rows(data, questions[0])]))
        problems = []
        for name, title, measure in _chat_runs(arguments):
            if arguments.only in (None, name):
                machine = _machine_rows()
                rows, found = measure(data)
                screen.print(_table(title, [machine, *rows]))
                problems += found
        if problems:
            sys.exit("\n".join(problems))


def _chat_runs(arguments: argparse.Namespace) -> list[tuple[str, str, Measure]]:
    """Return (name, title, what measures it) of the runs with a bot."""
    asked = {"rate": arguments.rate, "seconds": arguments.seconds}
    slack = partial(bench_slack.measure, **asked, reconnects=arguments.reconnects)
    chat = partial(bench_chat.measure, **asked)
    return [("slack", "Quotebot in Slack", slack), ("chat", "Quotebot in Slack and in Discord at once", chat)]


def _table(title: str, sections: list[Rows]) -> Table:
    table = Table("what", "figure", title=title, title_style="bold")
    for rows in sections:
        for row in rows:
            table.add_row(*row)
        table.add_section()
    return table


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the bot; ratios are against a baseline of the same run.")
    parser.add_argument("--data", type=Path, metavar="DIR", help="a built index; one is built from seeds/ if none")
    parser.add_argument("--only", choices=["retrieval", "slack", "chat"], help="measure this alone")
    parser.add_argument("--questions", type=int, default=200, metavar="N", help="how many to ask in retrieval (200)")
    parser.add_argument("--rate", type=float, default=30, metavar="N", help="questions a second in all (30)")
    parser.add_argument("--seconds", type=float, default=60, metavar="N", help="for so long (60)")
    parser.add_argument("--reconnects", type=int, default=100, metavar="N", help="forced reconnects in Slack (100)")
    return parser.parse_args()


def _questions(count: int) -> list[str]:
    """Return questions of the training set, evenly taken from all of it."""
    lines = (ROOT / "tests" / "eval" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    chosen = np.linspace(0, len(lines) - 1, min(count, len(lines)), dtype=int)
    return [json.loads(lines[row])["query"] for row in chosen]


def _machine_rows() -> Rows:
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"
    return [
        ("machine", f"{platform.machine()}, {os.cpu_count()} cores, load {load} (others may be using it)"),
        ("Python, chromadb, numpy", f"{platform.python_version()}, {version('chromadb')}, {np.__version__}"),
    ]


def _thread_row() -> tuple[str, str]:
    told = os.environ.get("OPENBLAS_NUM_THREADS", "as many as cores; waiting for a busy one slows the baseline")
    return ("threads of numpy", told)


def _build_rows(data: Path) -> Rows:
    """Build the index, as a newcomer does, then once more with nothing changed."""
    seeds = str(ROOT / "seeds")
    first = _run("index", seeds, data=data, is_shown=True)
    again = _run("index", seeds, data=data)
    count = len(read_current(data).quotes)
    return [
        ("first index of seeds/", f"{first:.0f} s for {count:,} quotes, {count / first:.0f} quotes a second"),
        ("index with nothing changed / first", f"{again / first:.3f}  ({again:.1f} s)"),
    ]


def _search_rows(data: Path, questions: list[str]) -> list[Rows]:
    """Ask in this process; the order matters, since memory is read on the way."""
    start = time.perf_counter()
    searcher = Searcher(read_current(data), make_embedder(load_settings().embedder))
    searcher.search(questions[0], bench_search.COUNT)
    loaded = f"{bench_search.resident_megabytes():.0f} MB  (after {time.perf_counter() - start:.1f} s)"
    pairs = bench_search.time_against_exact(searcher, questions)
    asked = f"{bench_search.resident_megabytes():.0f} MB"
    filtered = bench_search.time_with_filter(searcher, questions)
    recalls = bench_search.recalls(searcher, questions)
    counts = ", ".join(f"{count:,} {language}" for language, count in bench_search.vector_counts(searcher).items())
    sizes: Rows = [
        ("embedder", str(searcher.generation.stamp["embedder"])),
        ("vectors", counts),
        ("memory with the index loaded", loaded),
        (f"memory after {2 * len(questions)} questions", asked),
    ]
    stages = bench_search.stage_medians(searcher, questions)
    searcher.close()
    return [sizes, _pair_rows(pairs, filtered, len(questions)), _stage_rows(stages), _recall_rows(recalls)]


def _pair_rows(pairs: bench_search.Pairs, filtered: bench_search.Pairs, count: int) -> Rows:
    ratio, p95_ratio = pairs.median / pairs.baseline_median, pairs.p95 / pairs.baseline_median
    return [
        (
            f"[bold]question / (embedding + exact search)[/], {count} questions",
            f"[bold]{ratio:.2f}[/]  (aim: 1.4 at most)",
        ),
        ("p95 of a question / the same median", f"{p95_ratio:.2f}"),
        ("question, median and p95", f"{pairs.median * _MILLISECONDS:.1f} and {pairs.p95 * _MILLISECONDS:.1f} ms"),
        (
            "embedding + exact search, median and p95",
            f"{pairs.baseline_median * _MILLISECONDS:.1f} and {pairs.baseline_p95 * _MILLISECONDS:.1f} ms",
        ),
        ("with a speaker filter / without", f"{filtered.median / filtered.baseline_median:.2f}"),
    ]


def _stage_rows(stages: dict[str, float]) -> Rows:
    return [(f"  of a question: {stage}", f"{seconds * _MILLISECONDS:.2f} ms") for stage, seconds in stages.items()]


def _recall_rows(recalls: dict[str, float]) -> Rows:
    return [
        (f"Chroma's recall@{bench_search.COUNT} of exact search, {name}", f"{r:.4f}") for name, r in recalls.items()
    ]


def _disk_rows(data: Path) -> Rows:
    """Return the size of the current generation by part, and of the vectors kept for the next one."""
    folder = read_current(data).folder
    parts = dict.fromkeys(("Chroma", "vectors", "words", "texts"), 0)
    for file in folder.rglob("*"):
        if file.is_file():
            parts[_part(file.relative_to(folder).parts[0])] += file.stat().st_size
    parts["cache of vectors"] = sum(file.stat().st_size for file in data.glob("vectors.sqlite*"))
    detail = ", ".join(f"{part} {size / _MEGABYTE:.1f}" for part, size in parts.items())
    return [("on disk", f"{sum(parts.values()) / _MEGABYTE:.1f} MB: {detail}")]


def _part(name: str) -> str:
    if name == "chroma":
        return "Chroma"
    if name.startswith("words_"):
        return "words"
    return "vectors" if name.startswith(("vectors_", "rows", "balance")) else "texts"


def _cold_rows(data: Path, question: str) -> Rows:
    seconds = [_run("ask", question, data=data) for _ in range(_COLD_RUNS)]
    return [(f"quotebot ask, whole process, median of {_COLD_RUNS}", f"{np.median(seconds):.2f} s")]


def _run(*words: str, data: Path, is_shown: bool = False) -> float:
    """Return how many seconds a `quotebot` command took."""
    output = None if is_shown else subprocess.DEVNULL
    start = time.perf_counter()
    finished = subprocess.run([sys.executable, "-m", "bot", "--data", data, *words], cwd=ROOT, stdout=output)
    if finished.returncode not in ((0, 1) if words[0] == "ask" else (0,)):  # 1: nothing answers the question
        sys.exit(f"quotebot {words[0]} failed with exit code {finished.returncode}")
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
