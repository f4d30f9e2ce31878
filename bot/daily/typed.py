"""What somebody typed behind `daily`, as the schedule that is wanted. Pure."""

import datetime
import re
import unicodedata
from dataclasses import dataclass

from bot.daily.day_words import days_words, take_days
from bot.daily.schedules import Schedule
from bot.daily.time_words import TypedTime, take_times
from bot.daily.zones import find_zone, is_zone
from bot.words import Interface, language_called, say
from index.domain import Language
from index.errors import QuestionError
from index.text.chinese import to_simplified

_QUOTED = r"\"(?P<straight>[^\"]*)\"|[“”](?P<curly>[^“”]*)[“”]"
_TOPIC = r"(?<!\S)(?:topic|话题|話題|主题|主題)[:：]\s*"
_KEYS = {"from": "from", "lang": "lang", "说话人": "from", "說話人": "from", "语言": "lang", "語言": "lang"}
_ANY_KEY = rf"(?:{'|'.join(_KEYS)}|topic|话题|話題|主题|主題)[:：]"
_QUOTED_TOPIC = re.compile(rf"{_TOPIC}(?:{_QUOTED})(?!\S)", re.IGNORECASE)
_OPEN_TOPIC = re.compile(rf"{_TOPIC}(?P<open>.*)\Z", re.IGNORECASE | re.DOTALL)
_FILTER = re.compile(
    rf"(?<!\S)(?P<key>{'|'.join(_KEYS)})[:：]\s*(?:{_QUOTED}|(?!{_ANY_KEY})(?P<open>\S+)|(?=\s|\Z|{_ANY_KEY}))",
    re.IGNORECASE,
)
_NOTHING = ("", "any", "anyone", "anybody", "anything", "everyone", "everybody", "all", "none")
_NOTHING_IN_CHINESE = ("不限", "全部", "所有", "所有人", "任何人", "无", "無")
_FILLERS = re.compile(r"(?<![\w/])(?:at|on|in|and|every|each|在)(?![\w/])|[,;、。@]+", re.IGNORECASE)
_A_QUESTION = re.compile(r"[?？吗嗎呢]")
_MOST_WORDS, _MOST_HAN = 3, 3  # of a zone that is not known; more are a sentence
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was typed of a schedule; None is what was not said, an empty topic or tuple what shall not be narrowed.

    `speakers` are names as typed.
    """

    at: datetime.time | None = None
    zone: str | None = None
    days: tuple[int, ...] | None = None
    topic: str | None = None
    speakers: tuple[str, ...] | None = None
    languages: tuple[Language, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A schedule as typed, taken apart; `rest` should be a time zone."""

    topic: str | None
    filters: list[tuple[str, str]]
    times: list[TypedTime]
    days: tuple[int, ...] | None
    rest: str


def parse_schedule(words: str, zone: str | None, interface: Interface) -> Wanted:
    """Return the schedule that somebody typed: time, zone, days and filters in any order.

    `09:00 Asia/Shanghai weekdays from:"Sam Altman" lang:zh topic:small models`. A topic is in quotation marks or goes
    on to the end; `topic:`, `topic:none`, `from:any` and `lang:any` no longer narrow.

    Args:
        words: What stands behind `daily`.
        zone: What holds where no zone is named.
        interface: The language to say in what was not understood.

    Raises:
        QuestionError: Something was not understood; names it, with an example.
    """
    pieces = _take_apart(words)
    return Wanted(
        at=_the_time(pieces.times, interface),
        zone=find_zone(pieces.rest, interface) if pieces.rest else zone,
        days=pieces.days,
        topic=pieces.topic,
        speakers=_values(pieces.filters, "from"),
        languages=_languages(pieces.filters, interface),
    )


