import json
import logging
from dataclasses import asdict, replace

import pytest

from index.advice import quotebot
from index.errors import StorageError
from index.search.learned_weights import (
    LEARNED_WEIGHTS,
    LearnedWeights,
    WatchedWeights,
    read_learned,
    weights_in_use,
    write_learned,
)
from index.search.weights import shipped_weights

LEARNED = LearnedWeights(
    embedder="hash-64",
    generation="20261130-120000-abcdef",
    day="2026-11-30",
    labels=120,
    votes=1812,
    people=40,
    weights=shipped_weights("hash-64"),
)
OTHER = replace(LEARNED, day="2026-12-01", labels=1, votes=1, people=1)


def record(**changes):
    return asdict(LEARNED) | changes


def write(data, *records):
    (data / LEARNED_WEIGHTS).write_text(json.dumps({"learned": records}))


def test_what_was_learned_is_read_as_it_was_written_the_newest_last(tmp_path):
    assert read_learned(tmp_path) == []
    write_learned(tmp_path, [LEARNED, OTHER])
    assert read_learned(tmp_path) == [LEARNED, OTHER]
    assert [file.name for file in tmp_path.iterdir()] == [LEARNED_WEIGHTS]
    assert weights_in_use(tmp_path, "hash-64") == OTHER


def test_where_weights_are_from_is_said_in_words():
    assert LEARNED.origin == "learned on 2026-11-30 from 120 labels and 1,812 votes of 40 people"
    assert OTHER.origin == "learned on 2026-12-01 from 1 label and 1 vote of 1 person"


def test_weights_for_another_embedder_are_refused_with_both_names(tmp_path):
    write_learned(tmp_path, [LEARNED])
    with pytest.raises(StorageError) as refused:
        weights_in_use(tmp_path, "usem3 1")
    assert str(refused.value) == (
        f"the weights in '{tmp_path / LEARNED_WEIGHTS}' were learned for hash-64, and usem3 1 is in use; run: "
        f"{quotebot('learn')}, or: {quotebot('learn', '--undo')}"
    )


RANK = dict(LEARNED.weights["rank"])


@pytest.mark.parametrize(
    ("records", "problem"),
    [
        ([record(weights={})], "rank has other weights than similarity, context, words, length, host"),
        ([record(weights={**LEARNED.weights, "rank": RANK | {"words": float("nan")}})], "rank words is nan"),
        ([record(weights={**LEARNED.weights, "rank": RANK | {"words": "7"}})], "rank words is '7'"),
        ([record(weights={**LEARNED.weights, "rank": RANK | {"words": True}})], "rank words is True"),
        ([record(weights={**LEARNED.weights, "rank": RANK | {"words": 1e9}})], "rank words is 1000000000.0"),
        ([record(weights={**LEARNED.weights, "rank": []})], "rank has other weights than"),
        ([record(weights={**LEARNED.weights, "outcome": {"unsure": 0.5, "answer": 0.1}})], "do not rise from 0 to 1"),
        ([record(weights={**LEARNED.weights, "rank": RANK | {"words": 10**400}})], "rank words is 1000000"),
        ([record(labels="many")], "labels is 'many'"),
        ([record(day="2026-11-30\nerror")], "Invalid isoformat string"),
        ([{**record(), "more": 1}], "unexpected keyword argument 'more'"),
        ([7], "argument after ** must be a mapping"),
    ],
)
def test_weights_that_cannot_weigh_anything_are_refused_in_a_line_that_says_what_to_do(tmp_path, records, problem):
    write(tmp_path, *records)
    with pytest.raises(StorageError) as refused:
        read_learned(tmp_path)
    message = str(refused.value)
    assert message.startswith(f"'{tmp_path / LEARNED_WEIGHTS}' holds no weights that can be used (")
    assert problem in message
    assert message.endswith(f"put it back from a backup, or move it away and run: {quotebot('learn')}")
    assert "\n" not in message


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"learned": 3}', b"\xff\xfe", b'{"other": []}', b"[" * 100_000]
)
def test_a_file_that_holds_something_else_is_refused(tmp_path, content):
    (tmp_path / LEARNED_WEIGHTS).write_bytes(content)
    with pytest.raises(StorageError, match="holds no weights that can be used"):
        read_learned(tmp_path)


def test_a_folder_in_its_place_is_refused(tmp_path):
    (tmp_path / LEARNED_WEIGHTS).mkdir()
    with pytest.raises(StorageError, match="holds no weights that can be used"):
        read_learned(tmp_path)


def test_other_weights_are_taken_up_when_the_file_changes_and_the_shipped_ones_when_it_is_damaged(tmp_path, caplog):
    watched = WatchedWeights(tmp_path)
    caplog.set_level(logging.INFO)
    assert watched.current("hash-64") is None
    assert caplog.messages == []
    write_learned(tmp_path, [LEARNED])
    assert watched.current("hash-64") == LEARNED
    assert watched.current("hash-64") is watched.current("hash-64")
    (tmp_path / LEARNED_WEIGHTS).write_text("{")
    assert [watched.current("hash-64") for _ in range(3)] == [None] * 3
    write_learned(tmp_path, [LEARNED, OTHER])
    assert watched.current("hash-64") == OTHER
    (tmp_path / LEARNED_WEIGHTS).unlink()
    assert watched.current("hash-64") is None
    assert [message.partition(":")[0] for message in caplog.messages] == [
        "weights in use",
        "the shipped weights are used",
        "weights in use",
        "weights in use",
    ]
    assert caplog.messages[-1] == "weights in use: as shipped"
