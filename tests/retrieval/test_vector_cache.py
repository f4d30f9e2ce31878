import pytest

from index.embed.vector_cache import VectorCache
from tests.support.fakes import CountingEmbedder, HashEmbedder


def test_only_texts_that_were_never_embedded_are_embedded(tmp_path):
    embedder = CountingEmbedder()
    cache = VectorCache(tmp_path / "vectors.sqlite")
    first = cache.embed_passages(embedder, ["one", "two"])
    cache.close()
    cache = VectorCache(tmp_path / "vectors.sqlite")
    second = cache.embed_passages(embedder, ["two", "three", "one"])
    assert embedder.asked == ["one", "two", "three"]
    assert second[[2, 0]].tolist() == first.tolist()
    cache.close()


def test_a_text_that_comes_twice_is_embedded_once(tmp_path):
    embedder = CountingEmbedder()
    cache = VectorCache(tmp_path / "vectors.sqlite")
    vectors = cache.embed_passages(embedder, ["one", "one"])
    assert (embedder.asked, vectors[0].tolist()) == (["one"], vectors[1].tolist())
    cache.close()


def test_another_model_and_questions_have_vectors_of_their_own(tmp_path):
    embedder, other = CountingEmbedder(), CountingEmbedder()
    other.name = "another model"
    cache = VectorCache(tmp_path / "vectors.sqlite")
    cache.embed_passages(embedder, ["one"])
    cache.embed_questions(embedder, ["one"])
    cache.embed_passages(other, ["one"])
    assert (embedder.asked, other.asked) == (["one", "one"], ["one"])
    cache.close()


def test_no_texts_give_no_vectors(tmp_path):
    cache = VectorCache(tmp_path / "vectors.sqlite")
    assert cache.embed_passages(HashEmbedder(), []).shape == (0, 64)
    cache.close()


def test_progress_counts_kept_vectors_too(tmp_path):
    cache, done = VectorCache(tmp_path / "vectors.sqlite"), []
    cache.embed_passages(HashEmbedder(), ["one", "two"], done.append)
    cache.embed_passages(HashEmbedder(), ["one", "two", "three"], done.append)
    assert done == [0, 2, 2, 1]
    cache.close()


def test_what_was_embedded_before_a_crash_is_kept(tmp_path):
    class Crashing(CountingEmbedder):
        def _embed(self, texts):
            if len(self.asked) >= 256:
                raise KeyboardInterrupt
            return super()._embed(texts)

    cache = VectorCache(tmp_path / "vectors.sqlite")
    texts = [f"text {number}" for number in range(300)]
    with pytest.raises(KeyboardInterrupt):
        cache.embed_passages(Crashing(), texts)
    after = CountingEmbedder()
    cache.embed_passages(after, texts)
    assert after.asked == texts[256:]
    cache.close()


def test_what_is_not_used_any_more_is_deleted_and_not_a_byte_of_it_is_left(tmp_path):
    file, embedder = tmp_path / "vectors.sqlite", CountingEmbedder()
    cache = VectorCache(file)
    cache.embed_passages(embedder, ["one", "two"])
    cache.embed_questions(embedder, ["why"])
    gone = [embedder.embed_passages(["one"]).tobytes(), embedder.embed_questions(["why"]).tobytes()]
    assert [vector in file.read_bytes() for vector in gone] == [True, True]
    cache.keep_passages([embedder], ["two", "three"])
    assert [vector in file.read_bytes() for vector in gone] == [False, False]
    embedder.asked.clear()
    cache.embed_passages(embedder, ["one", "two"])
    assert embedder.asked == ["one"]
    cache.close()
