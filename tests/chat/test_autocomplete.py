import pytest

from bot.wording.autocomplete import (
    Choice,
    matching_choices,
    source_candidates,
    source_choices,
    speaker_candidates,
    speaker_choices,
)
from index.build import build_index
from index.corpus.documents import read_documents
from index.domain import Person
from index.search import Searcher
from index.storage.generations import read_current
from tests.support.fakes import HashEmbedder, HereHome, make_quote, make_source, write_corpus

PEOPLE = {
    person.name: person
    for person in (
        Person(name="Ali Ghodsi", other_script="阿里·戈德西", aliases=("Ghodsi", "阿里")),
        Person(name="Sam Altman", other_script="山姆·奥特曼", aliases=("sama",)),
        Person(name="Brad Lightcap", other_script="布拉德·莱特卡普"),
        Person(name="Jonathan Frankle"),
        Person(name="Anna Altmann"),
    )
}
# Each as many quotes as their place from the end.
QUOTES = [make_quote(speaker=name, id=f"{name}{n}") for place, name in enumerate(PEOPLE) for n in range(9 - place)]
SOURCES = [
    make_source(
        id="talk-1", title="深度｜客户更喜欢小模型", show="The Logan Show", aired="2024-11-22", guests=("Ali Ghodsi",)
    ),
    make_source(id="talk-2", title="AI+Data in the Enterprise", publisher="Madrona"),
    make_source(id="talk-3", title="x" * 120, aired="2024-01-02"),
]


def speakers(typed, interface="en"):
    choices = matching_choices(speaker_candidates(QUOTES, PEOPLE), typed, interface)
    return [choice.value for choice in choices]


def sources(typed, interface="en"):
    quotes = [make_quote(source=source) for place, source in enumerate(SOURCES) for _ in range(place + 1)]
    return matching_choices(source_candidates(quotes), typed, interface)


def test_a_choice_shows_both_scripts_and_types_the_canonical_name():
    candidates = speaker_candidates(QUOTES, PEOPLE)
    assert matching_choices(candidates, "ghod", "en") == [Choice("Ali Ghodsi (阿里·戈德西)", "Ali Ghodsi")]
    assert matching_choices(candidates, "ghod", "zh") == [Choice("Ali Ghodsi（阿里·戈德西）", "Ali Ghodsi")]


def test_accents_make_no_difference():
    jose = Person(name="José Núñez")
    candidates = speaker_candidates([make_quote(speaker=jose.name)], {jose.name: jose})
    for typed in ("jose", "José", "nune", "NÚÑ"):
        assert matching_choices(candidates, typed, "en") == [Choice("José Núñez", "José Núñez")]


def test_with_nothing_typed_who_has_most_quotes_comes_first():
    assert speakers("") == speakers("  ") == list(PEOPLE)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sam", ["Sam Altman"]),
        ("SAM ALT", ["Sam Altman"]),
        ("altm", ["Sam Altman", "Anna Altmann"]),
        ("a", ["Ali Ghodsi", "Sam Altman", "Anna Altmann", "Brad Lightcap", "Jonathan Frankle"]),
        ("ann", ["Anna Altmann"]),
        ("light", ["Brad Lightcap"]),
        ("cap", ["Brad Lightcap"]),
        ("阿里", ["Ali Ghodsi"]),
        ("戈德", ["Ali Ghodsi"]),
        ("奧特曼", ["Sam Altman"]),
        ("山姆奥", ["Sam Altman"]),
        ("ｓａｍａ", ["Sam Altman"]),
    ],
)
def test_what_begins_so_comes_before_what_has_it_inside(typed, expected):
    assert speakers(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ghdosi", ["Ali Ghodsi"]),
        ("godsi", ["Ali Ghodsi"]),
        ("ghoddsi", ["Ali Ghodsi"]),
        ("framk", ["Jonathan Frankle"]),
        ("latman", ["Sam Altman", "Anna Altmann"]),
        ("oltman", []),
        ("brda lightcap", ["Brad Lightcap"]),
        ("山姆奥托曼", ["Sam Altman"]),
        ("gxd", []),
        ("ghxxsi", []),
        ("nobody", []),
        ("x" * 5000, []),
        ("*[(\\", []),
    ],
)
def test_one_slip_is_forgiven_where_nothing_fits_as_typed(typed, expected):
    assert speakers(typed) == expected


def test_there_are_at_most_twenty_five():
    people = {f"Ann {number}": Person(name=f"Ann {number}") for number in range(30)}
    quotes = [make_quote(speaker=name) for name in people]
    for typed in ("", "ann", "nn"):
        assert len(matching_choices(speaker_candidates(quotes, people), typed, "en")) == 25


def test_a_name_too_long_to_come_back_is_not_offered_and_a_long_label_is_cut():
    people = {
        "N" * 101: Person(name="N" * 101),
        "N" * 100: Person(name="N" * 100, other_script="阿里"),
    }
    quotes = [make_quote(speaker=name) for name in people]
    assert matching_choices(speaker_candidates(quotes, people), "n", "en") == [Choice("N" * 99 + "…", "N" * 100)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ["talk-3", "talk-2", "talk-1"]),
        ("小模型", ["talk-1"]),
        ("logan", ["talk-1"]),
        ("阿里", []),
        ("ghodsi", ["talk-1"]),
        ("enterprise", ["talk-2"]),
        ("madrnoa", ["talk-2"]),
        ("talk-2", ["talk-2"]),
    ],
)
def test_an_interview_is_found_by_all_that_names_it(typed, expected):
    assert [choice.value for choice in sources(typed)] == expected


def test_an_interview_shows_its_title_and_its_day():
    assert sources("小模型", "zh") == [Choice("深度｜客户更喜欢小模型 · 2024年11月22日", "talk-1")]
    assert sources("xxx") == [Choice("x" * 86 + "… · 2 Jan 2024", "talk-3")]


def test_choices_are_those_of_the_generation_that_is_searched(tmp_path):
    said = "Small models cost less to run than large ones on any machine that you own."
    listed = "[one]\ntitle = 'A talk'\nlink = 'https://example.com'\nhosts = ['Bob']\nguests = ['Ada']\n"
    known = '["Ada"]\nother_script = "爱达"\n'
    talk = f"Ada: {said}\n\nBob: Why?\n\nAda: Because I say so.\n"
    files = {"one.txt": talk, "sources.toml": listed, "speakers.toml": known}
    build_index(read_documents([write_corpus(tmp_path / "seeds", files)]), HashEmbedder(), HereHome(tmp_path / "data"))
    searcher = Searcher(read_current(tmp_path / "data"), HashEmbedder())
    for typed in ("", "a", "愛"):
        assert speaker_choices(searcher, typed, "zh") == [Choice("Ada（爱达）", "Ada")]
    for typed in ("", "talk", "ada"):
        assert source_choices(searcher, typed, "en") == [Choice("A talk", "one")]
    searcher.close()
