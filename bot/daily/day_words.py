"""Days of the week as people write them: weekdays, mon-fri, 周一三五, 星期一到星期五. Pure."""

import re

from bot.domain.schedule import EVERY_DAY, WEEKDAYS

_WEEKEND = (5, 6)
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HAN = "一二三四五六日"
_ENGLISH = (
    r"(?<![A-Za-z_])(?:mon(?:days?)?|tue(?:s|sdays?)?|wed(?:s|nesdays?)?|thu(?:rs?|rsdays?)?|fri(?:days?)?"
    r"|sat(?:urdays?)?|sun(?:days?)?)(?![A-Za-z_])"
)
_WEEK = r"每?个?(?:周|星期|礼拜)"
_TO = r"[-–—~至到]|(?:to|through|till?|until)\b"
_BETWEEN = rf"\s*(?:{_TO}|[,;/&、和]+|and\b)?\s*"
_GROUPS = {
    EVERY_DAY: re.compile(r"\b(?:every\s*day|each\s+day|daily)\b|每天|每日|天天", re.IGNORECASE),
    WEEKDAYS: re.compile(r"\b(?:weekdays?|workdays?|(?:working|business)\s+days)\b|每?个?工作日|平日", re.IGNORECASE),
    _WEEKEND: re.compile(r"\bweekends?\b|每?个?周末", re.IGNORECASE),
}
_RUN = re.compile(
    rf"(?:{_ENGLISH}|{_WEEK}[{_HAN}天])(?:{_BETWEEN}(?:{_ENGLISH}|{_WEEK}[{_HAN}天]|[{_HAN}](?![本藩])))*"
    rf"|(?<!\w)[{_HAN}]{{2,7}}(?!\w)",  # 一三五
    re.IGNORECASE,
)
_STEP = re.compile(
    rf"(?P<to>{_TO})?[\s,;/&、和]*(?:and\b\s*)?(?:{_WEEK})?(?P<day>{_ENGLISH}|[{_HAN}天])", re.IGNORECASE
)


def take_days(text: str) -> tuple[tuple[int, ...] | None, str]:
    """Return the days in a text, which has simplified characters, None if it names none, and what else is in it."""
    days: set[int] = set()
    for group, pattern in _GROUPS.items():
        text, found = pattern.subn(" ", text)
        days |= set(group) if found else set()
    for run in _RUN.finditer(text):
        days |= _days_in(run[0])
    return tuple(sorted(days)) or None, _RUN.sub(" ", text)


def _days_in(run: str) -> set[int]:
    """Return the days of a list, in which two may be the ends of a range, from Friday to Monday too."""
    days: list[int] = []
    for step in _STEP.finditer(run):
        day = _day(step["day"])
        first = days[-1] if step["to"] and days else day
        days += [(first + after) % 7 for after in range((day - first) % 7 + 1)]
    return set(days)


def _day(typed: str) -> int:
    return _HAN.index(typed.replace("天", "日")) if len(typed) == 1 else _NAMES.index(typed[:3].casefold())
