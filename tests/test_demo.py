"""What `make demo` runs, with a program in Quotebot's place that ends as it is told."""

import subprocess

import pytest
from commands import ROOT

INDEX = "index seeds --data build/demo"
ASKS = [
    f"ask {question} --data build/demo"
    for question in (
        "为什么客户更喜欢小模型",
        "is the data wall real?",
        "When does RAG work and when does it fail?",
        "What is the weather like in Paris?",
    )
]


def demo(folder, *, index=0, ask=0):
    """Return the demo's exit code and what it asked of Quotebot."""
    program = folder / "quotebot"
    program.write_text(
        f'#!/bin/sh\necho "$*" >> "{folder}/asked"\ncase $1 in index) exit {index};; ask) exit {ask}; esac\n'
    )
    program.chmod(0o755)
    environment = {"PATH": f"{folder}:/usr/bin:/bin"}
    done = subprocess.run(["/bin/sh", ROOT / "deploy" / "demo.sh"], cwd=folder, env=environment, capture_output=True)
    return done.returncode, (folder / "asked").read_text("utf-8").splitlines()


@pytest.mark.parametrize("code", [0, 1])
def test_the_demo_indexes_and_asks_whether_or_not_there_is_an_answer(tmp_path, code):
    assert demo(tmp_path, ask=code) == (0, [INDEX, *ASKS])


@pytest.mark.parametrize("code", [2, 130, 139])
def test_a_question_that_fails_fails_the_demo(tmp_path, code):
    assert demo(tmp_path, ask=code) == (1, [INDEX, ASKS[0]])


def test_an_index_that_fails_fails_the_demo(tmp_path):
    assert demo(tmp_path, index=1) == (1, [INDEX])
