"""What `quotebot index` costs for a folder of many interviews: at first, with one more, and with nothing changed.

Run by `python -m tests.bench --only documents`. Interviews are invented by `many_documents.py`; the baseline is the
embedder alone, in the same run.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.runtime.settings import load_settings
from index.corpus.documents import find_documents
from index.embed import make_embedder
from index.embed.pieces import different_pieces
from index.extraction import extract_interview
from index.storage.generations import read_current
from tests.bench.live_addition import seconds_until_answered
from tests.bench.many_documents import write_documents, write_interview
from tests.bench.rows import time as shown
from tests.support.paths import ROOT

_SAMPLE = 20  # interviews whose sentences are embedded for the baseline
_LEAST_SHARE, _MOST_SECONDS = 0.9, 60


def measure(_data, *, count):
    """Return the figures of so many interviews as sections of rows; nothing is out of bounds on a shared machine."""
    with tempfile.TemporaryDirectory() as name:
        folder, data = Path(name) / "interviews", Path(name) / "data"
        write_documents(folder, count)
        before, pieces = _embedding_seconds(folder)
        first, megabytes = _index(folder, data)
        after, _ = _embedding_seconds(folder)
        write_documents(folder, 1, first=count)
        more, more_megabytes = _index(folder, data)
        unchanged, _ = _index(folder, data)
        added, answered = _add_to_running_bot(folder, data, Path(name) / f"talk-{count + 1:05}.txt", count + 1)
        quotes = len(read_current(data).quotes)
    share = count / _SAMPLE * (before + after) / 2 / first
    return [
        [
            ("interviews, quotes", f"{count:,}, {quotes:,}; {pieces} sentences each"),
            ("first index", f"{shown(first)}, {count / first:.1f} interviews a second"),
            ("[bold]share of the embedder's own rate[/]", f"[bold]{share:.2f}[/]  (aim: {_LEAST_SHARE} at least)"),
            ("one interview more", f"{shown(more)}  (aim: {_MOST_SECONDS} s at most), {more / first:.3f} of the first"),
            ("one more, by a bot that runs", f"added in {shown(added)}, answered from in {shown(answered)}"),
            ("nothing changed", f"{shown(unchanged)}, {unchanged / first:.3f} of the first"),
            ("memory at its largest, first index, one more", f"{megabytes:.0f}, {more_megabytes:.0f} MB"),
        ]
    ], []


def _add_to_running_bot(folder, data, file, number):
    """Return how long `quotebot add` took, and how long it was until a bot that ran answered from what was added."""
    sentence = write_interview(file, number)
    return seconds_until_answered(data, folder, file, sentence)


def _embedding_seconds(folder):
    """Return how long the embedder alone takes for the sentences of some interviews, and how many one has."""
    files = find_documents([folder])
    texts = [
        text
        for _, file in files.files[:_SAMPLE]
        for text in different_pieces(
            [quote.pieces for quote in extract_interview(files.read(file), files.roster).quotes]
        )
    ]
    embedder = make_embedder(load_settings().embedder)
    embedder.embed_passages(texts[:8])
    start = time.perf_counter()
    embedder.embed_passages(texts)
    return time.perf_counter() - start, round(len(texts) / _SAMPLE)


def _index(folder, data):
    """Return how many seconds `quotebot index` took, and its memory at its largest in megabytes."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "bot", "--data", data, "index", folder]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"quotebot index failed with exit code {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024
