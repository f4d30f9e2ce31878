import itertools
import random

import numpy as np
import pytest

from index.corpus.documents import read_documents
from index.embed.vector_cache import open_cache
from index.extraction import extract_corpus
from index.search import Searcher
from index.storage.generations import read_current
from tests.bench.sizes import Means, _write, made_up_people, varied_interview, vary
from tests.support.fakes import HashEmbedder, write_corpus
from tests.support.two_interviews import INTERVIEWS, PRICE


@pytest.fixture(scope="module")
def interview(cut_seeds):
    own = [quote for quote in cut_seeds.quotes if quote.source.id.startswith("003")]
    source, chance, parts = own[0].source, random.Random(1), {}  # noqa: S311 - the same every time
    texts = [vary(quote, chance.choice(own).text, chance, parts) for quote in own]
    cast = dict(zip((*source.hosts, *source.guests), made_up_people(), strict=False))
    return own, texts, parts, varied_interview("talk-9", source, own, texts, cast), cast


def test_every_variation_stands_word_for_word_in_its_interview(interview):
    own, texts, _, (document, quotes), _ = interview
    assert [document.clean[quote.start : quote.end] for quote in quotes] == [quote.text for quote in quotes] == texts
    assert [document.raw[quote.raw_start : quote.raw_end] for quote in quotes] == texts
    assert (document.source.id, len({quote.id for quote in quotes})) == ("talk-9", len(own))


def test_a_variation_is_embedded_whole(interview):
    *_, (_, quotes), _ = interview
    assert [quote.pieces for quote in quotes] == [[quote.text] for quote in quotes]


def test_a_variation_begins_as_one_quote_and_ends_as_another(interview):
    own, texts, parts, *_ = interview
    assert [parts[text][0] for text in texts] == [quote.text for quote in own]
    assert all(text[:3] == one[:3] and text[-3:-1] in other[-4:] for text, (one, other) in parts.items())


def test_others_say_it_in_the_same_order(interview):
    own, _, _, (document, quotes), cast = interview
    assert [quote.speaker for quote in quotes] == [cast[quote.speaker].name for quote in own]
    assert {*document.source.hosts, *document.source.guests} == {person.name for person in cast.values()}


def test_people_have_names_of_their_own_in_both_scripts():
    people = list(itertools.islice(made_up_people(), 325))
    assert len({person.name for person in people}) == len({person.other_script for person in people}) == 324
    assert (people[0].name, people[0].other_script) == ("Agnes Abernathy", "阿格尼丝·阿伯内西")


def test_the_vector_of_a_variation_is_the_mean_of_its_two(tmp_path):
    embedder = HashEmbedder()
    one, other = embedder.embed_passages(["small models", "large data"])
    with open_cache(tmp_path / "vectors.sqlite") as cache:
        means = Means(embedder, cache, {"small data": ("small models", "large data")})
        vectors = means.embed_passages(["small models", "small data"], lambda _: None)
    assert np.allclose(vectors, [one, (one + other) / np.linalg.norm(one + other)], atol=1e-6)


def test_an_index_that_is_written_of_cut_quotes_is_current_and_finds_them(tmp_path):
    extraction = extract_corpus(read_documents([write_corpus(tmp_path / "seeds", INTERVIEWS)]))
    _write(tmp_path / "data", extraction, HashEmbedder())
    searcher = Searcher(read_current(tmp_path / "data"), HashEmbedder())
    assert searcher.search(PRICE).hits[0].quote.text == PRICE
    searcher.close()
