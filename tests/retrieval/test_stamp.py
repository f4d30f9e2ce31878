import pytest

from index.errors import IndexMismatchError
from index.storage.stamp import can_be_asked, embedder_for, embedder_stamp, is_first
from tests.support.fakes import TWO_VIEWS, HashEmbedder, QuickEmbedder

SLOW, QUICK = TWO_VIEWS.views


def test_a_generation_of_the_embedder_in_use_is_asked_with_it():
    assert embedder_for(embedder_stamp(TWO_VIEWS), TWO_VIEWS) is TWO_VIEWS
    assert embedder_for(embedder_stamp(SLOW), SLOW) is SLOW


def test_a_first_index_is_asked_with_the_quick_view_alone():
    assert embedder_for(embedder_stamp(QUICK), TWO_VIEWS) is QUICK
    assert [is_first(embedder_stamp(embedder), TWO_VIEWS) for embedder in (QUICK, SLOW, TWO_VIEWS)] == [
        True,
        False,
        False,
    ]
    assert not is_first(embedder_stamp(QUICK), QUICK)


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"schema": 9}, "schema 9, but 11 is in use now"),
        ({"chromadb": "0.1"}, "chromadb '0.1', but '1.5.9' is in use now"),
        ({"embedder": "quick-65"}, "embedder 'quick-65', but 'hash-64 + quick-64' is in use now"),
        ({"embedder": "hash-64"}, "embedder 'hash-64', but 'hash-64 + quick-64' is in use now"),
        ({"dim": 65}, "dim 65, but 64 is in use now"),
    ],
)
def test_what_something_else_built_is_refused_with_both_values(changed, difference):
    stamp = embedder_stamp(QuickEmbedder()) | changed
    with pytest.raises(IndexMismatchError) as refused:
        embedder_for(stamp, TWO_VIEWS)
    assert str(refused.value) == f"the index was built with {difference}; run: quotebot index"
    assert not can_be_asked(stamp, TWO_VIEWS)


def test_an_index_of_both_views_is_no_first_index_of_one_of_them():
    assert not can_be_asked(embedder_stamp(TWO_VIEWS), QUICK)
    assert not can_be_asked(embedder_stamp(TWO_VIEWS), HashEmbedder())
