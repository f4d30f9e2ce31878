import dataclasses
import json
import math

import pytest

from index.answer import Answer, Match
from index.domain import Quote
from index.errors import CorpusError, QuestionError
from index.evaluate import (
    Band,
    answers_wrongly,
    compare,
    evaluate,
    group_scores,
    parse_labelled,
    parse_results,
    score_answer,
    score_record,
    summarise,
)
from index.evaluate.calibration import confidence_figures, reliability
from index.evaluate.intervals import interval, mean_interval
from index.evaluate.language_balance import balance_lines
from tests.support.fakes import make_source


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


def test_what_was_found_wrong_is_read_beside_what_is_right():
    [question], _ = parse_labelled(line(wrong=[{"doc": "000", "quote": "small models cost less"}]), "f")
    first, other = (answer(text).hits[0].quote for text in ("models cost less", "nobody knows"))
    assert (answers_wrongly(question, first), answers_wrongly(question, other)) == (True, False)
    assert (question.is_open, question.spans) == (True, ())
    assert parse_labelled(line(), "f")[0][0].is_open is False


def test_a_question_of_which_only_wrong_answers_are_known_is_not_measured():
    wrong = [{"doc": "000", "quote": "small models cost less"}]
    questions, _ = parse_labelled("\n".join([line(wrong=wrong), line(id="q2", query="how")]), "f")
    evaluation = evaluate(lambda *_: answer("small models cost less"), questions)
    assert [score.question.id for score in evaluation.scores] == ["q2"]


def test_a_question_of_which_only_half_right_answers_are_known_is_not_measured():
    partly = {"doc": "000", "quote": "small models cost less", "grade": 1}
    lines = [line(answers=[partly]), line(id="q2", query="how", answers=[partly | {"grade": 2}])]
    questions, problems = parse_labelled("\n".join(lines), "f")
    assert [(question.is_open, question.is_unanswerable) for question in questions] == [(True, False), (False, False)]
    evaluation = evaluate(lambda *_: answer("small models cost less"), questions)
    assert ([score.question.id for score in evaluation.scores], problems) == (["q2"], [])
    assert (evaluation.groups["all"].values["recall@10"], [*evaluation.groups]) == (
        1.0,
        ["all", "type keyword", "language en", "direction en-en"],
    )


@pytest.mark.parametrize("wrong", ["none", [1], [{"doc": "000"}]])
def test_wrong_answers_that_are_none_are_named_with_their_line(wrong):
    _, problems = parse_labelled("\n".join([line(wrong=wrong), line(id="q2")]), "f")
    assert len(problems) == 1
    assert str(problems[0]).startswith("f:1: ")


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
    assert list(group_scores([right])) == ["all", "type keyword", "language en", "direction en-en"]


def test_all_lines_that_cannot_be_read_are_named_with_their_reason():
    span = {"doc": "000", "quote": "small models", "grade": 4}
    lines = [line(), "{", "[]", line(id=None), line(query=7), line(lang="fr"), line(answers="no"), line()]
    lines += [line(id="q2", answers=[span]), line(id="q3", answers=[span | {"grade": 3, "quote": None}])]
    questions, problems = parse_labelled("\ufeff" + "\n\n".join(lines), "dev.jsonl")
    assert [question.id for question in questions] == ["q1"]
    assert [*map(str, problems)] == [
        "dev.jsonl:3: no JSON from column 2 on",
        "dev.jsonl:5: no JSON object",
        "dev.jsonl:7: id is missing",
        "dev.jsonl:9: query is 7, not a text",
        "dev.jsonl:11: lang is 'fr', not en or zh",
        "dev.jsonl:13: answers is no list of objects with doc, quote and grade; [] where nothing answers",
        "dev.jsonl:15: the id 'q1' stands on a line before",
        "dev.jsonl:17: grade is 4, not 1, 2 or 3",
        "dev.jsonl:19: quote is None, not a text",
    ]


def test_of_lines_that_say_otherwise_of_one_question_the_first_counts():
    span = {"doc": "000", "quote": "small models", "grade": 3}
    lines = [line(answers=[span]), line(id="q2"), line(id="q3", answers=[span]), line(id="q4", wrong=[span])]
    questions, problems = parse_labelled("\n".join(lines), "f")
    assert [question.id for question in questions] == ["q1", "q3"]
    assert [*map(str, problems)] == [f"f:{at}: a line before says otherwise of the same question" for at in (2, 4)]


