"""When something is said, as JSON transcripts write it: numbers, clocks ("00:01:02.5"), ISO durations, pairs."""

import re
from collections.abc import Sequence

from index.formats.json_text import JsonText, JsonValue

_NUMBER = re.compile(r"\s*(\d{1,12}(?:\.\d{1,12})?)\s*s?\s*\Z")
_CLOCK = re.compile(r"\s*(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?\s*\Z")
_ISO = re.compile(r"\s*PT(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6}(?:\.\d{1,9})?)S)?\s*\Z")
# People say some fifteen characters a second; times that give fewer than these are in thousandths, or no times.
_FEWEST_CHARACTERS_A_SECOND = 0.3
_FEWEST_CHARACTERS_IN_ALL = 20
_LONGEST_SECONDS = 1_000_000


def start_seconds(starts: Sequence[JsonValue], key: str, characters: int) -> list[float | None]:
    """Return the second at which each object of a transcript begins, None where none is told.

    Args:
        starts: What each object has under its key: a number, a text, the first of a pair, or an object with "from".
        key: The name of the key, which may say that it is milliseconds.
        characters: How much text all objects hold, which tells milliseconds from seconds where the key does not.
    """
    times = [_time(start) for start in starts]
    numbers = [time for time, is_number in times if is_number and time is not None]
    scale = _scale(numbers, key, characters) if numbers else 1.0
    if scale is None:
        return [time if not is_number else None for time, is_number in times]
    seconds = [time * scale if is_number and time is not None else time for time, is_number in times]
    return [time if time is not None and time < _LONGEST_SECONDS else None for time in seconds]


def is_time(value: JsonValue) -> bool:
    """Tell whether a value could be a time."""
    return _time(value)[0] is not None


def _scale(numbers: Sequence[float], key: str, characters: int) -> float | None:
    """Return the seconds in one unit of the numbers; None where they are neither seconds nor thousandths."""
    if key.lower().endswith(("ms", "milliseconds")):
        return 0.001
    span = max(numbers) - min(0.0, *numbers)
    if not all(number.is_integer() for number in numbers) or characters > _FEWEST_CHARACTERS_A_SECOND * span:
        return 1.0
    if characters < _FEWEST_CHARACTERS_IN_ALL or characters > _FEWEST_CHARACTERS_A_SECOND * span / 1000:
        return 0.001 if span > 1000 else 1.0
    return None


def _time(value: JsonValue) -> tuple[float | None, bool]:
    """Return a time, and whether it is a plain number, whose unit is not known yet."""
    if isinstance(value, list):
        return _time(value[0]) if value and not isinstance(value[0], list | dict) else (None, False)
    if isinstance(value, dict):
        return _time(value["from"]) if isinstance(value.get("from"), JsonText | float) else (None, False)
    if isinstance(value, JsonText):
        return _written_time(value.value)
    is_number = isinstance(value, float) and not isinstance(value, bool) and 0 <= value < 1e15
    return (value, True) if is_number and isinstance(value, float) else (None, False)


def _written_time(text: str) -> tuple[float | None, bool]:
    if number := _NUMBER.match(text[:40]):
        return float(number[1]), "s" not in text and "." not in text
    if clock := _CLOCK.match(text[:40]):
        hours, minutes, seconds, fraction = clock.groups(default="0")
        return int(hours) * 3600 + int(minutes) * 60 + float(f"{seconds}.{fraction}"), False
    if iso := _ISO.match(text[:40]):
        hours, minutes, seconds = iso.groups(default="0")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds), False
    return None, False
