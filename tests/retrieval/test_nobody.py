"""Quotes whose speaker no source names: found, never for a question that names a person, and not listed as a voice."""

import random

import pytest

from bot.daily.choose_quote import find_candidates
from index.corpus.documents import read_documents
from index.domain import NOBODY
from index.search.catalogue import list_speakers, random_quote, stands_alone
from index.verify import verify_quotes
from tests.retrieval.two_talks import TALKS, open_searcher

WHARF = """\
What do people here say of the old wharf, and what will you do with it?

The old wharf has carried no grain since the year of the flood, and its timber is still sound.

Zoe Okafor mended the old wharf with timber from the mill, and it cost 40,000 crowns in all.
"""
SOURCES = TALKS["sources.toml"] + '\n[wharf]\nlink = "https://example.com/wharf"\nquotes_of_nobody = true\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("nobody")


@pytest.fixture(scope="module")
def searcher(folder):
    searcher = open_searcher(folder, {**TALKS, "wharf.txt": WHARF, "sources.toml": SOURCES})
    yield searcher
    searcher.close()


def speakers(searcher, question):
    return [match.quote.speaker for match in searcher.search(question, 10).hits]


def test_a_question_that_names_nobody_finds_them(searcher):
    first, second = [match.quote for match in searcher.search("old wharf timber", 10).hits[:2]]
    assert {first.text[:20], second.text[:20]} == {"The old wharf has ca", "Zoe Okafor mended th"}
    assert [(quote.speaker, quote.attribution) for quote in (first, second)] == [("", "none")] * 2
    assert searcher.generation.speaker_of(first) == NOBODY


@pytest.mark.parametrize(
    "question",
    [
        "What does Ada say of the old wharf and its timber?",
        "What does Zoe Okafor say of the old wharf and its timber?",
        "What does Elon Musk say of the old wharf and its timber?",
        "According to Musk, what is the old wharf timber worth?",
        "林晓怎么看 old wharf timber？",
        "马斯克怎么看 old wharf timber？",
        "彼得·蒂尔 old wharf timber",
    ],
)
def test_a_question_that_names_a_person_never_does(searcher, question):
    assert "" in speakers(searcher, "old wharf timber")
    assert "" not in speakers(searcher, question)


def test_nobody_is_no_voice_of_the_corpus(searcher):
    generation = searcher.generation
    assert "" not in generation.people
    speakers = list_speakers(generation.quotes, generation.people)
    assert [speaker.person.name for speaker in speakers] == ["Ada", "林晓"]


def test_they_come_neither_daily_nor_at_random(searcher):
    wharf = [quote for quote in searcher.generation.quotes if not quote.speaker]
    assert len(wharf) == 2
    assert not any(map(stands_alone, wharf))
    candidates = find_candidates(searcher)
    assert candidates
    assert all(candidate.quote.speaker for candidate in candidates)
    drawn = [random_quote(searcher, random.Random(seed)) for seed in range(20)]  # noqa: S311 - no secret
    assert all(quote.speaker for quote in drawn)


def test_they_are_verified_like_others(searcher, folder):
    verdict = verify_quotes(searcher.generation.quotes, read_documents([folder / "seeds"]))
    assert verdict.problems == ()
    assert verdict.quote_count == len(searcher.generation.quotes)
