import json
from dataclasses import replace

import pytest

from bot.cli.learning_report import moved_lines, trial_tables, verdict_lines
from bot.state import State
from index.learning.change import changes_by_group
from index.learning.fit_weights import Scope
from index.learning.proposal import Proposal
from index.learning.trial import Trial
from index.search.learned_weights import LearnedWeights, read_learned, write_learned
from index.search.weights import shipped_weights
from tests.support.command_line import failed

EARLIER = LearnedWeights(
    embedder="hash-64",
    generation="g",
    day="2026-11-01",
    labels=60,
    votes=0,
    people=0,
    weights=shipped_weights("hash-64"),
)
LATER = replace(EARLIER, day="2026-12-01", votes=300, people=12)
TOO_LITTLE = (
    "too little to learn from: {}; it takes 50 labels, or 200 votes of 10 people: label what waits in the queue of "
    "quotebot studio, or set QUOTEBOT_KEEP_QUESTIONS, so that votes are kept with their questions"
)


@pytest.fixture
def data(tmp_path):
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def label(number, **fields):
    record = {"id": f"l{number}", "query": f"why {number}", "lang": "en", "type": "label", "answers": []}
    return json.dumps(record | fields)


def test_where_nothing_is_known_it_is_said_what_it_takes_and_how_to_come_by_it(commands, tmp_path):
    run = commands.run(tmp_path, "learn")
    told = "0 labelled questions; 0 votes of 0 people on 0 questions.\n"
    assert run == replace(failed(TOO_LITTLE.format("0 labels and 0 votes of 0 people")), out=told)
    assert not (tmp_path / "data" / "state.db").exists()


def test_labels_are_counted_and_those_that_cannot_be_read_are_named(commands, data):
    right = [{"doc": "bees", "quote": "a hive", "grade": 3}]
    lines = [label(1), label(2, answers=right), label(3, wrong=[{"doc": "bees", "quote": "x"}]), "{"]
    (data / "labels.jsonl").write_text("\n".join(lines))
    run = commands.run(data.parent, "learn")
    first, problem = run.out.splitlines()
    assert first == "3 labelled questions, 1 of which nothing answers; 0 votes of 0 people on 0 questions."
    assert problem.startswith("Left out: data/labels.jsonl:4: no JSON")
    assert (run.code, run.err) == (1, failed(TOO_LITTLE.format("3 labels and 0 votes of 0 people")).err)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_labels_are_read_as_editors_save_them(commands, data, encoding):
    (data / "labels.jsonl").write_text(f"{label(1, query='为什么')}\n{label(2)}\n", encoding)
    assert commands.run(data.parent, "learn").out.startswith("2 labelled questions, 2 of which nothing answers; ")


@pytest.mark.parametrize("broken", [b'{"id": "caf\xe9"}', b"\xff\xfe{\x00"])
def test_a_label_in_another_encoding_is_named_and_the_others_count(commands, data, broken):
    (data / "labels.jsonl").write_bytes(b"\n".join([broken, label(1).encode()]))
    run = commands.run(data.parent, "learn")
    assert run.out.splitlines() == [
        "1 labelled question, 1 of which nothing answers; 0 votes of 0 people on 0 questions.",
        "Left out: data/labels.jsonl:1: not UTF-8",
    ]


def test_undo_goes_back_one_step_at_a_time_and_the_audit_log_has_it(commands, data):
    write_learned(data, [EARLIER, LATER])
    run = commands.run(data.parent, "learn", "--undo", "--yes")
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines() == [
        "In use: learned on 2026-12-01 from 60 labels and 300 votes of 12 people. "
        "To come back: learned on 2026-11-01 from 60 labels and 0 votes of 0 people.",
        "Weights in use: learned on 2026-11-01 from 60 labels and 0 votes of 0 people. "
        "To go back: quotebot learn --undo",
    ]
    assert read_learned(data) == [EARLIER]
    assert commands.run(data.parent, "learn", "--undo", "--yes").out.endswith("Weights in use: as shipped.\n")
    assert read_learned(data) == []
    assert commands.run(data.parent, "learn", "--undo", "--yes") == failed(
        "nothing was learned here; the weights are as shipped"
    )
    state = State.open(f"sqlite:///{data}/state.db")
    entries = state.audit_entries()
    state.close()
    assert [(entry.action, entry.before["day"]) for entry in entries] == [
        ("undo learned weights", "2026-12-01"),
        ("undo learned weights", "2026-11-01"),
    ]
    assert entries[0].after["day"] == "2026-11-01"
    assert entries[1].after == "as shipped"


def test_where_nobody_can_be_asked_nothing_changes(commands, data):
    write_learned(data, [EARLIER])
    run = commands.run(data.parent, "learn", "--undo")
    assert (run.code, run.err) == (2, "quotebot: nothing is changed, since nobody can be asked here; add --yes\n")
    assert read_learned(data) == [EARLIER]


def test_weights_that_are_damaged_are_not_written_over(commands, data):
    (data / "learned-weights.json").write_text("{")
    for arguments in (("learn",), ("learn", "--undo", "--yes")):
        run = commands.run(data.parent, *arguments)
        assert (run.code, run.out) == (1, "")
        assert run.err.startswith("quotebot: 'data/learned-weights.json' holds no weights that can be used (")
    assert (data / "learned-weights.json").read_text() == "{"


def test_what_moves_is_said_from_what_to_what():
    before = {"rank": {"words": 6.03, "length": 1.126}, "same_language": {"score": 0.1}}
    after = {"rank": {"words": 5.5, "length": 1.1261}, "same_language": {"score": 0.1}}
    assert [*moved_lines(before, after)] == ["rank: words 6.030 → 5.500"]


def test_of_what_is_known_by_nobody_no_figures_are_shown():
    nothing = changes_by_group([])
    trial = Trial(ranking=nothing, confidence=nothing, right=nothing, refused=())
    scope = Scope(ranking=False, confidence=False)
    proposal = Proposal(ranking=trial, confidence=trial, scope=scope, weights=None)
    unknown = "no label and no vote tells of quotes that are in the index; it stays."
    assert [*trial_tables(proposal)] == []
    assert [*verdict_lines(proposal)] == [f"Ranking: {unknown}", f"Confidence: {unknown}"]


@pytest.mark.parametrize(("doubted", "people"), [(0, []), (1, ["1 person"]), (12, ["12 people"])])
def test_it_is_said_how_many_people_hardly_count(doubted, people):
    nothing = changes_by_group([])
    trial = Trial(ranking=nothing, confidence=nothing, right=nothing, refused=())
    proposal = Proposal(ranking=trial, confidence=trial, scope=Scope(), weights=None, doubted=doubted)
    assert [*verdict_lines(proposal)][2:] == [
        f"Votes of {who} hardly count: they are much the same whatever was asked." for who in people
    ]
