"""Which of the posts that a schedule is due are still made: at most one a date, and none that is far too late."""

from dataclasses import dataclass
from typing import Final

from bot.daily.slots import slot_on, slots_from
from bot.domain.records import PostRecord
from bot.domain.schedule import Schedule, Slot
from bot.state import CHANGED

CATCH_UP_HOURS: Final = 6  # how late a post may still be made


@dataclass(frozen=True, slots=True)
class Due:
    """What is done at a moment: these are missed, this one is posted, and then the schedule waits for the next."""

    missed: tuple[Slot, ...]
    posted: Slot | None
    following: Slot | None


def due_at(now: float, schedule: Schedule, waits_for: Slot, catch_up_seconds: float) -> Due:
    """Return what is due for a schedule.

    Args:
        now: In seconds since 1970.
        schedule: Whose posts.
        waits_for: The first of its slots that nothing was done about.
        catch_up_seconds: How late the latest may still be posted; the ones before it never are.
    """
    passed: list[Slot] = []
    following: Slot | None = waits_for
    later = slots_from(schedule, waits_for.at)
    while following and following.at <= now:
        passed.append(following)
        following = next(later, None)
    if passed and now - passed[-1].at <= catch_up_seconds:
        return Due(tuple(passed[:-1]), passed[-1], following)
    return Due(tuple(passed), None, following)


def nothing_until(now: float, schedule: Schedule, last: PostRecord | None) -> float:
    """Return the instant after which the first slot of a schedule is posted.

    A date that had its post, by this time or an earlier one of the schedule, has no other.

    Args:
        now: In seconds since 1970.
        schedule: Whose posts.
        last: The latest of them; one that is only claimed, or was given up for a change, leaves its date free.
    """
    if last is None or last.status == "claimed" or (last.status == "skipped" and last.reason == CHANGED):
        return now
    taken = slot_on(last.date, schedule)
    return max(now, taken.at) if taken else now
