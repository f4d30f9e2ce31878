"""Commands that change one corpus folder at the same time: one after the other does, and nothing is lost."""

import os
import socket
import threading
import tomllib
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from rich.console import Console

from bot.cli.corpus import build_in_turn
from bot.cli.corpus_folder import alone_in
from index.errors import BuildRunningError, StorageError
from index.storage.generations import read_current
from index.storage.lock import folder_lock
from tests.support.command_line import run_afresh
from tests.support.fakes import write_corpus
from tests.support.two_interviews import BEES

THIS = f"process {os.getpid()} on {socket.gethostname()}"


def test_interviews_that_are_added_and_removed_at_once_are_all_as_they_should_be(folder):
    write_corpus(folder / "desk", {f"talk{number}.txt": BEES.replace("bees", f"wasps {number}") for number in (1, 2)})
    commands = [("add", f"desk/talk{number}.txt", "--no-link") for number in (1, 2)]
    with ThreadPoolExecutor(3) as threads:
        runs = threads.map(lambda words: run_afresh(folder, *words), [*commands, ("remove", "tea", "--yes")])
    assert [(run.code, run.err) for run in runs] == [(0, "")] * 3
    listed = tomllib.loads((folder / "seeds" / "sources.toml").read_text())
    assert sorted(listed) == ["bees", "talk1", "talk2", "tea"]
    assert listed["tea"]["removed"] is True
    assert {quote.source.id for quote in read_current(folder / "data").quotes} == {"bees", "talk1", "talk2"}
    assert not list((folder / "seeds").glob(".*"))


def test_whoever_has_to_wait_is_told_for_which_process(tmp_path, capsys):
    out, steps = "", []

    def second():
        with alone_in(tmp_path):
            steps.append("second")

    with folder_lock(tmp_path, lambda _: None):
        thread = threading.Thread(target=second)
        thread.start()
        while not out.endswith("\n"):
            out += capsys.readouterr().out
        steps.append("first")
    thread.join()
    assert out == f"{THIS} is changing '{tmp_path}'; waiting for it (Ctrl+C stops)\n"
    assert steps == ["first", "second"]


def test_a_folder_that_cannot_be_is_one_line(tmp_path):
    (tmp_path / "file").touch()
    with (
        pytest.raises(StorageError, match=r"cannot write to .*file \(File exists\); check its permissions"),
        alone_in(tmp_path / "file"),
    ):
        pass


def test_what_was_added_is_indexed_once_nobody_else_builds():
    screen = Console(file=StringIO(), width=200)
    outcomes = [BuildRunningError("process 7 is building; wait"), BuildRunningError("again"), "built"]

    def build_once():
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    assert build_in_turn(build_once, screen, is_patient=True) == "built"
    assert screen.file.getvalue() == "process 7 is building; waiting for it (Ctrl+C stops)\n"
    with pytest.raises(BuildRunningError):
        build_in_turn(lambda: (_ for _ in ()).throw(BuildRunningError("x")), screen, is_patient=False)