def looks_like_daily(rest: str) -> bool:
    """Tell whether what stands behind `daily` is a schedule, be it a wrong one; "daily habits of founders" is not."""
    pieces = _take_apart(rest)
    if not pieces.rest or is_zone(pieces.rest) or pieces.rest.isdecimal():
        return True
    is_short = len(pieces.rest.split()) <= _MOST_WORDS and len(_HAN.findall(pieces.rest)) <= _MOST_HAN
    return bool(pieces.times) and is_short and not _A_QUESTION.search(pieces.rest)


def schedule_words(schedule: Schedule) -> str:
    """Return the words that mean a schedule, as somebody would type them."""
    words = [f"{schedule.at:%H:%M}", schedule.zone, days_words(schedule.days)]
    words += [f"from:{_in_quotes(name)}" for name in schedule.speakers]
    words += [f"lang:{language}" for language in schedule.languages]
    if schedule.topic:
        is_plain = _take_topic(f"topic:{schedule.topic}") == (schedule.topic, "")
        words.append(f"topic:{schedule.topic if is_plain else _in_quotes(schedule.topic)}")
    return " ".join(filter(None, words))


def _in_quotes(text: str) -> str:
    return f"“{text}”" if '"' in text else f'"{text}"'


def _take_apart(words: str) -> _Pieces:
    topic, rest = _take_topic(words)
    filters = [(_KEYS[found["key"].casefold()], _value(found)) for found in _FILTER.finditer(rest)]
    plain = to_simplified(unicodedata.normalize("NFKC", _FILTER.sub(" ", rest)))
    times, plain = take_times(plain)
    days, plain = take_days(plain)
    return _Pieces(topic, filters, times, days, " ".join(_FILLERS.sub(" ", plain).split()))


def _take_topic(words: str) -> tuple[str | None, str]:
    """Return the topic, None where none is told, and what else is there: filters may stand behind a topic."""
    if found := _QUOTED_TOPIC.search(words):
        return _value(found), f"{words[: found.start()]} {words[found.end() :]}".strip()
    if not (found := _OPEN_TOPIC.search(words)):
        return None, words
    behind = [filter_[0] for filter_ in _FILTER.finditer(found["open"])]
    topic = " ".join(_FILTER.sub(" ", found["open"]).split())
    return "" if _is_nothing(topic) else topic, " ".join([words[: found.start()], *behind]).strip()


def _value(found: re.Match[str]) -> str:
    """Return what is in quotation marks, or a word, unless it says that anything will do."""
    quoted = found["straight"] or found["curly"]
    if quoted is not None:
        return " ".join(quoted.split())
    word = found.groupdict().get("open") or ""
    return "" if _is_nothing(word) else word


def _is_nothing(word: str) -> bool:
    return word.casefold() in _NOTHING or word in _NOTHING_IN_CHINESE


def _values(filters: list[tuple[str, str]], key: str) -> tuple[str, ...] | None:
    """Return what a filter is set to, None where it is not there."""
    values = [value for name, value in filters if name == key]
    return tuple(dict.fromkeys(value for value in values if value)) if values else None


def _languages(filters: list[tuple[str, str]], interface: Interface) -> tuple[Language, ...] | None:
    values = _values(filters, "lang")
    if not values:
        return None if values is None else ()
    return tuple(dict.fromkeys(_language(each, interface) for value in values for each in re.split("[,，、/]", value)))


def _language(typed: str, interface: Interface) -> Language:
    if language := language_called(typed):
        return language
    raise QuestionError(say("no_such_language", interface, typed=typed))


def _the_time(times: list[TypedTime], interface: Interface) -> datetime.time | None:
    """Return the one time that was typed, None if there is none."""
    if wrong := next((each.typed for each in times if each.time is None), None):
        raise QuestionError(say("no_such_time", interface, typed=wrong))
    distinct = dict.fromkeys(each.time for each in times)
    if len(distinct) > 1:
        raise QuestionError(say("several_times", interface, times=", ".join(each.typed for each in times)))
    return next(iter(distinct), None)
