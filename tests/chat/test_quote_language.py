import pytest

from bot.answers.quote_language import language_lines, reading_of, with_default
from bot.domain.message import line
from index.answer import Filters
from index.language_preference import LanguagePreference
from tests.support.fakes import make_quote

CHINESE, ENGLISH = make_quote(language="zh", text="先做到赚钱。"), make_quote(language="en")


@pytest.mark.parametrize(
    ("reading", "language", "languages", "tries"),
    [
        ("any", None, (), ((),)),
        ("en-first", "en", (), (("en",), ())),
        ("en", "en", ("en",), (("en",),)),
        ("zh-first", "zh", (), (("zh",), ())),
        ("zh", "zh", ("zh",), (("zh",),)),
    ],
)
def test_what_is_read_first_alone_and_after_what(reading, language, languages, tries):
    read = LanguagePreference(reading)
    assert (read.language, read.languages, read.tries) == (language, languages, tries)


def test_what_a_place_sets_goes_before_what_the_operator_does():
    assert with_default({"interface": "zh"}, LanguagePreference.ENGLISH) == {"quote_language": "en", "interface": "zh"}
    assert reading_of(with_default({"quote_language": "any"}, LanguagePreference.ENGLISH)) is LanguagePreference.ANY


def test_a_value_of_another_version_says_nothing():
    assert reading_of({"quote_language": "fr-first"}) is LanguagePreference.ANY


@pytest.mark.parametrize(
    ("quote", "interface", "expected", "notice"),
    [
        (CHINESE, "en", "en", "This one is in Chinese."),
        (CHINESE, "en", None, "This one is in Chinese."),
        (ENGLISH, "zh", "zh", "这一条是英文的。"),
        (ENGLISH, "zh-Hant", None, "這一條是英文的。"),
        (ENGLISH, "en", "zh", "This one is in English."),
    ],
)
def test_a_quote_in_another_language_than_expected_says_which_it_is(quote, interface, expected, notice):
    assert language_lines(quote, interface, expected) == [line(notice, quiet=True)]


@pytest.mark.parametrize(
    ("quote", "interface", "expected"),
    [(ENGLISH, "en", None), (CHINESE, "zh-Hant", None), (ENGLISH, "zh", "en"), (CHINESE, "en", "zh")],
)
def test_in_the_language_that_is_expected_it_need_not_be_said(quote, interface, expected):
    assert language_lines(quote, interface, expected) == []


def test_a_filter_that_says_it_is_enough_unless_it_has_both():
    assert language_lines(CHINESE, "en", filters=Filters(languages=("zh",))) == []
    assert language_lines(CHINESE, "en", filters=Filters(languages=("en", "zh"))) == [
        line("This one is in Chinese.", quiet=True)
    ]


def test_what_answers_instead_of_the_language_that_is_read_says_so_even_in_the_askers_own():
    assert language_lines(CHINESE, "zh", lacking="en") == [line("英文访谈里没有答案；这一条是中文的。", quiet=True)]
    assert language_lines(CHINESE, "en", lacking="en") == [
        line("Nothing in English answers that; this one is in Chinese.", quiet=True)
    ]
    assert language_lines(ENGLISH, "en", lacking="en") == []
