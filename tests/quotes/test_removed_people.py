"""Words of somebody who was taken out again: in no quote, in no question above one, however they were attributed."""

from index.corpus.curation import parse_curation
from index.corpus.documents import Corpus
from index.corpus.people import Roster
from index.corpus.people_file import parse_people
from index.extraction import extract_corpus, extract_document
from index.quotes import asked_questions
from index.report import make_report
from index.turns import split_turns
from tests.support.fakes import make_document

RAW = """\
Ana Ruiz: Why did the river freeze in that year?

Bo Lind: It was the coldest winter that anybody in our town remembers.

Cy Oh: And what did all of you eat until the spring?

Bo Lind: We ate fish and a little bread until the ice broke again.
"""
COLD = "It was the coldest winter that anybody in our town remembers."
FISH = "We ate fish and a little bread until the ice broke again."
WITHOUT_CY = parse_people('["Cy Oh"]\nremoved = true\n', "speakers.toml")
WITHOUT_BO = parse_people('["Bo Lind"]\naliases = ["B. Lind"]\nremoved = true\n', "speakers.toml")


def document(raw=RAW, curation=None, **fields):
    return make_document(raw, curation, hosts=("Ana Ruiz", "Cy Oh"), guests=("Bo Lind",), **fields)


def test_what_somebody_removed_says_is_nobodys_and_ends_the_turn_before():
    turns = split_turns(document(), WITHOUT_CY)
    assert [(turn.speaker, turn.attribution, turn.removed) for turn in turns] == [
        ("Ana Ruiz", "printed", None),
        ("Bo Lind", "printed", None),
        (None, "none", "Cy Oh"),
        ("Bo Lind", "printed", None),
    ]
    assert str(turns[2].reason) == "Cy Oh is removed in speakers.toml"


def test_what_somebody_removed_asks_stands_above_no_quote_and_neither_does_the_question_before():
    quotes = extract_document(document(), Roster()).quotes
    assert {quote.text: quote.answers for quote in quotes} == {
        COLD: "Why did the river freeze in that year?",
        FISH: "And what did all of you eat until the spring?",
    }
    extraction = extract_document(document(), WITHOUT_CY)
    assert {quote.text: quote.answers for quote in extraction.quotes} == {
        COLD: "Why did the river freeze in that year?",
        FISH: "",
    }
    assert asked_questions(document(), extraction.turns) == [("en", "Why did the river freeze in that year?")]


def test_who_is_removed_has_no_quote_under_any_alias():
    assert extract_document(document(), WITHOUT_BO).quotes == []
    assert extract_document(document(RAW.replace("Bo Lind:", "B. Lind:")), WITHOUT_BO).quotes == []


def test_a_mere_alias_of_who_is_removed_is_removed_too_though_it_is_read_as_somebody_of_that_name():
    short = RAW.replace("Bo Lind:", "Bo:").replace("Cy Oh:", "Ana Ruiz:")
    roster = parse_people('["Bo Lind"]\naliases = ["Bo"]\n', "speakers.toml")
    quotes = extract_document(make_document(short), roster).quotes
    assert {quote.speaker for quote in quotes} == {"Bo"}
    removed = parse_people('["Bo Lind"]\naliases = ["Bo"]\nremoved = true\n', "speakers.toml")
    assert extract_document(make_document(short), removed).quotes == []


def test_who_is_removed_has_none_that_a_person_gave_them_or_that_was_inferred():
    given = '[[turn]]\nspeaker = "B. Lind"\nstarts = "And what"\nends = "spring?"\n'
    curated = document(curation=parse_curation(given, "talk.turns.toml", WITHOUT_BO))
    assert {turn.speaker for turn in split_turns(curated, WITHOUT_BO)} == {"Ana Ruiz", None}
    bold = f"**Why did it freeze?**\n\n{COLD}\n\n**And then?**\n\n{FISH}\n"
    inferred = make_document(bold, hosts=("Ana Ruiz",), guests=("Bo Lind",))
    assert [quote.text for quote in extract_document(inferred, Roster()).quotes] == [COLD, FISH]
    assert extract_document(inferred, WITHOUT_BO).quotes == []


def test_the_report_says_who_is_removed_and_nothing_else_of_them():
    corpus = Corpus(documents=(document(),), roster=WITHOUT_CY)
    assert make_report(extract_corpus(corpus)).sources[0].warnings == ("removed: Cy Oh",)
