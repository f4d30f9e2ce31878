import json
import math

import pytest
from fakes import make_source

from index.domain import Answer, Match, Quote
from index.errors import CorpusError
from index.evaluate import group_scores, parse_labelled, score_answer, summarise


def line(**fields):
    record = {"id": "q1", "query": "why", "lang": "en", "type": "keyword", "answers": [], "speaker": None, "note": ""}
    return json.dumps(record | fields)


def labelled(*spans, speaker=None):
    answers = [{"doc": "000", "quote": text, "grade": grade} for text, grade in spans]
    return parse_labelled(line(answers=answers, speaker=speaker), "f")[0][0]


def answer(*texts, outcome="answer", document="000_x", speaker="Ada"):
    quotes = [
        Quote(
            id=text, text=text, speaker=speaker, role="guest", attribution="printed", attribution_confidence=1,
            language="en", source=make_source(id=document), start=0, end=len(text), raw_start=0, raw_end=len(text),
        )
        for text in texts
    ]  # fmt: skip
    hits = tuple(Match(quote=quote, score=1.0) for quote in quotes)
    return Answer(question="why", outcome=outcome, confidence=1, hits=hits)


def test_a_quote_hits_when_it_shares_half_of_the_shorter_text():
    question = labelled(("small models\ncost **less** to run", 3))
    assert score_answer(question, answer("models cost less to")).hit == 1
    assert score_answer(question, answer("models are a topic of their own here")).hit == 0


def test_a_quote_of_another_document_is_no_hit():
    assert (
        score_answer(labelled(("small models cost less", 3)), answer("small models cost less", document="001_x")).hit
        == 0
    )


def test_a_span_is_credited_once():
    score = score_answer(
        labelled(("small models cost less", 3), ("large ones do not", 2)), answer(*["small models cost less"] * 2)
    )
    ideal = 7 + 3 / math.log2(3)
    assert (score.hit, score.reciprocal_rank, score.ndcg) == (1, 1, pytest.approx(7 / ideal))


def test_a_hit_of_grade_1_is_not_right():
    score = score_answer(
        labelled(("small models cost less", 3), ("it was a joke", 1)),
        answer("it was a joke", "small models cost less"),
    )
    assert (score.hit, score.reciprocal_rank, score.ranked_hit, score.recalled) == (0, 0.5, 0, 1)


def test_abstaining_on_an_answerable_question_scores_nothing_but_shows_the_ranking():
    score = score_answer(labelled(("small models cost less", 3)), answer("small models cost less", outcome="unsure"))
    assert (score.abstained, score.hit, score.reciprocal_rank, score.ndcg) == (True, 0, 0, 0)
    assert (score.ranked_hit, score.recalled) == (1, 1)


def test_the_speaker_counts_where_an_exact_span_stands_first():
    question = labelled(("small models cost less", 3), ("it was a joke", 2), speaker="Ada")
    assert score_answer(question, answer("small models cost less")).speaker_right is True
    assert score_answer(question, answer("small models cost less", speaker="Bob")).speaker_right is False
    assert score_answer(question, answer("it was a joke")).speaker_right is None


def test_averages_keep_unanswerable_questions_apart():
    right = score_answer(labelled(("small models cost less", 3)), answer("small models cost less"))
    refused = score_answer(labelled(), answer(outcome="nothing"))
    wrong = score_answer(labelled(), answer("anything at all"))
    figures = summarise([right, refused, wrong])
    assert (figures["questions"], figures["hit@1"], figures["refused"]) == (3, 1, 0.5)
    assert list(group_scores([right])) == ["all", "type keyword", "language en"]


def test_lines_that_cannot_be_read_are_named():
    questions, problems = parse_labelled(line() + "\n{\n" + json.dumps({"id": 1}), "dev.jsonl")
    assert [question.id for question in questions] == ["q1"]
    assert [problem.split(":")[1] for problem in problems] == ["2", "3"]


def test_a_file_without_any_question_is_refused():
    with pytest.raises(CorpusError, match=r"dev\.jsonl: no labelled questions"):
        parse_labelled("\n", "dev.jsonl")
