import re

import pytest

from index.corpus.people import Roster, fold_name, stated_name
from index.corpus.people_file import parse_people
from index.domain import Person
from tests.corpus.refusal import refusal
from tests.support.fakes import make_source

SPEAKERS = """
["Ada Lovelace"]
other_script = "阿达·洛芙莱斯"
aliases = ["Countess", "阿达"]
roles = ["founder of computing", "Acorn 创始人"]

["Rory McIlroy"]
"""


@pytest.fixture
def roster():
    return parse_people(SPEAKERS, "speakers.toml")


def people_refusal(text):
    return refusal(parse_people, text, "speakers.toml")


def test_parse_people_reads_names_of_both_scripts_and_aliases(roster):
    assert roster.people == {
        "Ada Lovelace": Person(
            name="Ada Lovelace",
            other_script="阿达·洛芙莱斯",
            aliases=("Countess", "阿达"),
            roles=("founder of computing", "Acorn 创始人"),
        ),
        "Rory McIlroy": Person(name="Rory McIlroy"),
    }
    assert roster.by_alias == {
        "adalovelace": "Ada Lovelace",
        "阿达洛芙莱斯": "Ada Lovelace",
        "countess": "Ada Lovelace",
        "阿达": "Ada Lovelace",
        "rorymcilroy": "Rory McIlroy",
    }


@pytest.mark.parametrize("name", ["ADA lovelace", "Ada-Lovelace", "阿达・洛芙莱斯", "Ｃountess", " countess ", "阿达"])
def test_canonical_ignores_case_width_spaces_dots_and_hyphens(roster, name):
    assert roster.canonical(name) == "Ada Lovelace"


def test_an_unknown_name_is_its_own(roster):
    assert roster.canonical(" Grace Hopper ") == "Grace Hopper"
    assert roster.person("Grace Hopper") == Person(name="Grace Hopper")


@pytest.mark.parametrize(
    ("printed", "speaker"),
    [
        ("Countess", "Ada Lovelace"),
        ("Lovelace", "Ada Lovelace"),
        ("AL", "Ada Lovelace"),
        ("RORY", "Rory McIlroy"),
        ("McIlroy", "Rory McIlroy"),
        ("阿达", "Ada Lovelace"),
        ("Ada", None),
        ("AB", "Ada Byron"),
        ("A", None),
        ("Grace", None),
        ("·", None),
        ("", None),
    ],
)
def test_a_label_means_the_one_listed_person_it_fits(roster, printed, speaker):
    assert roster.resolve(printed, ["Ada Lovelace", "Rory McIlroy", "Ada Byron"]) == speaker


def test_a_label_never_means_somebody_who_is_not_in_the_talk(roster):
    assert roster.resolve("Countess", ["Rory McIlroy"]) is None


def test_one_letter_is_no_initials():
    assert Roster().resolve("A", ["Alice", "Bob"]) is None
    assert Roster().resolve("Alice", ["Alice", "Bob"]) == "Alice"


def test_an_alias_of_two_people_is_refused_with_its_line():
    assert people_refusal('["Ada"]\naliases = ["Al"]\n\n["Bea"]\n# not "Al"\naliases = ["B", "Al"]\n') == (
        "speakers.toml:6: 'Al' is an alias of both Ada and Bea; keep it with one of them"
    )


def test_two_people_whose_names_fold_alike_are_refused_with_the_line_of_the_second():
    assert people_refusal('["Ada B"]\n["AdaB"]\n') == (
        "speakers.toml:2: 'AdaB' is an alias of both Ada B and AdaB; keep it with one of them"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('Ada = "A"', """speakers.toml: 'Ada' is no table; write [Ada] and its aliases below"""),
        (
            '["Ada"]\nalias = ["A"]',
            "speakers.toml: Ada has an unknown key 'alias'; known: aliases, other_script, removed, roles",
        ),
        (
            '["Ada"]\naliases = "A"',
            'speakers.toml: aliases of Ada must be a list of texts, such as ["Sam", "山姆"]',
        ),
        (
            '["Ada"]\naliases = [" "]',
            'speakers.toml: aliases of Ada must be a list of texts, such as ["Sam", "山姆"]',
        ),
        ('["Ada"]\nroles = "CEO"', 'speakers.toml: roles of Ada must be a list of texts, such as ["CEO of OpenAI"]'),
        (
            f'["Ada"]\nroles = ["{"x" * 5000}"]',
            f"speakers.toml: {'x' * 40!r} is no role of Ada that is known; write a title (CEO, head, COO, CFO, CTO,"
            " CPO, CMO, chief scientist, president, vice president, chair, founder, investor, host, executive), alone"
            ' or with an organisation of letters and digits, such as "CEO of OpenAI"',
        ),
        ('["Ada"]\nroles = ["·"]', 'speakers.toml: roles of Ada must be a list of texts, such as ["CEO of OpenAI"]'),
        ('["Ada"]\nother_script = 3', 'speakers.toml: other_script of Ada must be a text, such as "山姆·奥特曼"'),
    ],
)
def test_a_wrong_entry_is_refused_with_the_way_to_write_it(text, message):
    assert people_refusal(text) == message


def test_broken_toml_is_refused_with_its_line():
    assert re.fullmatch(
        r"speakers\.toml: broken TOML: .+ \(at line 2, column \d+\)", people_refusal('["Ada"]\naliases =\n')
    )


def test_fold_name_of_marks_alone_is_empty():
    assert fold_name(" ·-'.") == ""


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("SPEAKER_00", "Ada Lovelace"),
        ("speaker_00", "Ada Lovelace"),
        (" SPEAKER_00 ", "Ada Lovelace"),
        ("Speaker 1.1", "Bea Ito"),
        ("Speaker 11", "Cy Oh"),
        ("Jose\u0301", "José Ruiz"),
        ("SPEAKER_01", None),
        ("Ada Lovelace", None),
        ("", None),
    ],
)
def test_a_label_is_whoever_is_stated_to_be_behind_it(printed, name):
    people = {"SPEAKER_00": "Ada Lovelace", "Speaker 1.1": "Bea Ito", "Speaker 11": "Cy Oh", "José": "José Ruiz"}
    assert stated_name(make_source(people=tuple(people.items())), printed) == name
