"""Times of day as people write them: 09:00, 9:30pm, 9h30, 9 Uhr, half past nine, 晚上9点半, 午後9時, noon. Pure."""

import datetime
import re

# The first of the twelve hours that a part of the day is about.
_BEFORE_HOUR = {
    **dict.fromkeys(("凌晨", "午前"), 0),
    **dict.fromkeys(("清晨", "早晨", "早上", "上午", "早", "朝"), 1),
    **dict.fromkeys(("中午", "正午"), 10),
    **dict.fromkeys(("下午", "午后"), 12),
    **dict.fromkeys(("傍晚", "夕方"), 13),
    **dict.fromkeys(("晚上", "晚"), 17),
    **dict.fromkeys(("半夜", "午夜", "深夜", "夜里", "夜"), 20),
}
_BEHIND_HOUR = {
    **dict.fromkeys(("am", "a", "morning", "morgens", "matin", "mañana", "manhã"), 0),
    **dict.fromkeys(("pm", "p", "afternoon", "nachmittags", "après-midi", "tarde"), 12),
    **dict.fromkeys(("evening", "night", "abends", "soir", "noche", "noite"), 17),
}
_FIRST_HOURS = _BEFORE_HOUR | _BEHIND_HOUR
_NAMED = dict.fromkeys(("noon", "midday", "中午", "正午"), 12) | dict.fromkeys(("midnight", "午夜", "半夜"), 0)
_HAN_DIGITS = "零一二三四五六七八九"
_NUMERAL = rf"(?:(?<![周期拜])[二三四五])?十[{_HAN_DIGITS[1:]}]?|零?[{_HAN_DIGITS}两]"
_BESIDE_HOUR = re.compile(rf"(?:{_NUMERAL})(?=\s*[点时](?!间))|(?<=[点时])(?:{_NUMERAL})")
_WORDS = ("twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_WORD = rf"\b(?:{'|'.join(_WORDS)})\b"
_CLOCK = r"(?:(?:uhr|uur|heures?|horas?|o\s?['’]?\s?clock)\b(?!\sde\b))"
_PART = r"""(?: [ap]\.?m\b\.? | (?<=\d)[ap]\b | (?:morgens|nachmittags|abends)\b
    | (?: (?:in|at|every|of|de|du|da)\s(?:the\s|la\s)? | de\sl['’] )
      (?:morning|matin|mañana|manhã|afternoon|après-midi|tarde|evening|night|soir|noche|noite)\b )"""
_WORDS_BESIDE_HOUR = re.compile(
    rf"\b(?:a\s)?(?P<share>half|quarter)\s(?P<side>past|after|to)\s(?P<hour>{_WORD}|\d{{1,2}}\b)"
    rf"|(?P<alone>{_WORD})(?=\s*(?:{_PART}|{_CLOCK}))",
    re.VERBOSE | re.IGNORECASE,
)
_TIME = re.compile(
    rf"""(?<![A-Za-z0-9_:+\-/.])  # not in UTC+08:00, nor in a name
    (?: (?P<part>{"|".join(_BEFORE_HOUR)}) | \b(?P<at>morning|afternoon|evening|night)s?\sat\b )? \s*
    (?P<hour>\d{{1,4}})\s*
    (?(at) | (?= : \d | h\s?\d\d | \.\d\d(?!\d) | [点时](?!间) | {_CLOCK} | {_PART} ) )
    (?: (?: {_CLOCK}\s? | h\s? | [:.点时] ) (?P<minute> 半 | [123]刻 | \d{{1,4}} )? [分钟整正]* (?:\s*{_CLOCK})? )?
    \s* (?P<half>{_PART})? (?: \s* {_PART} )? (?![\d:])
    |(?:(?<![\w:])12\s+)?(?<![\w/])(?:noon|midday|midnight)(?!\w)|中午|正午|午夜|半夜""",
    re.VERBOSE | re.IGNORECASE,
)
_PART_OF_DAY = re.compile(r"[\s'’]")
_NUMBER = re.compile(r"(?<!\S)(?P<hour>\d{1,2}?)(?P<minute>\d\d)?h?(?=z?(?!\S))", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?<!\w)(?:eod|cob|end of (?:the )?(?:business )?day|close of business|sunrise|sunset|tonight"
    rf"|(?:in the )?(?:morning|afternoon|evening|night)s?)(?!\w)|{'|'.join(word for word in _BEFORE_HOUR if word[1:])}",
    re.IGNORECASE,
)


def take_times(text: str) -> tuple[dict[str, datetime.time | None], str]:
    """Return the times in a text as typed, None where there is no such time of day, and what else is in it.

    Args:
        text: In simplified characters and plain digits, with one space at a time.
    """
    text = _with_digits(text)
    return {typed[0].strip(): _time(typed) for typed in _TIME.finditer(text)}, _TIME.sub(" ", text)


def begins_with_time(text: str) -> bool:
    """Tell whether a time or a number stands first in such a text."""
    return bool(text[:1].isdigit() or _TIME.match(_with_digits(text)))


def take_numbers(text: str) -> tuple[dict[str, datetime.time | None], str]:
    """Return the same of bare numbers, which are times only where nothing else can be meant: 9, 0900, 9h."""
    times = {typed[0]: _time_of(int(typed["hour"]), int(typed["minute"] or 0)) for typed in _NUMBER.finditer(text)}
    return times, _NUMBER.sub("", text).strip()


def take_vague(text: str) -> tuple[dict[str, datetime.time | None], str]:
    """Return the same of words that say no time that clocks show: morning, end of day, 早上."""
    return dict.fromkeys(_VAGUE.findall(text)), " ".join(_VAGUE.sub(" ", text).split())


def _time(typed: re.Match[str]) -> datetime.time | None:
    if not typed["hour"]:
        return datetime.time(_NAMED[typed[0].casefold().split()[-1]])
    minute = typed["minute"] or "0"
    if ":" in typed[0] and len(minute) != 2:
        return None
    hour = int(typed["hour"])
    for part in (typed["part"], typed["at"], typed["half"]):
        hour = _hour_in(_PART_OF_DAY.split(part.replace(".", "").casefold())[-1], hour) if part else hour
    return _time_of(hour, 30 if minute == "半" else 15 * int(minute[0]) if minute.endswith("刻") else int(minute))


def _time_of(hour: int, minute: int) -> datetime.time | None:
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None


def _hour_in(part: str, hour: int) -> int:
    """Return an hour of a part of the day on a clock of 24 hours; 24 where it is none."""
    first = _FIRST_HOURS[part]
    if 1 <= hour <= 12:
        return (first + (hour - first) % 12) % 24
    return hour if (hour - first) % 24 < 12 else 24


def _with_digits(text: str) -> str:
    text = _BESIDE_HOUR.sub(lambda numeral: _in_digits(numeral[0]), text)
    return _WORDS_BESIDE_HOUR.sub(_words_in_digits, text)


def _in_digits(numeral: str) -> str:
    """Return a number below a hundred in digits: 21 for 二十一, 5 for 零五."""
    tens, ten, ones = numeral.replace("两", "二").rpartition("十")
    return str((_HAN_DIGITS.find(tens) or 1) * 10 * len(ten) + _HAN_DIGITS.find(ones[-1:]))


def _words_in_digits(typed: re.Match[str]) -> str:
    """Return an hour in digits, and with its minutes: 9 for nine, 8:45 for quarter to nine."""
    word = (typed["alone"] or typed["hour"]).casefold()
    hour = _WORDS.index(word) or 12 if word in _WORDS else int(word)
    if typed["alone"]:
        return str(hour)
    minute = {"half": 30, "quarter": 15}[typed["share"].casefold()]
    if typed["side"].casefold() == "to":
        hour, minute = (hour - 1) % 24 or 12, 60 - minute
    return f"{hour}:{minute}"
