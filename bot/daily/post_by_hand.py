"""One insight out of turn, made by an operator: it is today's, so that no running bot posts that as well."""

import datetime
import time

from bot.daily.compose_post import Composer
from bot.daily.overview import next_step, outcome_text
from bot.daily.send_post import Sender, SendingPace
from bot.daily.slots import known_zone, slots_from
from bot.domain.outlet import Outlet
from bot.domain.records import PostRecord
from bot.domain.schedule import Schedule, Slot
from bot.runtime.metrics import Metrics
from bot.state import State
from bot.state.leases import new_owner
from bot.wording.language import short_day
from index.advice import quotebot
from index.errors import QuotebotError

_LEASE_SECONDS = 600.0  # nobody renews it, and no platform's tries take as long


async def post_by_hand(
    state: State, composer: Composer, poster: Outlet, schedule: Schedule, *, again: bool = False
) -> PostRecord:
    """Post today's insight of a schedule, and return what became of it.

    What surely did not arrive, but may later, is left to a running bot, as if that had tried.

    Args:
        state: Where it is noted, and whose business it is.
        composer: What chooses and sets it.
        poster: The schedule's platform.
        schedule: Of which channel and kind; it may be paused.
        again: Whether somebody has seen that today's, which may have arrived, did not.

    Raises:
        QuotebotError: Today's is there, or may be, or is on its way.
    """
    now, owner = time.time(), new_owner()
    slot = Slot(now, datetime.datetime.fromtimestamp(now, known_zone(schedule.zone)).date())
    after = next((later for later in slots_from(schedule, now) if later.date > slot.date), None)
    hold = (owner, now, _LEASE_SECONDS)
    claim = await state.run(state.claim_by_hand, schedule, slot, after, *hold, again=again)
    if claim is None:
        raise QuotebotError(await state.run(_why_not, state, schedule, slot))
    sender = Sender(owner, state, composer, {schedule.place.platform: poster}, Metrics(), SendingPace())
    await sender.carry_out(claim)
    made = await state.run(state.post_on, schedule, slot.date)
    if made is None:
        raise QuotebotError(_changed())
    return made


def _changed() -> str:
    command = quotebot("daily", "status")
    return f"somebody changed the schedule just now, so nothing was posted; look again: {command}"


def _why_not(state: State, schedule: Schedule, slot: Slot) -> str:
    """Return why today's insight cannot be taken."""
    post = state.post_on(schedule, slot.date)
    if post is None or post.status in ("failed", "skipped"):
        return _changed()
    day, outcome = short_day(post.date, "en"), outcome_text(post)
    if post.status == "sent":
        at = datetime.datetime.fromtimestamp(post.ended_at or post.slot_at, known_zone(schedule.zone))
        return f"the insight of {day} was posted at {at:%H:%M}; for another one now, let somebody ask for it there"
    if post.status == "ambiguous":
        return f"the insight of {day} {outcome}; {next_step(post, slot.date)}"
    return (
        f"the insight of {day} is on its way, by another process; look in some minutes: {quotebot('daily', 'status')}"
    )
