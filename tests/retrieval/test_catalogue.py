import random

import pytest

from index.answer import Filters
from index.domain import Person
from index.search.catalogue import Speaker, list_sources, list_speakers, random_quote, stands_alone
from tests.retrieval.two_talks import open_searcher
from tests.support.fakes import make_quote, make_source

LONG_ENOUGH = "A heat pump needs little power to warm a kitchen."


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    searcher = open_searcher(tmp_path_factory.mktemp("catalogue"))
    yield searcher
    searcher.close()


def chosen(searcher, *narrowed, **more):
    """Return what twenty seeds choose."""
    return [random_quote(searcher, random.Random(seed), *narrowed, **more) for seed in range(20)]  # noqa: S311 - no secret


def test_speakers_are_guests_first_then_who_says_most():
    people = {name: Person(name=name) for name in ("Ada", "Bob", "Eve")}
    said = [("Bob", "host")] * 3 + [("Ada", "guest"), ("Eve", "guest"), ("Eve", "host")]
    quotes = [make_quote(id=str(number), speaker=name, role=role) for number, (name, role) in enumerate(said)]
    assert list_speakers(quotes, people) == [
        Speaker(person=people["Eve"], role="guest", quote_count=2),
        Speaker(person=people["Ada"], role="guest", quote_count=1),
        Speaker(person=people["Bob"], role="host", quote_count=3),
    ]


def test_sources_keep_their_order_and_are_counted():
    first, second = make_source(id="b"), make_source(id="a")
    quotes = [make_quote(source=first), make_quote(source=second), make_quote(source=first)]
    assert list_sources(quotes) == [(first, 2), (second, 1)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"role": "host"}, False),
        ({"attribution": "inferred"}, False),
        ({"attribution": "curated"}, True),
        ({"text": "x" * 39}, False),
        ({"text": "x" * 40}, True),
        ({"text": "x" * 300}, True),
        ({"text": "x" * 301}, False),
        ({"text": "字" * 19, "language": "zh"}, False),
        ({"text": "字" * 150, "language": "zh"}, True),
        ({"text": "字" * 151, "language": "zh"}, False),
    ],
)
def test_a_guests_quote_of_middle_length_that_is_surely_theirs_stands_alone(fields, expected):
    assert stands_alone(make_quote(**{"text": LONG_ENOUGH} | fields)) is expected


def test_chance_decides_and_the_same_chance_decides_the_same(searcher):
    assert chosen(searcher) == chosen(searcher)
    assert {quote.language for quote in chosen(searcher)} == {"en", "zh"}
    assert set(chosen(searcher)) <= {quote for quote in searcher.generation.quotes if stands_alone(quote)}


def test_a_topic_and_a_language_narrow_chance_down(searcher):
    assert {quote.language for quote in chosen(searcher, languages=["zh"])} == {"zh"}
    hits = searcher.search("steam engines", 10, Filters(languages=("en",))).hits
    close = {match.quote for match in hits if match.score >= hits[0].score - 3.5}
    assert len(close) < len(hits)
    assert set(chosen(searcher, "steam engines", ["en"])) == {quote for quote in close if stands_alone(quote)}


def test_a_topic_that_nobody_speaks_of_gives_no_quote(searcher):
    assert searcher.search("quiz").outcome == "nothing"
    assert chosen(searcher, "quiz") == [None] * 20


def test_only_what_stands_in_its_document_is_chosen(tmp_path):
    searcher = open_searcher(tmp_path)
    stored = searcher.generation.folder / "clean" / "heat.txt"
    stored.write_text(f"{stored.read_text()[1:]}.")
    languages = {quote.language for quote in chosen(searcher)}
    searcher.close()
    assert languages == {"zh"}
