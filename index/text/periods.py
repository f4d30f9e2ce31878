"""Years, months and days as they are typed, in the one form in which they compare as texts."""

import datetime
import re

_PERIOD = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")


def period(typed: str) -> str | None:
    """Return a year, month or day as "2024", "2024-11" or "2024-11-22", None for what is none of them."""
    match = _PERIOD.fullmatch(typed.strip())
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date = datetime.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    return date.isoformat()[: 10 if day else 7 if month else 4]
