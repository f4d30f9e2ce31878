import pytest

from index.answer import Absent
from index.domain import Person
from index.search.unknown_people import quotes_mentioning, unknown_people
from index.storage.generations import Generation
from tests.support.fakes import make_quote, make_source

ZUCKERBERG = Person(name="Mark Zuckerberg", other_script="马克·扎克伯格", aliases=("Zuck", "扎克伯格"))
PEOPLE = {
    "Sam Altman": Person(name="Sam Altman", other_script="山姆·奥特曼", aliases=("Altman", "Sam", "奥特曼")),
    "Alex Wang": Person(name="Alex Wang", aliases=("Alex",)),
}
TEXTS = ["Zuck called me.", "Zuck called me. I never met Paul Graham.", "扎克伯格很谨慎。", "We met zucks."]
STARTS = [0, 0, 100, 200]


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    quotes = [
        make_quote(text, id=f"q{number}", start=start, end=start + len(text), source=make_source(id="talk"))
        for number, (text, start) in enumerate(zip(TEXTS, STARTS, strict=True))
    ]
    folder = tmp_path_factory.mktemp("none")
    return Generation(
        folder=folder, stamp={}, quotes=tuple(quotes), people=PEOPLE, others={"Mark Zuckerberg": ZUCKERBERG}
    )


@pytest.mark.parametrize(
    ("question", "name", "mentions"),
    [
        ("What does Mark Zuckerberg say about Sam Altman?", "Mark Zuckerberg", 2),
        ("Zuck on open source", "Mark Zuckerberg", 2),
        ("what did Zuck ask Sam", "Mark Zuckerberg", 2),
        ("Mark Zuckerberg 怎么看开源", "Mark Zuckerberg", 2),
        ("扎克伯格问了什么", "Mark Zuckerberg", 2),
        ("扎克伯格怎么看开源", "Mark Zuckerberg", 2),
        ("请问扎克伯格对开源的看法", "Mark Zuckerberg", 2),
        ("What do Sam Altman and Mark Zuckerberg think about it", "Mark Zuckerberg", 2),
        ("What does Jensen Huang think of GPUs?", "Jensen Huang", 0),
        ("what does jensen huang think of GPUs?", "Jensen Huang", 0),
        ("Jensen Huang's advice", "Jensen Huang", 0),
        ("According to Alex Karp, what matters?", "Alex Karp", 0),
        ("比尔·盖茨怎么看慈善", "比尔·盖茨", 0),
        ("请问彼得·蒂尔说过什么", "彼得·蒂尔", 0),
        ("黄仁勋怎么看算力", "黄仁勋", 0),
        ("馬化騰怎麼看遊戲", "马化腾", 0),
    ],
)
def test_somebody_whose_words_are_wanted_and_who_does_not_speak_is_named(generation, question, name, mentions):
    expected = [Absent(name=name, mentions=mentions)] if name else []
    assert unknown_people(question, generation) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What does Sam say about Mark Zuckerberg?",
        "Sam Altman on Mark Zuckerberg",
        "怎么看扎克伯格",
        "奥特曼怎么评价甲骨文的拉里·埃里森",
        "What does Alex Wang say",
        "What does Silicon Valley think about AGI?",
        "Deep Learning says what",
        "What does the Data Wall mean",
        "Data Wall's position",
        "According to Wall Street",
        "What does Databricks think about open source",
        "What did OpenAI say",
        "What did Hugging Face say",
        "what does the market think",
        "公司怎么看",
        "投资人怎么看",
        "金融圈怎么看",
        "特斯拉怎么看",
        "数据墙怎么看",
        "大家怎么说",
        "为什么小模型更便宜",
        "",
    ],
)
def test_a_topic_a_company_or_a_phrase_is_nobody_who_is_missed(generation, question):
    assert unknown_people(question, generation) == []


def test_quotes_that_mention_somebody_are_shown_once_a_place(generation):
    assert [quote.text for quote in quotes_mentioning(generation, "Mark Zuckerberg")] == [TEXTS[1], TEXTS[2]]
    assert [quote.text for quote in quotes_mentioning(generation, "Paul Graham")] == [TEXTS[1]]
    assert quotes_mentioning(generation, "Jensen Huang") == []
