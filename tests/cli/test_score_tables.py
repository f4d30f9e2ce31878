import math
from io import StringIO

import pytest
from rich.console import Console

from bot.cli import score_tables
from index.evaluate import BalanceLine, Band, Difference, Figures, Moved

NAN = math.nan
VALUES = {
    "questions": 400, "hit@1": 0.5123, "MRR@10": 0.555, "nDCG@5": 0.414, "ranked@1": 0.5, "recall@10": 0.858,
    "kept": 0.673, "refused": NAN, "speaker": 1.0,
}  # fmt: skip
FIGURES = Figures(values=VALUES, intervals={name: (0.4, 0.6) for name in VALUES if name != "questions"})
DIFFERENCE = Difference(name="hit@1", questions=330, before=0.5, after=0.55, interval=(-0.01, 0.11))


def printed(table):
    screen = Console(file=StringIO(), width=80, force_terminal=True, color_system=None, highlight=False)
    screen.print(table)
    return screen.file.getvalue().split("\n")


def test_all_figures_stand_below_each_other_with_their_intervals():
    lines = printed(score_tables.overall_table(FIGURES, {"AUROC": (0.84, (NAN, NAN))}))
    assert lines[0].split() == ["400", "questions", "95", "%", "interval"]
    assert [line.split() for line in lines[1:3]] == [
        ["hit@1", "0.512", "0.40", "to", "0.60"],
        ["MRR@10", "0.555", "0.40", "to", "0.60"],
    ]
    assert (lines[7].split()[:2], lines[9].split()) == (["refused", "-"], ["AUROC", "0.840", "-"])


def test_a_group_is_a_row_of_at_most_80_columns_that_cuts_nothing():
    lines = printed(score_tables.group_table({"type [unanswerabl": FIGURES}))
    expected = "type [unanswerabl 400 0.512 0.40-0.60 0.555 0.414 0.500 0.858 0.673 -"
    assert " ".join(lines[2].split()) == expected
    assert max(map(len, lines)) <= 80


def test_each_tenth_of_the_confidence_is_a_row():
    lines = printed(score_tables.reliability_table([Band(low=0.7, questions=29, confidence=0.752, right=0.828)]))
    assert lines[1].split() == ["0.7", "29", "0.752", "0.828"]


def test_the_balance_is_told_in_words():
    line = BalanceLine(name="zh asked, only en answers: first is right", questions=54, value=0.2, interval=(0.1, 0.3))
    assert printed(score_tables.balance_table([line]))[1].split("  ") == [
        "zh asked, only en answers: first is right", "54", "0.200", " 0.10 to 0.30",
    ]  # fmt: skip


def test_a_difference_has_its_sign():
    [_, row, *_] = printed(score_tables.difference_table([DIFFERENCE]))
    assert row.split() == ["hit@1", "330", "0.500", "0.550", "+0.050", "-0.010", "to", "+0.110"]


@pytest.mark.parametrize(("direction", "mark"), [("better", "+"), ("worse", "-"), ("same", "~")])
def test_what_moved_is_a_line_with_the_question_cut_to_the_width(direction, mark):
    moved = Moved(id="t1", query="why " * 50, before="answer 1", after="nothing -", direction=direction)
    [_, row, *_] = printed(score_tables.moved_table([moved]))
    assert row.startswith(f"{mark} t1 answer 1 nothing - why why ")
    assert (len(row), row[-1]) == (80, "…")


def test_what_labels_hold_tells_the_terminal_nothing_and_is_one_line():
    evil = "a\x1b[31mb\nc\u202ed [/x]"
    moved = Moved(id=evil, query=evil, before=evil, after=evil, direction="worse")
    assert printed(score_tables.moved_table([moved]))[1].split() == ["-", *["a[31mb", "cd", "[/x]"] * 4]
    (row,) = [line for line in printed(score_tables.group_table({evil: FIGURES})) if "400" in line]
    assert row.startswith("a[31mb cd [/x]")
