import numpy as np
import pytest

from index.embed import unit_rows
from index.embed.balance import Balance, measure_balance
from tests.support.balanced import balance_passages

NO_QUESTIONS = {language: np.zeros((0, 6), dtype=np.float32) for language in ("en", "zh")}


@pytest.fixture
def two_clusters():
    """Two languages far apart, each with the same four directions of meaning."""
    meanings = np.eye(6, dtype=np.float32)[:4]
    shift = {"en": np.eye(6, dtype=np.float32)[4] * 3, "zh": np.eye(6, dtype=np.float32)[5] * 3}
    return {language: unit_rows(meanings + offset) for language, offset in shift.items()}


def test_balancing_removes_what_only_tells_the_language(two_clusters):
    raw = two_clusters["en"] @ two_clusters["zh"].T
    balanced, _ = balance_passages(two_clusters, NO_QUESTIONS)
    across = balanced["en"] @ balanced["zh"].T
    assert raw.max() == pytest.approx(0.1, abs=1e-6)
    assert np.argmax(across, axis=1).tolist() == [0, 1, 2, 3]
    assert np.diag(across) == pytest.approx([1, 1, 1, 1], abs=1e-5)


def test_a_direction_that_all_vary_along_counts_less():
    many = np.random.default_rng(0).normal(size=(2000, 6)).astype(np.float32) * [5, 1, 1, 1, 1, 1]
    balanced, balance = balance_passages({"en": unit_rows(many)}, {"en": NO_QUESTIONS["en"]})
    before, after = unit_rows(many).std(axis=0), balanced["en"].std(axis=0)
    assert before[0] / before[1] == pytest.approx(2.84, abs=0.01)
    assert after[0] / after[1] == pytest.approx(2.23, abs=0.01)
    assert np.linalg.norm(balanced["en"], axis=1) == pytest.approx(np.ones(2000), abs=1e-5)
    assert balance.evening.shape == (6, 6)


def test_a_single_passage_stays_as_it_is():
    balanced, _ = balance_passages({"en": np.eye(6, dtype=np.float32)[:1]}, {"en": NO_QUESTIONS["en"]})
    assert balanced["en"].tolist() == [pytest.approx([1, 0, 0, 0, 0, 0])]


def test_identical_passages_become_no_nonsense():
    same = np.tile(np.eye(6, dtype=np.float32)[0], (3, 1))
    balanced, balance = balance_passages({"en": same}, {"en": NO_QUESTIONS["en"]})
    assert np.isfinite(balanced["en"]).all()
    assert np.isfinite(balance.question(same[0], "en")).all()


def test_the_mean_question_is_taken_from_questions_once_there_are_enough(two_clusters):
    questions = {"en": np.tile(np.eye(6, dtype=np.float32)[0], (10, 1)), "zh": np.zeros((0, 6), dtype=np.float32)}
    _, balance = balance_passages(two_clusters, questions)
    assert balance.question_means["en"].tolist() == [1, 0, 0, 0, 0, 0]
    assert balance.question_means["zh"] == pytest.approx(two_clusters["zh"].mean(axis=0))


def test_questions_together_are_balanced_as_each_alone(two_clusters):
    _, balance = balance_passages(two_clusters, NO_QUESTIONS)
    together = balance.questions(two_clusters["en"], "en")
    assert together == pytest.approx(
        np.stack([balance.question(vector, "en") for vector in two_clusters["en"]]), abs=1e-6
    )


def test_the_standard_deviation_is_that_of_all_similarities(two_clusters):
    balanced, balance = balance_passages(two_clusters, NO_QUESTIONS)
    question = unit_rows(np.array([[1, 2, 3, 4, 0, 0]]))[0]
    expected = float(np.sqrt(np.mean((balanced["en"] @ question) ** 2)))
    assert balance.standard_deviation(question, "en") == pytest.approx(expected, abs=1e-6)


def test_a_saved_balance_is_the_same_when_it_is_loaded(tmp_path, two_clusters):
    _, balance = balance_passages(two_clusters, NO_QUESTIONS)
    balance.save(tmp_path / "balance.npz")
    loaded = Balance.load(tmp_path / "balance.npz")
    assert sorted(loaded.question_means) == sorted(loaded.covariances) == ["en", "zh"]
    vector = two_clusters["en"][0]
    assert loaded.question(vector, "en").tolist() == balance.question(vector, "en").tolist()


def test_passages_are_measured_some_at_a_time_as_all_at_once():
    vectors = unit_rows(np.random.default_rng(3).normal(size=(9_000, 6)) + np.array([3, 0, 0, 0, 0, 0]))
    balance = measure_balance({"en": vectors}, {"en": NO_QUESTIONS["en"]})
    exact = vectors.astype(np.float64)
    assert balance.passage_means["en"] == pytest.approx(exact.mean(axis=0), abs=1e-6)
    balanced = balance.passages(vectors, "en").astype(np.float64)
    assert balance.covariances["en"] == pytest.approx(balanced.T @ balanced / 9_000, abs=1e-6)
