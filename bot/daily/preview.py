"""Insights out of turn: the coming ones for somebody's eyes alone, and one for everybody, now."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from bot.daily.compose_post import compose_pick, pick_for, view_of_pick
from bot.daily.describe_schedules import slot_text
from bot.daily.post_message import insight_card
from bot.daily.slots import known_zone, next_slot
from bot.domain.message import Message, line, notice
from bot.domain.reply import Reply
from bot.domain.request import Request
from bot.domain.schedule import Schedule
from bot.state import State
from bot.wording.language import say
from index.language_preference import LanguagePreference
from index.search import Searcher


def preview_message(
    searcher: Searcher, state: State, schedules: Sequence[Schedule], now: float, reading: LanguagePreference
) -> Message | None:
    """Return what comes next, if nobody votes and nothing is indexed meanwhile; None if nothing comes."""
    active = [schedule for schedule in schedules if not schedule.is_paused]
    coming = [(slot, schedule) for schedule in active if (slot := next_slot(schedule, now))]
    if not coming:
        return None
    slot, schedule = min(coming, key=lambda pair: pair[0])
    shown_ids = state.quotes_shown(schedule.place)
    pick = pick_for(searcher, state, schedule, slot.date, shown_ids, reading=reading)
    if pick is None:
        return notice(say("no_insights", schedule.interface))
    view = view_of_pick(searcher, state, schedule, pick, reading=reading)
    card = insight_card(view, slot.date, begins_again=pick.begins_again)
    when = line(slot_text(slot, schedule.zone, schedule.interface))
    return Message(card=replace(card, notes=(), lead=(when, *card.notes[1:]), buttons=()))


def post_now(
    searcher: Searcher, state: State, schedule: Schedule, request: Request, reading: LanguagePreference
) -> Reply:
    """Return an insight for everybody, as a schedule would choose it, and count it as shown."""
    date = datetime.datetime.fromtimestamp(request.asked_at, known_zone(schedule.zone)).date()
    shown_ids = state.quotes_shown(schedule.place)
    pick = pick_for(searcher, state, schedule, date, shown_ids, reading=reading)
    if pick is None:
        return Reply(message=notice(say("no_insights", schedule.interface)))
    composed = compose_pick(searcher, state, schedule, date, pick, len(shown_ids), reading=reading)
    state.note_shown(schedule.place, composed.quote_id, date, request.asked_at, composed.given.id)
    return Reply(message=composed.message, given=replace(composed.given, user=request.user))
