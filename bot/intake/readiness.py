"""How long it is until questions are answered, for those who ask before."""

import time

from bot.domain.interface import Interface
from bot.wording.language import say


class Readiness:
    """What is known of the moment when the bot begins to answer."""

    def __init__(self) -> None:
        self._ready_at: float | None = None
        self._in_the_way: str | None = None

    def expect(self, seconds: float) -> None:
        """Note in how many seconds the first index will be there."""
        self._ready_at = time.monotonic() + seconds
        self._in_the_way = None

    def wait_for(self, problem: str) -> None:
        """Note what has to pass before anything can be answered; nobody knows when."""
        self._in_the_way = problem

    @property
    def waits(self) -> bool:
        """Whether nobody knows when it will be."""
        return self._in_the_way is not None

    def is_within(self, seconds: float) -> bool:
        """Tell whether it can be expected so soon; to open an index that is there takes a moment."""
        return not self.waits and (self._ready_at is None or self._ready_at - time.monotonic() <= seconds)

    @property
    def problem(self) -> str:
        """Why questions are not answered yet, for an operator."""
        if self._in_the_way is not None:
            return self._in_the_way
        if self._ready_at is None:
            return "starting"
        return f"indexing, about {_told(self._minutes, 'en').strip()}"

    def text(self, interface: Interface, key: str = "getting_ready") -> str:
        """Return what somebody is told who asks now."""
        return say(key, interface, minutes=_told(self._minutes, interface))

    @property
    def _minutes(self) -> int:
        return max(1, round(((self._ready_at or 0.0) - time.monotonic()) / 60))


def _told(minutes: int, interface: Interface) -> str:
    return say("minute" if minutes == 1 else "minutes", interface, count=str(minutes))
