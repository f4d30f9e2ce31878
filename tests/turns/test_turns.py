import pytest

from index.corpus.people import Roster
from index.domain import Turn
from index.errors import CorpusError
from index.quotes import cut_quotes
from index.turns import split_turns
from tests.support.fakes import make_document

LISTED = {"hosts": ("Ada",), "guests": ("Bob",)}


def spoken(raw, **fields):
    document = make_document(raw, **(fields or LISTED))
    return [(turn.speaker, document.clean[turn.start : turn.end]) for turn in split_turns(document, Roster())]


def test_a_turn_goes_on_over_paragraphs_and_knows_its_role():
    document = make_document("Ada: Where?\n\nBob: At home.\n\nIt was cold.", **LISTED)
    assert split_turns(document, Roster()) == [
        Turn(start=5, end=11, speaker="Ada", role="host"),
        Turn(start=17, end=38, speaker="Bob"),
    ]


def test_labels_on_lines_without_blank_lines_between_begin_turns():
    assert spoken("Ada: Where?\nBob: At home, and\nit was cold.\nAda: Ah.") == [
        ("Ada", "Where?"),
        ("Bob", "At home, and it was cold."),
        ("Ada", "Ah."),
    ]


@pytest.mark.parametrize(
    "interruption",
    [
        "## A heading",
        "**A bold title: with a colon**",
        "A short line without an end",
        "**And what came then?**",
        "Advertisement: buy now.",
        "---\n\nThat was all for today.",
        "Tim Cook: I was there.",
        "**Break:** \\[16:56\\]",
    ],
)
def test_what_is_no_speech_ends_the_turn_until_the_next_label(interruption):
    raw = f"Ada: Where?\n\nBob: At home.\n\n{interruption}\n\nNobody says this.\n\nAda: Ah."
    said = [pair for pair in spoken(raw) if pair[0]]
    assert said == [("Ada", "Where?"), ("Bob", "At home."), ("Ada", "Ah.")]


@pytest.mark.parametrize(
    "aside",
    ["> At home.", "[laughter]", "（笑）", "*Photo: a house.*", "_Editors: it was not._", "![a](https://a.b/c.png)"],
)
def test_an_aside_is_nobodys_and_the_turn_goes_on_behind_it(aside):
    raw = f"Ada: Where?\n\nBob: At home.\n\n{aside}\n\nIt was cold."
    assert [text for speaker, text in spoken(raw) if speaker == "Bob"][-1].endswith("It was cold.")
    assert "".join(text for _, text in spoken(raw)).replace("\n", "") == "Where?At home.It was cold."


@pytest.mark.parametrize(
    ("said", "pieces"),
    [
        ("[04:02] One is. Two is.", ["One is. Two is."]),
        ("One is. \\[04:02\\] Two is.", ["One is.", "Two is."]),
        ("One [04:02] is. Two is.", ["One", "Two is."]),
        ("[laughter] One is. [applause] Two is.", ["One is.", "Two is."]),
        ("One [laughs] is. Two is.", ["One [laughs] is. Two is."]),
        ("One (Editor's note: no (not one) at all) is. Two is.", ["One", "Two is."]),
        ("[Editor's note: it never ends. One is.", []),
        ("One is [Kernighan]. Two (it was) is.", ["One is [Kernighan]. Two (it was) is."]),
    ],
)
def test_times_notes_and_remarks_between_sentences_are_holes(said, pieces):
    assert spoken(f"Ada: Where?\n\nBob: {said}")[1:] == [("Bob", piece) for piece in pieces]


def test_a_chinese_note_is_a_hole_and_what_is_left_of_its_sentence_is_not_quoted():
    raw = (
        "林悦：是什么？\n\n陈明：最后死的是一头牛（译者注：杀鸡用牛刀吗？哈哈）。后面这一句话说得很完整，可以单独引用。"
    )
    document = make_document(raw, hosts=("林悦",), guests=("陈明",))
    quotes = cut_quotes(document, split_turns(document, Roster()))
    assert [quote.text for quote in quotes] == ["后面这一句话说得很完整，可以单独引用。"]


BOLD_QUESTIONS = "**Ada: Where were you?**\n\nI was at home.\n\nAll day.\n\n**Ada: And then?**\n\nBob: Then I left."


