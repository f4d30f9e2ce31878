"""What sets questions apart from answers that have no label, and what is not believed to do so."""

import pytest

from index.corpus.people import Roster
from index.errors import CorpusError
from index.turns import split_turns
from tests.support.fakes import make_document
from tests.turns.transcripts import ANA, BO, FROZE, LISTED, SOLD, said_by

HOW, WHAT, ZH_HOW, ZH_WHAT = "How did it close?", "What came then?", "店是怎么关门的？", "后来发生了什么？"
ZH_FROZE, ZH_SOLD = "那一年河冻得很早，没有人来。", "我们把红色的自行车卖了。"
ZH_LISTED = {"hosts": ("赵明",), "guests": ("林晓",)}
TEXT_MARKS = (
    "*{}*", "_{}_", "***{}***", "> {}", "- {}", "- **{}**", "【{}】", "[{}]", "“{}”", "「{}」", "——{}", "— {}", "▲ {}",
    "◆{}", "■ {}", "1. {}", "1、{}", "（1）{}", "Q1 {}", "1. **{}**",
)  # fmt: skip
PAGE_MARKS = (
    "<p><em>{}</em></p>", "<p><i>{}</i></p>", "<p><strong>{}</strong></p>", "<h3>{}</h3>", "<dl><dt>{}</dt></dl>",
    "<blockquote><p>{}</p></blockquote>", "<ol><li>{}</li></ol>", "<details><summary>{}</summary></details>",
    '<p class="question">{}</p>', '<p style="color: #a00">{}</p>', "<p>——{}</p>",
)  # fmt: skip


def speaks(raw, suffix, listed):
    """Return who says what, without the mark that a question opens with."""
    return [
        (name, text.lstrip("0123456789.、（）-—▲◆■Q【[“「 ").rstrip("】]”」"))
        for name, text in said_by(raw, suffix, **listed)
    ]


@pytest.mark.parametrize("mark", TEXT_MARKS)
def test_questions_set_apart_in_a_text(mark):
    raw = "\n\n".join(["An introduction.", mark.format(HOW), FROZE, "Indeed it did.", mark.format(WHAT), SOLD])
    assert speaks(raw, ".md", LISTED) == [(BO, HOW), (ANA, FROZE), (ANA, "Indeed it did."), (BO, WHAT), (ANA, SOLD)]


@pytest.mark.parametrize("mark", TEXT_MARKS)
def test_chinese_questions_set_apart_in_a_text(mark):
    raw = "\n\n".join(["编者写的话。", mark.format(ZH_HOW), ZH_FROZE, mark.format(ZH_WHAT), ZH_SOLD])
    assert speaks(raw, ".md", ZH_LISTED) == [("赵明", ZH_HOW), ("林晓", ZH_FROZE), ("赵明", ZH_WHAT), ("林晓", ZH_SOLD)]


@pytest.mark.parametrize("mark", PAGE_MARKS)
def test_questions_set_apart_on_a_page(mark):
    parts = ["<p>An introduction.</p>", mark.format(HOW), f"<p>{FROZE}</p>", mark.format(WHAT), f"<p>{SOLD}</p>"]
    raw = f"<html><body><article>{''.join(parts)}</article></body></html>"
    assert speaks(raw, ".html", LISTED) == [(BO, HOW), (ANA, FROZE), (BO, WHAT), (ANA, SOLD)]


def test_answers_set_apart_as_block_quotes():
    raw = f"An introduction.\n\n{HOW}\n\n> {FROZE}\n\n{WHAT}\n\n> {SOLD}"
    assert said_by(raw, ".md", **LISTED) == [(BO, HOW), (ANA, FROZE), (BO, WHAT), (ANA, SOLD)]


def test_what_is_set_apart_in_italics_and_asks_nothing_is_nobodys_and_ends_an_answer():
    raw = f"*{HOW}*\n\n{FROZE}\n\n*This talk was held in May.*\n\nWhose is this.\n\n*{WHAT}*\n\n{SOLD}"
    assert said_by(raw, ".md", **LISTED) == [(BO, HOW), (ANA, FROZE), (BO, WHAT), (ANA, SOLD)]


def test_a_pull_quote_in_bold_is_not_the_hosts():
    raw = f"**{HOW}**\n\n{FROZE}\n\n**{SOLD}**\n\n**{WHAT}**\n\n{SOLD}\n\n**“We went home.”**"
    assert said_by(raw, ".md", **LISTED) == [(BO, HOW), (ANA, FROZE), (BO, WHAT), (ANA, SOLD)]


def test_a_prompt_in_bold_on_the_line_above_an_answer_is_not_the_guests():
    raw = f"**{HOW}**\n\n{FROZE}\n\n**That may be so. Tell me more.**  \nNo, I will not.\n\n**{WHAT}**\n\n{SOLD}"
    assert said_by(raw, ".md", **LISTED) == [(BO, HOW), (ANA, FROZE), (ANA, "No, I will not."), (BO, WHAT), (ANA, SOLD)]


