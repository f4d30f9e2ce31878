"""The words of the interface, in English and both Chinese scripts. Quotes keep their own language."""

import datetime
from collections.abc import Mapping, Sequence

from bot.domain.interface import Interface
from bot.wording.texts import TEXTS
from index.domain import Language, LinkKind
from index.text.chinese import is_traditional, to_traditional
from index.text.language import question_language
from index.text.language_codes import chinese_name, english_name, language_code

_CHOICES: dict[str, Interface] = {"en": "en", "zh": "zh", "zh-Hant": "zh-Hant"}
_TRADITIONAL_LOCALES = ("zh-TW", "zh-HK", "zh-MO", "zh-Hant")
_LINK_NAMES: dict[LinkKind, dict[Language, str]] = {
    "article": {"en": "Read it in the article", "zh": "在文章中阅读"},
    "transcript": {"en": "Read the transcript", "zh": "阅读文字稿"},
    "publisher": {"en": "Publisher's page", "zh": "节目页面"},
    "recording": {"en": "Watch the talk", "zh": "观看原视频"},
    "chapters": {"en": "Chapters of the talk", "zh": "访谈章节"},
}

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WHOLE_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_CHINESE_WEEKDAYS = "一二三四五六日"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def interface_of(text: str) -> Interface:
    """Return the language of the interface for somebody who writes this: English, or Chinese in their script."""
    if question_language(text) == "en":
        return "en"
    return "zh-Hant" if is_traditional(text) else "zh"


def chosen_interface(settings: Mapping[str, str]) -> Interface | None:
    """Return the language of the interface that is set for a place, None where it follows who asks."""
    return _CHOICES.get(settings.get("interface", ""))


def language_of(interface: Interface) -> Language:
    """Return the language that the interface is in, whatever its script."""
    return "en" if interface == "en" else "zh"


def interface_of_locale(locale: str | None) -> Interface | None:
    """Return the language of the interface for a locale such as zh-TW, None where there is no locale."""
    if not locale:
        return None
    if not locale.startswith("zh"):
        return "en"
    return "zh-Hant" if locale in _TRADITIONAL_LOCALES else "zh"


def say(key: str, interface: Interface, **values: str) -> str:
    """Return a text of the interface with its values filled in."""
    return choose(interface, TEXTS[key]).format(**values)


def language_name(of: Language, interface: Interface) -> str:
    """Return what a language is called in the language of the interface."""
    return choose(interface, {"en": english_name(of), "zh": chinese_name(of)})


def language_called(typed: str) -> Language | None:
    """Return the language that somebody typed, by its code or a name, None if it is none that is known."""
    return language_code(typed)


def link_name(kind: LinkKind, interface: Interface) -> str:
    """Return what a link of this kind is called: what it is, never more."""
    return choose(interface, _LINK_NAMES[kind])


def day(iso_date: str, interface: Interface) -> str:
    """Return a day as it is written: 22 Nov 2024, or 2024年11月22日."""
    date = datetime.date.fromisoformat(iso_date)
    if interface == "en":
        return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"
    return f"{date.year}年{date.month}月{date.day}日"


def clock(seconds: float) -> str:
    """Return a place in a recording as it is written: 0:07, 12:03 or 1:02:03."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def weekday_and_day(date: datetime.date, interface: Interface) -> str:
    """Return a day of this year as it is written: Saturday, 22 November, or 11月22日 星期六."""
    if interface == "en":
        return f"{_WEEKDAYS[date.weekday()]}, {date.day} {_WHOLE_MONTHS[date.month - 1]}"
    return f"{date.month}月{date.day}日 星期{_CHINESE_WEEKDAYS[date.weekday()]}"


def short_day(date: datetime.date, interface: Interface) -> str:
    """Return a day near today as it is written in passing: Sat 22 Nov, or 11月22日周六."""
    if interface == "en":
        return f"{_WEEKDAYS[date.weekday()][:3]} {date.day} {_MONTHS[date.month - 1]}"
    return choose(interface, {"en": "", "zh": f"{date.month}月{date.day}日周{_CHINESE_WEEKDAYS[date.weekday()]}"})


def weekday_names(days: Sequence[int], interface: Interface) -> str:
    """Return days of the week, counted from Monday, 0: Mon, Wed and Fri, or 周一、周三、周五."""
    if interface != "en":
        chinese = "、".join(f"周{_CHINESE_WEEKDAYS[day]}" for day in days)
        return choose(interface, {"en": "", "zh": chinese})
    *names, last = [_WEEKDAYS[day] if len(days) == 1 else _WEEKDAYS[day][:3] for day in days]
    return f"{', '.join(names)} and {last}" if names else last


def choose(interface: Interface, texts: Mapping[Language, str]) -> str:
    """Return the one of the texts that is in the language of the interface, in its script."""
    if interface == "en":
        return texts["en"]
    return to_traditional(texts["zh"]) if interface == "zh-Hant" else texts["zh"]
