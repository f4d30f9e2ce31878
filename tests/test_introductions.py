from dataclasses import replace

import pytest
from fakes import make_source

from index.corpus.documents import parse_document
from index.corpus.people import Roster
from index.domain import Person
from index.turns.introductions import introduced_roles

MARA, BO = Person(name="Mara Field", other_script="玛拉·菲尔德", aliases=("Mara", "玛拉")), Person(name="Bo Lind")
ROSTER = Roster(people={"Mara Field": MARA, "Bo Lind": BO})


def roles(text, roster=ROSTER, speaking=("Mara Field",), **source):
    document = parse_document(text, make_source(id="talk", **{"title": "A talk", "hosts": (), "guests": (), **source}))
    return introduced_roles([document], roster, {"talk": speaking})


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Guest: Mara Field, CEO of Hive Labs", "CEO of Hive Labs"),
        ("Today we host Mara Field, co-founder and CEO of Hive Labs, who flew in.", "co-founder and CEO of Hive Labs"),
        ("Mara Field (CEO, Hive Labs): Thank you.", "CEO, Hive Labs"),
        ("Today Hive CEO Mara Field is here.", "Hive CEO"),
        ("She is former Hive CEO Mara Field.", "former Hive CEO"),
        ("Mara Field is the chief scientist of Hive Labs.", "chief scientist of Hive Labs"),
        ("Mara is the chief scientist of Hive Labs.", "chief scientist of Hive Labs"),
        ("本期嘉宾是人工智能公司Hive首席执行官玛拉·菲尔德(MaraField)。", "Hive 首席执行官"),
        ("思科与英伟达联合创始人兼首席执行官玛拉谈芯片", "英伟达 联合创始人兼首席执行官"),
        ("玛拉是Hive的创始人兼首席执行官，住在奥斯陆。", "Hive的创始人兼首席执行官"),
        ("玛拉·菲尔德（Mara，Hive总裁）也在。", "Hive总裁"),
    ],
)
def test_what_somebody_is_stands_right_beside_the_name(text, role):
    assert roles(text) == {"Mara Field": (role,)}


@pytest.mark.parametrize(
    "text",
    [
        "Mara, the CEO of Google once said that bees are done.",
        "Mara Field talked about the CEO of Google.",
        "Mara Field is a founder I trust.",
        "Mara Field, CEOs want this.",
        "Mara Field is not the CEO of Hive Labs.",
        "Mara Field (Oslo) and the CEO of Hive Labs met.",
        "Mara Field, the best cook in Oslo, is here.",
        "CEO Mara Field is here.",
        "Mara Field, CEO of a small company.",
        "Hive CEOs Mara Field and Bo",
        "The CEO of Hive Labs\nMara Field says hello.",
        "",
    ],
)
def test_what_only_seems_to_be_a_role_is_none(text):
    assert roles(text) == {}


def test_a_title_introduces_and_a_line_ends_a_role():
    text = "Speaker: Bo Lind, CFO of Hive\nGuest of the day"
    assert roles(text, title="Hive CEO玛拉谈蜂蜜") == {"Mara Field": ("Hive CEO",), "Bo Lind": ("CFO of Hive",)}


def test_who_does_not_speak_is_known_by_the_whole_name_alone():
    assert roles("Hive CEO Mara is not here.", speaking=()) == {}
    assert roles("Hive CEO Mara Field is not here.", speaking=()) == {"Mara Field": ("Hive CEO",)}


def test_hosts_are_hosts_of_their_show():
    assert roles("Hello.", hosts=("Ann Poe",), show="Hive Talk") == {
        "Ann Poe": ("host of Hive Talk", "Hive Talk 主持人")
    }
    assert roles("Hello.", hosts=("Ann Poe",)) == {"Ann Poe": ("host",)}


def test_what_is_listed_leaves_no_room_for_what_is_said():
    listed = Roster(
        people={"Mara Field": replace(MARA, roles=("former CEO of Hive", "founder of Hive")), "Bo Lind": BO}
    )
    text = "Hive CEO Mara Field met Hive CEO Bo Lind. Hive founder Bo Lind is here."
    assert roles(text) == {"Mara Field": ("Hive CEO",), "Bo Lind": ("Hive CEO", "Hive founder")}
    assert roles(text, listed) == {"Bo Lind": ("Hive founder",), "Mara Field": ()}


def test_the_seeds_say_what_their_people_are(seeds, cut_seeds):
    speaking = {}
    for quote in cut_seeds.quotes:
        speaking.setdefault(quote.source.id, {}).setdefault(quote.speaker)
    bare = Roster(people={name: replace(person, roles=()) for name, person in seeds.roster.people.items()})
    names = {source: tuple(people) for source, people in speaking.items()}
    said = introduced_roles(seeds.documents, bare, names)
    assert said == {
        "Logan Bartlett": ("host of The Logan Bartlett Show", "The Logan Bartlett Show 主持人"),
        "Ali Ghodsi": ("Databricks CEO", "Databricks的联合创始人兼首席执行官"),
        "Aditya Agarwal": ("host of South Park Commons", "South Park Commons 主持人"),
        "Alexandr Wang": ("Scale AI 创始人",),
        "Jon Turow": ("host of Founded & Funded", "Founded & Funded 主持人", "partner at Madrona"),
        "Jonathan Frankle": ("Databricks 首席AI科学家", "Chief AI Scientist at Databricks"),
        "Harry Stebbings": ("host of 20VC", "20VC 主持人", "20VC 创始人"),
        "Sam Altman": ("OpenAI 首席执行官",),
        "Ilya Sutskever": ("OpenAI首席科学家",),
        "Greg Brockman": ("OpenAI总裁",),
    }
    assert {name for name, texts in introduced_roles(seeds.documents, seeds.roster, names).items() if texts} == {
        "Aditya Agarwal", "Jon Turow", "Harry Stebbings",
    }  # fmt: skip
