"""From a corpus to a generation that answers: quotes, vectors, words, checked, then made current."""

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from index.corpus.documents import Corpus
from index.domain import Language, Quote
from index.embed import Embedder, TextsDone, Vectors, quick_view, views_of
from index.embed.context import context_vectors
from index.embed.pieces import compose, different_pieces
from index.embed.vector_cache import VectorCache, open_cache
from index.embed.views import balance_views, has_plain_cosines, join
from index.errors import CorpusError, StorageError
from index.extraction import Extraction, extract_corpus
from index.refusals import next_step
from index.report import BuildReport, make_report
from index.search.everyday_questions import EverydayQuestions, everyday_questions
from index.storage.generations import collect, corpus_hash, make_current, new_folder, sound_stamp, write_texts
from index.storage.home import Data, Home, home_of
from index.storage.integrity import seal
from index.storage.lock import build_lock
from index.storage.rows import LANGUAGES, write_contexts, write_plain, write_rows
from index.storage.stamp import can_be_asked, embedder_stamp
from index.text.language import text_language
from index.text.lexical import WordIndex, word_folder
from index.text.translations import Dictionary

# What is being done; "answerable" is told once, when a first index can be asked while the full one is being built.
Phase = Literal["reading", "embedding", "writing", "checking", "answerable"]
Progress = Callable[[Phase, int, int], None]  # while embedding, with quotes that are done, and quotes in all

_MOST_QUESTIONS = 256  # of a language: their mean is all that is kept of them, and with more it hardly moves


def _tell_nobody(phase: Phase, done: int, total: int) -> None:
    pass


def build_index(corpus: Corpus, embedder: Embedder, data: Data, progress: Progress = _tell_nobody) -> BuildReport:
    """Build a generation from a corpus in a data folder, or another home, and make it current.

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
    progress("reading", 0, 0)
    extraction = extract_corpus(corpus)
    if not extraction.quotes:
        reasons = "; ".join(extraction.failures.values()) or "no sentence in them is long enough"
        raise CorpusError(f"no quotes in these interviews: {reasons}")
    try:
        with build_lock(home.data):
            home.check()
            collect(home)
            _bring_up_to_date(home, corpus, extraction, embedder, progress)
    except OSError as error:
        raise StorageError(
            f"cannot write the index to '{home.data}' ({error.strerror or error}); {next_step(error, home.data)}; "
            "what was indexed before is untouched"
        ) from error
    return make_report(corpus, extraction)


def _bring_up_to_date(
    home: Home, corpus: Corpus, extraction: Extraction, embedder: Embedder, progress: Progress
) -> None:
    """Build the generations that are missing, the one that can be asked soonest first."""
    current = sound_stamp(home)
    if current == _stamp(corpus, embedder, extraction.quotes):
        return
    quick = quick_view(embedder)
    if quick and not (current and can_be_asked(current, embedder)):
        _build_generation(home, corpus, extraction, quick, progress)
        progress("answerable", 0, 0)
    _build_generation(home, corpus, extraction, embedder, progress)


def _build_generation(
    home: Home, corpus: Corpus, extraction: Extraction, embedder: Embedder, progress: Progress
) -> None:
    with new_folder(home) as folder:
        write_texts(folder, corpus, extraction.quotes, _stamp(corpus, embedder, extraction.quotes))
        _write_vectors(folder, extraction, embedder, progress)
        with ThreadPoolExecutor(1) as beside:  # while another process, or a server, stores the vectors
            words = beside.submit(_write_words, folder, extraction.quotes)
            home.fill(folder)
            words.result()
        progress("checking", 0, 0)
        home.probe(folder)
        seal(folder)
    make_current(home, folder)


def _stamp(corpus: Corpus, embedder: Embedder, quotes: Sequence[Quote]) -> dict[str, Any]:
    return {
        **embedder_stamp(embedder),
        "corpus": corpus_hash(corpus),
        "quotes": len(quotes),
        "quote_ids": hashlib.sha256("".join(quote.id for quote in quotes).encode()).hexdigest()[:16],
    }


def _write_vectors(folder: Path, extraction: Extraction, embedder: Embedder, progress: Progress) -> None:
    """Write vectors, balance and contexts of each language that has quotes."""
    quotes = _by_language(extraction.quotes)
    views = _embed(folder.parents[1], quotes, extraction.questions, embedder, progress)
    progress("writing", 0, 0)
    balanced, balance = balance_views([view.passages for view in views], [view.questions for view in views])
    balance.save(folder)
    EverydayQuestions.measure(join([view.everyday for view in views]), balance, balanced).save(folder)
    write_rows(
        folder, {language: ([quote.id for quote in quotes[language]], rows) for language, rows in balanced.items()}
    )
    documents = {language: [quote.source.id for quote in own] for language, own in quotes.items()}
    write_contexts(
        folder,
        {language: context_vectors(balance.split(rows)[0], documents[language]) for language, rows in balanced.items()},
    )
    if has_plain_cosines(embedder.name):
        write_plain(folder, views[-1].passages)


def _write_words(folder: Path, quotes: Sequence[Quote]) -> None:
    """Write the word index of each language that has quotes, and the dictionary between them."""
    words = {language: WordIndex.build([quote.text for quote in own]) for language, own in _by_language(quotes).items()}
    for language, index in words.items():
        index.save(word_folder(folder, language))
    vocabularies = {language: index.vocabulary for language, index in words.items()}
    Dictionary.compile(vocabularies.get("en", ()), vocabularies.get("zh", ())).save(folder)


def _by_language(quotes: Sequence[Quote]) -> dict[Language, list[Quote]]:
    own = {language: [quote for quote in quotes if quote.language == language] for language in LANGUAGES}
    return {language: spoken for language, spoken in own.items() if spoken}


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What one view embedded: quotes and questions by language, shape (n, dim), and everyday questions."""

    passages: Mapping[Language, Vectors]
    questions: Mapping[Language, Vectors]
    everyday: Vectors


