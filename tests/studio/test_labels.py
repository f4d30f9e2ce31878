import json
import resource
import subprocess
import sys

import pytest

from bot.studio.labels import JudgedMeanwhileError, LabelsFile
from bot.studio.verdicts import Decision, Passage, is_settled, question_key
from index.errors import StorageError
from index.evaluate import parse_labelled
from tests.support.fakes import make_quote

HONEY = Passage(doc="bees", quote="City bees make more honey.")
PRICE = Passage(doc="bees", quote="We set the price so that a teacher can afford it.")
TEA = Passage(doc="tea", quote="我每年春天都亲自上山。")


def decision(
    question="How much honey?", verdict="right", passage=HONEY, first=HONEY, who="ana", when="2026-11-30T12:00:00+00:00"
):
    return Decision(question=question, verdict=verdict, passage=passage, first=first, who=who, when=when)


def said(passage, who="ana", when="2026-11-30T12:00:00+00:00", **more):
    return {"doc": passage.doc, "quote": passage.quote, "who": who, "when": when} | more


@pytest.fixture
def file(tmp_path) -> LabelsFile:
    return LabelsFile(tmp_path)


def mark(file, question="How much honey?") -> str:
    label = file.read().by_key.get(question_key(question))
    return label.mark if label else ""


def decide(file, **what):
    made = decision(**what)
    return file.decide(made, mark(file, made.question))


def records(file) -> list[dict]:
    return [json.loads(line) for line in file.path.read_text("utf-8").splitlines()]


def test_a_decision_is_a_line_that_evaluation_reads(file):
    decide(file)
    decide(file, question="怎么挑选茶叶？", verdict="nobody", passage=TEA, first=TEA)
    assert records(file) == [
        {
            "id": f"label-{question_key('How much honey?')}",
            "query": "How much honey?",
            "lang": "en",
            "type": "label",
            "answers": [said(HONEY, grade=3)],
            "who": "ana",
            "when": "2026-11-30T12:00:00+00:00",
        },
        {
            "id": f"label-{question_key('怎么挑选茶叶？')}",
            "query": "怎么挑选茶叶？",
            "lang": "zh",
            "type": "label",
            "answers": [],
            "shown": [{"doc": "tea", "quote": "我每年春天都亲自上山。"}],
            "who": "ana",
            "when": "2026-11-30T12:00:00+00:00",
        },
    ]
    questions, problems = parse_labelled(file.path.read_text("utf-8"), "labels.jsonl")
    assert [(q.question, [s.grade for s in q.spans], q.is_open) for q in questions] == [
        ("How much honey?", [3], False),
        ("怎么挑选茶叶？", [], False),
    ]
    assert problems == []


def test_what_is_said_of_several_quotes_is_one_line(file):
    decide(file, verdict="wrong", who="ana")
    decide(file, question="how much honey", verdict="partly", passage=PRICE, who="bo", when="2026-12-01T12:00:00+00:00")
    (record,) = records(file)
    assert record["query"] == "How much honey?"
    assert record["answers"] == [said(PRICE, who="bo", when="2026-12-01T12:00:00+00:00", grade=1)]
    assert record["wrong"] == [said(HONEY)]
    assert (record["who"], record["when"]) == ("bo", "2026-12-01T12:00:00+00:00")


def test_the_last_word_on_one_quote_counts(file):
    decide(file, verdict="wrong")
    decide(file, verdict="right")
    (record,) = records(file)
    assert (record["answers"], "wrong" in record) == ([said(HONEY, grade=3)], False)
    decide(file, verdict="nobody")
    (record,) = records(file)
    assert (record["answers"], record["shown"]) == ([], [{"doc": "bees", "quote": HONEY.quote}])


def test_where_nobody_answers_another_wrong_quote_changes_nothing_of_that(file):
    decide(file, verdict="nobody")
    decide(file, verdict="wrong", passage=PRICE, first=PRICE)
    (record,) = records(file)
    assert (record["answers"], record.get("wrong")) == ([], None)
    assert [entry["quote"] for entry in record["shown"]] == [HONEY.quote, PRICE.quote]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_file_that_an_editor_saved_in_its_own_way_is_read_and_added_to(file, encoding):
    decide(file)
    file.path.write_bytes(file.path.read_text("utf-8").encode(encoding))
    assert (mark(file) != "", file.read().problems) == (True, ())
    decide(file, question="怎么挑选茶叶？", verdict="nobody", passage=TEA, first=TEA)
    assert [json.loads(line)["query"] for line in file.path.read_text("utf-8-sig").splitlines()] == [
        "How much honey?",
        "怎么挑选茶叶？",
    ]


