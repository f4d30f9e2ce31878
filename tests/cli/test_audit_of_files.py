import os
import subprocess
import sys
from contextlib import closing

import pytest

from bot.cli.learn import change_weights
from bot.runtime.settings import Settings
from bot.state import State
from index.errors import QuotebotError
from index.search.learned_weights import LearnedWeights, read_learned, write_learned
from index.search.weights import shipped_weights
from tests.support.fakes import write_corpus
from tests.support.paths import ROOT

TALK = """\
# Tea

Ana Ruiz: Why did you sell the tea house?

Bo Lind: We sold it since nobody came after the winter.

Ana Ruiz: Thank you. Did you open another one?

Bo Lind: We opened the one beside the harbour in the spring.
"""
SOURCES = '[talk]\ntitle = "Tea"\nlink = false\n'
REMOVED = f"{SOURCES}removed = true\n"
SPEAKERS = '["Bo Lind"]\nremoved = true\n'
WEIGHTS = LearnedWeights(
    embedder="hash-64",
    generation="g",
    day="2026-11-01",
    labels=60,
    votes=0,
    people=0,
    weights=shipped_weights("hash-64"),
)
# Dies as a file is to take the place of the one before: all is written and synced, and nothing has changed.
DYING = """\
import os, pathlib, signal
pathlib.Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from bot.__main__ import main
main()
"""


def entries(home):
    with closing(State.open(f"sqlite:///{home}/data/state.db")) as state:
        return [(entry.action, entry.subject) for entry in state.audit_entries()]


@pytest.mark.parametrize(
    ("files", "arguments", "changed", "noted"),
    [
        ({}, ["learn", "--undo", "--yes"], "data/learned-weights.json", ("undo learned weights", "weights")),
        ({}, ["curate", "talk"], "seeds/talk.turns.toml", ("write turns file", "talk.turns.toml")),
        ({}, ["remove", "talk", "--yes"], "seeds/sources.toml", ("remove interview", "talk")),
        ({}, ["remove", "talk", "--delete", "--yes"], "seeds/sources.toml", ("remove interview", "talk")),
        (
            {},
            ["remove", "--speaker", "Bo Lind", "--yes"],
            "seeds/speakers.toml",
            ("remove speaker", "Bo Lind"),
        ),
        (
            {"sources.toml": REMOVED},
            ["remove", "--undo", "talk"],
            "seeds/sources.toml",
            ("put back interview", "talk"),
        ),
        (
            {"speakers.toml": SPEAKERS},
            ["remove", "--undo", "--speaker", "Bo Lind"],
            "seeds/speakers.toml",
            ("put back speaker", "Bo Lind"),
        ),
    ],
)
def test_a_command_that_is_killed_as_a_file_changes_has_left_its_entry(tmp_path, files, arguments, changed, noted):
    write_corpus(tmp_path / "seeds", {"talk.txt": TALK, "sources.toml": SOURCES, **files})
    (tmp_path / "data").mkdir()
    write_learned(tmp_path / "data", [WEIGHTS])
    file = tmp_path / changed
    before = file.read_bytes() if file.exists() else None
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    run = subprocess.run(
        [sys.executable, "-c", DYING, *arguments], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert (run.returncode, run.stderr) == (-9, b"")
    assert (file.read_bytes() if file.exists() else None) == before
    assert entries(tmp_path) == [noted]


def test_weights_that_came_meanwhile_are_not_written_over(tmp_path):
    write_learned(tmp_path, [WEIGHTS])
    settings = Settings(data=tmp_path)
    with pytest.raises(QuotebotError) as refused:
        change_weights(settings, "learn weights", [], [WEIGHTS, WEIGHTS])
    assert str(refused.value) == "other weights came meanwhile, and hold; to go on from them: quotebot learn"
    assert read_learned(tmp_path) == [WEIGHTS]
