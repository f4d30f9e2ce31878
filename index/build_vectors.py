"""The vectors of a generation: embedded as far as they never were before, balanced, and laid down in its folder."""

import math
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from index.domain import Language, Quote
from index.embed import Embedder, TextsDone, Vectors, VectorSequence, views_of
from index.embed.context import context_vectors
from index.embed.embed import in_batches
from index.embed.pieces import compose, different_pieces
from index.embed.vector_cache import VectorCache, open_cache
from index.embed.views import ViewBalances, has_plain_cosines, join, measure_views
from index.search.everyday_questions import EverydayQuestions, everyday_questions
from index.storage.growth import Base, grown, write_growth
from index.storage.rows import (
    Halves,
    read_contexts,
    read_plain,
    save_array,
    save_contexts,
    save_plain,
    save_vectors,
    write_ids,
    write_rows,
)

_MOST_QUESTIONS = 256  # of a language: their mean is all that is kept of them, and with more it hardly moves
_QUOTES_AT_ONCE = 4096

Quotes = Mapping[Language, Sequence[Quote]]
Questions = Mapping[Language, Sequence[str]]
Progress = Callable[[int, int], None]  # with quotes that are embedded, and quotes in all


def write_vectors(folder: Path, quotes: Quotes, questions: Questions, embedder: Embedder, progress: Progress) -> None:
    """Write vectors, balance and contexts of each language that has quotes, all of them measured anew.

    Args:
        folder: Of the new generation, in the data folder where vectors are kept.
        quotes: By language.
        questions: That are asked in the interviews, by language.
        embedder: In use.
        progress: Told how far it is.
    """
    asked = {language: _sample(questions.get(language, ())) for language in quotes}
    with TemporaryDirectory(dir=folder) as raw:
        views = _embed(folder.parents[1], Path(raw), quotes, asked, embedder, progress)
        balance = measure_views([view.passages for view in views], [view.questions for view in views])
        balance.save(folder)
        balanced = {
            language: _write_balanced(folder, language, own, balance, [view.passages[language] for view in views])
            for language, own in quotes.items()
        }
        if has_plain_cosines(embedder.name):
            for language, plain in views[-1].passages.items():
                save_plain(folder, language, (len(plain), views[-1].dim), in_batches(plain))
    write_ids(folder, {language: _ids(own) for language, own in quotes.items()})
    EverydayQuestions.measure(join([view.everyday for view in views]), balance, balanced).save(folder)


def _write_balanced(
    folder: Path, language: Language, quotes: Sequence[Quote], balance: ViewBalances, raw: Sequence[VectorSequence]
) -> VectorSequence:
    """Write a language's vectors, balanced, and its contexts; return the vectors."""
    dims = [len(view.evening) for view in balance.views]
    batches = (balance.passages([view[part] for view in raw], language) for part in _parts(quotes))
    vectors = save_vectors(folder, language, (len(quotes), sum(dims)), batches)
    contexts = (_contexts(balance, vectors[part], quotes[part]) for part in _parts(quotes))
    save_contexts(folder, language, (len(quotes), dims[0]), contexts)
    return vectors


def grow_vectors(folder: Path, quotes: Quotes, base: Base, embedder: Embedder, progress: Progress) -> None:
    """Write the same of a generation that is made of another one: embedded is only what that lacks.

    Args:
        folder: Of the new generation, in the data folder where vectors are kept.
        quotes: By language.
        base: What it is made of.
        embedder: In use.
        progress: Told how far it is.
    """
    with TemporaryDirectory(dir=folder) as place:
        views = _embed(folder.parents[1], Path(place), base.new_quotes(quotes), {}, embedder, progress)
        raw = {language: [view.passages[language][:] for view in views] for language in quotes}
    balance = ViewBalances.load(base.folder)
    for file in (*base.folder.glob("balance_*.npz"), base.folder / "everyday.npz"):
        shutil.copyfile(file, folder / file.name)
    write_growth(folder, base)
    rows = {}
    for language, own in quotes.items():
        ids, vectors = base.rows[language]
        fresh = balance.passages(raw[language], language)
        rows[language] = (_ids(own), grown(ids, vectors, _ids(own), fresh))
        plain = read_plain(base.folder, language)
        if plain is not None:
            grown_plain = grown(ids, plain, _ids(own), raw[language][-1])
            save_plain(folder, language, grown_plain.shape, [grown_plain])
        contexts = _grown_contexts(balance, rows[language][1], own, (ids, read_contexts(base.folder, language)))
        save_contexts(folder, language, contexts.shape, [contexts])
    write_rows(folder, rows)


