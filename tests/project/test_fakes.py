import zlib

import numpy as np
import pytest

from tests.support.fakes import HashEmbedder


def test_hash_embedder_counts_words_and_groups_of_three_characters():
    expected = np.zeros(64, dtype=np.float32)
    for token in ("ab", " ab", "ab "):
        expected[zlib.crc32(token.encode()) % 64] += 1

    vectors = HashEmbedder().embed_passages(["AB"])

    assert vectors.dtype == np.float32
    assert vectors.tolist() == [(expected / np.linalg.norm(expected)).tolist()]


def test_hash_embedder_gives_no_rows_for_no_texts():
    assert HashEmbedder().embed_questions([]).shape == (0, 64)


def test_hash_embedder_refuses_a_blank_text():
    with pytest.raises(ValueError, match=r"\Atext 1 of 2 is blank and cannot be embedded\Z"):
        HashEmbedder().embed_questions(["a word", " \n"])


def test_hash_embedder_tells_how_many_passages_are_done():
    done: list[int] = []
    HashEmbedder().embed_passages(["one", "two"], done.append)
    assert done == [2]
