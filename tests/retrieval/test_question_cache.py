from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.embed.question_cache import CachingEmbedder
from tests.support.fakes import HashEmbedder


class CountingEmbedder(HashEmbedder):
    """Keeps what it was asked."""

    def __init__(self):
        self.asked = []

    def embed_questions(self, texts):
        self.asked += texts
        return super().embed_questions(texts)


def test_a_question_asked_again_is_not_embedded_again():
    counting = CountingEmbedder()
    embedder = CachingEmbedder(counting)
    first, again = embedder.embed_questions(["why", "how"]), embedder.embed_questions(["how", "why"])
    assert counting.asked == ["why", "how"]
    assert np.array_equal(first, again[::-1])
    assert np.array_equal(first, HashEmbedder().embed_questions(["why", "how"]))


def test_only_the_last_thousand_questions_are_remembered():
    counting = CountingEmbedder()
    embedder = CachingEmbedder(counting)
    for number in [*range(1001), 1000, 0]:
        embedder.embed_questions([f"question {number}"])
    assert len(counting.asked) == 1002


def test_it_is_the_embedder_that_it_remembers_for():
    embedder = CachingEmbedder(HashEmbedder())
    assert (embedder.name, embedder.dim) == ("hash-64", 64)
    assert embedder.embed_questions([]).shape == embedder.embed_passages([]).shape == (0, 64)
    assert np.array_equal(embedder.embed_passages(["why"]), HashEmbedder().embed_passages(["why"]))
    with pytest.raises(ValueError, match="is blank"):
        embedder.embed_questions([" "])


def test_what_is_changed_in_an_answer_is_not_remembered():
    embedder = CachingEmbedder(HashEmbedder())
    embedder.embed_questions(["why"])[:] = 0
    assert np.array_equal(embedder.embed_questions(["why"]), HashEmbedder().embed_questions(["why"]))


def test_eight_threads_get_what_one_gets():
    embedder, texts = CachingEmbedder(HashEmbedder()), [f"question {number % 7}" for number in range(200)]
    with ThreadPoolExecutor(8) as threads:
        vectors = list(threads.map(lambda text: embedder.embed_questions([text])[0], texts))
    assert np.array_equal(vectors, HashEmbedder().embed_questions(texts))
