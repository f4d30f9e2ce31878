import json

import pytest

from tests.support.command_line import failed, json_lines
from tests.support.two_interviews import PRICE, TEA_LOSS

PRICE_QUESTION = "How do you set the price of a jar?"
LOSS_QUESTION = "第一年亏了多少钱？"
PREVIEW = ("daily", "preview", "--from", "2024-11-22")
WRONG = "QUOTEBOT_QUOTE_LANGUAGE is 'english'; it can be any, en-first, en, zh-first, zh"


def words_of(run):
    return " ".join(run.out.replace("▎", "").split())


def test_what_is_in_the_other_language_says_so_above_the_quote(quotebot):
    assert quotebot("ask", "一罐蜂蜜的价格怎么定？").out.splitlines()[:4] == [
        "",
        "  这一条是英文的。",
        "",
        "  ▎ We set the price so that a school teacher can afford a jar every month without thinking",
    ]


def test_the_other_language_answers_where_the_first_does_not(quotebot):
    assert quotebot("ask", LOSS_QUESTION, "--language", "en-first").out.splitlines()[:4] == [
        "",
        "  英文访谈里没有答案；这一条是中文的。",
        "",
        f"  ▎ {TEA_LOSS}",
    ]


def test_where_one_language_is_read_alone_it_is_said_how_to_see_the_other(quotebot):
    run = quotebot("ask", PRICE_QUESTION, "--language", "zh")
    assert run.code == 1
    assert run.out == (
        "\n"
        "  Nothing in Chinese answers that. Something in English may. (--language en)\n"
        "\n"
        "  Speaking here: Mara Field, Tom Reed, 林晓\n"
        "\n"
    )


def test_the_closest_in_the_only_language_stands_below_what_is_said_of_the_other(quotebot):
    run = quotebot("ask", "城市的蜂蜜比乡下多吗？", "--language", "zh")
    assert (run.code, run.out.splitlines()[1:5:2]) == (
        0,
        [
            "  中文访谈里没有答案，英文访谈里可能有。 (--language en)",
            "  不确定这是不是你要找的。最接近的一句：",
        ],
    )


def test_each_of_several_quotes_says_its_language_where_that_is_another(quotebot):
    run = quotebot("ask", PRICE_QUESTION, "--count", "10")
    quotes = json.loads(quotebot("ask", PRICE_QUESTION, "--count", "10", "--json").out)["hits"]
    assert run.out.count("This one is in Chinese.") == [quote["language"] for quote in quotes].count("zh") > 1
    alone = json.loads(quotebot("ask", PRICE_QUESTION, "--count", "10", "--json", "--language", "en").out)["hits"]
    assert [quote["language"] for quote in alone] == ["en"] * 7


def test_a_batch_is_asked_so_too(quotebot):
    lines = "\n".join(json.dumps({"query": question}) for question in (PRICE_QUESTION, LOSS_QUESTION))
    answers = json_lines(quotebot("ask", "--batch", "-", "--json", "--language", "zh", stdin=lines.encode()))
    assert [(answer["outcome"], answer["reason"]) for answer in answers] == [
        ("nothing", "nothing in Chinese answers it, but something in English may"),
        ("answer", None),
    ]
    assert [hit["language"] for answer in answers for hit in answer["hits"]] == ["zh", "zh"]


def test_what_the_operator_sets_holds_unless_the_option_says_otherwise(quotebot):
    english = {"QUOTEBOT_QUOTE_LANGUAGE": "en"}
    assert quotebot("ask", LOSS_QUESTION, **english).code == 1
    assert TEA_LOSS in words_of(quotebot("ask", LOSS_QUESTION, "--language", "any", **english))
    assert TEA_LOSS in words_of(quotebot("ask", f"{LOSS_QUESTION} lang:zh", **english))
    assert PRICE in words_of(quotebot("ask", PRICE_QUESTION, **english))


def test_an_unknown_language_is_one_line_with_those_that_there_are(quotebot):
    assert quotebot("ask", PRICE_QUESTION, QUOTEBOT_QUOTE_LANGUAGE="english") == failed(WRONG, code=2)
    assert quotebot("doctor", QUOTEBOT_QUOTE_LANGUAGE="english") == failed(WRONG, code=2)
    run = quotebot("ask", PRICE_QUESTION, "--language", "english")
    assert (run.code, run.out) == (2, "")
    assert "'any', 'en-first', 'en', 'zh-first', 'zh'" in run.err


@pytest.mark.parametrize(
    ("language", "chinese", "said"),
    [
        ("zh", [True] * 4, [False] * 4),
        ("zh-first", [True, True, False, False], [False, False, True, True]),
        ("en", [False] * 4, [False] * 4),
    ],
)
def test_coming_insights_are_in_what_is_read(quotebot, language, chinese, said):
    run = quotebot(*PREVIEW, "--days", "4", "--language", language)
    assert run == quotebot(*PREVIEW, "--days", "4", QUOTEBOT_QUOTE_LANGUAGE=language)
    days = run.out.split(" November\n")[1:]
    assert ["林晓 (Lin Xiao)" in day for day in days] == chinese
    assert ["This one is in" in day for day in days] == said


def test_doctor_says_what_is_shown_and_where_that_is_nothing_what_to_do(quotebot, folder, commands):
    assert "ok     of 13 quotes, the 7 in the language 'en' are shown" in (
        quotebot("doctor", QUOTEBOT_QUOTE_LANGUAGE="en").out
    )
    assert "in the language" not in quotebot("doctor", QUOTEBOT_QUOTE_LANGUAGE="en-first").out
    (folder / "seeds" / "bees.txt").unlink()
    assert commands.run(folder, "index").code == 0
    run = commands.run(folder, "doctor", QUOTEBOT_QUOTE_LANGUAGE="en")
    assert (
        "wrong  QUOTEBOT_QUOTE_LANGUAGE is 'en', but no quote is in that language; set it to en-first, or add an "
        "interview"
    ) in run.out
    assert run.code == 1