def _grown_contexts(
    balance: ViewBalances, vectors: Vectors, quotes: Sequence[Quote], before: tuple[Sequence[str], Halves]
) -> Halves:
    """Return the contexts of quotes: as they were in a document that is as it was, else measured anew."""
    known_ids, known = before
    row_of = {quote_id: row for row, quote_id in enumerate(known_ids)}
    contexts = np.empty((len(quotes), known.shape[1]), dtype=known.dtype)
    start = 0
    for _, group in groupby(quotes, key=lambda quote: quote.source.id):
        own = list(group)
        end = start + len(own)
        first = row_of.get(own[0].id, len(known_ids))
        is_as_before = list(known_ids[first : first + len(own)]) == _ids(own)
        contexts[start:end] = (
            known[first : first + len(own)] if is_as_before else _contexts(balance, vectors[start:end], own)
        )
        start = end
    return contexts


def _contexts(balance: ViewBalances, vectors: Vectors, quotes: Sequence[Quote]) -> Halves:
    return context_vectors(balance.split(vectors)[0], [quote.source.id for quote in quotes])


def _ids(quotes: Sequence[Quote]) -> list[str]:
    return [quote.id for quote in quotes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What one view embedded: quotes and questions by language, shape (n, dim), and everyday questions."""

    dim: int
    passages: Mapping[Language, VectorSequence]
    questions: Mapping[Language, Vectors]
    everyday: Vectors


def _embed(
    data: Path, place: Path, quotes: Quotes, questions: Questions, embedder: Embedder, progress: Progress
) -> list[_View]:
    """Return what each view of the embedder makes of quotes and questions; what it made before is kept.

    Args:
        data: The data folder.
        place: A folder that holds the vectors of the quotes as long as they are used.
        quotes: By language.
        questions: By language.
        embedder: In use.
        progress: Told how far it is.
    """
    different = sum(len(different_pieces(pieces)) for own in quotes.values() for pieces in _pieces(own))
    done = _counter(sum(map(len, quotes.values())), different, progress)
    slowest, *others = views_of(embedder)
    with open_cache(data / "vectors.sqlite") as cache:
        slow = _view(cache, slowest, place / "0", quotes, questions, done)
        more = [_view(cache, view, place / str(number), quotes, questions) for number, view in enumerate(others, 1)]
        return [slow, *more]


def _view(
    cache: VectorCache,
    view: Embedder,
    place: Path,
    quotes: Quotes,
    asked: Questions,
    done: TextsDone | None = None,
) -> _View:
    questions = {language: cache.embed_questions(view, own) for language, own in asked.items()}
    everyday = cache.embed_questions(view, everyday_questions())
    place.mkdir()
    passages = {
        language: save_array(
            place / f"{language}.npy", (len(own), view.dim), np.float32, _embedded(cache, view, own, done)
        )
        for language, own in quotes.items()
    }
    return _View(dim=view.dim, passages=passages, questions=questions, everyday=everyday)


def _embedded(cache: VectorCache, view: Embedder, quotes: Sequence[Quote], done: TextsDone | None) -> Iterator[Vectors]:
    """Yield the vectors of quotes, those of some thousand at a time."""
    for pieces in _pieces(quotes):
        different = different_pieces(pieces)
        yield compose(pieces, different, cache.embed_passages(view, different, done))


def _pieces(quotes: Sequence[Quote]) -> Iterator[list[Sequence[str]]]:
    """Yield the pieces of each quote, those of some thousand at a time."""
    for part in _parts(quotes):
        yield [quote.pieces for quote in quotes[part]]


def _parts(quotes: Sequence[Quote]) -> Iterator[slice]:
    """Yield where whole interviews stand, together of some thousand quotes: what is in memory at a time."""
    start = 0
    for end in range(1, len(quotes) + 1):
        is_last = end == len(quotes)
        is_enough = end - start >= _QUOTES_AT_ONCE
        if is_last or (is_enough and quotes[end].source.id != quotes[end - 1].source.id):
            yield slice(start, end)
            start = end


def _sample(questions: Sequence[str]) -> Sequence[str]:
    """Return some questions from all over the corpus."""
    return questions[:: max(math.ceil(len(questions) / _MOST_QUESTIONS), 1)]


def _counter(quotes: int, pieces: int, progress: Progress) -> TextsDone:
    """Return what takes how many more pieces are embedded, and tells it as that share of the quotes."""
    done = 0

    def count(texts: int) -> None:
        nonlocal done
        done += texts
        progress(done * quotes // max(pieces, 1), quotes)

    return count
