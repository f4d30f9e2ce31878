"""What somebody typed behind `daily`, as the schedule that is wanted. Pure."""

import datetime
import re
import unicodedata
from dataclasses import dataclass

from bot.daily.day_words import take_days
from bot.daily.time_words import TypedTime, take_times
from bot.daily.zones import find_zone, is_zone
from bot.domain.schedule_wish import Misread, MisreadError, ScheduleWish
from bot.wording.language import language_called
from index.domain import Language
from index.text.chinese import to_simplified

_KEYS = {
    **dict.fromkeys(("from", "说话人", "說話人"), "from"),
    **dict.fromkeys(("lang", "语言", "語言"), "lang"),
    **dict.fromkeys(("topic", "话题", "話題", "主题", "主題"), "topic"),
}
_ANY_KEY = rf"(?:{'|'.join(_KEYS)})[:：]"
_NAMED = re.compile(
    rf"""(?<!\S)(?P<key>{"|".join(_KEYS)})[:：]\s*
    (?: (?:"(?P<straight>[^"]*)"|[“”](?P<curly>[^“”]*)[“”])(?!\w)
      | (?!{_ANY_KEY})(?P<word>\S+)
      | (?=\s|\Z|{_ANY_KEY})
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_TOPIC_GOES_ON = "\ue000"  # stands where a topic begins that is not in quotation marks; no character anybody types
_NOTHING = ("", "any", "anyone", "anybody", "anything", "everyone", "everybody", "all", "none")
_NOTHING_IN_CHINESE = ("不限", "全部", "所有", "所有人", "任何人", "无", "無")
_FILLERS = re.compile(r"(?<![\w/])(?:at|on|in|and|every|each|在)(?![\w/])|[,;、。@]+", re.IGNORECASE)
_A_QUESTION = re.compile(r"[?？吗嗎呢]")
_MOST_WORDS, _MOST_HAN = 3, 3  # of a zone that is not known; more are a sentence
_MOST_SHOWN = 60  # characters of what was not understood
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A schedule as typed, taken apart; `rest` should be a time zone."""

    named: list[tuple[str, str]]
    times: list[TypedTime]
    days: tuple[int, ...] | None
    rest: str


def parse_schedule(words: str) -> ScheduleWish | Misread:
    """Return the schedule that somebody typed: time, zone, days and filters in any order; or what was not understood.

    `09:00 Asia/Shanghai weekdays from:"Sam Altman" lang:zh topic:small models`. A topic is in quotation marks or goes
    on to the end; `topic:`, `topic:none`, `from:any` and `lang:any` no longer narrow.

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
    times, beside_time = take_times(_folded(time))
    chosen_days, beside_days = take_days(_folded(days))
    if _without_fillers(beside_time):
        return Misread("no_such_time", (("typed", time[:_MOST_SHOWN]),))
    if _without_fillers(beside_days):
        return Misread("schedule_word_unknown", (("typed", days[:_MOST_SHOWN]),))
    filled_in = (("from", _spaced(speaker)), ("lang", _spaced(language)), ("topic", _spaced(topic)))
    named = [(key, "" if _is_nothing(value) else value) for key, value in filled_in if value]
    return _wish(_Pieces(named, times, chosen_days, _without_fillers(_folded(zone))))


def _wish(pieces: _Pieces) -> ScheduleWish | Misread:
    topics = _values(pieces.named, "topic")
    try:
        return ScheduleWish(
            at=_the_time(pieces.times),
            zone=find_zone(pieces.rest) if pieces.rest else None,
            days=pieces.days,
            topic=None if topics is None else "".join(topics[:1]),
            speakers=_values(pieces.named, "from"),
            languages=_languages(pieces.named),
        )
    except MisreadError as error:
        return error.misread


def looks_like_daily(rest: str) -> bool:
    """Tell whether what stands behind `daily` is a schedule, be it a wrong one; "daily habits of founders" is not."""
    pieces = _take_apart(rest)
    if not pieces.rest or is_zone(pieces.rest) or pieces.rest.isdecimal():
        return True
    is_short = len(pieces.rest.split()) <= _MOST_WORDS and len(_HAN.findall(pieces.rest)) <= _MOST_HAN
    return bool(pieces.times) and is_short and not _A_QUESTION.search(pieces.rest)


def _take_apart(words: str) -> _Pieces:
    named, rest = _take_named(words)
    times, plain = take_times(_folded(rest))
    days, plain = take_days(_spaced(plain))
    return _Pieces(named, times, days, _without_fillers(plain))


def _folded(text: str) -> str:
    return _spaced(to_simplified(unicodedata.normalize("NFKC", text)))


def _without_fillers(text: str) -> str:
    return _spaced(_FILLERS.sub(" ", text))


def _spaced(text: str) -> str:
    """Return a text with one space at a time: patterns with room for spaces take ages over thousands of them."""
    return " ".join(text.split())


def _take_named(words: str) -> tuple[list[tuple[str, str]], str]:
    """Return the values that have a key before them, and what else is there; filters may stand behind a topic."""
    named: list[tuple[str, str]] = []
    goes_on = False

    def take(found: re.Match[str]) -> str:
        nonlocal goes_on
        key, quoted = _KEYS[found["key"].casefold()], found["straight"] or found["curly"]
        word = found["word"] or ""
        if key == "topic" and goes_on:
            return found[0]
        if key == "topic" and word:
            goes_on = True
            return f"{_TOPIC_GOES_ON}{word}"
        named.append((key, _spaced(quoted) if quoted else "" if _is_nothing(word) else word))
        return " "

    rest, mark, topic = _NAMED.sub(take, _spaced(words.replace(_TOPIC_GOES_ON, " "))).partition(_TOPIC_GOES_ON)
    topic = _spaced(topic)
    return [*named, *([("topic", "" if _is_nothing(topic) else topic)] if mark else [])], rest


def _is_nothing(word: str) -> bool:
    return word.casefold() in _NOTHING or word in _NOTHING_IN_CHINESE


def _values(named: list[tuple[str, str]], key: str) -> tuple[str, ...] | None:
    """Return the values of a key, None where it is not there."""
    values = [value for name, value in named if name == key]
    return tuple(dict.fromkeys(value for value in values if value)) if values else None


def _languages(named: list[tuple[str, str]]) -> tuple[Language, ...] | None:
    values = _values(named, "lang")
    if not values:
        return None if values is None else ()
    return tuple(dict.fromkeys(_language(each) for value in values for each in re.split("[,，、/]", value)))


def _language(typed: str) -> Language:
    if language := language_called(typed):
        return language
    raise MisreadError("no_such_language", typed=typed[:_MOST_SHOWN])


def _the_time(times: list[TypedTime]) -> datetime.time | None:
    """Return the one time that was typed, None if there is none."""
    if wrong := next((each.typed for each in times if each.time is None), None):
        raise MisreadError("no_such_time", typed=wrong)
    distinct = dict.fromkeys(each.time for each in times)
    if len(distinct) > 1:
        typed = ", ".join(each.typed for each in times)
        raise MisreadError("several_times", times=typed[:_MOST_SHOWN])
    return next(iter(distinct), None)
