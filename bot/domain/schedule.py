"""When a channel gets an insight, and of what kind."""

import datetime
from dataclasses import dataclass

from bot.domain.channel_post import Place
from bot.domain.interface import Interface
from index.domain import Language

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
WEEKDAYS = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A channel's wish for an insight a day; several may be for the same channel.

    `at` is in minutes, where the IANA time zone `zone` is; `days` are counted from Monday, 0. `version` grows with
    every change, and `user` is who said last what it is to be.
    """

    id: str
    place: Place
    at: datetime.time
    zone: str
    days: tuple[int, ...] = EVERY_DAY
    topic: str = ""
    speakers: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    interface: Interface
    user: str
    made_at: float
    is_paused: bool = False
    version: int = 1

    def is_like(self, other: "Schedule") -> bool:
        """Tell whether two schedules post the same at the same times, whoever made them."""
        return self._what() == other._what()

    def _what(self) -> tuple[object, ...]:
        times = self.at, self.zone, frozenset(self.days)
        return *times, self.topic, frozenset(self.speakers), frozenset(self.languages)


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """When a schedule is due: on which date where it is, and at which instant, in seconds since 1970."""

    at: float
    date: datetime.date
