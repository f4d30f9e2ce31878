import numpy as np
import pytest

from index.embed.context import context_vectors


def test_the_context_of_a_quote_is_the_mean_direction_of_those_around_it():
    vectors = np.eye(40, dtype=np.float32)
    contexts = context_vectors(vectors, ["talk"] * 40)
    assert np.flatnonzero(contexts[0]).tolist() == list(range(16))
    assert np.flatnonzero(contexts[20]).tolist() == list(range(5, 36))
    assert contexts[20][5] == pytest.approx(1 / np.sqrt(31), abs=1e-3)


def test_no_context_reaches_into_another_document():
    vectors = np.eye(4, dtype=np.float32)
    contexts = context_vectors(vectors, ["one", "one", "two", "two"])
    half = np.sqrt(0.5)
    assert contexts.tolist() == [
        pytest.approx(row, abs=1e-3)
        for row in ([half, half, 0, 0], [half, half, 0, 0], [0, 0, half, half], [0, 0, half, half])
    ]


def test_no_quotes_have_no_contexts():
    assert context_vectors(np.zeros((0, 3), dtype=np.float32), []).shape == (0, 3)
