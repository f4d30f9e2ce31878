"""A corpus with a third language: found, named, filtered and measured, though only a few quotes are in it."""

from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from bot.answers.filters import UnknownValueError, narrowed
from bot.domain.command import Ask
from index.answer import Filters
from index.build import build_index
from index.corpus.documents import read_documents
from index.embed import Usem3
from index.language_preference import LanguagePreference
from index.search.live_searcher import LiveSearcher
from index.search.reader_search import ask_reader
from index.search.restrictions import NO_RESTRICTIONS
from tests.support.balanced import balance_passages
from tests.support.fakes import HereHome, write_corpus
from tests.support.two_interviews import INTERVIEWS, SOURCES

PAN = """\
Entrevistadora: ¿Cómo empezó la panadería?

Ana Ruiz: Empezamos con un horno pequeño en la cocina de mi abuela y con harina prestada por los vecinos.

Entrevistadora: ¿Por qué cierran en agosto?

Ana Ruiz: En agosto cerramos porque el calor estropea la masa antes de que llegue al horno.
"""
LISTED = """\
[pan]
link = "https://example.com/pan"
hosts = ["Eva Gil"]
guests = ["Ana Ruiz"]
"""
HEAT = "En agosto cerramos porque el calor estropea la masa antes de que llegue al horno."


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    folder = tmp_path_factory.mktemp("third")
    files = {**INTERVIEWS, "pan.txt": PAN, "sources.toml": SOURCES + LISTED}
    build_index(read_documents([write_corpus(folder / "seeds", files)]), Usem3(), HereHome(folder / "data"))
    with closing(LiveSearcher(folder / "data", Usem3())) as live, live.current(NO_RESTRICTIONS) as searcher:
        yield searcher


def test_a_question_in_spanish_finds_the_spanish_quote_and_others_behind_it(searcher):
    answer = searcher.search("¿Por qué cierra la panadería en agosto?", 5)
    assert (answer.language, answer.hits[0].quote.text, answer.hits[0].quote.language) == ("es", HEAT, "es")
    assert len({hit.quote.language for hit in answer.hits}) > 1


def test_a_question_in_english_finds_what_is_said_in_spanish(searcher):
    hit = searcher.search("Why does the bakery close in August?", 1).hits[0]
    assert (hit.quote.text, hit.quote.speaker) == (HEAT, "Ana Ruiz")


def test_a_few_quotes_of_a_language_do_not_stand_before_what_answers(searcher):
    best = [searcher.search(question, 1).hits[0].quote.language for question in (
        "What happens to the bees in winter?", "How do you decide what a jar of honey costs?", "机器人真的能泡好茶吗？",
    )]  # fmt: skip
    assert best == ["en", "en", "zh"]


def test_a_language_is_filtered_by_any_of_its_names(searcher):
    filters = narrowed(searcher, Ask(question="pan", languages=("es",)), "en")
    assert filters == Filters(languages=("es",))
    assert {hit.quote.language for hit in searcher.search("bread in August", 5, filters).hits} == {"es"}


def test_a_language_that_no_quote_is_in_is_said_with_those_that_are(searcher):
    with pytest.raises(UnknownValueError) as refusal:
        narrowed(searcher, Ask(question="pan", languages=("de",)), "en")
    assert str(refusal.value) == "“German” is no language that quotes are in here. Write lang:zh or lang:es or lang:en"


def test_where_the_language_that_is_read_first_has_no_answer_a_third_one_may(searcher):
    asked = ("¿Por qué cierra la panadería en agosto?", 3, Filters(), LanguagePreference.CHINESE_FIRST)
    tried = ask_reader(searcher, *asked)
    assert (tried.hits[0].quote.language, tried.hits[0].quote.text) == ("es", HEAT)


def test_what_few_passages_tell_is_mixed_with_what_many_tell_of_others():
    chance = np.random.default_rng(0)
    many, few = (chance.normal(size=(count, 8)).astype(np.float32) + 3 for count in (300, 3))
    many, few = (rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in (many, few))
    balanced, balance = balance_passages({"en": many, "es": few}, {"en": many[:0], "es": few[:0]})
    assert np.allclose(balance.passage_means["en"], many.mean(axis=0))
    assert np.allclose(balance.passage_means["es"], 0.1 * few.mean(axis=0) + 0.9 * many.mean(axis=0), atol=1e-6)
    question = balanced["es"][0]
    own, usual = (balance.standard_deviation(question, language) for language in ("es", "en"))
    assert 0.5 < own / usual < 2


def test_passages_that_come_later_are_balanced_as_the_others_were():
    vectors = np.random.default_rng(1).normal(size=(40, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    balanced, balance = balance_passages({"en": vectors}, {"en": vectors[:0]})
    assert np.allclose(balance.passages(vectors[5:9], "en"), balanced["en"][5:9], atol=1e-6)
    assert replace(balance).passages(vectors[:0], "en").shape == (0, 8)
