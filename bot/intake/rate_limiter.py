"""How much one person may ask: many questions at once, then one every few seconds."""

import math
from collections import OrderedDict
from typing import Literal

_MOST_PEOPLE = 10_000
_SECONDS_BETWEEN_NOTICES = 60.0

Verdict = Literal["yes", "tell", "no"]


class RateLimiter:
    """A token bucket a person, in memory; who is forgotten starts with a full one.

    Source: https://en.wikipedia.org/wiki/Token_bucket
    """

    def __init__(self, *, burst: int, seconds_each: float) -> None:
        self.seconds_each = seconds_each
        self._burst = burst
        self._people: OrderedDict[tuple[str, ...], tuple[float, float, float]] = OrderedDict()

    def ask(self, person: tuple[str, ...], now: float) -> Verdict:
        """Return "yes", or "no" where it is too much, and instead of it "tell" at most once a minute."""
        tokens, since, told_at = self._people.pop(person, (float(self._burst), now, -math.inf))
        tokens = min(self._burst, tokens + max(0.0, now - since) / self.seconds_each)
        is_allowed = tokens >= 1
        is_told = not is_allowed and abs(now - told_at) >= _SECONDS_BETWEEN_NOTICES
        self._people[person] = (tokens - is_allowed, now, now if is_told else told_at)
        if len(self._people) > _MOST_PEOPLE:
            self._people.popitem(last=False)
        if is_allowed:
            return "yes"
        return "tell" if is_told else "no"
