import json
from dataclasses import asdict, replace

import pytest

from bot.studio.snapshots import Conditions, Kept, Snapshot, fingerprint, kept_snapshots, read_scores, save_snapshot
from index.errors import StorageError
from index.evaluate import Score, label_key, parse_labelled, score_to_record

CONDITIONS = Conditions(labels="/d/labels.jsonl", label_keys="k", generation="g1", weights="w", quotebot="1.0")
SNAPSHOT = Snapshot(
    made_at=1_790_000_000.5, conditions=CONDITIONS, questions=1, is_learned=False, unsure=0.1, answer=0.2
)
QUESTION = parse_labelled(
    json.dumps(
        {
            "id": "q1",
            "query": "secret words",
            "lang": "en",
            "type": "label",
            "answers": [{"doc": "bees", "quote": "hidden honey", "grade": 3}],
        }
    ),
    "f",
)[0][0]
KEY = label_key(QUESTION)
SCORE = Score(question=QUESTION, outcome="answer", confidence=0.5, rank=1, first="q_1")
RECORDS = {KEY: score_to_record(SCORE)}


def names(data):
    return sorted(file.name for file in (data / "figures").iterdir())


def test_a_snapshot_is_read_as_it_was_kept_and_holds_no_word_of_a_question(tmp_path):
    save_snapshot(tmp_path, SNAPSHOT, RECORDS)
    assert names(tmp_path) == [f"20260921-141320-{fingerprint(asdict(CONDITIONS))}.jsonl"]
    assert kept_snapshots(tmp_path) == Kept(snapshots=(SNAPSHOT,))
    assert read_scores(tmp_path, SNAPSHOT, {KEY: QUESTION, "other": QUESTION}) == {KEY: SCORE}
    content = (tmp_path / "figures" / f"{SNAPSHOT.name}.jsonl").read_text()
    assert ("secret" in content, "honey" in content, KEY in content) == (False, False, True)


def test_what_is_measured_again_under_the_same_conditions_takes_the_place_of_what_was(tmp_path):
    other = replace(SNAPSHOT, conditions=replace(CONDITIONS, weights="v"), made_at=SNAPSHOT.made_at + 1)
    again = replace(SNAPSHOT, made_at=SNAPSHOT.made_at + 2)
    for snapshot in (SNAPSHOT, other, again):
        save_snapshot(tmp_path, snapshot, RECORDS)
    assert kept_snapshots(tmp_path).snapshots == (again, other)


def test_the_newest_fifty_stay(tmp_path):
    made = [
        replace(SNAPSHOT, made_at=1000.0 + number, conditions=replace(CONDITIONS, generation=f"g{number}"))
        for number in range(52)
    ]
    for snapshot in made:
        save_snapshot(tmp_path, snapshot, RECORDS)
    assert kept_snapshots(tmp_path).snapshots == tuple(reversed(made[2:]))


@pytest.mark.parametrize(
    "damage",
    [
        lambda head: head | {"format": 2},
        lambda head: {name: value for name, value in head.items() if name != "unsure"},
        lambda head: head | {"made_at": "yesterday"},
        lambda head: head | {"made_at": 1e300},
        lambda head: head | {"conditions": {"labels": "x"}},
        lambda head: head | {"conditions": asdict(CONDITIONS) | {"generation": "../../etc"}},
        lambda _: ["no", "snapshot"],
        lambda _: "x",
        lambda head: head | {"made_at": 10**400},
    ],
)
def test_what_is_of_another_version_or_damaged_is_named_and_stays(tmp_path, damage):
    save_snapshot(tmp_path, SNAPSHOT, RECORDS)
    file = tmp_path / "figures" / f"{SNAPSHOT.name}.jsonl"
    head, records = file.read_text().splitlines()
    file.write_text(f"{json.dumps(damage(json.loads(head)))}\n{records}\n")
    assert kept_snapshots(tmp_path) == Kept(unreadable=(file.name,))
    assert file.exists()


@pytest.mark.parametrize(
    "records", ["", "{", "[" * 100_000, "[]", '{"KEY": 7}', '{"KEY": {}}', '{"KEY": {"outcome": "x"}}']
)
def test_damaged_scores_are_an_error_that_says_what_to_do(tmp_path, records):
    save_snapshot(tmp_path, SNAPSHOT, RECORDS)
    file = tmp_path / "figures" / f"{SNAPSHOT.name}.jsonl"
    head = file.read_text().splitlines()[0]
    file.write_text(f"{head}\n{records.replace('KEY', KEY)}\n")
    if records == "[]":
        assert read_scores(tmp_path, SNAPSHOT, {KEY: QUESTION}) == {}
        return
    with pytest.raises(StorageError, match=r"is damaged; delete it, and measure again"):
        read_scores(tmp_path, SNAPSHOT, {KEY: QUESTION})


def test_where_nothing_can_be_written_it_says_so(tmp_path):
    (tmp_path / "figures").write_text("a file")
    with pytest.raises(StorageError, match=r"the figures cannot be kept in .*; measure again"):
        save_snapshot(tmp_path, SNAPSHOT, RECORDS)
    assert kept_snapshots(tmp_path / "nowhere") == Kept()
