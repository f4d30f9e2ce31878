import json

import pytest

from index.evaluate import parse_labelled
from index.evaluate.labelled import bare
from tests.support.paths import EVAL

FILES = sorted(EVAL.glob("*.jsonl"))
WITHOUT_ANSWER = ("unanswerable", "foreign")


def records(file):
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def said(seeds, turns_of_seeds):
    """By the first three characters of a document's id: its raw text, and its turns as (speaker, bare text)."""
    return {
        document.source.id[:3]: (
            document.raw,
            [
                (turn.speaker, bare(document.clean[turn.start : turn.end]))
                for turn in turns_of_seeds[document.source.id]
            ],
        )
        for document in seeds.documents
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_line_is_a_labelled_question(file):
    questions, problems = parse_labelled(file.read_text("utf-8"), file.name)
    assert problems == []
    assert len(questions) == len(records(file))


def test_no_question_and_no_id_stands_twice_in_any_file():
    for key in ("id", "query"):
        values = [record[key].casefold() for file in FILES for record in records(file)]
        assert [value for value in set(values) if values.count(value) > 1] == []


def test_only_unanswerable_questions_have_no_answer():
    wrong = [
        record["id"]
        for file in FILES
        for record in records(file)
        if (record["type"] in WITHOUT_ANSWER) == any(answer["grade"] == 3 for answer in record["answers"])
    ]
    assert wrong == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_answer_stands_in_its_interview_to_the_letter(file, said):
    assert [
        (record["id"], answer["quote"])
        for record in records(file)
        for answer in record["answers"]
        if answer["quote"] not in said[answer["doc"]][0]
    ] == []


def test_every_answer_that_was_heard_is_said_by_the_speaker_that_its_question_states(said):
    wrong = []
    for record in records(EVAL / "heard.jsonl"):
        for answer in record["answers"]:
            turns = said[answer["doc"]][1]
            speakers = {speaker for speaker, text in turns if speaker and bare(answer["quote"]) in text}
            if answer["grade"] == 3 and record["speaker"]:
                speakers &= {record["speaker"]}
            if not speakers:
                wrong.append((record["id"], answer["quote"]))
    assert wrong == []
