"""Questions that stand out by a mark or by their print, with answers that have no label."""

import pytest

from tests.turns.transcripts import ANA, BO, EAT, FROZE, LISTED, SOLD, said_by, spoken


@pytest.mark.parametrize("mark", ["**{}**", "## {}", "__{}__"])
def test_marked_questions_and_bare_answers(mark):
    how, what = "How did it close?", "What came then?"
    raw = "\n\n".join(["An introduction.", mark.format(how), FROZE, "Indeed it did.", mark.format(what), SOLD])
    assert spoken(raw, ".md", **LISTED) == [(BO, how), (ANA, FROZE), (ANA, "Indeed it did."), (BO, what), (ANA, SOLD)]


def test_question_and_answer_with_full_stops():
    raw = f"Q. {EAT}\n\nA. {FROZE}\n\nQ. Why?\n\nA. {SOLD}"
    assert spoken(raw, **LISTED) == [(BO, EAT), (ANA, FROZE), (BO, "Why?"), (ANA, SOLD)]


def test_questions_with_a_mark_and_answers_with_one_only_sometimes():
    raw = f"**Q. {EAT}**\n\n{SOLD}\n\n**Q. Why?**\n\n**A:** {FROZE}\n\n**Q. Then?**\n\nWe went home."
    assert said_by(raw, ".md", **LISTED) == [
        (BO, EAT),
        (ANA, SOLD),
        (BO, "Why?"),
        (ANA, FROZE),
        (BO, "Then?"),
        (ANA, "We went home."),
    ]


def test_chinese_headings_that_ask_with_closing_marks():
    raw = "\n\n".join(
        [
            "####问：河什么时候结冰？####",
            "**答：** 十一月，每年都一样。",
            "###问：然后呢？",
            "答：\n    春天就化了，鱼也回来了。",
        ]
    )
    assert spoken(raw, ".md", hosts=("赵明",), guests=("林晓",)) == [
        ("赵明", "河什么时候结冰？"),
        ("林晓", "十一月，每年都一样。"),
        ("赵明", "然后呢？"),
        ("林晓", "春天就化了，鱼也回来了。"),
    ]


def test_a_bold_question_behind_an_answer_in_one_paragraph_is_the_hosts():
    raw = f"**{EAT}**\n\n{SOLD} **Why did you do that?**\n\n{FROZE}\n\n**And then?**\n\nWe **really** went home."
    assert said_by(raw, ".md", hosts=(BO,), guests=(ANA,)) == [
        (BO, EAT),
        (ANA, SOLD),
        (BO, "Why did you do that?"),
        (ANA, FROZE),
        (BO, "And then?"),
        (ANA, "We really went home."),
    ]


def test_what_is_bold_among_bold_questions_is_no_answer():
    prompt = "**Now some other things. Tell me of the river (and of the ice).**"
    raw = f"**{EAT}**\n\n{SOLD}\n\n{prompt}\n\n{FROZE}\n\n**Why?**\n\nAh."
    assert [pair for pair in said_by(raw, ".md", hosts=(BO,), guests=(ANA,)) if pair[0] == ANA] == [
        (ANA, SOLD),
        (ANA, FROZE),
        (ANA, "Ah."),
    ]


@pytest.mark.parametrize("question", ["**{}** {}", "**Bo Lind: {}** {}", "**Bo Lind:** **{}** {}"])
def test_an_answer_behind_a_bold_question_in_the_same_paragraph_is_not_the_askers(question):
    raw = "\n\n".join([question.format("How did it close?", FROZE), question.format(EAT, SOLD)])
    assert spoken(raw, ".md", **LISTED) == [(BO, "How did it close?"), (ANA, FROZE), (BO, EAT), (ANA, SOLD)]


def test_a_chinese_answer_glued_to_a_bold_question_is_not_the_askers():
    raw = "**赵明：河什么时候结冰？**十一月，每年都一样。\n\n**赵明：然后呢？**春天就化了，鱼也回来了。"
    assert spoken(raw, ".md", hosts=("赵明",), guests=("林晓",)) == [
        ("赵明", "河什么时候结冰？"),
        ("林晓", "十一月，每年都一样。"),
        ("赵明", "然后呢？"),
        ("林晓", "春天就化了，鱼也回来了。"),
    ]


def test_where_only_the_asker_has_labels_nothing_behind_a_question_is_the_askers():
    raw = f"Bo Lind: How did it close? {FROZE}\n\nBo Lind: {EAT} {SOLD}"
    assert spoken(raw, **LISTED) == [(BO, "How did it close?"), (BO, EAT)]


@pytest.mark.parametrize(
    "paragraph",
    [
        f"Cy Oh: {SOLD}",
        f"**Cy Oh:** {SOLD}",
        f"**Cy Oh** {SOLD}",
        f"[Cy Oh] {SOLD}",
        f"cy_oh77: {SOLD}",
        f"Audience: {SOLD}",
        f"— {SOLD}",
        f"Note: {SOLD}",
        f"编者按：{SOLD}",
        f"（{SOLD}）",
    ],
)
def test_another_voice_ends_an_answer_without_a_label(paragraph):
    raw = "\n\n".join(
        ["**How did it close?**", FROZE, paragraph, "Nobody knows whose this is.", f"**{EAT}**", "Bread."]
    )
    assert spoken(raw, ".md", **LISTED) == [(BO, "How did it close?"), (ANA, FROZE), (BO, EAT), (ANA, "Bread.")]


@pytest.mark.parametrize("credit", ["Photo: the town archive.", "图片来源：资料馆。"])
def test_a_credit_beside_the_labels_of_who_asks_gives_no_answer_to_the_asker(credit):
    raw = f"Q: {EAT}\n\n{SOLD}\n\nQ: Why?\n\n{FROZE}\n\nQ: Then?\n\nWe went home.\n\n{credit}"
    assert (BO, EAT) in said_by(raw, **LISTED)
    assert [text for speaker, text in said_by(raw, **LISTED) if speaker == BO] == [EAT, "Why?", "Then?"]


def test_a_credit_beside_the_labels_of_who_answers_gives_no_question_to_the_guest():
    raw = f"{EAT}\n\nAna Ruiz: {SOLD}\n\nWhy?\n\nAna Ruiz: {FROZE}\n\nThen?\n\nPhoto: the town archive."
    assert said_by(raw, **LISTED) == [(ANA, SOLD), (ANA, FROZE)]


@pytest.mark.parametrize("listed", [{}, {"guests": (ANA,)}, {"guests": (ANA,), "hosts": (BO, "Cy Oh")}])
def test_a_guest_beside_askers_whom_no_name_is_known_of_goes_on_over_paragraphs(listed):
    said = ("Q:", EAT, "Ruiz:", SOLD, FROZE, "Q:", "Why?", "Ruiz:", FROZE, "Q:", "Then?", "Ruiz:", SOLD)
    name = ANA if listed else "Ruiz"
    assert said_by("\n\n".join(said), **listed) == [(name, f"{SOLD}\n{FROZE}"), (name, FROZE), (name, SOLD)]
