"""Languages by whatever they are called: codes ("es", "pt-BR", "zh-Hant"), names in English, in Chinese, their own."""

import re
from functools import cache

from babel import Locale

from index.domain import Language

# Those that py3langid tells, without a few that are written by nobody today.
CODES = frozenset(
    re.findall(
        r"\w+",
        "af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk "
        "km kn ko ku ky la lb lo lt lv mk ml mn mr ms my ne nl no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tl "
        "tr uk ur uz vi zh",
    )
)
_CHINESE = ("chinese", "mandarin", "cantonese", "yue", "cmn", "中文", "汉语", "漢語", "国语", "國語", "粤语", "粵語")
_ALSO = {
    **dict.fromkeys(_CHINESE, "zh"),
    **dict.fromkeys(("英文", "英语", "英語"), "en"),
    **dict.fromkeys(("nb", "nn", "nob", "nno"), "no"),
    **dict.fromkeys(("fil", "filipino"), "tl"),
    "castilian": "es",
    "farsi": "fa",
}


def language_code(called: str) -> Language | None:
    """Return the code of a language that is called so, None of what is none: "es", "es-MX", "Spanish", "西班牙文"."""
    folded = called.strip().casefold()
    if code := _called().get(folded):
        return code
    return _called().get(folded.replace("_", "-").partition("-")[0])


def english_name(language: Language) -> str:
    """Return what a language is called in English."""
    return _names("en").get(language, language)


def chinese_name(language: Language) -> str:
    """Return what a language is called in Chinese, as written: 西班牙文."""
    return _names("zh_Hans").get(language, language).replace("语", "文")


@cache
def _names(locale: str) -> dict[Language, str]:
    languages = Locale.parse(locale).languages
    return {code: str(languages[code]) for code in CODES if code in languages}


@cache
def _called() -> dict[str, Language]:
    own = {name.casefold(): code for code in CODES if (name := _own_name(code))}
    english = {name.casefold(): code for code, name in _names("en").items()}
    chinese = {name: code for code, name in _names("zh_Hans").items()}
    return {
        **own,
        **english,
        **chinese,
        **{chinese_name(code): code for code in CODES},
        **_ALSO,
        **{code: code for code in CODES},
    }


def _own_name(code: Language) -> str:
    try:
        return str(Locale.parse(code).get_display_name() or "")
    except ValueError:
        return ""
