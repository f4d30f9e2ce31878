import numpy as np
import pytest

from index.embed import unit_rows
from index.embed.balance import Balance, balanced_passages, measure_balance


@pytest.fixture
def two_clusters():
    """Two languages far apart, each with the same four directions of meaning."""
    meanings = np.eye(6, dtype=np.float32)[:4]
    shift = {"en": np.eye(6, dtype=np.float32)[4] * 3, "zh": np.eye(6, dtype=np.float32)[5] * 3}
    return {language: unit_rows(meanings + offset) for language, offset in shift.items()}


def test_balancing_removes_what_only_tells_the_language(two_clusters):
    raw = two_clusters["en"] @ two_clusters["zh"].T
    balanced = {language: balanced_passages(vectors) for language, vectors in two_clusters.items()}
    across = balanced["en"] @ balanced["zh"].T
    assert raw.max() == pytest.approx(0.1, abs=1e-6)
    assert np.argmax(across, axis=1).tolist() == [0, 1, 2, 3]
    assert np.diag(across) == pytest.approx([1, 1, 1, 1], abs=1e-5)


def test_a_single_passage_stays_as_it_is():
    assert balanced_passages(np.array([[0.6, 0.8]], dtype=np.float32)).tolist() == [pytest.approx([0.6, 0.8])]


def test_identical_passages_become_no_nonsense():
    assert np.isfinite(balanced_passages(np.array([[0.6, 0.8]] * 3, dtype=np.float32))).all()


def test_the_mean_question_is_taken_from_questions_once_there_are_enough(two_clusters):
    questions = {"en": np.tile(np.eye(6, dtype=np.float32)[0], (10, 1)), "zh": np.zeros((0, 6), dtype=np.float32)}
    balance = measure_balance(two_clusters, two_clusters, questions)
    assert balance.question_means["en"].tolist() == [1, 0, 0, 0, 0, 0]
    assert balance.question_means["zh"] == pytest.approx(two_clusters["zh"].mean(axis=0))


def test_the_standard_deviation_is_that_of_all_similarities(two_clusters):
    balanced = {language: balanced_passages(vectors) for language, vectors in two_clusters.items()}
    none = {language: np.zeros((0, 6), dtype=np.float32) for language in two_clusters}
    balance = measure_balance(balanced, two_clusters, none)
    question = unit_rows(np.array([[1, 2, 3, 4, 0, 0]]))[0]
    expected = float(np.sqrt(np.mean((balanced["en"] @ question) ** 2)))
    assert balance.standard_deviation(question, "en") == pytest.approx(expected, abs=1e-6)


def test_a_saved_balance_is_the_same_when_it_is_loaded(tmp_path, two_clusters):
    none = {language: np.zeros((0, 6), dtype=np.float32) for language in two_clusters}
    measure_balance(two_clusters, two_clusters, none).save(tmp_path)
    loaded = Balance.load(tmp_path)
    assert sorted(loaded.question_means) == sorted(loaded.covariances) == ["en", "zh"]
    vector = two_clusters["en"][0]
    expected = vector - two_clusters["en"].mean(axis=0)
    assert loaded.question(vector, "en") == pytest.approx(expected / np.linalg.norm(expected), abs=1e-6)
