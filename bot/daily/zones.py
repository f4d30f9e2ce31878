"""Which time zone somebody means who types one: a city in either script, an IANA name, never an abbreviation."""

import datetime
import re
import unicodedata
from functools import cache

from bot.daily.cities import POPULAR_ZONES
from bot.daily.slots import known_zone
from bot.daily.zone_names import every_zone, valid_names, zone_name, zone_names
from bot.domain.interface import Interface
from bot.domain.schedule_wish import MisreadError
from bot.wording.autocomplete import Choice, NamedChoice, make_candidate, matching_choices
from index.corpus.people import fold_name
from index.text.lexical import fold
from index.text.pinyin import without_accents

__all__ = ["find_zone", "is_zone", "may_be_zone", "zone_choices", "zone_name"]

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−–])\s*(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
_TIME_BEHIND = re.compile(  # Beijing time, Eastern Standard Time, 北京时间
    r"(?:\s+(?:standard|daylight|summer))?\s+time\Z|\s*(?:标准|標準|夏令)?[时時][间間]\Z", re.IGNORECASE
)
_GENERIC = re.compile(r"\A(A?[ECMP]|AK)T\Z")  # ET is EST or EDT
_WITHOUT_LETTERS = {"BRT": "America/Sao_Paulo", "GST": "Asia/Dubai", "ICT": "Asia/Bangkok", "SGT": "Asia/Singapore"}
_MOST_NEAR = 3
_LEAST_NEAR_CHARACTERS = 4  # shorter words are near too much
_MOST_CHARACTERS = 60  # no zone has a longer name


def find_zone(text: str) -> str:
    """Return the IANA name of the time zone that somebody typed.

    Raises:
        MisreadError: There is none of the name, or several, or it is an abbreviation or an offset; says what to
            write instead.
    """
    typed = _typed(text)
    if zones := _without_place(typed):
        raise MisreadError("zone_without_place", typed=typed, zones=", ".join(zones))
    if zones := _zones_called(typed):
        if len(zones) == 1:
            return zones[0]
        raise MisreadError("zone_of_several", typed=typed, zones=", ".join(zones))
    if near := [choice.value for choice in zone_choices(typed, "en")]:
        raise MisreadError("zone_nearly", typed=typed, zones=", ".join(near[:_MOST_NEAR]))
    raise MisreadError("schedule_word_unknown", typed=typed)


def is_zone(text: str) -> bool:
    """Tell whether a text means a time zone, if only by an abbreviation or by an offset."""
    typed = _typed(text)
    return bool(_without_place(typed) or _zones_called(typed))


def may_be_zone(text: str) -> bool:
    """Tell whether a text means a time zone, or is near the name of one."""
    return is_zone(text) or (len(text) >= _LEAST_NEAR_CHARACTERS and bool(zone_choices(text, "en")))


def zone_choices(typed: str, interface: Interface, now: float | None = None) -> list[Choice]:
    """Return the time zones, by IANA name, that `typed` may become; the most populous where nothing is typed.

    Args:
        typed: A city or a zone, or the beginning of one.
        interface: The language to show them in.
        now: The instant whose offsets from UTC are shown, in seconds since 1970; the present if None.
    """
    at = datetime.datetime.now(datetime.UTC) if now is None else datetime.datetime.fromtimestamp(now, datetime.UTC)
    likeliest: dict[str, str] = {}
    for choice in matching_choices(_candidates(), typed.replace("_", " "), interface):
        likeliest.setdefault(choice.value, choice.name)
    return [Choice(_with_offset(name, zone, at), zone) for zone, name in likeliest.items()]


def _with_offset(name: str, zone: str, at: datetime.datetime) -> str:
    return " · ".join(dict.fromkeys((name, str(datetime.timezone(_offset(zone, at))))))


def _typed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())[:_MOST_CHARACTERS]


def _zones_called(typed: str) -> list[str]:
    """Return the zones with a name, which are few; where there are none, the one that IANA calls so."""
    today = valid_names().get(typed.casefold().replace(" ", "_"))
    return _zones_by_name().get(_key(typed)) or ([today] if today else [])


def _without_place(typed: str) -> list[str]:
    """Return what may be meant by an abbreviation or by an offset from UTC, nothing if `typed` is neither."""
    if zones := _zones_by_letters().get(_GENERIC.sub(r"\1DT", _TIME_BEHIND.sub("", typed).upper())):
        return [zone for zone in zones if zone in POPULAR_ZONES][:_MOST_NEAR] or zones[:_MOST_NEAR]
    if not (written := _OFFSET.fullmatch(typed)):
        return []
    offset = datetime.timedelta(hours=int(written[2]), minutes=int(written[3] or 0))
    now = datetime.datetime.now(datetime.UTC)
    zones = [zone for zone in every_zone() if _offset(zone, now) == (offset if written[1] == "+" else -offset)]
    return zones[:_MOST_NEAR]


@cache
def _zones_by_letters() -> dict[str, list[str]]:
    """Return the zones by what their clocks are said to show in winter and in summer: CST, CDT."""
    zones = {letters: [zone] for letters, zone in _WITHOUT_LETTERS.items()}
    for zone in every_zone():
        shown = {datetime.datetime(2026, month, 1, tzinfo=known_zone(zone)).tzname() or "" for month in (1, 7)}
        for letters in filter(str.isalpha, shown - {zone}):
            zones.setdefault(letters, []).append(zone)
    return zones


def _offset(zone: str, at: datetime.datetime) -> datetime.timedelta:
    return at.astimezone(known_zone(zone)).utcoffset() or datetime.timedelta()


def _key(text: str) -> str:
    return fold_name(without_accents(fold(_TIME_BEHIND.sub("", text.replace("_", " ")))))


@cache
def _candidates() -> list[NamedChoice]:
    return [make_candidate(name.zone, name.shown, name.names) for name in zone_names()]


@cache
def _zones_by_name() -> dict[str, list[str]]:
    zones: dict[str, list[str]] = {}
    for name in zone_names():
        for key in set(map(_key, name.names)):
            if name.zone not in zones.setdefault(key, []):
                zones[key].append(name.zone)
    return zones