def test_a_line_that_is_no_utf_8_is_one_of_them():
    half = line(query="caf\udce9")
    text = "\n".join([half, half.replace("\\udce9", "\udce9"), line(id="q2")])
    questions, problems = parse_labelled(text, "dev.jsonl")
    assert [question.id for question in questions] == ["q2"]
    assert [*map(str, problems)] == ["dev.jsonl:1: not UTF-8", "dev.jsonl:2: not UTF-8"]


def test_a_file_without_any_question_is_refused_with_the_reasons_of_its_first_lines():
    with pytest.raises(CorpusError) as caught:
        parse_labelled("{}\n[]", "dev.jsonl")
    assert str(caught.value) == (
        "dev.jsonl: no labelled questions; each line is a JSON object with id, query, lang, type and answers; "
        "dev.jsonl:1: lang is None, not en or zh; dev.jsonl:2: no JSON object"
    )
    with pytest.raises(CorpusError, match=r"dev.jsonl:3: no JSON object; and 1,197 more\Z"):
        parse_labelled("[]\n" * 1200, "dev.jsonl")


def test_the_direction_is_that_from_the_question_to_its_good_answers():
    assert labelled().direction is None
    assert labelled(("it is cheaper", 3), ("真的", 1)).direction == "en-en"
    assert labelled(("小模型更便宜", 2)).direction == "en-zh"
    assert labelled(("小模型更便宜", 2), ("it is cheaper", 3)).direction == "en-both"


def scored(*, confidence=0.5, right=True, answerable=True, language="en", spans=("small models cost less",)):
    texts = spans if answerable else ()
    [question], _ = parse_labelled(
        line(lang=language, answers=[{"doc": "000", "quote": text, "grade": 3} for text in texts]), "f"
    )
    answered = answer(*(texts if right else ()), "it was a joke")
    return dataclasses.replace(score_answer(question, answered), confidence=confidence)


def test_an_interval_is_the_same_at_every_run_and_holds_the_mean():
    values = [0.0] * 40 + [1.0] * 60
    low, high = mean_interval(values)
    assert mean_interval(values) == (low, high) == (pytest.approx(0.5, abs=0.01), pytest.approx(0.7, abs=0.01))
    assert interval(lambda sample: float(sample.mean()), [1.0, 1.0]) == (1, 1)
    assert all(math.isnan(end) for end in (*mean_interval([]), *interval(len, [1.0], [])))


def test_confidence_that_tells_all_apart_refuses_everything_at_any_share_kept():
    figures = confidence_figures(
        [scored(confidence=0.9), scored(confidence=0.8), scored(confidence=0.1, answerable=False)]
    )
    assert {name: value for name, (value, _) in figures.items()} == {
        "AUROC": 1,
        "refused at 0.95 kept": 1,
        "refused at 0.90 kept": 1,
        "refused at 0.80 kept": 1,
        "ECE": pytest.approx((0.1 + 0.2 + 0.1) / 3),
    }


def test_equal_confidences_count_half_and_are_kept():
    scores = [scored(confidence=0.5), scored(confidence=0.2), scored(confidence=0.5, answerable=False)]
    figures = confidence_figures(scores)
    assert (figures["AUROC"][0], figures["refused at 0.95 kept"][0]) == (0.25, 0)


def test_a_share_kept_may_drop_so_many_and_no_more():
    scores = [scored(confidence=number / 10) for number in range(10)]
    scores += [scored(confidence=0.15, answerable=False), scored(confidence=0.05, answerable=False)]
    figures = confidence_figures(scores)
    assert [figures[f"refused at {share} kept"][0] for share in ("0.95", "0.90", "0.80")] == [0, 0.5, 1]


def test_without_one_kind_of_question_the_confidence_tells_nothing_apart():
    value, ends = confidence_figures([scored()])["AUROC"]
    assert [math.isnan(number) for number in (value, *ends)] == [True] * 3
    assert [math.isnan(value) for value, _ in confidence_figures([]).values()] == [True] * 5


def test_reliability_is_how_often_the_first_is_right_in_each_tenth():
    scores = [scored(confidence=0.62), scored(confidence=0.68, right=False), scored(confidence=1.0)]
    assert reliability(scores) == [
        Band(low=0.6, questions=2, confidence=pytest.approx(0.65), right=0.5),
        Band(low=0.9, questions=1, confidence=1, right=1),
    ]


