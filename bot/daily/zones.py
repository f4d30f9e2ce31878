"""Which time zone somebody means who types one: a city in either script, an IANA name, never an abbreviation."""

import datetime
import re
import unicodedata
from functools import cache

from bot.daily.cities import ABBREVIATIONS
from bot.daily.slots import known_zone
from bot.daily.zone_names import every_zone, valid_names, zone_name, zone_names
from bot.domain.interface import Interface
from bot.domain.schedule_wish import MisreadError
from bot.wording.autocomplete import Candidate, Choice, make_candidate, matching_choices
from index.corpus.people import fold_name
from index.text.lexical import fold

__all__ = ["find_zone", "is_zone", "zone_choices", "zone_name"]

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−–])\s*(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
_TIME_BEHIND = re.compile(r"(?:\s+time|\s*时间|\s*時間)\Z", re.IGNORECASE)  # Beijing time, 北京时间
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_MOST_NEAR = 3
_MOST_CHARACTERS = 60  # no zone has a longer name


def find_zone(text: str) -> str:
    """Return the IANA name of the time zone that somebody typed.

    Raises:
        MisreadError: There is none of the name, or several, or it is an abbreviation or an offset; says what to
            write instead.
    """
    typed = _typed(text)
    if meant := _without_place(typed):
        raise MisreadError("zone_without_place", typed=typed, zones=", ".join(meant))
    found = _zones_called(typed)
    if len(found) == 1:
        return found[0]
    if found:
        raise MisreadError("zone_of_several", typed=typed, zones=", ".join(found))
    near = dict.fromkeys(choice.value for choice in _matching(typed, "en"))
    if near:
        raise MisreadError("zone_nearly", typed=typed, zones=", ".join(list(near)[:_MOST_NEAR]))
    raise MisreadError("schedule_word_unknown", typed=typed)


def is_zone(text: str) -> bool:
    """Tell whether a text means a time zone, if only by an abbreviation or by an offset."""
    typed = _typed(text)
    return bool(_without_place(typed) or _zones_called(typed))


def zone_choices(typed: str, interface: Interface, now: float | None = None) -> list[Choice]:
    """Return the time zones, by IANA name, that `typed` may become; the most populous where nothing is typed.

    Args:
        typed: A city or a zone, or the beginning of one.
        interface: The language to show them in.
        now: The instant whose offsets from UTC are shown, in seconds since 1970; the present if None.
    """
    at = datetime.datetime.now(datetime.UTC) if now is None else datetime.datetime.fromtimestamp(now, datetime.UTC)
    likeliest: dict[str, str] = {}
    for choice in _matching(typed, interface):
        likeliest.setdefault(choice.value, choice.name)
    return [Choice(_label(name, _offset(zone, at)), zone) for zone, name in likeliest.items()]


def _label(name: str, offset: datetime.timedelta) -> str:
    return " · ".join(dict.fromkeys((name, str(datetime.timezone(offset)))))


def _typed(text: str) -> str:
    return _TIME_BEHIND.sub("", " ".join(unicodedata.normalize("NFKC", text).split()))[:_MOST_CHARACTERS]


def _zones_called(typed: str) -> tuple[str, ...]:
    """Return the zones with a name, which are few; where there are none, the one that IANA calls so."""
    known = valid_names().get(typed.casefold().replace(" ", "_"))
    return _zones_by_name().get(_key(typed)) or ((known,) if known else ())


def _without_place(typed: str) -> list[str]:
    """Return what may be meant by an abbreviation or by an offset from UTC, nothing if `typed` is neither."""
    if known := ABBREVIATIONS.get(typed.upper()):
        return list(known)
    if not (found := _OFFSET.fullmatch(typed)):
        return []
    offset = datetime.timedelta(hours=int(found[2]), minutes=int(found[3] or 0)) * (1 if found[1] == "+" else -1)
    now = datetime.datetime.now(datetime.UTC)
    return [zone for zone in every_zone() if _offset(zone, now) == offset][:_MOST_NEAR]


def _offset(zone: str, at: datetime.datetime) -> datetime.timedelta:
    return at.astimezone(known_zone(zone)).utcoffset() or datetime.timedelta()


def _matching(typed: str, interface: Interface) -> list[Choice]:
    return matching_choices(_candidates(), _plain(typed), interface)


def _plain(text: str) -> str:
    """Return a text without accents, which many leave out: São Paulo as Sao Paulo."""
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text.replace("_", " "))))


def _key(text: str) -> str:
    return fold_name(fold(_plain(text)))


@cache
def _candidates() -> list[Candidate]:
    return [make_candidate(each.zone, each.shown, map(_plain, each.names)) for each in zone_names()]


@cache
def _zones_by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in zone_names():
        for key in {_key(name) for name in each.names}:
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), each.zone)))
    return found
