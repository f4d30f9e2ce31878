import pytest

from index.domain import Person
from index.search.mentions import named_speakers

PEOPLE = {
    person.name: person
    for person in (
        Person(name="Sam Altman", other_script="山姆·奥特曼", aliases=("Altman", "Sam", "sama", "奥特曼", "山姆")),
        Person(
            name="Brad Lightcap", other_script="布拉德·莱特卡普", aliases=("Lightcap", "Brad", "莱特卡普", "布拉德")
        ),
        Person(name="Ali Ghodsi", other_script="阿里·戈德西", aliases=("Ghodsi", "Ali", "阿里")),
    )
}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("what does Altman say about open source", ["Sam Altman"]),
        ("altman's view on compute?", ["Sam Altman"]),
        ("奥特曼怎么看开源", ["Sam Altman"]),
        ("山姆·奥特曼怎么看开源", ["Sam Altman"]),
        ("山姆奥特曼怎么看开源", ["Sam Altman"]),
        ("萊特卡普怎麼看預期", ["Brad Lightcap"]),
        ("sama on GPT-5", ["Sam Altman"]),
        ("Altmann about compute", ["Sam Altman"]),
        ("what did Lihgtcap say", ["Brad Lightcap"]),
        ("Ali Ghodsi on hiring", ["Ali Ghodsi"]),
        ("Altman and Lightcap: who decides", ["Sam Altman", "Brad Lightcap"]),
        ("what does Sam say about Brad", ["Sam Altman"]),
        ("what do people say about Brad", []),
        ("怎么看奥特曼", []),
        ("布拉德的优点是什么", []),
        ("alignment of samples", []),
        ("why small models", []),
        ("", []),
    ],
)
def test_speakers_named_in_a_question(question, names):
    assert named_speakers(question, PEOPLE) == names


def test_a_slip_in_a_short_name_is_another_name():
    assert named_speakers("what does Bred say", PEOPLE) == []


def test_the_longest_alias_wins():
    people = {"Sam Altman": PEOPLE["Sam Altman"], "Sam": Person(name="Sam Smith", aliases=("Sam Smith",))}
    assert named_speakers("Sam Smith on models", people) == ["Sam Smith"]
