"""Labels in other shapes than "Name:", and lines with numbers before them."""

import pytest

from tests.turns.transcripts import ANA, BO, EAT, FROZE, SOLD, spoken


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Ruiz. ", "Lind. "),
        ("Mr. Ruiz. ", "Ms. Lind. "),
        ("MR. RUIZ. ", "MS. LIND. "),
        ("Ana Ruiz – ", "Bo Lind – "),
        ("__Ana Ruiz__ ", "__Bo Lind__ "),
        ("**Ana Ruiz** ", "**Bo Lind** "),
        ("> **Ana Ruiz:** ", "> **Bo Lind:** "),
        ("Ana Ruiz | ", "Bo Lind | "),
        ("SPEAKER_00: ", "SPEAKER_01: "),
        ("[SPEAKER_00]: ", "[SPEAKER_01]: "),
        ("アナ：", "ボー："),
        ("話者1：", "話者2："),
        ("__アナ__ ", "__ボー__ "),
        ("<ana> ", "<bo> "),
        ("**Ana Ruiz:** ", "**Bo Lind:** "),
    ],
)
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_labels_of_other_shapes(one, two, between):
    raw = between.join([one + SOLD, two + FROZE, one + EAT, two + "Bread, of course.", one + "Ah."])
    first, second = (label.strip(" .–_*>|:：[]<") for label in (one, two))
    assert spoken(raw, ".md") == [
        (first, SOLD),
        (second, FROZE),
        (first, EAT),
        (second, "Bread, of course."),
        (first, "Ah."),
    ]


def test_a_name_alone_on_a_line_with_blanks_behind():
    raw = f"{ANA}  \nIs it for the people, and\n\n{BO}  \n{FROZE}\n\n{ANA}  \n{EAT}\n\n{BO}  \nBread."
    assert spoken(raw, ".md") == [(ANA, "Is it for the people, and"), (BO, FROZE), (ANA, EAT), (BO, "Bread.")]


def test_line_numbers_are_no_words():
    lines = [f"MR. RUIZ: {SOLD}", "It was old and", "nobody wanted it.", f"MS. LIND: {FROZE}", "Nobody could sail."] * 6
    raw = "".join(f" {number % 25 + 1:2}   {line}\n" for number, line in enumerate(lines))
    assert spoken(raw)[:2] == [
        ("MR. RUIZ", f"{SOLD} It was old and nobody wanted it."),
        ("MS. LIND", f"{FROZE} Nobody could sail."),
    ]