def test_lines_that_cannot_be_read_are_named_and_stay_byte_for_byte(file):
    nonsense = [
        b"nonsense",
        b'{"id": "x", "query": "why", "lang": "fr", "type": "t", "answers": []}',
        b"\xff\xfe",
        b'["no object"]',
        b"[" * 100_000,
        b"",
        b'{"id": "y", "query": "y", "lang": "en", "type": "t", "answers": [], "wrong": 3}',
    ]
    file.path.write_bytes(b"\n".join(nonsense))
    decide(file)
    assert file.path.read_bytes().split(b"\n")[: len(nonsense)] == nonsense
    assert len(file.path.read_bytes().splitlines()) == len(nonsense) + 1
    problems = [str(problem).removeprefix(f"{file.path}:") for problem in file.read().problems]
    assert [problem.partition(":")[0] for problem in problems] == ["1", "2", "3", "4", "5", "7"]
    assert problems[1] == "2: lang is 'fr', not en or zh"
    assert problems[2] == "3: not UTF-8"
    assert problems[3] == "4: no JSON object"
    assert problems[5] == "7: wrong is no list of objects with doc and quote"


def test_what_somebody_added_to_a_line_by_hand_stays(file):
    by_hand = {"id": "d1", "query": "How much honey?", "lang": "en", "type": "hand", "note": "mine", "speaker": "Mara"}
    file.path.write_text(json.dumps(by_hand | {"answers": [{"doc": "bees", "quote": PRICE.quote, "grade": 2}]}))
    decide(file, verdict="wrong")
    (record,) = records(file)
    assert {name: record[name] for name in by_hand} == by_hand
    assert record["answers"] == [{"doc": "bees", "quote": PRICE.quote, "grade": 2}]
    assert record["wrong"] == [said(HONEY)]


@pytest.mark.parametrize("shown", [5, "bees", {"doc": "bees"}, [None, {"doc": 1, "quote": []}], True])
def test_nonsense_among_what_was_shown_is_as_nothing(file, shown):
    by_hand = {"id": "d1", "query": "How much honey?", "lang": "en", "type": "hand", "shown": shown}
    file.path.write_text(json.dumps(by_hand | {"answers": [said(PRICE, grade=3)]}))
    label = file.read().by_key[question_key("How much honey?")]
    assert not is_settled(label.record, label.labelled, make_quote(HONEY.quote))
    decide(file)
    (record,) = records(file)
    assert record["answers"] == [said(PRICE, grade=3), said(HONEY, grade=3)]


def test_undo_puts_back_what_was_there(file):
    first = decide(file, verdict="wrong")
    before = file.path.read_bytes()
    second = decide(file, verdict="right", passage=PRICE)
    decide(file, question="another", verdict="nobody", passage=None, first=None)
    assert file.undo(second)
    assert file.path.read_bytes().startswith(before)
    assert not file.undo(second)
    assert file.undo(first)
    assert [record["query"] for record in records(file)] == ["another"]


def test_who_judges_what_somebody_else_judged_meanwhile_is_told(file):
    seen = mark(file)
    file.decide(decision(verdict="right", who="ana"), seen)
    with pytest.raises(JudgedMeanwhileError) as told:
        file.decide(decision(verdict="wrong", who="bo"), seen)
    assert told.value.who == "ana"
    before = file.path.read_bytes()
    file.decide(decision(verdict="right", who="bo"), seen)  # they agree
    assert file.path.read_bytes() == before


_JUDGE = """
import sys
from pathlib import Path
from bot.studio.labels import LabelsFile
from bot.studio.verdicts import Decision
file = LabelsFile(Path(sys.argv[1]))
for number in range(40):
    question = f"question {number} of {sys.argv[2]}"
    file.decide(Decision(question=question, verdict="nobody", passage=None, first=None, who=sys.argv[2], when="t"), "")
"""


def test_two_processes_overwrite_nothing(file):
    judges = [subprocess.Popen([sys.executable, "-c", _JUDGE, str(file.path.parent), who]) for who in ("ana", "bo")]
    assert [judge.wait() for judge in judges] == [0, 0]
    assert sorted(record["query"] for record in records(file)) == sorted(
        f"question {number} of {who}" for number in range(40) for who in ("ana", "bo")
    )
    assert [path.name for path in file.path.parent.iterdir()] == ["labels.jsonl"]


def test_a_disk_that_takes_no_more_leaves_all_as_it_was(file):
    decide(file)
    before = file.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20, hard))
    try:
        with pytest.raises(StorageError) as refused:
            decide(file, question="another")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert str(refused.value) == (
        f"cannot write {file.path} (File too large); allow larger files (ulimit -f), and run this again"
    )
    assert file.path.read_bytes() == before
    assert [path.name for path in file.path.parent.iterdir()] == ["labels.jsonl"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "data").write_text("a file is here")
    with pytest.raises(StorageError, match=r"cannot write .*labels\.jsonl \(File exists\); a file or a dead link"):
        LabelsFile(tmp_path / "data").decide(decision(), "")


def test_a_link_goes_on_leading_where_it_leads(file, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    kept = tmp_path / "elsewhere" / "mine.jsonl"
    kept.write_text("")
    kept.chmod(0o640)
    file.path.symlink_to(kept)
    decide(file)
    assert file.path.is_symlink()
    assert json.loads(kept.read_text("utf-8"))["query"] == "How much honey?"
    assert kept.stat().st_mode & 0o777 == 0o640
