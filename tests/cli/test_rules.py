import os
import pty
import subprocess
import sys

import pytest

from tests.support.command_line import failed, table_cells
from tests.support.paths import ROOT

UNSEEN = " \u202emodel\u200b"
NO_RULES = "There are no rules: everything is shown everywhere. See: quotebot rules --help\n"


def test_a_word_is_taken_back_by_the_name_that_is_listed(commands, folder):
    forbidden = commands.run(folder, "rules", "forbid", "word", UNSEEN)
    assert (forbidden.code, forbidden.err) == (0, "")
    assert forbidden.out.splitlines() == ["'model' leaves out 0 of 13 quotes.", "The word 'model' is forbidden."]
    assert table_cells(commands.run(folder, "rules").out)[1] == ["forbidden word", "model", "every place"]
    assert commands.run(folder, "rules", "permit", "word", "Model").out == "The word 'Model' is permitted again.\n"
    assert commands.run(folder, "rules").out == NO_RULES


def test_another_spelling_is_the_same_rule(commands, folder):
    runs = [commands.run(folder, "rules", "forbid", "word", word) for word in ("Layoff", "layoff")]
    assert [run.out.splitlines()[-1] for run in runs] == [
        "The word 'Layoff' is forbidden.",
        "The word 'layoff' was forbidden before.",
    ]
    assert [row[1] for row in table_cells(commands.run(folder, "rules").out)] == ["What", "Layoff"]


def test_a_rule_of_a_channel_is_cleared_by_the_name_that_is_listed(commands, folder):
    place = ("rules", "sources", "--platform", "slack", "--channel")
    assert commands.run(folder, *place, "C1\u200b", "tea").out == "Shown in slack C1: tea.\n"
    assert commands.run(folder, *place, "C1", "--clear").out == "No rule holds for slack C1 any more.\n"
    assert commands.run(folder, "rules").out == NO_RULES


def test_bytes_that_are_no_text_are_refused(commands, folder):
    mend = "is not written in UTF-8; type it again in a terminal that is set to UTF-8"
    for command in ("forbid", "permit"):
        assert commands.run(folder, "rules", command, "word", "caf\udce9") == failed(f"the word {mend}", 2)
    place = ("--platform", "slack", "--channel", "C\udce9", "--clear")
    assert commands.run(folder, "rules", "sources", *place) == failed(f"--channel {mend}", 2)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("forbid", "word", "otter", "a" * 10_000), "the word has 10,000 characters; say it in 200"),
        (("forbid", "topic", "bee " * 5_000, "--dry-run"), "the topic has 19,999 characters; say it in 200"),
        (("sources", "tea", "--workspace", "T" * 201), "--workspace has 201 characters; say it in 200"),
        (("sources", "tea", "--channel", "C" * 201), "--channel has 201 characters; say it in 200"),
    ],
)
def test_what_is_too_long_for_a_line_is_refused_and_nothing_is_kept(commands, folder, arguments, problem):
    assert commands.run(folder, "rules", *arguments) == failed(problem, 2)
    assert not (folder / "data" / "state.db").exists()


def test_a_long_word_that_is_not_forbidden_is_not_said_in_full(commands, folder):
    assert commands.run(folder, "rules", "forbid", "word", "a" * 200).code == 0
    refused = f"the word '{'b' * 89}…' is not forbidden; list what is: quotebot rules"
    assert commands.run(folder, "rules", "permit", "word", "b" * 10_000) == failed(refused)
    assert commands.run(folder, "rules", "permit", "word", "a" * 200).code == 0


def test_what_leaves_out_everything_is_refused_even_if_nobody_is_to_be_asked(commands, folder):
    run = commands.run(folder, "rules", "forbid", "word", "otter", "https", "--yes")
    assert (run.code, run.err) == (2, "quotebot: 'https' leaves out all 13 quotes; forbid what fewer hold\n")
    assert not (folder / "data" / "state.db").exists()
    assert commands.run(folder, "rules", "forbid", "word", "https", "--dry-run").code == 0


def test_what_leaves_out_the_rest_is_refused(commands, folder):
    assert commands.run(folder, "rules", "forbid", "word", "above", "--yes").code == 0
    run = commands.run(folder, "rules", "forbid", "word", "林晓")
    assert (run.code, run.out.splitlines()[0]) == (2, "'林晓' leaves out 6 of 13 quotes:")
    assert run.err == "quotebot: with what is left out already, this leaves out all 13 quotes; see: quotebot rules\n"
    assert [row[1] for row in table_cells(commands.run(folder, "rules").out)] == ["What", "above"]


def test_what_leaves_out_more_than_half_has_to_be_agreed_to(commands, folder):
    forbid = ("rules", "forbid", "word", "above")
    run = commands.run(folder, *forbid)
    assert (run.code, run.out.splitlines()[0]) == (2, "'above' leaves out 7 of 13 quotes:")
    nobody = "nothing is forbidden, since nobody can be asked here; add --yes"
    assert run.err == f"quotebot: 'above' leaves out 7 of 13 quotes; {nobody}\n"
    assert not (folder / "data" / "state.db").exists()
    assert commands.run(folder, *forbid, "--dry-run").out == run.out
    assert commands.run(folder, *forbid, "--yes").out == f"{run.out}The word 'above' is forbidden.\n"


@pytest.mark.parametrize(("answer", "code", "is_forbidden"), [("\n", 130, False), ("y\n", 0, True)])
def test_in_a_terminal_it_is_asked_first(folder, answer, code, is_forbidden):
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "rules", "forbid", "word", "above"]
    run = subprocess.run(
        command, cwd=folder, env=environment, stdin=theirs, capture_output=True, text=True, check=False
    )
    os.close(ours)
    os.close(theirs)
    assert run.returncode == code
    assert "'above' leaves out 7 of 13 quotes. Forbid that? [y/N]: " in run.stdout
    if not is_forbidden:
        assert run.stderr == "quotebot: 'above' leaves out 7 of 13 quotes; nothing is forbidden\n"
    assert (folder / "data" / "state.db").exists() is is_forbidden