def test_balance_sets_the_mixed_search_against_the_one_in_the_only_language_that_answers():
    across = scored(language="zh", right=False)
    alone = {"q1": scored(language="zh")}
    both = scored(language="en", spans=("小模型更便宜", "small models cost less"))
    lines = {line.name: (line.questions, line.value) for line in balance_lines([across, both, scored()], alone)}
    assert lines["zh asked, only en answers: first is right"] == (1, 0)
    assert lines["  the same when only en is searched"] == (1, 1)
    assert lines["en asked, both answer: en comes first"] == (1, 1)
    assert lines["en asked, only zh answers: first is right"][0] == 0


def result(identity="q1", *, rank=1, outcome="answer", answerable=True, query="why"):
    abstained = outcome != "answer"
    reciprocal = 1 / rank if rank and not abstained else 0.0
    return {
        "id": identity, "query": query, "answerable": answerable, "outcome": outcome, "abstained": abstained,
        "rank": rank, "hit@1": float(reciprocal == 1), "rr": reciprocal, "ndcg@5": reciprocal,
    }  # fmt: skip


def test_what_moved_is_told_question_by_question_worse_first():
    before = [result("a", rank=3), result("b"), result("c"), result("d", answerable=False, rank=None), result("e")]
    after = [
        result("a"), result("b", rank=2), result("c", outcome="unsure"),
        result("d", answerable=False, rank=None, outcome="nothing"), result("e", query="rewritten"),
    ]  # fmt: skip
    compared = compare(before, after)
    assert [(change.id, change.before, change.after, change.direction) for change in compared.moved] == [
        ("b", "answer 1", "answer 2", "worse"),
        ("c", "answer 1", "unsure 1", "worse"),
        ("a", "answer 3", "answer 1", "better"),
        ("d", "answer", "nothing", "better"),
    ]
    assert compared.unpaired == ("e",)
    figures = {
        difference.name: (difference.questions, difference.before, difference.after)
        for difference in compared.differences
    }
    assert figures["hit@1"] == (3, pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert figures["refused"] == (1, 0, 1)


def test_a_difference_is_resampled_in_pairs():
    before, after = [result(str(n), rank=2) for n in range(9)], [result(str(n)) for n in range(9)]
    assert compare(before, after).differences[0].interval == (1, 1)
    assert compare(before, before).differences[0].interval == (0, 0)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"questions": [1]}', '{"questions": [{"id": "q1"}]}', "[" * 100_000])
def test_what_is_no_result_of_an_evaluation_is_refused(text):
    with pytest.raises(CorpusError, match=r"old\.json: no results to compare with; make them: quotebot eval FILE"):
        parse_results(text, "old.json")


@pytest.mark.parametrize(
    "wrong",
    [
        *({"id": ["q1"]}, {"id": 1}, {"query": None}, {"outcome": {}}, {"answerable": 1}, {"abstained": "no"}),
        *({"rank": "1"}, {"rank": 0}, {"rank": -1}, {"rank": True}, {"rank": 1.5}),
        *({"rr": None}, {"hit@1": "x"}, {"ndcg@5": float("inf")}, {"rr": 10**400}, {"rr": -0.1}),
    ],
)
def test_a_result_that_somebody_changed_into_no_result_is_refused(wrong):
    assert parse_results(json.dumps({"questions": [result()]}), "old.json") == [result()]
    with pytest.raises(CorpusError, match=r"old\.json: no results to compare with; make them: quotebot eval FILE"):
        parse_results(json.dumps({"questions": [result() | wrong]}), "old.json")


def test_results_are_read_as_they_were_printed():
    assert parse_results(json.dumps({"questions": [score_record(scored())]}), "f") == [score_record(scored())]


def test_a_question_that_only_the_other_language_answers_is_asked_again_in_that_one_alone():
    asked = []

    def search(question, count, filters):
        asked.append((count, filters.languages))
        if question == "?":
            raise QuestionError("nothing to look for")
        return answer("小模型更便宜")

    across = labelled(("小模型更便宜", 3))
    evaluation = evaluate(search, [across, dataclasses.replace(across, id="q2", question="?")])
    assert asked == [(10, ()), (10, ("zh",))] * 2
    assert [score.outcome for score in evaluation.scores] == ["answer", "nothing"]
    assert evaluation.groups["all"].values["hit@1"] == 0.5
