"""What somebody wants of a schedule: as far as they said it, or why it was not understood."""

import datetime
from dataclasses import dataclass

from index.domain import Language
from index.errors import QuotebotError

MOST_TOPIC_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleWish:
    """What was said of a schedule; None is what was not said, an empty topic or tuple what shall not be narrowed.

    `at` is in minutes, `zone` an IANA name, `days` are counted from Monday, 0, and `speakers` are names as typed.
    """

    at: datetime.time | None = None
    zone: str | None = None
    days: tuple[int, ...] | None = None
    topic: str | None = None
    speakers: tuple[str, ...] | None = None
    languages: tuple[Language, ...] | None = None


@dataclass(frozen=True, slots=True)
class Misread:
    """Something typed that was not understood: by its key the text that says so to the person, and what is put in."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


class MisreadError(QuotebotError):
    """Something typed was not understood."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(f"not understood ({key})")
        self.misread = Misread(key, tuple(values.items()))
