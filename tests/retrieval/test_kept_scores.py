import json
from dataclasses import replace

import pytest

from index.answer import Answer
from index.errors import UnaskableError
from index.evaluate import (
    Score,
    label_key,
    parse_labelled,
    samples_of,
    score_from_record,
    score_question,
    score_to_record,
    share_interval,
    tradeoffs,
    within,
)


def labelled(*answers, **fields):
    record = {"id": "q1", "query": "why do bees dance", "lang": "en", "type": "label"} | fields
    record["answers"] = [{"doc": doc, "quote": quote, "grade": 3} for doc, quote in answers]
    return parse_labelled(json.dumps(record), "f")[0][0]


BEES = ("bees", "The bees dance to tell where the flowers are.")
TEA = ("tea", "Tea is picked by hand.")


def scored(confidence, *, is_answerable, rank=None):
    question = labelled(BEES) if is_answerable else labelled()
    return Score(question=question, outcome="answer", confidence=confidence, rank=rank)


@pytest.mark.parametrize(
    ("values", "interval"),
    [
        ([], (0, 1)),
        ([1.0], (0.2065, 1)),
        ([0.0], (0, 0.7935)),
        ([1.0] * 9 + [0.0], (0.5958, 0.9821)),
        ([1.0] * 50 + [0.0] * 50, (0.4038, 0.5962)),
    ],
)
def test_the_interval_of_a_share_says_how_little_a_few_questions_tell(values, interval):
    assert share_interval(values) == pytest.approx(interval, abs=5e-5)


def test_a_threshold_keeps_what_is_at_it_and_refuses_what_is_below():
    scores = [scored(confidence, is_answerable=True) for confidence in (0.2, 0.5, 0.5, 0.9)]
    scores += [scored(confidence, is_answerable=False) for confidence in (0.1, 0.5)]
    points = tradeoffs(scores, [0, 0.2, 0.5, 0.51, 1])
    assert [(point.threshold, point.kept, point.refused) for point in points] == [
        (0, 1, 0),
        (0.2, 1, 0.5),
        (0.5, 0.75, 0.5),
        (0.51, 0.25, 1),
        (1, 0, 1),
    ]
    assert tradeoffs(scores[:4], [0.5]) == tradeoffs(scores[4:], [0.5]) == []


def test_a_score_is_kept_without_a_word_and_comes_back_as_it_was():
    score = Score(
        question=labelled(BEES, speaker="Ada"), outcome="unsure", confidence=0.1 + 0.2, rank=3, rank_language="en",
        ranked_ndcg=0.5, first="q_1", speaker_right=False,
    )  # fmt: skip
    written = json.dumps(score_to_record(score))
    assert written == (
        '{"outcome": "unsure", "confidence": 0.30000000000000004, "rank": 3, "rank_language": "en", '
        '"ranked_ndcg": 0.5, "first": "q_1", "speaker_right": false}'
    )
    assert score_from_record(json.loads(written), score.question) == score


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "great"},
        {"outcome": ["answer"]},
        {"confidence": 2},
        {"confidence": None},
        {"rank": 0},
        {"rank": 11},
        {"rank": "1"},
        {"first": 7},
    ],
)
def test_what_is_no_score_is_not_taken_for_one(change):
    record = score_to_record(scored(0.5, is_answerable=True, rank=1))
    with pytest.raises(ValueError, match="no score"):
        score_from_record(record | change, labelled(BEES))
    with pytest.raises(ValueError, match="no score"):
        score_from_record({}, labelled(BEES))


def test_a_label_has_the_same_key_until_what_is_asked_or_right_is_another():
    same = [labelled(BEES), labelled(BEES, type="other", note="x", wrong=[{"doc": "tea", "quote": "Tea."}])]
    others = [labelled(TEA), labelled(BEES, TEA), labelled(), labelled(BEES, query="why?"), labelled(BEES, id="q2")]
    assert len({label_key(question) for question in same}) == 1
    assert len({label_key(question) for question in [*same, *others]}) == 1 + len(others)
    assert len(label_key(same[0])) == 16


def test_a_question_whose_interviews_are_gone_is_left_out_and_one_that_nothing_answers_stays():
    questions = [labelled(BEES), labelled(BEES, TEA), labelled()]
    assert list(within(questions, {"tea_1"})) == [None, labelled(TEA), labelled()]
    assert list(within(questions, {"tea_1", "bees"})) == questions


def test_a_question_that_cannot_be_asked_has_no_answer():
    def refuse(*_) -> Answer:
        raise UnaskableError("it is empty", "empty_question")

    score = score_question(refuse, labelled(BEES))
    assert (score.outcome, score.confidence, score.rank) == ("nothing", 0, None)
    assert samples_of([score])["recall@10"] == [0]


def test_a_key_is_made_of_any_text():
    keys = [label_key(replace(labelled(), question=text)) for text in ("\ud800 蜂", "\udfff 蜂", "")]
    assert [len(key) for key in keys] == [16, 16, 16]
    assert len(set(keys)) == 3
