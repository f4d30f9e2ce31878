"""Times of day as people write them: 09:00, 9:30pm, 晚上9点半, noon. Pure."""

import datetime
import re
from dataclasses import dataclass

# The first of the twelve hours that a part of the day is about.
_PARTS = {
    **dict.fromkeys(("am", "凌晨"), 0),
    **dict.fromkeys(("清晨", "早晨", "早上", "上午", "早"), 1),
    **dict.fromkeys(("中午", "正午"), 10),
    **dict.fromkeys(("pm", "下午"), 12),
    "傍晚": 13,
    **dict.fromkeys(("晚上", "晚"), 17),
    **dict.fromkeys(("半夜", "午夜", "夜里"), 20),
}
_NAMED = {
    **dict.fromkeys(("noon", "midday", "中午", "正午"), datetime.time(12)),
    **dict.fromkeys(("midnight", "午夜", "半夜"), datetime.time(0)),
}
_DIGITS = "零一二三四五六七八九"
_NUMERAL = r"\d{1,4}|(?:(?<![周期拜])[二三四五])?十[一二三四五六七八九]?|[零一二两三四五六七八九]"
_TIME = re.compile(
    rf"""(?<![A-Za-z0-9_:+\-/.])  # not in UTC+08:00, nor in a name
    (?P<part>凌晨|清晨|早晨|早上|上午|早|中午|正午|下午|傍晚|晚上|晚|半夜|午夜|夜里)?\s*
    (?P<hour>{_NUMERAL})\s*
    (?: :(?P<minute>\d{{1,4}}) (?:\s*(?P<half>[ap]\.?m\b\.?))?
      | \.(?P<after_dot>\d\d) (?:\s*(?P<half_of_dotted>[ap]\.?m\b\.?))?
      | (?P<half_of_hour>[ap]\.?m\b\.?)
      | 点 (?:钟|整|(?P<quarters>半|一刻|三刻)|(?P<after_hour>零[一二三四五六七八九]|{_NUMERAL})分?)?
    )(?![\d:])
    |(?<![\w/])(?:noon|midday|midnight)(?!\w)|中午|正午|午夜|半夜""",
    re.VERBOSE | re.IGNORECASE,
)
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}


@dataclass(frozen=True, slots=True)
class TypedTime:
    """A time as typed; `time` is None where there is no such time of day."""

    typed: str
    time: datetime.time | None


def take_times(text: str) -> tuple[list[TypedTime], str]:
    """Return the times in a text, which has simplified characters and plain digits, and what else is in it."""
    times = [TypedTime(found[0].strip(), _time(found)) for found in _TIME.finditer(text)]
    return times, _TIME.sub(" ", text)


def _time(found: re.Match[str]) -> datetime.time | None:
    if named := _NAMED.get(found[0].casefold()):
        return named
    minute = found["minute"] or found["after_dot"]
    if found["minute"] and len(found["minute"]) != 2:
        return None
    half = found["half"] or found["half_of_dotted"] or found["half_of_hour"] or ""
    hour = _number(found["hour"])
    for part in (found["part"], half.replace(".", "").casefold()):
        hour = _hour_in(part, hour) if part else hour
    minutes = _QUARTERS.get(found["quarters"] or "") or _number(minute or found["after_hour"] or "0")
    return datetime.time(hour, minutes) if hour < 24 and minutes < 60 else None


def _hour_in(part: str, hour: int) -> int:
    """Return an hour of a part of the day on a clock of 24 hours; 24 where it is none."""
    first = _PARTS[part]
    if 1 <= hour <= 12:
        return (first + (hour - first) % 12) % 24
    return hour if (hour - first) % 24 < 12 else 24


def _number(typed: str) -> int:
    """Return a number below a hundred in digits or in Chinese: 21, 二十一, 零五."""
    if typed.isdecimal():
        return int(typed)
    tens, ten, ones = typed.replace("两", "二").rpartition("十")
    return (_DIGITS.index(tens) if tens else 1) * 10 * len(ten) + (_DIGITS.index(ones[-1]) if ones else 0)
