import numpy as np
import pytest

from index.embed.pieces import compose, different_pieces
from tests.support.fakes import HashEmbedder

ONE, TWO, SHORT = "Small models cost less.", "Large ones answer more questions.", "Yes."
PIECES = [ONE, TWO, SHORT]


@pytest.fixture
def vectors():
    return HashEmbedder().embed_passages(PIECES)


def test_each_piece_comes_once_in_the_order_in_which_it_is_met():
    assert different_pieces([[TWO, ONE], [ONE], [SHORT, TWO]]) == [TWO, ONE, SHORT]
    assert different_pieces([]) == []


def test_a_text_of_one_piece_has_that_pieces_own_vector(vectors):
    composed = compose([[SHORT], [ONE]], PIECES, vectors)
    assert (composed.dtype, composed.tolist()) == (np.float32, vectors[[2, 0]].tolist())


def test_longer_pieces_weigh_more(vectors):
    (composed,) = compose([[ONE, SHORT]], PIECES, vectors)
    expected = len(ONE) * vectors[0] + len(SHORT) * vectors[2]
    assert composed == pytest.approx(expected / np.linalg.norm(expected), abs=1e-6)
    assert composed @ vectors[0] > composed @ vectors[2]


def test_a_piece_that_is_said_twice_counts_twice(vectors):
    (composed,) = compose([[ONE, TWO, ONE]], PIECES, vectors)
    expected = 2 * len(ONE) * vectors[0] + len(TWO) * vectors[1]
    assert composed == pytest.approx(expected / np.linalg.norm(expected), abs=1e-6)


def test_no_texts_have_no_rows():
    assert compose([], [], HashEmbedder().embed_passages([])).shape == (0, 64)
