import pytest

from index.text.language_codes import CODES, chinese_name, english_name, language_code


@pytest.mark.parametrize(
    ("called", "code"),
    [
        ("es", "es"), ("es-MX", "es"), ("pt_BR", "pt"), (" Spanish ", "es"), ("西班牙语", "es"), ("西班牙文", "es"),
        ("español", "es"), ("zh-Hant", "zh"), ("yue", "zh"), ("Cantonese", "zh"), ("中文", "zh"), ("漢語", "zh"),
        ("日本語", "ja"), ("Japanese", "ja"), ("english", "en"), ("英语", "en"), ("klingon", None), ("", None),
    ],
)  # fmt: skip
def test_a_language_is_known_by_codes_and_by_names_in_english_in_chinese_and_its_own(called, code):
    assert language_code(called) == code


def test_languages_are_called_as_people_call_them():
    names = {code: (english_name(code), chinese_name(code)) for code in ("en", "zh", "es", "ja", "de")}
    assert names == {
        "en": ("English", "英文"), "zh": ("Chinese", "中文"), "es": ("Spanish", "西班牙文"), "ja": ("Japanese", "日文"),
        "de": ("German", "德文"),
    }  # fmt: skip


def test_every_language_has_a_name():
    assert [code for code in CODES if english_name(code) == code or chinese_name(code) == code] == []
