"""Times of day as people write them: 09:00, 9:30pm, 9h30, 晚上9点半, noon. Pure."""

import datetime
import re

# The first of the twelve hours that a part of the day is about.
_FIRST_HOURS = {
    **dict.fromkeys(("am", "凌晨"), 0),
    **dict.fromkeys(("清晨", "早晨", "早上", "上午", "早"), 1),
    **dict.fromkeys(("中午", "正午"), 10),
    **dict.fromkeys(("pm", "下午"), 12),
    "傍晚": 13,
    **dict.fromkeys(("晚上", "晚"), 17),
    **dict.fromkeys(("半夜", "午夜", "夜里"), 20),
}
_NAMED = dict.fromkeys(("noon", "midday", "中午", "正午"), 12) | dict.fromkeys(("midnight", "午夜", "半夜"), 0)
_DIGITS = "零一二三四五六七八九"
_NUMERAL = rf"(?:(?<![周期拜])[二三四五])?十[{_DIGITS[1:]}]?|零?[{_DIGITS}两]"
_BESIDE_HOUR = re.compile(rf"(?:{_NUMERAL})(?=\s*点)|(?<=点)(?:{_NUMERAL})")
_TIME = re.compile(
    rf"""(?<![A-Za-z0-9_:+\-/.])  # not in UTC+08:00, nor in a name
    (?P<part>{"|".join(_FIRST_HOURS)})?\s*
    (?P<hour>\d{{1,4}})\s*
    (?= : \d | h\d\d | \.\d\d(?!\d) | 点 | [ap]\.?m\b )
    (?: [:h.点] (?P<minute> 半 | [123]刻 | \d{{1,4}} )? [分钟整]? )?
    \s* (?P<half>[ap]\.?m\b\.?)? (?![\d:])
    |(?<![\w/])(?:noon|midday|midnight)(?!\w)|中午|正午|午夜|半夜""",
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<!\S)(?P<hour>\d{1,2}?)(?P<minute>\d\d)?h?(?!\S)")


def take_times(text: str) -> tuple[dict[str, datetime.time | None], str]:
    """Return the times in a text as typed, None where there is no such time of day, and what else is in it.

    Args:
        text: In simplified characters and plain digits.
    """
    text = _BESIDE_HOUR.sub(lambda numeral: _in_digits(numeral[0]), text)
    return {typed[0].strip(): _time(typed) for typed in _TIME.finditer(text)}, _TIME.sub(" ", text)


def take_numbers(text: str) -> tuple[dict[str, datetime.time | None], str]:
    """Return the same of bare numbers, which are times only where nothing else can be meant: 9, 0900, 9h."""
    times = {typed[0]: _time_of(int(typed["hour"]), int(typed["minute"] or 0)) for typed in _NUMBER.finditer(text)}
    return times, _NUMBER.sub("", text).strip()


def _time(typed: re.Match[str]) -> datetime.time | None:
    if not typed["hour"]:
        return datetime.time(_NAMED[typed[0].casefold()])
    minute = typed["minute"] or "0"
    if ":" in typed[0] and len(minute) != 2:
        return None
    hour = int(typed["hour"])
    for part in (typed["part"], typed["half"]):
        hour = _hour_in(part.replace(".", "").casefold(), hour) if part else hour
    return _time_of(hour, 30 if minute == "半" else 15 * int(minute[0]) if minute.endswith("刻") else int(minute))


def _time_of(hour: int, minute: int) -> datetime.time | None:
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None


def _hour_in(part: str, hour: int) -> int:
    """Return an hour of a part of the day on a clock of 24 hours; 24 where it is none."""
    first = _FIRST_HOURS[part]
    if 1 <= hour <= 12:
        return (first + (hour - first) % 12) % 24
    return hour if (hour - first) % 24 < 12 else 24


def _in_digits(numeral: str) -> str:
    """Return a number below a hundred in digits: 21 for 二十一, 5 for 零五."""
    tens, ten, ones = numeral.replace("两", "二").rpartition("十")
    return str((_DIGITS.find(tens) or 1) * 10 * len(ten) + _DIGITS.find(ones[-1:]))
