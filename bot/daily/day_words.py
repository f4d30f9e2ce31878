"""Days of the week as people write them: weekdays, mon-fri, 周一三五, 星期一到星期五. Pure."""

import re

from bot.domain.schedule import EVERY_DAY, WEEKDAYS

_WEEKEND = (5, 6)
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HAN = "一二三四五六日"
_GROUPS = {
    EVERY_DAY: re.compile(r"\b(?:every\s*day|each\s+day|daily)\b|每天|每日|毎日|天天", re.IGNORECASE),
    WEEKDAYS: re.compile(
        r"\b(?:weekdays?|workdays?|(?:working|business)\s+days|m[-–—]f|mo[-–—]fr|werktags)\b|每?个?工作日|平日",
        re.IGNORECASE,
    ),
    _WEEKEND: re.compile(r"\bweekends?\b|每?个?周末", re.IGNORECASE),
}
_CHINESE = re.compile(
    rf"每?个?(?:周|星期|礼拜)((?:[-–—~至到,;/&、和\s]*[{_HAN}天](?![本藩]))+)|(?<!\w)([{_HAN}]{{2,7}})(?!\w)"
)
_DAY = re.compile(
    r"(?:(?P<to>[-–—~至到]|\b(?:to|through|till?|until)\b)\s*)?"
    r"(?<![A-Za-z_])(?P<day>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs?|ur)?(?:days?)?(?![A-Za-z_])",
    re.IGNORECASE,
)


def take_days(text: str) -> tuple[tuple[int, ...] | None, str]:
    """Return the days in a text, which has simplified characters, None if it names none, and what else is in it.

    Two may be the ends of a range, from Friday to Monday too.
    """
    days: list[int] = []
    for group, pattern in _GROUPS.items():
        text, count = pattern.subn(" ", text)
        days += group if count else ()
    text, last = _CHINESE.sub(_in_english, text), -1
    for typed in _DAY.finditer(text):
        day = _NAMES.index(typed["day"].casefold())
        first = last if typed["to"] and last >= 0 else day
        days += [(first + after) % 7 for after in range((day - first) % 7 + 1)]
        last = day
    return tuple(sorted(set(days))) or None, _DAY.sub(" ", text)


def _in_english(typed: re.Match[str]) -> str:
    days = (typed[1] or typed[2]).replace("天", "日")
    return "".join(f" {_NAMES[_HAN.index(character)]} " if character in _HAN else character for character in days)
