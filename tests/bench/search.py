"""What `python -m tests.bench` measures inside one process: times in pairs, stages, recall, memory."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from index.answer import Filters
from index.embed import Vectors
from index.search import Searcher
from index.search.mentions import named_speakers
from index.search.observed import observed
from index.search.trace import Trace
from index.storage.rows import read_rows
from index.text.language import question_language

COUNT = 10
_WARM_UP = 10


@dataclass
class Pairs:
    """Seconds of two ways to do the same, taken turn by turn, so that noise of the machine meets both."""

    seconds: list[float] = field(default_factory=list)
    baseline_seconds: list[float] = field(default_factory=list)

    def add(self, run: Callable[[], object], baseline: Callable[[], object]) -> None:
        turns = [(run, self.seconds), (baseline, self.baseline_seconds)]
        for act, seconds in turns if len(self.seconds) % 2 else reversed(turns):
            start = time.perf_counter()
            act()
            seconds.append(time.perf_counter() - start)

    @property
    def median(self) -> float:
        return float(np.median(self.seconds))

    @property
    def baseline_median(self) -> float:
        return float(np.median(self.baseline_seconds))


def ask(searcher: Searcher, questions: list[str]) -> list[float]:
    """Return how many seconds each question takes."""
    seconds = []
    for question in questions:
        start = time.perf_counter()
        searcher.search(question, COUNT)
        seconds.append(time.perf_counter() - start)
    return seconds


@contextmanager
def busy_neighbours(count: int = 2) -> Iterator[None]:
    """Have processes that do nothing but compute beside this one."""
    neighbours = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for neighbour in neighbours:
            neighbour.kill()
            neighbour.wait()


def time_against_exact(searcher: Searcher, questions: list[str]) -> Pairs:
    """Time full questions against one embedding and an exact search of all vectors, which are in memory for it."""
    matrices = [np.array(vectors) for _, vectors in read_rows(searcher.generation.folder).values()]

    def exact(question: str) -> None:
        vector = searcher._embedder.embed_questions([question])[0]
        for matrix in matrices:
            _best_rows(matrix @ vector)

    for question in questions[:_WARM_UP]:
        searcher.search(question, COUNT)
        exact(question)
    pairs = Pairs()
    for question in questions:
        pairs.add(lambda question=question: searcher.search(question, COUNT), lambda question=question: exact(question))
    return pairs


def _best_rows(similarities: Vectors) -> Vectors:
    count = min(COUNT, len(similarities))
    rows = np.argpartition(-similarities, count - 1)[:count]
    return rows[np.argsort(-similarities[rows])]


def time_with_filter(searcher: Searcher, questions: list[str]) -> Pairs:
    """Time questions that name nobody with each speaker in turn as filter, against the same without."""
    generation = searcher.generation
    quote_counts = Counter(quote.speaker for quote in generation.quotes)
    speakers = [name for name, count in quote_counts.items() if name and count >= COUNT]
    pairs = Pairs()
    unnamed = [question for question in questions if not named_speakers(question, generation.people)]
    for number, question in enumerate(unnamed):
        speaker = speakers[number % len(speakers)]
        pairs.add(
            lambda question=question, speaker=speaker: searcher.search(question, COUNT, Filters(speakers=(speaker,))),
            lambda question=question: searcher.search(question, COUNT),
        )
    return pairs


def recalls(searcher: Searcher, questions: list[str]) -> dict[str, float]:
    """Return by language which share of the exact ten Chroma finds, asked for ten; equal similarities are equal."""
    shares: dict[str, list[float]] = {}
    for question in questions:
        vector = searcher._balance.question(
            searcher._embedder.embed_questions([question])[0], question_language(question)
        )
        for language, (quote_ids, vectors) in searcher._rows.items():
            similarities = vectors @ vector
            best = _best_rows(similarities)
            tenth = similarities[best[-1]] - 1e-6
            good = {quote_ids[row] for row in np.flatnonzero(similarities >= tenth)}
            nearest_ids = {quote_id for quote_id, _ in searcher._store.nearest(language, vector, COUNT)}
            shares.setdefault(language, []).append(len(good & nearest_ids) / len(best))
    return {language: float(np.mean(recalls)) for language, recalls in shares.items()}


def vector_counts(searcher: Searcher) -> dict[str, int]:
    return {language: len(quote_ids) for language, (quote_ids, _) in searcher._rows.items()}


def stage_medians(searcher: Searcher, questions: list[str]) -> dict[str, float]:
    """Return the median seconds of each stage of a question, those of both languages together.

    Words are searched while the question is embedded, and both languages in Chroma at once, so these sum up to more.
    """
    rounds: list[Counter[str]] = []
    for question in questions:
        trace, spent = Trace(), Counter()
        observed(searcher, trace).search(question, COUNT)
        for step in trace.steps:
            spent[step.stage] += step.milliseconds / 1000
        rounds.append(spent)
    return {stage: float(np.median([spent[stage] for spent in rounds])) for stage in rounds[0]}


def resident_megabytes() -> float:
    """Return the memory this process holds; nan where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS:")), float("nan"))
