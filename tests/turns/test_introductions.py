from dataclasses import replace

import pytest

from index.corpus.documents import parse_document
from index.corpus.people import Roster
from index.domain import Person
from index.turns.introductions import introduced_roles, introductions
from tests.support.fakes import make_source

MARA, BO = Person(name="Mara Field", other_script="玛拉·菲尔德", aliases=("Mara", "玛拉")), Person(name="Bo Lind")
ROSTER = Roster(people={"Mara Field": MARA, "Bo Lind": BO})


def roles(text, roster=ROSTER, speaking=("Mara Field",), **source):
    document = parse_document(text, make_source(id="talk", **{"title": "A talk", "hosts": (), "guests": (), **source}))
    return introduced_roles([introductions(document, roster, speaking)], roster)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Guest: Mara Field, CEO of Hive Labs", "CEO of Hive Labs"),
        ("Mara Field, CEO of Hive Labs.", "CEO of Hive Labs"),
        ("Hello. Mara Field, the founder of Hive Labs, joins us.", "founder of Hive Labs"),
        ("Mara Field, co-founder and CEO of Hive Labs, who flew in.", "co-founder and CEO of Hive Labs"),
        ("Guests of the day\nMara Field, CEO of Hive Labs\nJim Poe, CEO of Nest", "CEO of Hive Labs"),
        ("Mara Field (CEO, Hive Labs): Thank you.", "CEO, Hive Labs"),
        ("Mara Field, partner at Hive Labs", "partner at Hive Labs"),
        ("Mara Field, host of The Daily Talk Show", "host of The Daily Talk Show"),
        ("Mara Field, host of Hive Talk", "host of Hive Talk"),
        ("Guest: Databricks CEO Mara Field", "Databricks CEO"),
        ("Databricks CEO Mara Field is here.", "Databricks CEO"),
        ("Former Databricks CEO Mara Field is here.", "Former Databricks CEO"),
        ("ex-Databricks CEO Mara Field is here.", "ex-Databricks CEO"),
        ("Mara Field, former CEO of Hive Labs", "former CEO of Hive Labs"),
        ("嘉宾：玛拉·菲尔德，Hive首席执行官", "Hive首席执行官"),
        ("玛拉·菲尔德（Hive 创始人兼首席执行官）", "Hive 创始人兼首席执行官"),
        ("玛拉·菲尔德，蓝电公司首席执行官，今天来了。", "蓝电公司首席执行官"),
        ("玛拉·菲尔德，前蓝电公司首席执行官。", "前蓝电公司首席执行官"),
        ("Hive的创始人玛拉·菲尔德，住在奥斯陆。", "Hive的创始人"),
    ],
)
def test_an_introduction_is_a_name_and_a_role_alone(text, role):
    assert roles(text) == {"Mara Field": (role,)}


@pytest.mark.parametrize(
    "text",
    [
        "Mara, the CEO of Google once said that bees are done.",
        "Mara Field talked about the CEO of Google.",
        "Mara Field is the CEO of Hive Labs.",
        "Mara Field is a founder I trust.",
        "Mara Field, CEOs want this.",
        "Mara Field is not the CEO of Hive Labs.",
        "If Mara Field were CEO of Hive Labs. Nobody likes Mara Field, CEO of Hive Labs.",
        "Mara Field (Oslo) and the CEO of Hive Labs met.",
        "Mara Field, the best cook in Oslo, is here.",
        "CEO Mara Field is here.",
        "Mara Field, CEO of a small company.",
        "Hive CEOs Mara Field and Bo",
        "The CEO of Hive Labs\nMara Field says hello.",
        "The CEO of Hive Labs Mara Field says hello.",
        "Today Hive CEO Mara Field is here.",
        "Jim Poe\nHive首席执行官\n玛拉·菲尔德",
        "Mara Field, CEO of Hive\nVentures, joins us.",
        "Anna Mara Field, CEO of Hive Labs",
        "Mara Field Poe, CEO of Hive Labs",
        "Databricks CEO Mara Field Poe",
        "Jim Poe (interviewing Mara Field, CEO of Hive) laughs.",
        "Mara Field (interviewing Jim Poe, CEO of Hive)",
        "Mara Field (daughter of Jim, founder of Hive)",
        "Mara Field (succeeded Jim, CEO of Hive)",
        "Mia Torres and Mara Field, CEO and COO of Hive",
        "Mara Field and Mia Torres, CEO and COO of Hive",
        "Mara Field, former CTO of Hive and CEO of Nest",
        "Mara Field, ousted CEO of Hive Labs",
        "Mara Field, deputy CEO of Hive Labs",
        "Ousted Hive CEO Mara Field",
        "Fired Databricks CEO Mara Field",
        "Late Databricks CEO Mara Field",
        "Retired CEO Mara Field",
        "How Hive Beat Meta CEO Mara Field",
        "Hive Names New CEO Mara Field",
        "原蓝电首席执行官玛拉·菲尔德",
        "副首席执行官玛拉·菲尔德",
        "玛拉·菲尔德，原蓝电公司首席执行官",
        "玛拉·菲尔德，新任蓝电公司首席执行官",
        "玛拉·菲尔德，蓝电公司副首席执行官",
        "玛拉·菲尔德，蓝电公司候任首席执行官",
        "采访蓝电 CEO 玛拉·菲尔德",
        "专访蓝电CEO玛拉·菲尔德",
        "对话蓝电CEO玛拉·菲尔德",
        "不是蓝电CEO玛拉·菲尔德",
        "击败蓝电CEO玛拉·菲尔德",
        "Thought Leader Mara Field",
        "Mara Field, Thought Leader",
        "Mara Field, Serial Founder",
        "Norwegian Investor Mara Field",
        "Mara Field, CEO for Life",
        "Mara Field, Founder at 23",
        "Mara Field, partner of Bo Lind",
        "Mara Field, partner at Bo Lind",
        "Mara Field, head of Growth",
        "Mara Field, VP of Sales",
        "",
    ],
)
def test_what_only_seems_to_be_a_role_is_none(text):
    assert roles(text) == {}


