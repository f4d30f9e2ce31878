import pytest

from index.domain import Quote, quote_id
from index.quotes import cut_quotes
from tests.fakes import make_document, make_turn

FIRST = "The first of them is plain."
SECOND = "So is the second of them."
THIRD = "Here comes the third one already."
FOURTH = "We end all with the fourth."


def cut(raw, *, role="guest"):
    """Return the quotes of a document that one person says from end to end."""
    document = make_document(raw)
    return cut_quotes(document, [make_turn(document, document.clean, role=role)])


def texts(raw, *, role="guest"):
    return [quote.text for quote in cut(raw, role=role)]


def talk(*turns):
    """Return the quotes of a talk of (speaker, role, text) turns, each a paragraph."""
    document = make_document("\n\n".join(text for _, _, text in turns))
    return cut_quotes(document, [make_turn(document, text, speaker, role=role) for speaker, role, text in turns])


def test_a_quote_knows_all_about_itself():
    raw = f"**Ada:** {FIRST}\n"
    document = make_document(raw, verbatim_link=True)
    quotes = cut_quotes(document, [make_turn(document, FIRST, attribution="inferred", confidence=0.5)])
    assert quotes == [
        Quote(
            id=quote_id("talk", 5, 32, FIRST),
            text=FIRST,
            speaker="Ada",
            role="guest",
            attribution="inferred",
            attribution_confidence=0.5,
            language="en",
            source=document.source,
            start=5,
            end=32,
            raw_start=9,
            raw_end=36,
            deep_link="https://example.com/talk#:~:text=The%20first%20of%20them%20is%20plain",
        )
    ]
    assert raw[9:36] == document.clean[5:32] == FIRST


def test_an_id_depends_on_document_span_and_text_alone():
    first, again = cut(FIRST)[0], cut(FIRST)[0]
    assert first.id == again.id == "2b8ed018d99ac3f8"
    moved = cut(f"Well. {FIRST}")[0]
    assert (moved.text, moved.id == first.id) == (FIRST, False)


def test_windows_of_one_to_three_sentences_are_cut():
    assert texts(f"{FIRST} {SECOND} {THIRD} {FOURTH}") == [
        FIRST,
        f"{FIRST} {SECOND}",
        f"{FIRST} {SECOND} {THIRD}",
        SECOND,
        f"{SECOND} {THIRD}",
        f"{SECOND} {THIRD} {FOURTH}",
        THIRD,
        f"{THIRD} {FOURTH}",
        FOURTH,
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Five words are not enough.", []),
        ("Six words are just enough here.", ["Six words are just enough here."]),
        ("十四个字加上标点不算够长。", []),
        ("十五个字加上标点才算是够长。", []),
        ("十五个字加上标点，才算是够长。", ["十五个字加上标点，才算是够长。"]),
    ],
)
def test_a_quote_has_six_english_words_or_fifteen_chinese_characters(raw, expected):
    assert texts(raw) == expected


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("甲" * 79 + "。", "乙" * 79 + "。", True),
        ("甲" * 80 + "。", "乙" * 79 + "。", False),
        ("a " * 39 + "a.", "B " * 39 + "B.", True),
        ("a " * 40 + "a.", "B " * 39 + "B.", False),
    ],
)
def test_several_sentences_have_at_most_160_chinese_characters_or_80_english_words(first, second, joined):
    both = f"A{first}"[first[0] != "a" :]
    raw = both + (" " if second[0] == "B" else "") + second
    assert texts(raw) == ([both, raw, second] if joined else [both, second])


def test_one_longer_sentence_is_kept_whole():
    sentence = "长" * 400 + "。"
    assert texts(sentence) == [sentence]


def test_paragraphs_are_never_joined():
    assert texts(f"{FIRST}\n\n{SECOND}") == [FIRST, SECOND]


def test_turns_are_never_joined():
    assert [(quote.speaker, quote.text) for quote in talk(("Ada", "guest", FIRST), ("Bea", "guest", SECOND))] == [
        ("Ada", FIRST),
        ("Bea", SECOND),
    ]


def test_what_nobody_may_be_named_for_is_no_quote():
    assert [quote.text for quote in talk((None, "guest", FIRST), ("Ada", "guest", SECOND))] == [SECOND]


def test_a_hosts_question_is_no_quote_and_a_guests_is():
    question = "Why would anyone want that at all?"
    assert texts(f"{question} {FIRST}", role="host") == [FIRST]
    assert texts(f"{question} {FIRST}") == [question, f"{question} {FIRST}", FIRST]


