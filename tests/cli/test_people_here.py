from bot.cli.people_here import PersonHere, person_called
from index.corpus.documents import Corpus
from index.corpus.people import Roster
from index.corpus.people_file import parse_people
from index.extraction import extract_corpus
from tests.corpus.refusal import refusal
from tests.support.fakes import make_document

TALKS = {
    "bees": "Cy Oh: Who keeps bees?\n\nDee Ng: Nobody whom I know keeps any bees on a roof.\n\nCy Oh: Ah.\n",
    "tea": "Cy: Who drinks tea?\n\nDee Ng: Everybody in our town drinks tea at night.\n\nCy: And Eva Ng?\n",
    "ice": "Cy: Who eats ice?\n\nEva Ng: Nobody eats any ice in our town in winter.\n\nCy: Oh.\n",
}


def called(name, roster=Roster()):  # noqa: B008 - it is frozen
    corpus = Corpus(documents=tuple(make_document(raw, id=own_id) for own_id, raw in TALKS.items()), roster=roster)
    return person_called(name, corpus, extract_corpus(corpus))


def test_somebody_is_called_by_the_whole_name_or_a_part_that_nobody_else_has():
    dee = PersonHere(name="Dee Ng", quotes={"bees": 1, "tea": 1}, turns={"bees": 1, "tea": 1})
    assert called("Dee Ng") == called("dee") == called("DN") == dee


def test_a_short_name_that_speaks_too_is_itself_and_pointed_out_beside_the_whole_one():
    assert called("Cy") == PersonHere(name="Cy", turns={"tea": 2, "ice": 2})
    assert called("Cy Oh") == PersonHere(name="Cy Oh", turns={"bees": 2}, likely_same=("Cy",))


def test_an_alias_means_its_person_alone():
    roster = parse_people('["Cy Oh"]\naliases = ["Cy"]\n', "speakers.toml")
    assert called("cy", roster) == PersonHere(name="Cy Oh", turns={"bees": 2, "tea": 2, "ice": 2})


def test_a_name_that_two_people_share_is_answered_with_both():
    assert refusal(called, "Ng") == "'Ng' may be Dee Ng or Eva Ng; give the whole name"


def test_a_name_that_nobody_has_is_answered_with_the_nearest_or_with_all():
    assert refusal(called, "Dea Ng") == "nobody here is called 'Dea Ng'; did you mean Dee Ng or Eva Ng?"
    assert refusal(called, "Zoltan") == "nobody here is called 'Zoltan'; here speak: Cy, Cy Oh, Dee Ng, Eva Ng"
