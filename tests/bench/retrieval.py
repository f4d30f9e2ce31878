"""The figures of retrieval over one index, as rows of the table that `python -m tests.bench` prints."""

import json
import os
import subprocess
import sys
import time

import numpy as np

from bot.runtime.settings import load_settings
from index.embed import make_embedder
from index.search import Searcher
from index.storage.generations import read_current
from tests.bench import search
from tests.bench.restricted import restricted_rows
from tests.bench.rows import spread
from tests.bench.rows import time as shown
from tests.support.paths import ROOT

_COLD_RUNS = 5
_MEGABYTE = 1e6
# Of a question against one embedding and an exact search of all vectors, by how many quotes there are at most.
_BOUNDS = {5_000: 1.4, 50_000: 1.3, 500_000: 1.0}


def build_rows(data):
    """Build the index of seeds/, as a newcomer does, then once more with nothing changed."""
    seeds = str(ROOT / "seeds")
    first = _run("index", seeds, data=data, is_shown=True)
    again = _run("index", seeds, data=data)
    count = len(read_current(data).quotes)
    return [
        ("first index of seeds/", f"{first:.0f} s for {count:,} quotes, {count / first:.0f} quotes a second"),
        ("index with nothing changed / first", f"{again / first:.3f}  ({again:.1f} s)"),
    ]


def measure(data, count):
    """Ask so many questions in each of several ways; the order matters, since memory is read on the way."""
    first, others = _questions(count)
    start = time.perf_counter()
    searcher = Searcher(read_current(data), make_embedder(load_settings().embedder))
    loaded, loaded_seconds = search.resident_megabytes(), time.perf_counter() - start
    search.ask(searcher, first)
    asked = search.resident_megabytes()
    pairs = search.time_against_exact(searcher, others)
    filtered = search.time_with_filter(searcher, others)
    idle = search.ask(searcher, first)
    with search.busy_neighbours():
        busy = search.ask(searcher, first)
    recalls = search.recalls(searcher, others)
    sizes = _size_rows(searcher)
    stages = search.stage_medians(searcher, others)
    restricted = restricted_rows(searcher, others)
    searcher.close()
    memory = [
        ("loaded in, and memory then", f"{shown(loaded_seconds)}, {loaded:.0f} MB"),
        (f"memory after {len(first)} questions", f"{asked:.0f} MB"),
        ("on disk", _disk(data)),
    ]
    timed = [
        *_pair_rows(pairs, len(searcher.generation.quotes)),
        _filter_row(filtered),
        *restricted,
        *_busy_rows(idle, busy),
    ]
    return [sizes, memory, timed, _stage_rows(stages), _recall_rows(recalls), _cold_rows(data, first[0])]


def _questions(count):
    """Return two lists of questions of the training set, evenly taken from all of it; none is in both."""
    lines = (ROOT / "tests" / "eval" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["query"] for line in lines]
    halves = (texts[::2], texts[1::2])
    return [[half[row] for row in np.linspace(0, len(half) - 1, min(count, len(half)), dtype=int)] for half in halves]


def _size_rows(searcher):
    counts = ", ".join(f"{count:,} {language}" for language, count in search.vector_counts(searcher).items())
    generation = searcher.generation
    numpy_threads = os.environ.get(
        "OPENBLAS_NUM_THREADS", "as many as cores; waiting for a busy one slows the baseline"
    )
    return [
        ("quotes", f"{counts}; {len({quote.source.id for quote in generation.quotes})} interviews"),
        ("people", f"{len(generation.people):,} who speak"),
        ("embedder", str(generation.stamp["embedder"])),
        ("threads of numpy", numpy_threads),
    ]


def _pair_rows(pairs, quotes):
    bound = next((f"{ratio:g} at most" for size, ratio in _BOUNDS.items() if quotes <= size), "none")
    ratio, count = pairs.median / pairs.baseline_median, len(pairs.seconds)
    return [
        (f"[bold]question / (embedding + exact search)[/], {count} questions", f"[bold]{ratio:.2f}[/]  (aim: {bound})"),
        ("question", spread(pairs.seconds)),
        ("embedding + exact search", spread(pairs.baseline_seconds)),
    ]


def _filter_row(filtered):
    return ("with a speaker filter / without", f"{filtered.median / filtered.baseline_median:.2f}  (aim: 1.1 at most)")


def _busy_rows(idle, busy):
    ratio = np.percentile(busy, 95) / np.percentile(idle, 95)
    return [
        ("p95 beside two busy processes / alone", f"{ratio:.2f}  (aim: 3 at most)"),
        ("question, alone", spread(idle)),
        ("question, beside two busy processes", spread(busy)),
    ]


def _stage_rows(stages):
    return [(f"  of a question: {stage}", f"{seconds * 1000:.2f} ms") for stage, seconds in stages.items()]


def _recall_rows(recalls):
    name = f"Chroma's recall@{search.COUNT} of exact search"
    return [(f"{name}, {language}", f"{recall:.4f}  (aim: 0.995 at least)") for language, recall in recalls.items()]


def _disk(data):
    """Return the size of the current generation by part, and of the vectors kept for the next one."""
    folder = read_current(data).folder
    parts = dict.fromkeys(("Chroma", "vectors", "words", "texts"), 0)
    for file in folder.rglob("*"):
        if file.is_file():
            parts[_part(file.relative_to(folder).parts[0])] += file.stat().st_size
    parts["cache of vectors"] = sum(file.stat().st_size for file in data.glob("vectors.sqlite*"))
    detail = ", ".join(f"{part} {size / _MEGABYTE:.1f}" for part, size in parts.items())
    return f"{sum(parts.values()) / _MEGABYTE:.1f} MB: {detail}"


def _part(name):
    if name == "chroma":
        return "Chroma"
    if name.startswith(("words_", "dictionary")):
        return "words"
    return "vectors" if name.startswith(("vectors_", "contexts_", "plain_", "rows", "balance", "everyday")) else "texts"


def _cold_rows(data, question):
    seconds = [_run("ask", question, data=data) for _ in range(_COLD_RUNS)]
    return [(f"quotebot ask, whole process, median of {_COLD_RUNS}", shown(np.median(seconds)))]


def _run(*words, data, is_shown=False):
    """Return how many seconds a `quotebot` command took."""
    output = None if is_shown else subprocess.DEVNULL
    start = time.perf_counter()
    finished = subprocess.run([sys.executable, "-m", "bot", "--data", data, *words], cwd=ROOT, stdout=output)
    if finished.returncode not in ((0, 1) if words[0] == "ask" else (0,)):  # 1: nothing answers the question
        sys.exit(f"quotebot {words[0]} failed with exit code {finished.returncode}")
    return time.perf_counter() - start
