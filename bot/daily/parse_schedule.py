"""What somebody typed behind `daily`, as the schedule that is wanted. Pure."""

import datetime
import re
import unicodedata
from dataclasses import dataclass, field

from bot.daily.day_words import take_days
from bot.daily.time_words import begins_with_time, take_numbers, take_times, take_vague
from bot.daily.zones import find_zone, is_zone, may_be_zone, without_zones
from bot.domain.command import TYPED_FILTER
from bot.domain.quotation_marks import QUOTED, unquoted
from bot.domain.schedule_wish import Misread, MisreadError, ScheduleWish
from bot.wording.language import language_called
from index.domain import Language
from index.text.chinese import to_simplified
from index.text.language import count_han

_KEYS = {
    **dict.fromkeys(("from", "说话人", "說話人"), "from"),
    **dict.fromkeys(("lang", "语言", "語言"), "lang"),
    **dict.fromkeys(("topic", "话题", "話題", "主题", "主題"), "topic"),
}
_KEY = rf"(?<!\S)(?:{'|'.join(_KEYS)})[:：]"
_NAMED = re.compile(
    rf"""(?={_KEY})(?P<key>\w+)[:：]\s*
    (?:(?P<quoted>{QUOTED})(?!\w)|(?P<words>(?:(?!{_KEY}).)*))""",
    re.VERBOSE | re.IGNORECASE,
)
_NOTHING = ("any", "anyone", "anybody", "anything", "everyone", "everybody", "all", "none")
_NOTHING_IN_CHINESE = ("不限", "全部", "所有", "所有人", "任何人", "无", "無")
_FILLERS = re.compile(  # "in 2024" is no time
    r"(?<![\w/])(?:at|on|in(?!\s\d)|and|every|each|sharp|please|my time|(?:my )?local time|(?:time\s?)?zone|tz"
    r"|um|uhr|kl|à|às|a las|en|(?:heure|hora|horário) de|hrs|(?<=\d\d\d\d\s)hours|在|和|[/&])(?![\w/])"
    r"|(?:当地|本地|我的)时间|[,;、。@()]+|\.(?!\S)",
    re.IGNORECASE,
)
_A_QUESTION = re.compile("[?？吗嗎呢]|什么|怎么|如何|多少")
_MOST_WORDS, _MOST_HAN = 3, 3  # of a zone that is not known; more are a sentence
_MOST_SHOWN, _MOST_ASKED = 60, 300  # characters of what was not understood, and of all that was typed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pieces:
    """A schedule as typed, taken apart; `zone` is what else was typed."""

    named: list[tuple[str, str]] = field(default_factory=list)
    times: dict[str, datetime.time | None] = field(default_factory=dict)
    days: tuple[int, ...] | None = None
    zone: str = ""


def parse_schedule(words: str) -> ScheduleWish | Misread:
    """Return the schedule that somebody typed: time, zone, days and filters in any order; or what was not understood.

    `09:00 Asia/Shanghai weekdays from:"Sam Altman" lang:zh topic:small models`. A topic is in quotation marks or goes
    on to the next filter; `topic:`, `topic:none`, `from:any` and `lang:any` no longer narrow.

    Args:
        words: What stands behind `daily`.
    """
    return _wish(_take_apart(words))


def parse_fields(
    *, time: str = "", zone: str = "", days: str = "", topic: str = "", speaker: str = "", language: str = ""
) -> ScheduleWish | Misread:
    """Return the same of somebody who typed each part in a field of its own; "" is what was left empty.

    Speaker and topic are taken word for word; "any" or 不限 in one no longer narrows.
    """
    in_time, in_days = _take_apart(time), _take_apart(days)
    if in_time != _Pieces(times=in_time.times):
        return Misread("no_such_time", (("typed", time[:_MOST_SHOWN]),))
    if in_days != _Pieces(days=in_days.days):
        return Misread("schedule_word_unknown", (("typed", days[:_MOST_SHOWN]),))
    fields = (("from", _spaced(speaker)), ("lang", _spaced(language)), ("topic", _spaced(topic)))
    named = [(key, _narrowing(value)) for key, value in fields if value]
    return _wish(_Pieces(named=named, times=in_time.times, days=in_days.days, zone=_without_fillers(_folded(zone))))


def looks_like_daily(rest: str) -> bool:
    """Tell whether what stands behind `daily` is a schedule, be it a wrong one; "daily habits of founders" is not."""
    pieces = _take_apart(rest)
    if not pieces.zone or is_zone(pieces.zone):
        return True
    return bool(pieces.times) and _is_short(pieces.zone) and not _A_QUESTION.search(pieces.zone)


