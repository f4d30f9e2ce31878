"""How much one person may ask: many questions at once, then one every few seconds."""

from collections import OrderedDict
from typing import Literal

_MOST_PEOPLE = 10_000

Verdict = Literal["yes", "tell", "no"]


class Limiter:
    """A token bucket a person, in memory; who is forgotten starts with a full one.

    Source: https://en.wikipedia.org/wiki/Token_bucket
    """

    def __init__(self, *, burst: int, seconds_each: float) -> None:
        self.seconds_each = seconds_each
        self._burst = burst
        self._people: OrderedDict[tuple[str, ...], tuple[float, float, bool]] = OrderedDict()

    def ask(self, person: tuple[str, ...], now: float) -> Verdict:
        """Return "yes", or "tell" the first time that it is too much, or "no" until there is room again."""
        tokens, since, was_told = self._people.pop(person, (float(self._burst), now, False))
        tokens = min(self._burst, tokens + max(0.0, now - since) / self.seconds_each)
        is_allowed = tokens >= 1
        self._people[person] = (tokens - is_allowed, now, not is_allowed)
        if len(self._people) > _MOST_PEOPLE:
            self._people.popitem(last=False)
        if is_allowed:
            return "yes"
        return "no" if was_told else "tell"
