"""What `quotebot doctor` looks at: interviews, embedder, index; each finding says what to do next."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.settings import Settings
from index.cutting import cut_corpus
from index.documents import Corpus, read_documents
from index.embed import make_embedder
from index.errors import QuotebotError
from index.generations import corpus_hash, read_current
from index.search import Searcher
from index.soundness import probe


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    is_fine: bool
    what: str


def check_everything(settings: Settings) -> list[Finding]:
    """Return a finding for everything that can be checked, in the order in which to mend it."""
    checks: tuple[Callable[[Settings], str], ...] = (_interviews, _embedder, _index, _index_is_fresh)
    return [_finding(check, settings) for check in checks]


def _finding(check: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(True, check(settings))
    except QuotebotError as error:
        return Finding(False, str(error))


def _corpus(settings: Settings) -> Corpus:
    return read_documents([settings.seeds])


def _interviews(settings: Settings) -> str:
    corpus = _corpus(settings)
    cut = cut_corpus(corpus)
    if cut.failures:
        raise QuotebotError("; ".join(cut.failures.values()))
    return f"{len(cut.turns)} interviews in {settings.seeds} give {len(cut.quotes):,} quotes"


def _embedder(settings: Settings) -> str:
    return f"questions are embedded with {make_embedder(settings.embedder).name}"


def _index(settings: Settings) -> str:
    generation = read_current(settings.data)
    probe(generation.folder)
    Searcher(generation, make_embedder(settings.embedder)).close()
    return f"the index in {settings.data} is sound: {len(generation.quotes):,} quotes find themselves"


def _index_is_fresh(settings: Settings) -> str:
    if read_current(settings.data).stamp["corpus"] != corpus_hash(_corpus(settings)):
        raise QuotebotError(f"the interviews in {settings.seeds} have changed since; run: quotebot index")
    return "the index is of the interviews as they are now"