def test_lines_of_guests_keep_to_themselves():
    listed = Roster(people={"李明": Person(name="李明"), "赵芳": Person(name="赵芳")})
    text = "嘉宾\n李明，蓝电公司首席执行官\n赵芳（红能集团创始人）"
    assert roles(text, listed, speaking=("李明", "赵芳")) == {
        "李明": ("蓝电公司首席执行官",),
        "赵芳": ("红能集团创始人",),
    }


@pytest.mark.parametrize("title", ["Databricks CEO Mara Field", "Mara Field, CEO of Hive"])
def test_the_title_of_an_interview_gives_no_roles(title):
    assert roles("Hello.", title=title) == {}


def test_somebody_is_introduced_by_the_whole_name_alone():
    assert roles("Guest: Mara, CEO of Hive") == {}
    assert roles("Guest: Mara Field, CEO of Hive", speaking=()) == {"Mara Field": ("CEO of Hive",)}


def test_hosts_are_hosts_of_their_show():
    assert roles("Hello.", hosts=("Ann Poe",), show="Hive Talk") == {
        "Ann Poe": ("host of Hive Talk", "Hive Talk 主持人")
    }
    assert roles("Hello.", hosts=("Ann Poe",)) == {"Ann Poe": ("host",)}
    assert roles("Hello.", hosts=("Ann Poe",), show="Hive? <Talk>") == {"Ann Poe": ("host",)}


def test_what_is_listed_leaves_no_room_for_what_is_said():
    listed = Roster(
        people={"Mara Field": replace(MARA, roles=("former CEO of Hive", "founder of Hive")), "Bo Lind": BO}
    )
    text = "Mara Field, CEO of Hive. Bo Lind, CEO of Hive. Bo Lind, founder of Hive."
    assert roles(text) == {"Mara Field": ("CEO of Hive",), "Bo Lind": ("CEO of Hive", "founder of Hive")}
    assert roles(text, listed) == {"Bo Lind": ("founder of Hive",), "Mara Field": ()}


def test_the_seeds_say_what_their_people_are(seeds, cut_seeds):
    speaking = {}
    for quote in cut_seeds.quotes:
        speaking.setdefault(quote.source.id, {}).setdefault(quote.speaker)
    bare = Roster(people={name: replace(person, roles=()) for name, person in seeds.roster.people.items()})
    names = {source: tuple(people) for source, people in speaking.items()}
    said = introduced_roles(
        [introductions(document, bare, names[document.source.id]) for document in seeds.documents], bare
    )
    assert said == {
        "Logan Bartlett": ("host of The Logan Bartlett Show", "The Logan Bartlett Show 主持人"),
        "Aditya Agarwal": ("host of South Park Commons", "South Park Commons 主持人"),
        "Jon Turow": ("host of Founded & Funded", "Founded & Funded 主持人"),
        "Harry Stebbings": ("host of 20VC", "20VC 主持人"),
    }