def says_when(rest: str, *, is_message: bool) -> bool:
    """Tell whether a number, a time or a time zone stands anywhere behind `daily`, but for filters of a question.

    A message is a sentence rather than a command: there, a number or a time counts as the first word or among few
    words, of what asks nothing.
    """
    text = _folded(TYPED_FILTER.sub(" ", rest))
    has_number = bool(re.search(r"\d", text) or take_times(text)[0])
    if not is_message:
        return has_number or without_zones(text) != text
    words = _without_fillers(text)
    return has_number and not _A_QUESTION.search(text) and (begins_with_time(words) or _is_short(words))


def no_schedule(rest: str, typed: str) -> Misread:
    """Return that what stands behind `daily` is no schedule, with all that was `typed`, which may be a question."""
    beside = _take_apart(rest).zone
    not_understood = (without_zones(beside) or beside or _folded(rest))[:_MOST_SHOWN]
    return Misread("daily_no_schedule", (("typed", not_understood), ("asked", _spaced(typed)[:_MOST_ASKED])))


def _take_apart(words: str) -> _Pieces:
    named: list[tuple[str, str]] = []

    def take(typed: re.Match[str]) -> str:
        key, quoted, bare = _KEYS[typed["key"].casefold()], unquoted(typed["quoted"] or ""), typed["words"] or ""
        value, _, beside = (bare, "", "") if key == "topic" else bare.partition(" ")
        named.append((key, _spaced(quoted) if quoted else _narrowing(value.strip())))
        return f" {beside} "

    times, beside_times = take_times(_folded(_NAMED.sub(take, _spaced(words))))
    days, beside_days = take_days(_spaced(beside_times))
    zone = _without_fillers(beside_days)
    numbers, beside_numbers = take_numbers(zone)
    are_times = not beside_numbers or (all(numbers.values()) and may_be_zone(beside_numbers))  # not in "996 in China"
    if numbers and not times and are_times:
        times, zone = numbers, beside_numbers
    vague, beside_vague = take_vague(zone)
    if vague and not times and (not beside_vague or is_zone(beside_vague)):
        times, zone = vague, beside_vague
    return _Pieces(named=named, times=times, days=days, zone=zone)


def _wish(pieces: _Pieces) -> ScheduleWish | Misread:
    topics = _values(pieces.named, "topic")
    try:
        return ScheduleWish(
            at=_the_time(pieces.times),
            zone=find_zone(pieces.zone) if pieces.zone else None,
            days=pieces.days,
            topic=None if topics is None else "".join(topics[:1]),
            speakers=_values(pieces.named, "from"),
            languages=_languages(_values(pieces.named, "lang")),
        )
    except MisreadError as error:
        return error.misread


def _the_time(times: dict[str, datetime.time | None]) -> datetime.time | None:
    """Return the one time that was typed, None if there is none."""
    for typed, time in times.items():
        if not time:
            raise MisreadError("no_such_time", typed=typed)
    if len(set(times.values())) > 1:
        raise MisreadError("several_times", times=", ".join(times)[:_MOST_SHOWN])
    return next(iter(times.values()), None)


def _is_short(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS and count_han(text) <= _MOST_HAN


def _values(named: list[tuple[str, str]], key: str) -> tuple[str, ...] | None:
    """Return the values of a key, None where it is not there."""
    values = dict.fromkeys(value for name, value in named if name == key)
    return tuple(filter(None, values)) if values else None


def _languages(values: tuple[str, ...] | None) -> tuple[Language, ...] | None:
    if values is None:
        return None
    return tuple(dict.fromkeys(_language(typed) for value in values for typed in re.split("[,，、/]", value)))


def _language(typed: str) -> Language:
    if language := language_called(typed):
        return language
    raise MisreadError("no_such_language", typed=typed[:_MOST_SHOWN])


def _narrowing(value: str) -> str:
    """Return the value of a filter, "" where it stands for anything."""
    return "" if value.casefold() in _NOTHING or value in _NOTHING_IN_CHINESE else value


def _folded(text: str) -> str:
    return _spaced(to_simplified(unicodedata.normalize("NFKC", text)))


def _without_fillers(text: str) -> str:
    return _spaced(_FILLERS.sub(" ", text))


def _spaced(text: str) -> str:
    """Return a text with one space at a time: patterns with room for spaces take ages over thousands of them."""
    return " ".join(text.split())
