"""Documents without any label: nothing is attributed, and their words are somebody's only where that is wanted."""

import pytest

from index.corpus.people import Roster
from index.domain import CuratedTurn, Curation
from index.errors import CorpusError
from index.quotes import cut_quotes
from index.turns import split_turns
from tests.support.fakes import make_document
from tests.turns.transcripts import ANA, BO, LISTED

ASKED = "How did the shop by the river close in the end, and what did you do after that?"
OPENED = "I sold the red bicycle to a man from the town, and we lived on the money for a year."
FROZE = "The river froze early that winter, and nobody came to us any more for all those months."
ANSWER = f"{OPENED} {FROZE} And then I left the town for good."
TEXTS = (OPENED, FROZE, "I left the town in the spring, and I never came back to it at all.")
TALK = f"# A talk\n\n{ASKED}\n\n{ANSWER}\n\nPhoto by the archive.\n\n> An advert."
PLAIN = "no label, and nothing that tells whose words these are"
PROPOSED = f"no label; perhaps {ANA}'s, who says “I” at length right behind a question to “you”"


def turns_of(raw, **fields):
    document = make_document(raw, suffix=".md", **fields)
    return document, split_turns(document, Roster())


def test_without_the_setting_a_document_without_labels_is_refused():
    with pytest.raises(CorpusError, match="no speaker found in talk"):
        turns_of(TALK, **LISTED)


def test_with_the_setting_its_paragraphs_are_turns_of_nobody_and_an_answer_is_proposed():
    document, turns = turns_of(TALK, quotes_of_nobody=True, **LISTED)
    assert [(document.clean[turn.start : turn.end][:20], str(turn.reason)) for turn in turns] == [
        (ASKED[:20], PLAIN),
        (OPENED[:20], PROPOSED),
    ]
    assert {(turn.speaker, turn.attribution, turn.confidence, turn.is_unlabelled) for turn in turns} == {
        (None, "none", 0.0, True)
    }


@pytest.mark.parametrize("people", [{}, {"hosts": (BO,)}, {"hosts": (BO,), "guests": (ANA, "Cy Oh")}])
def test_an_answer_is_proposed_only_where_one_of_each_is_listed(people):
    _, turns = turns_of(TALK, quotes_of_nobody=True, **people)
    assert {str(turn.reason) for turn in turns} == {PLAIN}


@pytest.mark.parametrize(
    "answer",
    [
        f"{FROZE} {FROZE} {FROZE}",  # says no "I"
        OPENED,  # not long enough
        f"{OPENED} {FROZE} {FROZE} And what would you have done?",  # asks
        f"{OPENED} {FROZE} {FROZE} So says Ana Ruiz.",  # an editor's
    ],
)
def test_what_may_be_another_voice_is_not_proposed(answer):
    _, turns = turns_of(f"{ASKED}\n\n{answer}", quotes_of_nobody=True, **LISTED)
    assert {str(turn.reason) for turn in turns} == {PLAIN}


def test_quotes_of_nobody_are_single_sentences_that_ask_nothing_without_what_stands_around_them():
    document, turns = turns_of(TALK, quotes_of_nobody=True, **LISTED)
    quotes = cut_quotes(document, turns)
    assert [quote.text for quote in quotes] == [OPENED, FROZE]
    around = {(quote.context_before, quote.context_after, quote.answers) for quote in quotes}
    assert around == {("", "", "")}
    assert {(quote.speaker, quote.attribution, quote.attribution_confidence) for quote in quotes} == {("", "none", 0.0)}


def test_chinese_quotes_of_nobody():
    text = "我们就把红色的自行车卖给了镇上的一个人，靠那笔钱过了整整一年的日子。"
    document, turns = turns_of(f"店是怎么关门的，你后来做了什么？\n\n{text}", quotes_of_nobody=True)
    assert [(quote.text, quote.speaker) for quote in cut_quotes(document, turns)] == [(text, "")]


def test_among_labels_words_without_one_stay_out_whatever_the_setting():
    raw = f"An editor wrote: {FROZE}\n\nBo Lind: {ASKED}\n\nAna Ruiz: {OPENED}\n\n## The end\n\n{FROZE}"
    document, turns = turns_of(raw, quotes_of_nobody=True, **LISTED)
    assert [(quote.text, quote.speaker) for quote in cut_quotes(document, turns)] == [(OPENED, ANA)]


def test_where_marks_tell_who_answers_the_setting_changes_nothing():
    raw = f"An introduction of some ten words that an editor wrote.\n\n**{ASKED}**\n\n{OPENED}\n\n**Why?**\n\n{FROZE}"
    document, turns = turns_of(raw, quotes_of_nobody=True, **LISTED)
    assert turns == turns_of(raw, **LISTED)[1]
    assert {quote.speaker for quote in cut_quotes(document, turns)} == {ANA}


@pytest.mark.parametrize("head", ["", "Title: A talk\nURL: https://a.example/talk\n\n"])
def test_labels_that_were_not_understood_are_not_passed_over(head):
    raw = head + "\n\n".join(
        f"{name}: {text}" for name, text in zip(("Cy Oh", "Dee Ng", "Eve Ash"), TEXTS, strict=True)
    )
    with pytest.raises(CorpusError) as error:
        turns_of(raw, quotes_of_nobody=True, **LISTED)
    assert str(error.value) == (
        "no speaker found in talk, nor is it quoted without a name, since 3 of 3 paragraphs begin like labels that are "
        "not understood ('Cy Oh', 'Dee Ng', 'Eve Ash'); label each turn 'Name: …', list hosts and guests under [talk] "
        "in sources.toml, or write down who speaks in talk.turns.toml"
    )


@pytest.mark.parametrize(
    "head",
    [
        "URL: https://a.example/talk",
        "Title: A talk\nURL: https://a.example/talk\nRecorded: in the town hall.\nPlace: Oslo",
        "# A talk\n\nRecorded: in the town hall.\n\nLink: https://a.example/talk",
        "**URL:** https://a.example/talk  \n**Grabado:** en el ayuntamiento.",
        "標題：一次談話\n\n日時：2020年5月12日。",
    ],
)
def test_the_head_of_a_document_is_neither_a_label_nor_quoted(head):
    document, turns = turns_of("\n\n".join([head, *TEXTS]), quotes_of_nobody=True)
    assert [document.clean[turn.start : turn.end] for turn in turns] == list(TEXTS)


def test_what_a_header_is_read_from_is_no_label_below_other_words_either():
    document, turns = turns_of(f"{TEXTS[0]}\n\nURL: https://a.example/talk\n\n{TEXTS[1]}", quotes_of_nobody=True)
    assert [document.clean[turn.start : turn.end] for turn in turns] == list(TEXTS[:2])


def test_a_person_gives_some_words_to_somebody_and_the_others_stay_nobodys():
    entry = CuratedTurn(starts="I sold the red", line=1, speaker=ANA, ends="for a year.")
    curation = Curation(path="talk.turns.toml", turns=(entry,))
    document = make_document(TALK, curation, suffix=".md", quotes_of_nobody=True, **LISTED)
    quotes = cut_quotes(document, split_turns(document, Roster()))
    assert [(quote.text, quote.speaker) for quote in quotes] == [(OPENED, ANA), (FROZE, "")]
