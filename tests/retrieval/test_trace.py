from concurrent.futures import ThreadPoolExecutor

import pytest

from index.answer import EVERYTHING, Filters
from index.errors import UnaskableError
from index.language_preference import LanguagePreference
from index.search.explanation import explain
from index.search.observed import observed
from index.search.reader_search import ask_reader
from index.search.restrictions import NO_RESTRICTIONS
from index.search.trace import Trace

QUESTIONS = [
    ("how is the price of honey set", EVERYTHING, "any"),
    ("蜂蜜的价格怎么定", EVERYTHING, "any"),
    ("what does Mara say about winter", EVERYTHING, "any"),
    ("what does Jensen Huang think about honey", EVERYTHING, "any"),
    ("what does the host ask", EVERYTHING, "any"),
    ("rent", Filters(languages=("zh",)), "any"),
    ("the rent of a tea house", EVERYTHING, "en-first"),
    ("蜜蜂怎么过冬", EVERYTHING, "zh"),
    ("best pizza in Naples", EVERYTHING, "any"),
    ("zzz qqq", EVERYTHING, "any"),
    ("🐝 蜂 蜜 123", EVERYTHING, "any"),
]


def traced(live, question, filters=EVERYTHING, reading="any"):
    trace = Trace()
    with live.current(NO_RESTRICTIONS) as searcher:
        answer = ask_reader(observed(searcher, trace), question, 10, filters, LanguagePreference(reading))
    return answer, trace.steps


@pytest.mark.parametrize(("question", "filters", "reading"), QUESTIONS)
def test_the_answer_is_the_same_whoever_looks(live, question, filters, reading):
    with live.current(NO_RESTRICTIONS) as searcher:
        unseen = ask_reader(searcher, question, 10, filters, LanguagePreference(reading))
    assert repr(traced(live, question, filters, reading)[0]) == repr(unseen)


@pytest.mark.parametrize(("question", "filters", "reading"), QUESTIONS)
def test_what_speaks_for_a_quote_adds_up_to_its_score(live, question, filters, reading):
    answer, steps = traced(live, question, filters, reading)
    shown = {match.quote.id: match for match in answer.hits}
    candidates = [candidate for search in explain(steps) for candidate in search.candidates]
    assert len(candidates) > 0
    assert shown.keys() <= {candidate.match.quote.id for candidate in candidates}
    for candidate in candidates:
        assert sum(term.points for term in candidate.terms) == pytest.approx(candidate.match.score, abs=1e-4)
        if candidate.match.quote.id in shown:
            assert candidate.match.score == shown[candidate.match.quote.id].score


@pytest.mark.parametrize(("question", "filters", "reading"), QUESTIONS)
def test_the_confidence_is_what_the_explanation_says(live, question, filters, reading):
    answer, steps = traced(live, question, filters, reading)
    assert answer.confidence in [search.assessment.confidence for search in explain(steps)]


def test_every_stage_is_seen_once_a_search(live):
    _, steps = traced(live, "how is the price of honey set")
    assert sorted((step.stage, step.language) for step in steps) == [
        ("absent", ""),
        ("candidates", "en"),
        ("candidates", "zh"),
        ("confidence", ""),
        ("meaning", ""),
        ("names", ""),
        ("nearest", "en"),
        ("nearest", "zh"),
        ("nobody", ""),
        ("outcome", ""),
        ("pick", ""),
        ("roles", ""),
        ("score", "en"),
        ("score", "zh"),
        ("similarity", ""),
        ("words", ""),
    ]


def test_the_places_are_those_of_the_answer(live):
    answer, steps = traced(live, "how is the price of honey set")
    [search] = explain(steps)
    picked = sorted(
        (candidate for candidate in search.candidates if candidate.fate == "picked"),
        key=lambda candidate: candidate.place,
    )
    assert [candidate.match for candidate in picked] == list(answer.hits)
    assert [candidate.place for candidate in picked] == list(range(1, len(picked) + 1))
    assert {candidate.fate for candidate in search.candidates} <= {"picked", "overlaps", "behind"}


def test_who_is_named_is_told_apart_from_what_was_given(live):
    _, steps = traced(live, "what does Mara say about winter", Filters(sources=("bees",)))
    [search] = explain(steps)
    assert search.given == Filters(sources=("bees",))
    assert search.asked == Filters(sources=("bees",), speakers=("Mara Field",))


def test_a_language_first_is_two_searches(live):
    _, steps = traced(live, "蜜蜂怎么过冬", EVERYTHING, "zh-first")
    searches = explain(steps)
    assert [search.given.languages for search in searches] == [("zh",), ("en",)]
    assert {candidate.match.quote.language for candidate in searches[0].candidates} == {"zh"}


def test_nothing_is_kept_of_a_question_that_cannot_be_asked(live):
    trace = Trace()
    with live.current(NO_RESTRICTIONS) as searcher, pytest.raises(UnaskableError):
        observed(searcher, trace).ask("?!")
    assert explain(trace.steps) == []


def test_each_sees_its_own_question_alone(live):
    """What one looks at goes on answering others meanwhile."""
    questions = [question for question, _, _ in QUESTIONS[:4]] * 3
    alone = {question: repr(traced(live, question)[0]) for question in set(questions)}
    with ThreadPoolExecutor(4) as threads:
        for question, (answer, steps) in zip(
            questions, threads.map(lambda question: traced(live, question), questions), strict=True
        ):
            assert repr(answer) == alone[question]
            assert len(explain(steps)) == 1
            assert len(steps) == 16
