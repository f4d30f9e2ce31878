"""Words that are nobody's: of no known speaker, of two at once, or of no speaker at all."""

import pytest

from tests.turns.transcripts import ANA, BO, EAT, FROZE, SOLD, cues, labelled, paragraphs, said_by


@pytest.mark.parametrize("name", ["Cy Oh / Dee Ng", "Cy Oh & Dee Ng", "Cy Oh and Dee Ng", "Audience"])
def test_two_people_behind_one_label_are_nobody(name):
    pairs = [(ANA, SOLD), (name, FROZE), (ANA, EAT), (BO, "Bread."), (BO, "And cheese.")]
    assert said_by(paragraphs(*pairs)) == [(ANA, SOLD), (ANA, EAT), (BO, "Bread."), (BO, "And cheese.")]
    from_cues = said_by(cues(*labelled(*pairs)), ".vtt")
    assert [pair for pair in from_cues if pair[0] == ANA] == [(ANA, SOLD), (ANA, EAT)]
    assert not any(FROZE in text for _, text in from_cues)


@pytest.mark.parametrize("label", ["Unknown", "Unknown Speaker", "一同", "配音", "Jingles", "Ana/Bo"])
def test_labels_of_nobody_known(label):
    raw = paragraphs(
        ("Ana", SOLD),
        ("Bo", FROZE),
        ("Ana", EAT),
        ("Bo", "Bread."),
        (label, "We laughed at that."),
        ("Ana", "Ah, yes."),
    )
    assert said_by(raw) == [("Ana", SOLD), ("Bo", FROZE), ("Ana", EAT), ("Bo", "Bread."), ("Ana", "Ah, yes.")]


def test_a_misprinted_label_is_nobodys():
    raw = paragraphs(
        ("Stormy Lind", f"{FROZE}\n\nIt was cold."),
        ("Ana", f"{EAT}\n\nI wondered."),
        ("Stormy Lind", "Bread."),
        ("Ana", "Ah."),
        ("tormy Lind", "And cheese."),
        ("Ana", "I see."),
    )
    assert said_by(raw) == [
        ("Stormy Lind", f"{FROZE}\nIt was cold."),
        ("Ana", f"{EAT}\nI wondered."),
        ("Stormy Lind", "Bread."),
        ("Ana", "Ah."),
        ("Ana", "I see."),
    ]


def test_a_cue_without_a_name_among_named_ones_is_nobodys():
    named = labelled(
        *((name, f"It was the {nth}.") for name in (ANA, BO) for nth in ("first", "second", "third", "last"))
    )
    raw = cues(*named, *named[::-1], "yeah.", f"{ANA}: {EAT}")
    assert "yeah." not in " ".join(text for _, text in said_by(raw, ".vtt"))
    assert said_by(raw, ".vtt")[-1] == (ANA, EAT)


def test_credits_and_captions_are_nobodys():
    raw = "\n\n".join(
        [
            "赵明：冬天冷吗？",
            "图源：资料馆",
            "林晓：很冷，河都结冰了。",
            "图源：资料馆",
            "赵明：谢谢你来做客。",
            "林晓：不客气，我很高兴。",
            "欢迎点赞、在看、转发。排版：小王",
        ]
    )
    assert said_by(raw) == [
        ("赵明", "冬天冷吗？"),
        ("林晓", "很冷，河都结冰了。"),
        ("赵明", "谢谢你来做客。"),
        ("林晓", "不客气，我很高兴。"),
    ]


def test_a_caption_above_a_bold_question_is_no_part_of_it():
    raw = "**How did it close?**\n\n{0}\n\nA photo of the river\n**What came then?**\n\n{1}\n\n**And later?**\n\n{0}"
    assert said_by(raw.format(FROZE, SOLD), ".md", hosts=(BO,), guests=(ANA,)) == [
        (BO, "How did it close?"),
        (ANA, FROZE),
        (BO, "What came then?"),
        (ANA, SOLD),
        (BO, "And later?"),
        (ANA, FROZE),
    ]


def test_an_image_whose_address_is_wrapped_begins_no_quote():
    image = "![](https://x.org/a.jpg?y\n&from;=z)"
    raw = paragraphs(("Ana", EAT), ("Bo", f"{image} {FROZE}"), ("Ana", "Ah."), ("Bo", "Yes."))
    assert said_by(raw, ".md") == [("Ana", EAT), ("Bo", FROZE), ("Ana", "Ah."), ("Bo", "Yes.")]


def test_a_running_page_header_is_nobodys():
    raw = "".join(
        f"Ana: We sold the red bicycle and then went to\nThe River Review, page {number}\nthe old town for bread.\n\n"
        "Bo: Why, and when was it?\n\n"
        for number in range(5)
    )
    assert (
        said_by(raw)
        == [
            ("Ana", "We sold the red bicycle and then went to the old town for bread."),
            ("Bo", "Why, and when was it?"),
        ]
        * 5
    )


def test_a_title_behind_a_name_is_nobodys():
    title = "Bo Lind: An Interview Conducted by Ana Ruiz, 4 November 2013.\n\nInterview #694 for the institute.\n\n"
    raw = title + paragraphs(("Q", EAT), ("Bo Lind", FROZE), ("Q", "Why?"), ("Bo Lind", "It was cold."))
    assert [text for name, text in said_by(raw) if name == BO] == [FROZE, "It was cold."]


def test_a_cue_that_begins_with_a_sentence_and_a_colon_is_nobodys():
    named = labelled(
        *((name, f"It was the {nth}.") for nth in ("first", "second", "third", "last") for name in (ANA, BO))
    )
    raw = cues(*named, *named[::-1], "And the thing is: we left early.", f"{ANA}: {EAT}")
    assert {name for name, _ in said_by(raw, ".vtt")} == {ANA, BO}
    assert said_by(raw, ".vtt")[-1] == (ANA, EAT)
    assert "we left" not in " ".join(text for _, text in said_by(raw, ".vtt"))


CONVERSATION = [(ANA, SOLD), (BO, EAT), (ANA, FROZE), (BO, "Then we walked.")]


@pytest.mark.parametrize(
    "head",
    [
        [("Summary", "Ana sells bicycles in winter. It takes a village to buy one.")],
        [("Recorded", "on 5 March in the old town hall of Wold, with a cold.")],
        [("Grabado", "el 5 de marzo en el viejo ayuntamiento de Wold, con un resfriado."), ("Resumen", "Ana vende.")],
        [("録音日", "二〇二四年三月五日に、古い町役場で収録しました。"), ("概要", "アナは自転車を売ります。")],
        [("Enlace", "https://example.com/a-very-long-address/of-a-page")],
    ],
)
def test_nobody_says_what_stands_in_the_head_of_a_document(head):
    assert said_by("\n".join(labelled(*head, *CONVERSATION))) == CONVERSATION
    assert said_by(paragraphs(*head, *CONVERSATION)) == CONVERSATION


def test_whoever_speaks_first_and_only_once_is_somebody_where_listed_or_timed():
    welcome = ("Cy Oh", "Welcome to the old town hall.")
    raw = paragraphs(welcome, *CONVERSATION)
    assert said_by(raw) == CONVERSATION
    assert said_by(raw, hosts=("Cy Oh",), guests=(ANA, BO)) == [welcome, *CONVERSATION]
    timed = paragraphs(
        *((f"{name} (00:0{minute})", text) for minute, (name, text) in enumerate([welcome, *CONVERSATION]))
    )
    assert said_by(timed) == [welcome, *CONVERSATION]
