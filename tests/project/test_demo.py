"""What `make demo` runs, with a program in Quotebot's place that ends as it is told."""

import subprocess
from io import StringIO

import pytest
from rich.console import Console

from bot.cli.progress import build_progress
from tests.support.command_line import ROOT

INDEX = "index seeds --data build/demo"
OWN = 'Now ask something yourself: .venv/bin/quotebot ask "your question" --data build/demo'
ASKS = [
    f"ask {question} --data build/demo"
    for question in (
        "为什么客户更喜欢小模型",
        "is the data wall real?",
        "When does RAG work and when does it fail?",
        "What is the weather like in Paris?",
    )
]


def demo(folder, *, index=0, ask=0, phases=()):
    """Return the demo's exit code, what it asked of Quotebot, and what it printed behind its heading."""
    (folder / "progress").write_text(progress_of(phases))
    program = folder / "quotebot"
    program.write_text(
        f'#!/bin/sh\necho "$*" >> "{folder}/asked"\n'
        f"case $1 in index) cat {folder}/progress; exit {index};; ask) exit {ask}; esac\n"
    )
    program.chmod(0o755)
    environment = {"PATH": f"{folder}:/usr/bin:/bin"}
    done = subprocess.run(["/bin/sh", ROOT / "deploy" / "demo.sh"], cwd=folder, env=environment, capture_output=True)
    asked = (folder / "asked").read_text("utf-8").splitlines()
    return done.returncode, asked, done.stdout.decode().splitlines()[1:]


def progress_of(phases):
    """Return what `quotebot index` prints in a pipe while it goes through these phases."""
    screen = Console(file=StringIO(), width=120)
    with build_progress(screen) as progress:
        for phase in phases:
            progress(phase, 0, 0)
    return screen.file.getvalue()


ASKED = [f'$ quotebot ask "{command[4:].removesuffix(" --data build/demo")}"' for command in ASKS]


@pytest.mark.parametrize("code", [0, 1])
def test_the_demo_indexes_and_asks_whether_or_not_there_is_an_answer(tmp_path, code):
    assert demo(tmp_path, ask=code) == (0, [INDEX, *ASKS], [*ASKED, OWN])


def test_the_demo_asks_once_as_soon_as_the_first_index_can_be_asked(tmp_path):
    code, asked, printed = demo(tmp_path, phases=["checking", "answerable", "checking"])
    assert (code, asked) == (0, [INDEX, *ASKS])
    assert printed == [
        "Indexing: checking the index",
        'Questions can be asked now: quotebot ask "…"',
        *ASKED,
        "The full index, which answers better, follows. Ctrl+C leaves the first one in use.",
        "Indexing: building the full index",
        "Indexing: checking the index",
        OWN,
    ]


@pytest.mark.parametrize("code", [2, 130, 139])
def test_a_question_that_fails_fails_the_demo(tmp_path, code):
    assert demo(tmp_path, ask=code)[:2] == (1, [INDEX, ASKS[0]])


def test_an_index_that_fails_fails_the_demo(tmp_path):
    assert demo(tmp_path, index=1) == (1, [INDEX], [])


def test_a_full_index_that_fails_behind_the_answers_fails_the_demo(tmp_path):
    assert demo(tmp_path, index=1, phases=["answerable"])[:2] == (1, [INDEX, *ASKS])
