import pytest

from index.build import build_index
from index.corpus.documents import read_documents
from index.search import Searcher
from index.storage.generations import read_current
from tests.bench.restricted import restricted_rows, restrictions_for
from tests.support.fakes import HashEmbedder, HereHome, write_corpus
from tests.support.two_interviews import INTERVIEWS, NOT_HERE, PRICE


@pytest.fixture
def searcher(tmp_path):
    corpus = read_documents([write_corpus(tmp_path / "seeds", INTERVIEWS)])
    build_index(corpus, HashEmbedder(), HereHome(tmp_path / "data"))
    searcher = Searcher(read_current(tmp_path / "data"), HashEmbedder())
    yield searcher
    searcher.close()


def test_something_of_each_kind_is_restricted(searcher):
    restrictions = restrictions_for(searcher)
    assert len(restrictions.withheld) == len(searcher.generation.quotes)
    assert (len(restrictions.forbidden_words), len(restrictions.forbidden_topics)) == (20, 2)
    assert (restrictions.forbidden_words[0], restrictions.sources) == ("afford", {"tea"})


def test_questions_are_timed_in_pairs_and_nothing_that_is_restricted_is_left(searcher):
    rows = dict(restricted_rows(searcher, [PRICE, NOT_HERE]))
    assert rows["question, restricted"].endswith("; 13 quotes left out")
    assert len(rows) == 3
