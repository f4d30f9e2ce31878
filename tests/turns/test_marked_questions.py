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


TOWNS = ("Porto", "Lisbon", "Faro", "Braga", "Evora", "Coimbra", "Aveiro", "Tomar", "Sintra", "Elvas")
LATER = "nobody came to us any more, and so in the end the shop by the river was sold to a man from the city"
ANSWER = ("In {} the river froze early.", f"Later in {{}} {LATER}.", f"Outside {{}} {LATER}, who left.")
ZH_TOWNS = tuple("赣湘鄂皖浙苏闽粤桂滇")
ZH_ANSWER = ("{}那里河冻得很早。", "{}那里后来没有人来了。", "{}那里的店我们卖了。")
ZH_HOW = "{}那里的店是怎么关门的？"
ZH_LISTED = {"hosts": ("赵明",), "guests": ("林晓",)}


def paragraphs_of(*, lost=(), mark="**{}**", question="How did it close in {}?", answer=ANSWER, towns=TOWNS):
    """Return the paragraphs of an interview of a question on each town, without its mark where it is lost."""
    asked = [question if number in lost else mark.format(question) for number in range(len(towns))]
    return [text.format(town) for town, how in zip(towns, asked, strict=True) for text in (how, *answer)]


def answers(*numbers, parts=(0, 1, 2), answer=ANSWER, towns=TOWNS):
    return [answer[part].format(towns[number]) for number in numbers for part in parts]


def answers_beside_marks(**kind):
    """Return what is kept of the answers where the third and the seventh question have lost their mark."""
    cut = (1, 5, 9)
    return [
        text
        for number in (0, 1, 3, 4, 5, 7, 8, 9)
        for text in answers(number, parts=(0,) if number in cut else (0, 2), **kind)
    ]


def said_by_guest(paragraphs, listed=LISTED):
    return [text for name, text in said_by("\n\n".join(paragraphs), ".md", **listed) if name in listed["guests"]]


@pytest.mark.parametrize("mark", ["**{}**", "## {}", "■ {}"])
def test_where_a_mark_is_missing_an_answer_keeps_only_the_paragraphs_beside_a_mark(mark):
    assert said_by_guest(paragraphs_of(lost={2, 6}, mark=mark)) == answers_beside_marks()


def test_where_a_mark_is_missing_a_paragraph_before_a_pull_quote_may_be_the_hosts():
    paragraphs = paragraphs_of(lost={2, 6})
    paragraphs.insert(3, "**“We sold what was left.”**")
    first, _, *kept = answers_beside_marks()
    assert said_by_guest(paragraphs) == [first, *kept]


@pytest.mark.parametrize("mark", ["**{}**", "## {}", "■ {}"])
def test_where_no_mark_is_missing_an_answer_keeps_all_its_paragraphs(mark):
    last = answers(9, parts=(0,))  # what stands behind may be an editor's
    assert said_by_guest(paragraphs_of(mark=mark)) == [*answers(*range(9)), *last]


def test_where_a_chinese_mark_is_missing_an_answer_keeps_only_the_paragraphs_beside_a_mark():
    chinese = {"answer": ZH_ANSWER, "towns": ZH_TOWNS}
    paragraphs = paragraphs_of(lost={2, 6}, question=ZH_HOW, **chinese)
    assert said_by_guest(paragraphs, ZH_LISTED) == answers_beside_marks(**chinese)


@pytest.mark.parametrize("place", [0, 2])
def test_a_guest_who_asks_back_beside_marks_shows_no_missing_mark(place):
    paragraphs = paragraphs_of()
    for number in (4, 5):
        paragraphs[number * 4 + 1 + place] = "Do you mean the bakery?"
    before = answers(4, 5, parts=range(place))  # a question that may be the host's ends the answer
    kept = [*answers(0, 1, 2, 3), *before, *answers(6, 7, 8), *answers(9, parts=(0,))]
    assert said_by_guest(paragraphs) == kept


def test_one_paragraph_that_asks_shows_no_missing_mark():
    paragraphs = paragraphs_of()
    paragraphs[4 * 4 + 2] = "And what would you do?"
    kept = [*answers(0, 1, 2, 3), *answers(4, parts=(0,)), *answers(5, 6, 7, 8), *answers(9, parts=(0,))]
    assert said_by_guest(paragraphs) == kept


def test_long_chinese_paragraphs_that_ask_what_anybody_would_show_no_missing_mark():
    chinese = {"answer": ZH_ANSWER, "towns": ZH_TOWNS}
    paragraphs = paragraphs_of(question=ZH_HOW, **chinese)
    for number in (4, 5):
        paragraphs[number * 4 + 2] = "那一年河冻得很早，没有人来。" * 4 + f"你想，{number}个人要怎么办呢？"
    kept = [*answers(0, 1, 2, 3, **chinese), *answers(4, 5, parts=(0,), **chinese), *answers(6, 7, 8, **chinese)]
    assert said_by_guest(paragraphs, ZH_LISTED) == [*kept, *answers(9, parts=(0,), **chinese)]
