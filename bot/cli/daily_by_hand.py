"""`quotebot daily post` and `off`: what an operator does about one schedule."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

import typer
from rich.text import Text

from bot.answers.card import quote_card
from bot.answers.quote_language import language_lines
from bot.cli.options import DataOption, console, settings_of
from bot.cli.terminal import print_card
from bot.daily.compose_post import Composer
from bot.daily.describe_schedules import schedule_text
from bot.daily.kept_schedules import schedule_facts, schedule_subject
from bot.daily.overview import next_step, outcome_text, read_overview
from bot.daily.post_by_hand import post_by_hand
from bot.domain.outlet import Outlet
from bot.domain.records import PostRecord
from bot.domain.request import Platform
from bot.domain.schedule import Schedule
from bot.operations.bootstrap import build_searcher, existing_state, index_home, restrictions_of_operator
from bot.operations.doctor import parked_channel
from bot.operations.operator_changes import operator_entry
from bot.runtime.logs import configure_logging
from bot.runtime.metrics import Metrics
from bot.runtime.settings import Settings
from bot.state import State
from index.advice import quotebot
from index.errors import QuotebotError
from index.search import Searcher
from index.search.live_searcher import LiveSearcher

ScheduleArgument = Annotated[
    str, typer.Argument(metavar="SCHEDULE_ID", help="As `quotebot daily status` shows it, or its first characters.")
]


def post(
    context: typer.Context,
    schedule_id: ScheduleArgument,
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="Post although today's may have arrived: you looked, and it is not in the channel."
        ),
    ] = False,
    data: DataOption = None,
) -> None:
    """Post today's insight of a schedule now.

    A running bot then does not post it as well. Where it is there already, or on its way, nothing is posted, and the
    exit code is 1.
    """
    configure_logging("ERROR")  # how it ended is told below
    settings = settings_of(context, data)
    with _schedule(settings, schedule_id) as (state, schedule):
        searcher = build_searcher(settings, index_home(settings, state))
        made = asyncio.run(_post(settings, state, searcher, schedule, again=again))
        if made.status != "sent":
            raise QuotebotError(_not_there(state, schedule, made))
    with searcher.current(restrictions_of_operator(settings)) as current:
        _print_posted(current, schedule, made)


def off(context: typer.Context, schedule_id: ScheduleArgument, data: DataOption = None) -> None:
    """End a schedule, also if its channel is gone."""
    with _schedule(settings_of(context, data), schedule_id) as (state, schedule), state.together():
        state.remove_schedule(schedule.id)
        subject, before = schedule_subject(schedule), schedule_facts(schedule)
        state.note_change(operator_entry("end daily insight", subject, before))
    place = schedule.place
    console().print(Text(f"Ended in {place.platform} {place.channel}: {schedule_text(schedule, 'en')}"))


@contextmanager
def _schedule(settings: Settings, called: str) -> Iterator[tuple[State, Schedule]]:
    """Have the state, and the one schedule whose id begins like this.

    Raises:
        QuotebotError: There is none, or are several.
    """
    with existing_state(settings) as state:
        known = [standing.schedule for standing in state.all_schedules()] if state else []
        meant = [schedule for schedule in known if schedule.id.startswith(called)]
        if len(meant) > 1:
            raise QuotebotError(f"{len(meant)} schedules have an id that begins with {called!r}; give more of it")
        if state is None or not meant:
            raise QuotebotError(f"no schedule has the id {called!r}; list them: {quotebot('daily', 'status')}")
        yield state, meant[0]


async def _post(
    settings: Settings, state: State, searcher: LiveSearcher, schedule: Schedule, *, again: bool
) -> PostRecord:
    poster = _poster(schedule.place.platform, settings, state)
    return await post_by_hand(state, Composer(searcher, state), poster, schedule, again=again)


def _poster(platform: Platform, settings: Settings, state: State) -> Outlet:
    """Return the way out to a platform; nothing comes in by it.

    Raises:
        SettingsError: A token is missing.
    """
    from bot.discord.platform import DiscordPlatform  # here, since the chat libraries take a second
    from bot.slack.platform import SlackPlatform

    made = SlackPlatform if platform == "slack" else DiscordPlatform
    return made(settings, state, Metrics())


def _not_there(state: State, schedule: Schedule, made: PostRecord) -> str:
    """Return how a post ended that is not surely there, and what to do."""
    overview = read_overview(state, made.slot_at)
    parked = [refusal for refusal in overview.refusals if schedule in overview.schedules_in(refusal)]
    if made.status == "failed" and parked:
        return parked_channel(parked[0], overview).what
    if made.status == "ambiguous":
        return f"it {outcome_text(made)}; {next_step(made, made.date)}"
    if made.status == "claimed":
        return f"it is not there yet ({made.reason}); a running quotebot serve tries again, or run this again"
    return f"nothing was posted: {outcome_text(made)}; see: {quotebot('daily', 'status')}"


def _print_posted(searcher: Searcher, schedule: Schedule, made: PostRecord) -> None:
    place, screen = schedule.place, console()
    screen.print(Text(f"\n  Posted in {place.platform} {place.channel}, as message {made.message}:\n"))
    if quote := searcher.quote(made.quote_id or ""):
        person = searcher.generation.speaker_of(quote)
        notes = language_lines(quote, schedule.interface)
        print_card(replace(quote_card(quote, person, schedule.interface), notes=tuple(notes)), screen)