def test_a_bold_question_that_breaks_off_does_not_run_into_the_answer():
    broken = "You were the editor, and people came to you for many years. So they say that you are the one of"
    raw = (
        f"**{HOW}**\n\n{FROZE}\n\n**{broken}**\n\nI still am the editor, and it is dear to me.\n\n**{WHAT}**\n\n{SOLD}"
    )
    assert said_by(raw, ".md", **LISTED) == [(BO, HOW), (ANA, FROZE), (BO, WHAT), (ANA, SOLD)]


@pytest.mark.parametrize(
    "paragraph",
    [
        "So why would you do it?",
        "And yet?",
        "Ana Ruiz went home.",
        "Ruiz now lives in Lisbon.",
        "Bo Lind asked us for it.",
        "The shop in May. Photo by the archive.",
        "![](boat.jpg)\n\nThe boat in May.",
        "© The archive 1974.",
    ],
)
def test_what_may_be_a_question_an_editors_or_a_caption_ends_an_answer(paragraph):
    more = f"**{WHAT}**\n\n{SOLD}\n\n" * 3
    raw = f"**{HOW}**\n\n{FROZE}\n\n{paragraph}\n\nWhose words are these.\n\n{more}"
    assert said_by(raw, ".md", **LISTED) == [(BO, HOW), (ANA, FROZE), *[(BO, WHAT), (ANA, SOLD)] * 3]


@pytest.mark.parametrize(
    ("label", "listed"), [("Q: ", LISTED), ("问：", ZH_LISTED), ("{}: ", LISTED), ("{}：", ZH_LISTED)]
)
def test_labelled_questions_and_bare_answers(label, listed):
    (host,), (guest,) = listed["hosts"], listed["guests"]
    parts = [part for words in (HOW, WHAT, "Why?") for part in (label.format(host) + words, FROZE, "Indeed it did.")]
    spoken = [
        pair for words in (HOW, WHAT, "Why?") for pair in ((host, words), (guest, FROZE), (guest, "Indeed it did."))
    ]
    raw = "\n\n".join(["An introduction.", *parts, "Photo: the archive."])
    assert said_by(raw, **listed) == spoken[:-1]  # what stands last may be an editor's


def test_behind_the_first_paragraph_of_the_last_answer_only_what_somebody_says_of_themselves_is_believed():
    raw = f"**{HOW}**\n\n{FROZE}\n\n**{WHAT}**\n\n{SOLD}\n\nThen I went home.\n\nThe book is out now."
    assert said_by(raw, ".md", **LISTED)[-3:] == [(BO, WHAT), (ANA, SOLD), (ANA, "Then I went home.")]


def test_how_sure_an_answer_is_depends_on_where_it_stands():
    document = make_document(f"**{HOW}**\n\n{FROZE}\n\nIndeed.\n\n**{WHAT}**\n\n{SOLD}", suffix=".md", **LISTED)
    turns = split_turns(document, Roster())
    assert [(turn.attribution, turn.confidence) for turn in turns] == [
        ("inferred", confidence) for confidence in (0.99, 0.99, 0.96, 0.99, 0.99)
    ]
    assert {str(turn.reason) for turn in turns} == {
        "no label: the questions are in bold, and one host and one guest are listed"
    }


@pytest.mark.parametrize(
    "raw",
    [
        # most of what is bold asks nothing
        f"**{HOW}**\n\n{FROZE}\n\n**The boat.**\n\n{SOLD}\n\n**The shop.**\n\nIt closed.",
        f"## {HOW}\n\nWho?\n\n{FROZE}\n\nWhy?\n\n{SOLD}\n\n## {WHAT}\n\nNo.",  # questions stand without the mark, too
        f"{HOW}\n\n{FROZE}\n\n{WHAT}\n\n{SOLD}",  # nothing is set apart
        f"**{HOW}**\n\n**{WHAT}**\n\n{SOLD}",  # a list of questions
    ],
)
def test_a_mark_that_does_not_explain_the_document_is_not_believed(raw):
    with pytest.raises(CorpusError, match="no speaker found in talk"):
        split_turns(make_document(raw, suffix=".md", **LISTED), Roster())


@pytest.mark.parametrize("people", [{}, {"hosts": (BO,)}, {"hosts": (BO,), "guests": (ANA, "Cy Oh")}])
def test_marks_are_not_believed_unless_one_host_and_one_guest_are_listed(people):
    with pytest.raises(CorpusError, match="no speaker found in talk"):
        split_turns(make_document(f"**{HOW}**\n\n{FROZE}\n\n**{WHAT}**\n\n{SOLD}", suffix=".md", **people), Roster())


@pytest.mark.parametrize("mark", ["**{}**", "## {}", "■ {}", "――{}"])
@pytest.mark.parametrize(
    ("questions", "answers"),
    [
        (("川はいつ凍りましたか。", "そのあと何をされたのでしょうか。"), ("早く凍りました。", "町を出ました。")),
        (("강은 언제 얼었습니까.", "그 뒤에 무엇을 하셨나요."), ("일찍 얼었습니다.", "마을을 떠났어요.")),
    ],
)
def test_questions_that_end_with_a_word_and_a_full_stop(mark, questions, answers):
    asked = [mark.format(question) for question in questions]
    raw = "\n\n".join(text for pair in zip(asked, answers, strict=True) for text in pair)
    assert [text for speaker, text in said_by(raw, ".md", **LISTED) if speaker == ANA] == list(answers)
