"""What every time zone is called: Unicode's names for its city, country and clock, and those of bot.daily.cities."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from bot.daily.cities import CITIES, POPULAR_ZONES
from bot.domain.interface import Interface
from index.text.chinese import to_traditional

_LOCALES: Mapping[Interface, str] = {"en": "en", "zh": "zh_Hans", "zh-Hant": "zh_Hant"}
_FURTHER_LOCALES = ("de", "fr", "es", "pt", "ja")  # of people who read the chat in neither language, but type there
_NO_PLACES = ("localtime", "Factory")  # files beside the zones: this machine's own, and none


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneName:
    """What a zone is called in each language, and all that it is found by.

    `further` names, which other zones may have too, count only where a zone has none of the `names`: Spain,
    Londres, Central European Time.
    """

    zone: str
    shown: Mapping[Interface, str]
    names: tuple[str, ...]
    further: tuple[str, ...] = ()


def zone_name(zone: str, interface: Interface) -> str:
    """Return what a time zone is called: the city that IANA names it after, else its IANA name."""
    today: str = get_global("zone_aliases").get(zone, zone)
    if today not in _territories():
        return zone
    cities = Locale.parse(_LOCALES[interface]).time_zones
    names = (cities.get(name, {}).get("city") for name in (today, _former_names().get(today)))
    return next((str(name) for name in names if name), _city_in(today))


@cache
def zone_names() -> list[ZoneName]:
    """Return the names of all zones that IANA offers for a place, and of further cities, the best known first."""
    names = [_own_name(zone) for zone in every_zone()]
    return [*names[: len(POPULAR_ZONES)], *_city_names(), *names[len(POPULAR_ZONES) :]]


@cache
def every_zone() -> list[str]:
    """Return one zone for each place that IANA tells apart, the most populous first, also of a country."""
    return list(dict.fromkeys((*POPULAR_ZONES, *_territories())))


@cache
def valid_names() -> dict[str, str]:
    """Return every name that a zone has or had, in small letters, with what the zone is called today."""
    aliases, valid = get_global("zone_aliases"), available_timezones()
    today = {name: aliases[name] if aliases.get(name) in valid else name for name in valid}
    return {name.casefold(): zone for name, zone in today.items() if name not in _NO_PLACES}


@cache
def _territories() -> dict[str, str]:
    """Return the territory of each zone that is offered to people; IANA keeps the list for this."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    valid = available_timezones()  # the machine's own data comes first, and may be older
    return {row[2]: row[0] for row in rows if row[2] in valid}


@cache
def _only_zones() -> dict[str, str]:
    """Return the territory of each zone that is the only one there: its country's name is the zone's too."""
    counts = Counter(_territories().values())
    return {zone: territory for zone, territory in _territories().items() if counts[territory] == 1}


@cache
def _former_names() -> dict[str, str]:
    """Return what zones are called in Unicode's data, which never renames; unicode.org/reports/tr35 says why."""
    cities = Locale.parse("zh_Hans").time_zones  # in English, those without other names than IANA's are left out
    return {today: former for former, today in get_global("zone_aliases").items() if former in cities}


def _own_name(zone: str) -> ZoneName:
    """Return what a zone is called: by its city, by its IANA names, by its country if that has no other."""
    shown = {interface: zone_name(zone, interface) for interface in _LOCALES}
    iana = tuple(name.replace("_", " ") for name in (zone, _former_names().get(zone, zone)))
    territories = (Locale.parse(locale).territories for locale in _LOCALES.values())
    countries = [names[_only_zones()[zone]] for names in territories] if zone in _only_zones() else []
    names = (*shown.values(), *iana, *map(_city_in, iana), *countries)
    return ZoneName(zone=zone, shown=shown, names=names, further=tuple(_further_names(zone)))


def _further_names(zone: str) -> Iterator[str]:
    """Yield the names of a zone's city in further languages, of its country, and of its clock: Eastern Time."""
    former = _former_names().get(zone, zone)
    for code in (*_LOCALES.values(), *_FURTHER_LOCALES):
        locale = Locale.parse(code)
        yield from filter(None, (locale.time_zones.get(name, {}).get("city") for name in (zone, former)))
        yield from filter(None, [locale.territories.get(_territories().get(zone, ""))])
        yield from locale.meta_zones.get(_clocks().get(zone, ""), {}).get("long", {}).values()


@cache
def _clocks() -> dict[str, str]:
    """Return the clock that a zone keeps, by Unicode's name: of the popular zones that keep it, or else of them all.

    Greenwich has one in summer that London has not.
    """
    every = {zone: get_global("meta_zones").get(_former_names().get(zone, zone), "") for zone in every_zone()}
    popular = {every[zone] for zone in POPULAR_ZONES}
    return {
        zone: clock
        for zone, clock in every.items()
        if clock and clock != "GMT" and (zone in POPULAR_ZONES or clock not in popular)
    }


def _city_in(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _city_names() -> Iterator[ZoneName]:
    for zone, cities in CITIES.items():
        for english, chinese in (city.rsplit(" ", 1) for city in cities.split(", ")):
            shown: dict[Interface, str] = {"en": english, "zh": chinese, "zh-Hant": to_traditional(chinese)}
            yield ZoneName(zone=zone, shown=shown, names=tuple(shown.values()))
