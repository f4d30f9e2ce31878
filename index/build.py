"""From a corpus to a generation that answers: quotes, vectors, words, checked, then made current."""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Literal

from index.build_vectors import Quotes, grow_vectors, write_vectors
from index.corpus.documents import Corpus, CorpusFiles
from index.domain import Language, Quote
from index.embed import Embedder, quick_view
from index.errors import CorpusError, StorageError
from index.extraction import Extraction, extract_corpus
from index.file_extraction import extract_files
from index.reading_cache import READINGS, open_reading_cache
from index.refusals import next_step
from index.report import BuildReport, make_report
from index.storage.generations import collect, current_name, make_current, new_folder, sound_stamp, write_texts
from index.storage.growth import Base, base_for
from index.storage.home import Data, Home, home_of
from index.storage.integrity import seal
from index.storage.lock import build_lock
from index.storage.stamp import can_be_asked, embedder_stamp
from index.text.lexical import WordIndex, word_folder
from index.text.translations import Dictionary

# What is being done; "answerable" is told once, when a first index can be asked while the full one is being built.
Phase = Literal["reading", "embedding", "writing", "checking", "answerable"]
# While reading, with interviews that are done and all of them; while embedding, with quotes.
Progress = Callable[[Phase, int, int], None]


def _tell_nobody(phase: Phase, done: int, total: int) -> None:
    pass


def build_index(
    corpus: Corpus | CorpusFiles | Callable[[], CorpusFiles],
    embedder: Embedder,
    data: Data,
    progress: Progress = _tell_nobody,
) -> BuildReport:
    """Build a generation from a corpus in a data folder, or another home, and make it current.

    A function that finds the interviews is called once nobody else builds here: what was found before, by a build that
    had to wait, could bring back what was removed meanwhile.

    Where the current generation is sound and would come out the same, it stays. Where none can be asked, and the
    embedder has several views, a first one with its quick view alone is built and made current before. Whatever
    happens on the way, the generation before stays current and untouched.

    Raises:
        CorpusError: No document gave a quote.
        BuildRunningError: Another process is building here.
        StorageError: The disk refuses to take it.
        IndexDamagedError: What was built does not find its own vectors.
        IndexUnreachableError: The server that takes the vectors does not answer.
    """
    home = home_of(data)
    try:
        with build_lock(home.data):
            extraction = _extract(corpus() if callable(corpus) else corpus, home, progress)
            home.check()
            collect(home)
            _bring_up_to_date(home, extraction, embedder, progress)
    except OSError as error:
        raise StorageError(
            f"cannot write the index to '{home.data}' ({error.strerror or error}); {next_step(error, home.data)}; "
            "what was indexed before is untouched"
        ) from error
    return make_report(extraction)


def _extract(corpus: Corpus | CorpusFiles, home: Home, progress: Progress) -> Extraction:
    """Return what the interviews come to; of files, those that were read before are not read again.

    Raises:
        CorpusError: No document gave a quote.
        StorageError: What was read cannot be kept.
    """
    progress("reading", 0, 0)
    if isinstance(corpus, Corpus):
        extraction = extract_corpus(corpus)
    else:
        with open_reading_cache(home.data / READINGS) as cache:
            extraction = extract_files(corpus, cache, partial(progress, "reading"))
    if not extraction.quotes:
        reasons = "; ".join(extraction.failures.values()) or "no sentence in them is long enough"
        raise CorpusError(f"no quotes in these interviews: {reasons}")
    return extraction


def _bring_up_to_date(home: Home, extraction: Extraction, embedder: Embedder, progress: Progress) -> None:
    """Build the generations that are missing, the one that can be asked soonest first."""
    current = sound_stamp(home)
    if current == _stamp(extraction, embedder):
        return
    quick = quick_view(embedder)
    if quick and not (current and can_be_asked(current, embedder)):
        _build_generation(home, extraction, quick, progress)
        progress("answerable", 0, 0)
    before = home.generations / (current_name(home) or "") if current else None
    _build_generation(home, extraction, embedder, progress, before)


def _build_generation(
    home: Home, extraction: Extraction, embedder: Embedder, progress: Progress, before: Path | None = None
) -> None:
    """Build a generation and make it current; of the one before, which must be sound, where little has changed."""
    stamp, quotes = _stamp(extraction, embedder), _by_language(extraction.quotes)
    base = base_for(before, stamp, quotes) if before else None
    report_embedded = partial(progress, "embedding")
    with new_folder(home) as folder:
        write_texts(folder, extraction, stamp)
        if base:
            grow_vectors(folder, quotes, base, embedder, report_embedded)
        else:
            write_vectors(folder, quotes, _questions(extraction), embedder, report_embedded)
        progress("writing", 0, 0)
        with ThreadPoolExecutor(1) as beside:  # while other processes, or a server, store the vectors and are asked
            words = beside.submit(_write_words, folder, quotes, base)
            home.fill(folder)
            progress("checking", 0, 0)
            home.probe(folder)
            words.result()
        seal(folder)
    make_current(home, folder)


def _stamp(extraction: Extraction, embedder: Embedder) -> dict[str, Any]:
    quotes = extraction.quotes
    return {
        **embedder_stamp(embedder),
        "corpus": extraction.corpus_hash,
        "quotes": len(quotes),
        "quote_ids": hashlib.sha256("".join(quote.id for quote in quotes).encode()).hexdigest()[:16],
    }


def _write_words(folder: Path, quotes: Quotes, base: Base | None) -> None:
    """Write the word index of each language that has quotes, and the dictionary between Chinese and English."""
    vocabularies = {}
    for language, own in quotes.items():
        place = word_folder(folder, language)
        if base and base.is_same(language, own):
            shutil.copytree(word_folder(base.folder, language), place)
            index = WordIndex.load(place)
        else:
            index = WordIndex.build([quote.text for quote in own])
            index.save(place)
        vocabularies[language] = index.vocabulary
    Dictionary.compile(vocabularies.get("en", ()), vocabularies.get("zh", ())).save(folder)


def _by_language(quotes: Sequence[Quote]) -> dict[Language, list[Quote]]:
    """Return the quotes of each language that has any, languages in order of their codes."""
    by_language: dict[Language, list[Quote]] = {
        language: [] for language in sorted({quote.language for quote in quotes})
    }
    for quote in quotes:
        by_language[quote.language].append(quote)
    return by_language


def _questions(extraction: Extraction) -> dict[Language, list[str]]:
    """Return the questions that are asked in the interviews, by language."""
    by_language: dict[Language, list[str]] = {}
    for language, question in extraction.questions:
        by_language.setdefault(language, []).append(question)
    return by_language
