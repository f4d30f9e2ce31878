import pytest

from index.text.titles import HeldRole, parse_role, titles_in


@pytest.mark.parametrize(
    ("text", "families", "organisation", "is_former"),
    [
        ("CEO of Databricks", {"ceo"}, "databricks", False),
        ("Databricks 首席执行官", {"ceo"}, "databricks", False),
        ("head of OpenAI", {"ceo"}, "openai", False),
        ("OpenAI's COO", {"coo"}, "openai", False),
        ("CEO, OpenAI", {"ceo"}, "openai", False),
        ("co-founder and CEO of Databricks", {"founder", "ceo"}, "databricks", False),
        ("Databricks的联合创始人兼首席执行官", {"founder", "ceo"}, "databricks", False),
        ("Chief AI Scientist at Databricks", {"chief scientist"}, "databricks", False),
        ("General Partner at Founders Fund", {"investor"}, "founders fund", False),
        ("Founders Fund partner", {"investor"}, "founders fund", False),
        ("VP of Acorn", {"vice president"}, "acorn", False),
        ("host of The Daily Talk Show", {"host"}, "daily talk show", False),
        ("CEO Talk 主持人", {"host"}, "ceo talk", False),
        ("20VC 主持人", {"host"}, "20vc", False),
        ("head of finance", {"cfo"}, "", False),
        ("投资人", {"investor"}, "", False),
        ("former CTO of Dropbox", {"cto"}, "dropbox", True),
        ("ex-CTO of Dropbox", {"cto"}, "dropbox", True),
        ("Dropbox 前首席技术官", {"cto"}, "dropbox", True),
        ("前 Dropbox CTO", {"cto"}, "dropbox", True),
    ],
)
def test_a_role_is_titles_and_an_organisation(text, families, organisation, is_former):
    assert parse_role(text) == HeldRole(
        text=text, families=frozenset(families), organisation=organisation, is_former=is_former
    )


@pytest.mark.parametrize(
    "text",
    [
        "Databricks wizard", "Spark 之父", "boss", "head of research at OpenAI", "CEOs of Acorn", "the", "AI", "?", "a",
        "CEO of the", "CEO of ", "CEO of", "CEO of Acorn\nHive", "CEO of Acorn\u202e", "CEO of \x07Acorn",
        "CEO of <!channel>", "<!channel> CEO", "CEO of " + "a" * 5000, "former CTO of Hive and CEO of Nest",
        "CEO for Life", "the father of the CEO of Acorn", "CEO and", "",
    ],
)  # fmt: skip
def test_anything_else_is_no_role(text):
    assert parse_role(text) is None


def test_titles_are_whole_words_the_longest_first_and_know_their_number():
    folded = "ceos and co-founders, 副总裁, 创始人们, 老板娘, the vice-president, 20vc, vcs, bosses, hosted, 高管"
    assert [(folded[title.start : title.end], title.is_plural) for title in titles_in(folded)] == [
        ("ceos", True),
        ("co-founders", True),
        ("副总裁", False),
        ("创始人们", True),
        ("vice-president", False),
        ("vcs", True),
        ("bosses", True),
        ("高管", True),
    ]
