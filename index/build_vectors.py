"""The vectors of a generation: embedded as far as they never were before, balanced, and laid down in its folder."""

import math
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from index.domain import Language, Quote
from index.embed import Embedder, TextsDone, Vectors, views_of
from index.embed.context import context_vectors
from index.embed.pieces import compose, different_pieces
from index.embed.vector_cache import VectorCache, open_cache
from index.embed.views import ViewBalances, balance_views, has_plain_cosines, join
from index.search.everyday_questions import EverydayQuestions, everyday_questions
from index.storage.growth import Base, grown, write_growth
from index.storage.rows import Halves, read_contexts, read_plain, write_contexts, write_plain, write_rows

_MOST_QUESTIONS = 256  # of a language: their mean is all that is kept of them, and with more it hardly moves

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
    views = _embed(folder.parents[1], quotes, asked, embedder, progress)
    balanced, balance = balance_views([view.passages for view in views], [view.questions for view in views])
    balance.save(folder)
    EverydayQuestions.measure(join([view.everyday for view in views]), balance, balanced).save(folder)
    write_rows(folder, {language: (_ids(own), balanced[language]) for language, own in quotes.items()})
    write_contexts(folder, {language: _contexts(balance, balanced[language], own) for language, own in quotes.items()})
    if has_plain_cosines(embedder.name):
        write_plain(folder, views[-1].passages)


def grow_vectors(folder: Path, quotes: Quotes, base: Base, embedder: Embedder, progress: Progress) -> None:
    """Write the same of a generation that is made of another one: embedded is only what that lacks.

    Args:
        folder: Of the new generation, in the data folder where vectors are kept.
        quotes: By language.
        base: What it is made of.
        embedder: In use.
        progress: Told how far it is.
    """
    views = _embed(folder.parents[1], base.new_quotes(quotes), {}, embedder, progress)
    balance = ViewBalances.load(base.folder)
    for file in (*base.folder.glob("balance_*.npz"), base.folder / "everyday.npz"):
        shutil.copyfile(file, folder / file.name)
    write_growth(folder, base)
    rows = {}
    for language, own in quotes.items():
        ids, vectors = base.rows[language]
        fresh = balance.passages([view.passages[language] for view in views], language)
        rows[language] = (_ids(own), grown(ids, vectors, _ids(own), fresh))
        plain = read_plain(base.folder, language)
        if plain is not None:
            write_plain(folder, {language: grown(ids, plain, _ids(own), views[-1].passages[language])})
        contexts = _grown_contexts(balance, rows[language][1], own, (ids, read_contexts(base.folder, language)))
        write_contexts(folder, {language: contexts})
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

    passages: Mapping[Language, Vectors]
    questions: Mapping[Language, Vectors]
    everyday: Vectors


def _embed(data: Path, quotes: Quotes, questions: Questions, embedder: Embedder, progress: Progress) -> list[_View]:
    """Return what each view of the embedder makes of quotes and questions; what it made before is kept."""
    pieces = {language: [quote.pieces for quote in own] for language, own in quotes.items()}
    different = sum(len(different_pieces(own)) for own in pieces.values())
    done = _counter(sum(map(len, pieces.values())), different, progress)
    slowest, *others = views_of(embedder)
    with open_cache(data / "vectors.sqlite") as cache:
        slow = _view(cache, slowest, pieces, questions, done)
        return [slow, *(_view(cache, view, pieces, questions) for view in others)]


def _view(
    cache: VectorCache,
    view: Embedder,
    pieces: Mapping[Language, Sequence[Sequence[str]]],
    asked: Questions,
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
        progress(done * quotes // max(pieces, 1), quotes)

    return count