def _embed(
    data: Path,
    quotes: Mapping[Language, Sequence[Quote]],
    questions: Sequence[str],
    embedder: Embedder,
    progress: Progress,
) -> list[_View]:
    """Return what each view of the embedder makes of quotes and questions; what it made before is kept."""
    pieces = {language: [quote.pieces for quote in own] for language, own in quotes.items()}
    asked = {
        language: _sample([text for text in questions if text_language(text) == language]) for language in LANGUAGES
    }
    different = sum(len(different_pieces(own)) for own in pieces.values())
    done = _counter(sum(map(len, pieces.values())), different, progress)
    slowest, *others = views_of(embedder)
    with open_cache(data / "vectors.sqlite") as cache:
        slow = _view(cache, slowest, pieces, asked, done)
        return [slow, *(_view(cache, view, pieces, asked) for view in others)]


def _view(
    cache: VectorCache,
    view: Embedder,
    pieces: Mapping[Language, Sequence[Sequence[str]]],
    asked: Mapping[Language, Sequence[str]],
    done: TextsDone | None = None,
) -> _View:
    questions = {language: cache.embed_questions(view, own) for language, own in asked.items()}
    everyday = cache.embed_questions(view, everyday_questions())
    passages = {}
    for language, own in pieces.items():
        different = different_pieces(own)
        passages[language] = compose(own, different, cache.embed_passages(view, different, done))
    return _View(passages=passages, questions=questions, everyday=everyday)


def _sample(questions: Sequence[str]) -> Sequence[str]:
    """Return some questions from all over the corpus."""
    return questions[:: max(math.ceil(len(questions) / _MOST_QUESTIONS), 1)]


def _counter(quotes: int, pieces: int, progress: Progress) -> TextsDone:
    """Return what takes how many more pieces are embedded, and tells it as that share of the quotes."""
    done = 0

    def count(texts: int) -> None:
        nonlocal done
        done += texts
        progress("embedding", done * quotes // pieces, quotes)

    return count