@pytest.mark.parametrize(
    "courtesy",
    [
        "Thank you so much for having me on the show.",
        "Thanks to all of you for listening today.",
        "Hello, and welcome to Founded and Funded everybody.",
        "Jonathan, it's an honor to have you here today.",
        "We learn so much, and so let's dive in.",
        "感谢你今天接受我们的采访，非常荣幸。",
        "大家好，今天我们请到了一位非常特别的嘉宾。",
        "欢迎收听本期节目，我是今天的主持人。",
    ],
)
def test_a_greeting_is_in_no_quote(courtesy):
    assert texts(f"{courtesy} {FIRST}") == [FIRST]


@pytest.mark.parametrize(
    "sentence",
    [
        "You are all very welcome to use it for free.",
        "Somebody said let's get started and so the firm was born.",
        "我一直都希望让大家好好地休息一下。",
    ],
)
def test_words_that_a_greeting_uses_may_be_quoted(sentence):
    assert texts(sentence) == [sentence]


def test_an_unfinished_sentence_is_in_no_quote():
    assert texts(f"{FIRST} And then we went on to") == [FIRST]


def test_a_scrap_neither_opens_a_quote_nor_is_left_off_the_end_of_one():
    assert texts(f"Yes. {FIRST} Of course. {SECOND}") == [
        f"{FIRST} Of course.",
        f"{FIRST} Of course. {SECOND}",
        SECOND,
    ]
    assert texts("是的。我们从一开始就相信这件事情。对吧？") == ["我们从一开始就相信这件事情。对吧？"]


def test_a_filler_alone_is_no_quote():
    assert texts("Right. Yes. OK.") == []


@pytest.mark.parametrize("leaning", ["But it went on for years.", "They came to see us there."])
def test_no_quote_opens_with_a_word_that_leans_on_the_sentence_before(leaning):
    assert texts(f"{FIRST} {leaning}") == [FIRST, f"{FIRST} {leaning}"]


def test_chinese_words_lean_as_well():
    first = "我们几个人从一开始就相信这件事情。"
    leaning = "但是一直没有人愿意相信我们说的话。"
    assert texts(f"{first}{leaning}") == [first, f"{first}{leaning}"]


def test_a_leaning_sentence_that_would_be_lost_opens_the_longest_quote_it_can():
    assert texts(f"But it went on for years. {FIRST}") == [f"But it went on for years. {FIRST}", FIRST]
    assert texts("But it went on for years.") == ["But it went on for years."]


def test_of_two_quotes_alike_but_for_a_few_letters_the_longer_is_kept():
    long = "We have known for a very long time by now that this is how the whole of it works."
    assert texts(f"{long} Is it not?") == [f"{long} Is it not?"]
    assert texts(f"{long} {FIRST}") == [long, f"{long} {FIRST}", FIRST]


def test_the_context_is_two_sentences_of_the_turn_on_either_side():
    quotes = {quote.text: quote for quote in cut(f"One. {FIRST} {SECOND}\n\n{THIRD} {FOURTH}\n\nFive.")}
    assert (quotes[FIRST].context_before, quotes[FIRST].context_after) == ("One.", f"{SECOND}\n{THIRD}")
    assert (quotes[THIRD].context_before, quotes[THIRD].context_after) == (f"{FIRST} {SECOND}", f"{FOURTH}\nFive.")
    assert (quotes[FOURTH].context_before, quotes[FOURTH].context_after) == (f"{SECOND}\n{THIRD}", "Five.")


def test_a_guests_quote_answers_the_last_question_of_the_turn_before():
    quotes = talk(
        ("Bea", "host", f"Who are you then? What is it all about? {FIRST} Right?"),
        ("Ada", "guest", SECOND),
        ("Cyd", "guest", THIRD),
    )
    assert [(quote.speaker, quote.answers) for quote in quotes] == [
        ("Bea", ""),
        ("Ada", "What is it all about?"),
        ("Cyd", "What is it all about?"),
    ]


def test_a_question_of_somebody_unnamed_is_answered_too():
    quotes = talk((None, "guest", "What is it all about?"), ("Ada", "guest", FIRST))
    assert [quote.answers for quote in quotes] == ["What is it all about?"]


def test_a_question_stays_open_over_a_hosts_filler_but_not_over_a_remark():
    asked = ("Bea", "host", "What is it all about?")
    over_filler = talk(asked, ("Ada", "guest", FIRST), ("Bea", "host", "Yes, yes."), ("Ada", "guest", SECOND))
    over_remark = talk(asked, ("Ada", "guest", FIRST), ("Bea", "host", "Go on about that."), ("Ada", "guest", SECOND))
    assert [quote.answers for quote in over_filler] == ["What is it all about?", "What is it all about?"]
    assert [quote.answers for quote in over_remark] == ["What is it all about?", ""]


def test_the_language_is_the_paragraphs():
    assert [(quote.language, quote.text) for quote in cut(f"{FIRST}\n\n我们从一开始就相信 Scale 这件事情。")] == [
        ("en", FIRST),
        ("zh", "我们从一开始就相信 Scale 这件事情。"),
    ]
