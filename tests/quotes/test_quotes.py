import pytest

from index.domain import Quote, quote_id
from index.quotes import cut_quotes
from tests.support.fakes import make_document, make_quote, make_turn

FIRST = "The first of them is plain, and nobody here has any doubt of it."
SECOND = "So is the second of them, as all of us will agree by now."
THIRD = "Here comes the third one already, long before anybody asked for it."
FOURTH = "We end all of it with the fourth, which is the last one we know."


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
            id=quote_id("talk", 5, 69, FIRST),
            text=FIRST,
            speaker="Ada",
            role="guest",
            attribution="inferred",
            attribution_confidence=0.5,
            language="en",
            source=document.source,
            start=5,
            end=69,
            raw_start=9,
            raw_end=73,
            line=1,
            deep_link="https://example.com/talk#:~:text=The%20first%20of%20them%20is%20plain,"
            "and%20nobody%20here%20has%20any%20doubt%20of%20it",
        )
    ]
    assert raw[9:73] == document.clean[5:69] == FIRST


def test_a_quote_knows_its_sentences():
    pieces = {quote.text: quote.pieces for quote in cut(f"Well. {FIRST} {SECOND}")}
    assert pieces == {FIRST: [FIRST], f"{FIRST} {SECOND}": [FIRST, SECOND], SECOND: [SECOND]}


def test_a_quote_whose_sentences_are_not_known_is_one_piece():
    assert make_quote(FIRST).pieces == [FIRST]


def test_an_id_depends_on_document_span_and_text_alone():
    first, again = cut(FIRST)[0], cut(FIRST)[0]
    assert first.id == again.id == "ee699f85f9be3789"
    moved = cut(f"Well. {FIRST}")[0]
    assert (moved.text, moved.id == first.id) == (FIRST, False)


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
    question = "Why would anyone want that at all, now that it is here?"
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


def test_a_paragraph_of_thousands_of_sentences_is_cut_like_a_short_one():
    sentences = [f"Here comes number {number} of the sentences that nobody will ever read." for number in range(3000)]
    quotes = cut(" ".join(sentences))
    assert len(quotes) == 3000 + 2999 + 2998
    assert [quote.text for quote in quotes[-3:]] == [
        sentences[-2],
        " ".join(sentences[-2:]),
        sentences[-1],
    ]
    assert (quotes[-1].context_before, quotes[-1].context_after) == (" ".join(sentences[-3:-1]), "")
