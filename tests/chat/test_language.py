import datetime

import pytest

from bot.wording.language import day, interface_of, language_name, link_name, say, weekday_and_day
from index.domain import LINK_KINDS


@pytest.mark.parametrize(
    ("date", "english", "chinese"),
    [
        ("2024-11-22", "22 Nov 2024", "2024年11月22日"),
        ("2025-02-06", "6 Feb 2025", "2025年2月6日"),
        ("2024-01-31", "31 Jan 2024", "2024年1月31日"),
        ("2024-12-01", "1 Dec 2024", "2024年12月1日"),
    ],
)
def test_a_day_is_written_as_each_language_writes_it(date, english, chinese):
    assert (day(date, "en"), day(date, "zh"), day(date, "zh-Hant")) == (english, chinese, chinese)


@pytest.mark.parametrize(
    ("date", "english", "chinese"),
    [
        ("2025-11-22", "Saturday, 22 November", "11月22日 星期六"),
        ("2024-01-01", "Monday, 1 January", "1月1日 星期一"),
        ("2024-12-29", "Sunday, 29 December", "12月29日 星期日"),
    ],
)
def test_a_day_of_this_year_has_its_weekday_and_no_year(date, english, chinese):
    texts = [weekday_and_day(datetime.date.fromisoformat(date), to) for to in ("en", "zh", "zh-Hant")]
    assert texts == [english, chinese, chinese]


@pytest.mark.parametrize(
    ("text", "interface"),
    [
        ("why small models?", "en"),
        ("Почему?", "en"),
        ("", "en"),
        ("小模型为什么便宜", "zh"),
        ("小模型", "zh"),
        ("RAG 怎么样", "zh"),
        ("小模型為什麼便宜", "zh-Hant"),
    ],
)
def test_the_interface_speaks_the_askers_language_and_script(text, interface):
    assert interface_of(text) == interface


def test_links_are_named_for_what_they_are_in_every_language():
    assert {kind: link_name(kind, "en") for kind in LINK_KINDS} == {
        "article": "Read it in the article",
        "transcript": "Read the transcript",
        "publisher": "Publisher's page",
        "recording": "Watch the talk",
        "chapters": "Chapters of the talk",
    }
    assert [link_name(kind, "zh") for kind in LINK_KINDS] == [
        *("在文章中阅读", "阅读文字稿", "节目页面", "观看原视频", "访谈章节"),
    ]
    assert link_name("article", "zh-Hant") == "在文章中閱讀"


def test_languages_are_called_by_their_names():
    assert [language_name(of, to) for of in ("en", "zh") for to in ("en", "zh", "zh-Hant")] == [
        *("English", "英文", "英文"),
        *("Chinese", "中文", "中文"),
    ]


def test_values_are_filled_in_as_they_are():
    assert say("only", "en", names="{Ada} %s") == "Only {Ada} %s"
    assert say("only", "zh-Hant", names="后羿") == "只看 后羿"
