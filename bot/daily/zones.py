"""Which time zone somebody means who types one: a city in either script, an IANA name, an abbreviation."""

import datetime
import re
import unicodedata
from functools import cache, lru_cache

from bot.daily.cities import CITIES, POPULAR_ZONES
from bot.daily.slots import known_zone
from bot.daily.zone_names import every_zone, valid_names, zone_name, zone_names
from bot.domain.interface import Interface
from bot.domain.schedule_wish import MisreadError
from bot.wording.autocomplete import Choice, NamedChoice, make_candidate, matching_choices
from index.corpus.people import fold_name
from index.text.lexical import fold
from index.text.pinyin import without_accents

__all__ = ["find_zone", "is_zone", "may_be_zone", "without_zones", "zone_choices", "zone_name"]

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−–])\s*(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
_HAN_HOURS = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_HAN_OFFSET = re.compile(rf"([东東西])({'|'.join(reversed(_HAN_HOURS))})[区區](?:[时時][间間])?")  # 东八区
_TIME_BEHIND = re.compile(  # Beijing time, Eastern Standard Time, 北京时间, 美东夏令时
    r"(?:\s+(?:mean|standard|daylight|summer))?\s+time\Z|\s+(?:standard|daylight)\Z"
    r"|\s*(?:标准|標準|夏令|冬令)?[时時][间間]\Z|\s*(?:标准|標準|夏令|冬令)[时時]\Z",
    re.IGNORECASE,
)
_GENERIC = re.compile(r"\A(A?[ECMP]|AK)T\Z")  # ET is EST or EDT
_IN_GERMAN = {"MEZ": "CET", "MESZ": "CEST"}
_WITHOUT_LETTERS = {  # in IANA's data, or for a place that has none of its own there
    **{"BRT": "America/Sao_Paulo", "GST": "Asia/Dubai", "ICT": "Asia/Bangkok", "SGT": "Asia/Singapore"},
    **{"BST": "Asia/Dhaka", "GMT": "UTC", "Z": "UTC"},
}
_FIRST_HAN = "\u4e00"
_BEHIND_LATIN = "\u0250"  # the first letter that is no Latin one of today
_CAPITALS = re.compile(r"\b[A-Z]{3,4}\b")
_MOST_NEAR = 3
_LEAST_NEAR_LETTERS, _LEAST_NEAR_HAN = 4, 2  # shorter words are near too much
_MOST_CHARACTERS = 60  # no zone has a longer name


def find_zone(text: str) -> str:
    """Return the IANA name of the time zone that somebody typed, any where all that they may mean have one clock.

    Raises:
        MisreadError: There is none, or there are several with clocks of their own; says what to write instead.
    """
    typed = _typed(text)
    zones = _meant(typed)
    if len({_year_of(zone) for zone in zones}) == 1:
        return zones[0]
    if zones and _without_place(typed):
        zones = [zone for zone in zones if zone in POPULAR_ZONES] or zones
        raise MisreadError("zone_without_place", typed=typed, zones=", ".join(zones[:_MOST_NEAR]))
    if zones:
        raise MisreadError("zone_of_several", typed=typed, zones=", ".join(zones[:_MOST_NEAR]))
    if near := _near(typed):
        raise MisreadError("zone_nearly", typed=typed, zones=", ".join(near[:_MOST_NEAR]))
    raise MisreadError("schedule_word_unknown", typed=typed)


def is_zone(text: str) -> bool:
    """Tell whether a text means a time zone, be it one of several."""
    return bool(_meant(_typed(text)))


def may_be_zone(text: str) -> bool:
    """Tell whether a text means a time zone, or is near the name of one."""
    return is_zone(text) or bool(_near(_typed(text)))


def without_zones(text: str) -> str:
    """Return a sentence without the zones that it speaks of: those that many people live in, and CST in capitals.

    Less known ones are words as well: Male, Wake, Resolute.

    Args:
        text: In simplified characters.
    """
    letters = _zones_by_letters()
    rest = _CAPITALS.sub(lambda word: " " if word[0] in letters else word[0], text)
    return " ".join(_well_known_names().sub(" ", rest).split())


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
    typed = " ".join(unicodedata.normalize("NFKC", text).split())[:_MOST_CHARACTERS]
    return _HAN_OFFSET.sub(lambda offset: f"UTC{'+-'[offset[1] == '西']}{_HAN_HOURS.index(offset[2])}", typed)


def _near(typed: str) -> list[str]:
    is_short = len(typed) < (_LEAST_NEAR_LETTERS if typed.isascii() else _LEAST_NEAR_HAN)
    return [] if is_short else [choice.value for choice in zone_choices(typed, "en")]


@lru_cache(maxsize=1000)
def _meant(typed: str) -> list[str]:
    """Return the zones that a text may mean: by its parts where these say the same ("Paris, France", 中国北京)."""
    if zones := _meant_at_once(typed):
        return zones
    places = (place for place in range(1, len(typed)) if typed[place] == " " or typed[place] >= _FIRST_HAN)
    parts = ((_meant_at_once(typed[:place]), typed[place:].strip()) for place in places)
    shared = ([zone for zone in first if zone in _meant(second)] for first, second in parts if first)
    return next(filter(None, shared), [])


def _meant_at_once(typed: str) -> list[str]:
    return _without_place(typed) or _zones_called(typed)


def _zones_called(typed: str) -> list[str]:
    """Return the zones with a name; where there are none, the one that IANA calls so: US/Eastern, US/Hawaii."""
    own, further = _zones_by_name()
    iana, key = _TIME_BEHIND.sub("", typed).casefold().replace(" ", "_"), _key(typed)
    today = (valid_names().get(name) for name in (iana, iana.replace("_", "/", 1), f"us/{iana}"))
    return own.get(key) or next(([zone] for zone in today if zone), further.get(key, []))


def _without_place(typed: str) -> list[str]:
    """Return what may be meant by an abbreviation or by an offset from UTC, nothing if `typed` is neither."""
    letters = _TIME_BEHIND.sub("", typed).upper().replace(".", "")
    if zones := _zones_by_letters().get(_GENERIC.sub(r"\1DT", _IN_GERMAN.get(letters, letters))):
        is_generic = _GENERIC.match(letters)  # Havana has a CDT, but no CT
        return [zone for zone in zones if not is_generic or _year_of(zone) == _year_of(zones[0])]
    if not (written := _OFFSET.fullmatch(typed)):
        return []
    offset = datetime.timedelta(hours=int(written[2]), minutes=int(written[3] or 0))
    return [zone for zone in every_zone() if (offset if written[1] == "+" else -offset) in _year_of(zone)]


@cache
def _zones_by_letters() -> dict[str, list[str]]:
    """Return the zones by what their clocks are said to show in winter and in summer: CST, CDT."""
    zones = {letters: [zone] for letters, zone in _WITHOUT_LETTERS.items()}
    for zone in every_zone():
        shown = {at.astimezone(known_zone(zone)).tzname() or "" for at in _months()}
        for letters in filter(str.isalpha, shown - {zone}):
            zones.setdefault(letters, []).append(zone)
    return zones


@cache
def _year_of(zone: str) -> tuple[datetime.timedelta, ...]:
    """Return what a zone's clocks are ahead of UTC in each month of this year; the same for zones with one clock."""
    return tuple(_offset(zone, at) for at in _months())


@cache
def _months() -> list[datetime.datetime]:
    year = datetime.datetime.now(datetime.UTC).year
    return [datetime.datetime(year, month, 15, tzinfo=datetime.UTC) for month in range(1, 13)]


def _offset(zone: str, at: datetime.datetime) -> datetime.timedelta:
    return at.astimezone(known_zone(zone)).utcoffset() or datetime.timedelta()


def _key(text: str) -> str:
    return fold_name(without_accents(fold(_TIME_BEHIND.sub("", text.replace("_", " ")))))


@cache
def _candidates() -> list[NamedChoice]:
    return [make_candidate(name.zone, name.shown, name.names) for name in zone_names()]


@cache
def _zones_by_name() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the zones by their names, and by their further names."""
    own: dict[str, list[str]] = {}
    further: dict[str, list[str]] = {}
    for name in zone_names():
        for names, zones in ((name.names, own), (name.further, further)):
            for key in set(map(_key, names)):
                if name.zone not in zones.setdefault(key, []):
                    zones[key].append(name.zone)
    return own, further


@cache
def _well_known_names() -> re.Pattern[str]:
    known = [name for name in zone_names() if name.zone in POPULAR_ZONES or name.zone in CITIES]
    names = {fold(name) for zone in known for name in (*zone.names, *zone.further)}
    names |= {name for name in valid_names() if "/" in name}
    latin = sorted(
        {form for name in names if name[2:] and name[0] < _BEHIND_LATIN for form in (name, without_accents(name))}
    )
    other = sorted(name for name in names if name[1:] and name[0] >= _BEHIND_LATIN)
    escaped = ("|".join(map(re.escape, reversed(group))) for group in (latin, other))
    return re.compile(r"(?<![\w/])(?:{})(?![\w/])|{}".format(*escaped), re.IGNORECASE)
