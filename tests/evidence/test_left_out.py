"""What becomes of quotes that their own file contradicts: left out of the index, reported, and a failure of verify."""

from dataclasses import replace

import pytest

from index.corpus.documents import Corpus
from index.domain import CuratedTurn, Curation
from index.evidence import Contradiction
from index.extraction import extract_corpus, extract_document
from index.quotes import cut_quotes
from index.reading_notes import things_to_look_at
from index.reasons import Reason
from index.turns import split_turns
from index.verify import verify_quotes
from tests.support.fakes import make_document, make_quote


def test_the_report_names_file_and_line_of_what_was_left_out_in_a_few_lines_a_document():
    document = make_document("", suffix=".vtt")
    label = Contradiction(quote=make_quote(source=document.source), reason=Reason("holds_label", "bolind42"), line=13)
    others = [replace(label, reason=Reason("stated", words), line=20) for words in ("a", "a", "b", "c", "d", "e")]
    assert things_to_look_at(document, [], [label, label, label, *others])[:-1] == [
        "3 quotes left out: talk.vtt:13 holds the label 'bolind42'",
        "2 quotes left out: talk.vtt:20 a",
        "1 quote left out: talk.vtt:20 b",
        "3 quotes left out for other reasons, such as: talk.vtt:20 c",
    ]


MISTAKEN = Curation(
    path="talk.turns.toml", turns=(CuratedTurn(starts="The river", line=1, speaker="Bo Lind"),), printed_labels=False
)
NIGHT = """\
Bo Lind: The river froze early and we had no bread left in the house. Ana Ruiz: And what did all of you eat?

Bo Lind: We ate fish and a little bread until the ice broke in spring.
"""


@pytest.fixture
def mistaken():
    """Return a corpus whose turns file, which is wrong, gives a stretch with somebody else's label to one person."""
    return Corpus(documents=(make_document(NIGHT, MISTAKEN, hosts=("Ana Ruiz",), guests=("Bo Lind",)),))


def test_what_its_file_contradicts_is_left_out_of_the_index(mistaken):
    extraction = extract_corpus(mistaken)
    assert [quote.text for quote in extraction.quotes] == [
        "The river froze early and we had no bread left in the house."
    ]
    contradicted = extract_document(mistaken.documents[0], mistaken.roster).contradicted
    assert {(str(contradiction), contradiction.quote.speaker) for contradiction in contradicted} == {
        ("talk.txt:1 holds the label 'Ana Ruiz'", "Bo Lind"), ("talk.txt:3 holds the label 'Bo Lind'", "Bo Lind"),
    }  # fmt: skip


def test_verifying_fails_for_what_the_file_contradicts_though_the_readers_agree(mistaken):
    (document,) = mistaken.documents
    quotes = cut_quotes(document, split_turns(document, mistaken.roster))
    problems = verify_quotes(quotes, mistaken).problems
    assert len(quotes) - len(problems) == 1
    assert {reason for _, reason in problems} == {
        "talk.txt:1 holds the label 'Ana Ruiz'",
        "talk.txt:3 holds the label 'Bo Lind'",
    }
