"""What every time zone is called, in either script: Unicode's names for its city, and those of bot.daily.cities."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from bot.daily.cities import CITIES, FORMER_NAMES, POPULAR_ZONES
from bot.domain.interface import Interface
from index.text.chinese import to_traditional

_LOCALES: Mapping[Interface, str] = {"en": "en", "zh": "zh_Hans", "zh-Hant": "zh_Hant"}
_NO_PLACES = ("localtime", "Factory")  # files beside the zones: this machine's own, and none


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneName:
    """What a zone is called in each language, and what else it is found by."""

    zone: str
    shown: Mapping[Interface, str]
    others: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """All of them."""
        return [*self.shown.values(), *self.others]


def zone_name(zone: str, interface: Interface) -> str:
    """Return what a time zone is called: the city that IANA names it after, else its IANA name."""
    known: str = get_global("zone_aliases").get(zone, zone)
    if known not in _territories():
        return zone
    cities = Locale.parse(_LOCALES[interface]).time_zones
    found = (cities.get(name, {}).get("city") for name in (known, FORMER_NAMES.get(known)))
    return next((str(city) for city in found if city), known.rpartition("/")[2].replace("_", " "))


@cache
def zone_names() -> list[ZoneName]:
    """Return the names of all zones that IANA offers for a place, and of further cities, the best known first."""
    names = [_own_name(zone) for zone in every_zone()]
    return [*names[: len(POPULAR_ZONES)], *_city_names(), *names[len(POPULAR_ZONES) :]]


@cache
def every_zone() -> list[str]:
    """Return one zone for each place that IANA tells apart, the most populous first."""
    return list(dict.fromkeys((*POPULAR_ZONES, *sorted(_territories()))))


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
    return {row[2]: row[0] for row in rows}


@cache
def _zones_in_territory() -> Counter[str]:
    return Counter(_territories().values())


def _own_name(zone: str) -> ZoneName:
    """Return what a zone is called: by its city, by its IANA names, by its country if that has no other."""
    others = [zone, FORMER_NAMES.get(zone, zone)]
    others += [name.rpartition("/")[2] for name in others]
    territory = _territories().get(zone, "")
    if _zones_in_territory()[territory] == 1:
        others += [Locale.parse(locale).territories[territory] for locale in _LOCALES.values()]
    shown = {interface: zone_name(zone, interface) for interface in _LOCALES}
    return ZoneName(zone=zone, shown=shown, others=tuple(name.replace("_", " ") for name in others))


def _city_names() -> list[ZoneName]:
    cities = [(zone, *city.rsplit(" ", 1)) for zone, listed in CITIES.items() for city in listed.split(", ")]
    return [
        ZoneName(zone=zone, shown={"en": english, "zh": chinese, "zh-Hant": to_traditional(chinese)})
        for zone, english, chinese in cities
    ]
