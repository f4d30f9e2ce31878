"""How old the time zone data is that schedules go by, where that can be known, and what to do about it."""

import re
import zoneinfo
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

_OLD_YEARS = 2
_VERSION = re.compile(r"(?:# version )?((?:19|20)\d\d)[a-z]{0,2}\s*\Z")
_VERSION_FILES = ("tzdata.zi", "+VERSION")  # of Debian and Red Hat; of macOS and the BSDs
_MOST_CHARACTERS = 40


class ZoneData(NamedTuple):
    """The release of the zones in use, such as 2025b, and the folder that they are in; "" for Python's own package."""

    version: str
    folder: str


def zone_data() -> ZoneData | None:
    """Return which zones are in use: the system's, else those of the package; None where no version is named.

    Source: https://docs.python.org/3/library/zoneinfo.html#data-sources
    """
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / "Europe" / "London").is_file():
            version = next(filter(None, (_version(folder / name) for name in _VERSION_FILES)), None)
            return ZoneData(version, str(folder)) if version else None
    try:
        return ZoneData(str(import_module("tzdata").IANA_VERSION), "")
    except (ImportError, AttributeError):
        return None


def old_zones(data: ZoneData | None, year: int) -> str | None:
    """Return that the zones are years old in this year, and what to do; None where they are not, or nobody knows."""
    release = _VERSION.match(data.version) if data else None
    if data is None or release is None or year - int(release[1]) < _OLD_YEARS:
        return None
    fix = f"update the system's tzdata, which is in {data.folder}" if data.folder else "run: pip install -U tzdata"
    return (
        f"the time zones are those of {data.version}; where clocks have changed since, daily insights come at the "
        f"wrong time: {fix}"
    )


def _version(file: Path) -> str | None:
    try:
        with file.open(encoding="utf-8", errors="replace") as text:
            line = text.readline(_MOST_CHARACTERS)
    except OSError:
        return None
    return line.removeprefix("# version ").strip() if _VERSION.match(line) else None