def test_an_answer_without_a_label_is_by_the_other_of_two_people():
    document = make_document(BOLD_QUESTIONS, **LISTED)
    spoken = [
        (turn.speaker, turn.attribution, turn.confidence, document.clean[turn.start : turn.end])
        for turn in split_turns(document, Roster())
    ]
    assert spoken == [
        ("Ada", "printed", 1.0, "Where were you?"),
        ("Bob", "inferred", 0.8, "I was at home.\nAll day."),
        ("Ada", "printed", 1.0, "And then?"),
        ("Bob", "printed", 1.0, "Then I left."),
    ]


@pytest.mark.parametrize(
    ("raw", "guests"),
    [(BOLD_QUESTIONS, ("Bob", "Cy")), (BOLD_QUESTIONS + "\n\nTim Cook: Me too.", ("Bob",))],
)
def test_an_answer_without_a_label_is_nobodys_among_more_people(raw, guests):
    assert [pair for pair in spoken(raw, hosts=("Ada",), guests=guests) if pair[0]] == [
        ("Ada", "Where were you?"),
        ("Ada", "And then?"),
        ("Bob", "Then I left."),
    ]


def test_where_one_person_alone_is_labelled_other_paragraphs_are_nobodys():
    raw = "Where were you?\n\nBob: At home.\n\nWas it cold?\n\nBob: It was."
    assert spoken(raw) == [("Bob", "At home."), ("Bob", "It was.")]


def test_a_document_in_which_nobody_speaks_says_what_to_do():
    with pytest.raises(CorpusError, match="no speaker found in talk; label each turn"):
        spoken("Q: Where?\n\nA: At home.", hosts=("Ada",))


def test_many_names_and_marks_take_linear_time():
    names = "".join(f"\n\nName A{number}: x.\n\nName A{number}: y." for number in range(3000))
    assert len(spoken("Ada: Hi.\n\nBob: Yes." + names)) == 6_002
    assert len(spoken("Ada: Hi.\n\nBob: " + "[00:01] Yes. " * 20_000)) == 20_001


@pytest.mark.parametrize(
    "note",
    [
        "This interview has been edited and condensed for clarity.",
        "[This conversation was translated from Swedish.]",
        "Transcribed by a machine, which may be wrong.",
        "Sponsored by a maker of kettles.",
        "Bob is a baker who lives by the sea.",
        "点击上方蓝字关注我们，每周一次访谈。",
        "扫码加入读者群，一起讨论。",
        "本文图片均来自受访者，版权归作者所有。",
        "ACTION: Bob sends the list by Friday.",
        "AGREED: An oven is bought.",
        "Related: Five mills that still turn today.",
        "[^1]: It was bought at an auction.",
        "[2]: See the archive of the town.",
        "声明：本文仅代表作者个人观点。",
        "本期嘉宾：林波，面包师。",
    ],
)
def test_what_editors_write_between_turns_is_nobodys(note):
    raw = f"Ada: Where?\n\nBob: At home.\n\n{note}\n\nAda: Why?\n\nBob: It was cold.\n\n{note}"
    said = [("Ada", "Where?"), ("Bob", "At home."), ("Ada", "Why?"), ("Bob", "It was cold.")]
    assert [pair for pair in spoken(raw) if pair[0]] == said
    assert [pair for pair in spoken(raw, guests=()) if pair[0]] == said


@pytest.mark.parametrize("opening", ["First", "Lesson one", "At 10:30", "Paris"])
def test_a_word_with_a_colon_that_stands_once_is_no_speaker_beside_listed_ones(opening):
    raw = f"Ada: Where?\n\nBob: At home.\n\nAda: Why?\n\n{opening}: it was cold.\n\nAda: Ah.\n\nBob: Yes, it was."
    assert {name for name, _ in spoken(raw) if name} == {"Ada", "Bob"}


@pytest.mark.parametrize("opening", ["— ", "– ", ">> ", "Man in the third row (off mic): "])
def test_an_unnamed_voice_between_paragraphs_is_not_whoever_spoke_before(opening):
    raw = f"Ada: Where?\n\nBob: At home.\n\nIt was cold.\n\n{opening}Sorry, where was that?\n\nAda: Why?\n\nBob: Ah."
    assert [pair for pair in spoken(raw) if pair[0]] == [
        ("Ada", "Where?"),
        ("Bob", "At home.\nIt was cold."),
        ("Ada", "Why?"),
        ("Bob", "Ah."),
    ]
