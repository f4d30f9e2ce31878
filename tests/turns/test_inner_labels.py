"""A second speaker inside a line or a cue."""

import pytest

from tests.turns.transcripts import ANA, BO, cues, said_by, spoken


def test_a_second_label_inside_a_line():
    ada, charles = "Ada Lovelace", "Charles Babbage"
    raw = f"{ada}: We stopped. {charles}: And the money? {ada}: Less.\n\n{ada}: Much less."
    pairs = spoken(raw, hosts=(charles,), guests=(ada,))
    assert [pair for pair in pairs if pair[0] == ada] == [(ada, "We stopped."), (ada, "Less."), (ada, "Much less.")]
    assert [text for name, text in pairs if name != ada] == ["And the money?"]


def test_a_second_label_inside_a_line_in_bold():
    raw = "**河报：何时结冰？****林波：**十一月。\n\n**河报：**然后呢？**林波：**春天来了。"
    assert spoken(raw, ".md", hosts=("河报",), guests=("林波",)) == [
        ("河报", "何时结冰？"),
        ("林波", "十一月。"),
        ("河报", "然后呢？"),
        ("林波", "春天来了。"),
    ]


def test_two_voices_in_one_cue_are_two_turns():
    raw = cues(f"<v {BO}>It stayed shut.</v> <v {ANA}>Could I stop you?</v>", f"<v {ANA}>Please.</v>")
    assert spoken(raw, ".vtt") == [(BO, "It stayed shut."), (ANA, "Could I stop you? Please.")]


@pytest.mark.parametrize("inner", ["ANA: And what did you eat?", "(Ruiz: And what did you eat?)"])
def test_a_short_or_bracketed_name_inside_a_paragraph_takes_the_words_behind_it(inner):
    raw = f"Ana Ruiz: Where?\n\nBo Lind: We ran. {inner}\n\nAna Ruiz: Why?\n\nBo Lind: It was cold."
    assert said_by(raw) == [(ANA, "Where?"), (BO, "We ran."), (ANA, "Why?"), (BO, "It was cold.")]
