"""From documents to a generation that answers: turns, quotes, vectors."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.documents import Corpus
from index.domain import Document, Language, Quote, Source, Turn
from index.embed import Embedder
from index.errors import CorpusError
from index.generations import make_current, new_folder, write_generation
from index.quotes import cut_quotes
from index.repeats import without_repeats
from index.store import QuoteStore
from index.turns import split_turns

SCHEMA = 1
Progress = Callable[[int, int], None]  # quotes embedded so far, quotes in all


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What became of one document: turns and quotes of each speaker, and what a person should look at."""

    source: Source
    turns: Counter[str]
    quotes: Counter[str]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What was built: a report a document, and what could not be read, by file or document id."""

    sources: tuple[SourceReport, ...]
    quote_count: int
    failures: dict[str, str] = field(default_factory=dict)


def quotes_of_corpus(corpus: Corpus) -> tuple[list[Quote], dict[str, list[Turn]], dict[str, str]]:
    """Return all quotes, the turns of each document by id, and the documents that failed with the reason."""
    quotes: list[Quote] = []
    turns: dict[str, list[Turn]] = {}
    failures = dict(corpus.failures)
    for document in corpus.documents:
        try:
            turns[document.source.id] = split_turns(document, corpus.roster)
        except CorpusError as error:
            failures[document.source.id] = str(error)
            continue
        quotes += cut_quotes(document, turns[document.source.id])
    return without_repeats(quotes), turns, failures


def build_index(corpus: Corpus, embedder: Embedder, data: Path, progress: Progress | None = None) -> BuildReport:
    """Build a generation from a corpus under `data` and make it current.

    Raises:
        CorpusError: No document gave a quote; the generation before stays current.
    """
    quotes, turns, failures = quotes_of_corpus(corpus)
    if not quotes:
        reasons = "; ".join(failures.values()) or "no sentence in them is long enough"
        raise CorpusError(f"no quotes in these interviews: {reasons}")
    folder = new_folder(data)
    stamp = {"schema": SCHEMA, "embedder": embedder.name, "dim": embedder.dim, "quotes": len(quotes)}
    write_generation(folder, corpus, quotes, stamp)
    store = QuoteStore(folder / "chroma")
    _embed(quotes, embedder, store, progress)
    store.close()
    make_current(data, folder)
    reports = [_report(document, turns, quotes) for document in corpus.documents if document.source.id in turns]
    return BuildReport(sources=tuple(reports), quote_count=len(quotes), failures=failures)


def _embed(quotes: Sequence[Quote], embedder: Embedder, store: QuoteStore, progress: Progress | None) -> None:
    done = 0

    def count(texts: int) -> None:
        nonlocal done
        done += texts
        if progress:
            progress(done, len(quotes))

    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        rows = [quote for quote in quotes if quote.language == language]
        if rows:
            vectors = embedder.embed_passages([quote.text for quote in rows], count)
            store.add(language, [quote.id for quote in rows], vectors)


def _report(document: Document, turns: dict[str, list[Turn]], quotes: Sequence[Quote]) -> SourceReport:
    own_turns = turns[document.source.id]
    return SourceReport(
        source=document.source,
        turns=Counter(turn.speaker for turn in own_turns if turn.speaker),
        quotes=Counter(quote.speaker for quote in quotes if quote.source.id == document.source.id),
        warnings=tuple(_warnings(document, own_turns)),
    )


def _warnings(document: Document, turns: Sequence[Turn]) -> list[str]:
    """Return what a person should look at: listed people who say nothing, turns that nobody may be named for."""
    speakers = {turn.speaker for turn in turns}
    source = document.source
    listed = (*source.hosts, *source.guests)
    warnings = [f"{name} is listed but says nothing" for name in listed if name not in speakers]
    unlisted = sorted(name for name in speakers - {None, *listed} if name)
    if listed and unlisted:
        warnings.append(f"not listed as host or guest: {', '.join(unlisted)}")
    if not source.hosts:
        warnings.append("no hosts listed; who asks was told from the questions")
    unnamed = sum(turn.speaker is None for turn in turns)
    if unnamed:
        warnings.append(f"{unnamed} {'stretch' if unnamed == 1 else 'stretches'} of words that nobody is named for")
    return warnings
