"""What people do about the daily insights of a channel: set, change, pause and end them, and look at them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from bot.answers.quote_language import reading_of
from bot.daily.compose_post import candidates_for
from bot.daily.describe_schedules import (
    beginning_message,
    command_name,
    done_message,
    example_of,
    list_message,
    misread_text,
    schedule_text,
)
from bot.daily.due import nothing_until
from bot.daily.kept_schedules import add_schedule, change_schedule, new_schedule, remove_schedule
from bot.daily.preview import post_now, preview_message
from bot.daily.shown_schedules import as_shown
from bot.daily.slots import next_slot
from bot.domain.channel_post import Place, Posted
from bot.domain.command import Daily
from bot.domain.interface import Interface
from bot.domain.message import Message, notice
from bot.domain.records import Refusal
from bot.domain.reply import Reply, Trial
from bot.domain.request import Request
from bot.domain.schedule import Schedule
from bot.domain.schedule_wish import MOST_TOPIC_CHARACTERS, Misread, ScheduleWish
from bot.state import State
from bot.wording.language import say
from index.errors import QuestionError
from index.search import Searcher

MOST_SCHEDULES = 10
_LOOKS_ONLY = ("list", "preview", "help")


class Subscriptions:
    """The daily insights of one channel, for somebody who asks about them."""

    def __init__(
        self, searcher: Searcher, state: State, request: Request, settings: Mapping[str, str], interface: Interface
    ) -> None:
        self._searcher = searcher
        self._state = state
        self._request = request
        self._interface = interface
        self._now = request.asked_at
        self._place = Place(platform=request.platform, workspace=request.workspace, channel=request.channel)
        self._reading = reading_of(settings)
        self._stop_key = f"{request.platform}:stop:{request.keys[0]}"  # done again, it would end the next one
        self._is_barred = settings.get("who_may_change") == "admins" and not request.is_admin

    def respond(self, command: Daily) -> Reply:
        """Return what comes of a command.

        Raises:
            QuestionError: It cannot be done; the text is for the person.
        """
        if self._is_barred and command.verb not in _LOOKS_ONLY:
            raise QuestionError(self._say("settings_admins"))
        verb = "list" if self._state.is_seen(self._stop_key) else command.verb
        match verb:
            case "set":
                return self._set(command.wish)
            case "change":
                return self._change(command)
            case "pause" | "off":
                return Reply(message=self._stop(verb, self._meant(command.which)))
            case "resume":
                return self._resume(self._meant(command.which))
            case "list":
                return Reply(message=self._list())
            case "preview":
                coming = preview_message(self._searcher, self._state, self._here(), self._now, self._reading)
                return Reply(message=coming or self._list())
            case "now":
                schedule = next(iter(self._here()), None) or new_schedule(
                    self._request, self._request.zone or "UTC", self._interface
                )
                return post_now(self._searcher, self._state, schedule, self._request, self._reading)
            case "form" | "help":
                return Reply(message=notice(self._say(f"daily_help_{self._place.platform}")))

    def press(self, action: str) -> Reply:
        """Return what comes of a button in the list: "pause", "resume" or "off", a colon, and a schedule's id.

        Raises:
            QuestionError: The presser may not, or the schedule is gone.
        """
        if self._is_barred:
            raise QuestionError(self._say("settings_admins"))
        if self._state.is_seen(self._stop_key):
            return Reply(message=replace(self._list(), replaces=True))
        verb, _, schedule_id = action.partition(":")
        meant = [schedule for schedule in self._here() if schedule.id == schedule_id]
        if not meant or verb not in ("pause", "resume", "off"):
            raise QuestionError(self._say("daily_changed_meanwhile"))
        if verb == "resume":
            return self._resume(meant)
        return Reply(message=replace(self._stop(verb, meant), replaces=True))

    def _set(self, wish: ScheduleWish | Misread) -> Reply:
        """Return the trial of a new schedule."""
        here = self._here()
        schedule = self._wanted(wish, None)
        same = [other for other in here if other.is_like(schedule)]
        if same and (same[0].is_paused or self._refusal()):
            return self._resume(same)
        if same:
            return Reply(message=notice(self._say("daily_already", when=schedule_text(same[0], self._interface))))
        if len(here) >= MOST_SCHEDULES:
            return Reply(message=notice(self._say("daily_too_many", count=str(len(here)))))

        def accept() -> Message:
            add_schedule(self._state, self._request, schedule, next_slot(schedule, self._now))
            return self._done(schedule)

        return self._trial(schedule, accept)

    def _change(self, command: Daily) -> Reply:
        """Return the trial of a schedule that takes the place of another."""
        before = self._meant(command.which)[0]
        schedule = self._wanted(command.wish, before)

        def accept() -> Message:
            is_changed = self._keep(schedule)
            return self._done(schedule) if is_changed else notice(self._say("daily_changed_meanwhile"))

        return self._trial(schedule, accept)

    def _resume(self, meant: Sequence[Schedule]) -> Reply:
        """Return the trial of schedules that go on."""
        going_on = [replace(schedule, is_paused=False) for schedule in meant]

        def accept() -> Message:
            for schedule in going_on:
                self._keep(schedule)
            return self._list()

        return self._trial(going_on[0], accept)

    def _stop(self, verb: str, meant: Sequence[Schedule]) -> Message:
        """Pause or end schedules, and return the ones that are there then."""
        self._state.note_seen(self._stop_key, self._now)
        for schedule in meant:
            if verb == "off":
                remove_schedule(self._state, self._request, schedule)
            else:
                change_schedule(self._state, self._request, replace(schedule, is_paused=True), None)
        return self._list()

    def _keep(self, schedule: Schedule) -> bool:
        return change_schedule(self._state, self._request, schedule, next_slot(schedule, self._until(schedule)))

    def _list(self) -> Message:
        here = [as_shown(self._searcher, schedule, self._interface) for schedule in self._here()]
        last = {post.schedule_id: post for schedule in here for post in self._state.posts_of(schedule.id, 1)}
        return list_message(here, last, self._refusal(), self._now, self._interface, self._place.platform)

    def _refusal(self) -> Refusal | None:
        return self._state.refusal(self._place.platform, self._place.workspace, self._place.channel)

    def _wanted(self, wish: ScheduleWish | Misread, before: Schedule | None) -> Schedule:
        """Return the schedule that is wished for, as a change of `before` if there is one.

        Raises:
            QuestionError: The wish was not understood, or is for none, or nothing would ever be posted.
        """
        if isinstance(wish, Misread):
            raise QuestionError(misread_text(wish, self._interface, self._place.platform))
        at = wish.at or (before.at if before else None)
        zone = wish.zone or (before.zone if before else self._usual_zone())
        if at is None:
            raise QuestionError(self._say("daily_which_time", example=example_of(self._place.platform)))
        if zone is None:
            raise QuestionError(self._say("daily_which_zone", example=example_of(self._place.platform, f"{at:%H:%M}")))
        if len(wish.topic or "") > MOST_TOPIC_CHARACTERS:
            raise QuestionError(self._say("daily_long_topic", most=str(MOST_TOPIC_CHARACTERS)))
        speakers = None if wish.speakers is None else self._people(wish.speakers)
        wished = {"days": wish.days, "topic": wish.topic, "speakers": speakers, "languages": wish.languages}
        said: dict[str, Any] = {name: value for name, value in wished.items() if value is not None}
        schedule = replace(
            before or new_schedule(self._request, zone, self._interface),
            at=at,
            zone=zone,
            user=self._request.user,
            **said,
        )
        if not candidates_for(self._searcher, self._state, schedule, self._reading):
            raise QuestionError(self._say("daily_no_topic" if schedule.topic else "no_insights", topic=schedule.topic))
        return schedule

    def _usual_zone(self) -> str | None:
        """Return the asker's time zone where it is known, else the one of what is set here already."""
        return self._request.zone or next((schedule.zone for schedule in self._here()), None)

    def _people(self, called: Sequence[str]) -> tuple[str, ...]:
        try:
            return tuple(name for typed in called for name in self._searcher.speakers_called(typed))
        except QuestionError:
            names = ", ".join(self._searcher.generation.people)
            raise QuestionError(self._say("nobody_called", name=" ".join(called), names=names)) from None

    def _trial(self, schedule: Schedule, accept: Callable[[], Message]) -> Reply:
        """Return a reply that holds once the channel has taken a line that says what will come."""

        def accept_and_allow() -> Message:
            self._state.allow(self._place.platform, self._place.workspace, self._place.channel)
            return accept()

        def refuse(posted: Posted) -> Message:
            key = f"daily_refused_{self._place.platform}" if posted.outcome == "refused" else "daily_not_reached"
            return notice(self._say(key, reason=posted.reason))

        shown = as_shown(self._searcher, schedule, self._interface)
        begins = beginning_message(shown, self._until(schedule), self._interface, self._place.platform)
        trial = Trial(place=self._place, message=begins, accept=accept_and_allow, refuse=refuse)
        return Reply(message=Message(), trial=trial)

    def _done(self, schedule: Schedule) -> Message:
        return done_message(schedule, self._until(schedule), self._interface, self._place.platform)

    def _until(self, schedule: Schedule) -> float:
        """Return the instant after which a schedule posts again."""
        return nothing_until(self._now, schedule, next(iter(self._state.posts_of(schedule.id, 1)), None))

    def _meant(self, which: int | Literal["all"] | None) -> list[Schedule]:
        """Return the schedules that a number in the list, or "all", means; without either, the only one.

        Raises:
            QuestionError: There are several, or there is no such number.
        """
        here = self._here()
        if not here:
            raise QuestionError(self._say("daily_none", example=example_of(self._place.platform)))
        if which == "all" or (which is None and len(here) == 1):
            return here
        if which is not None and 1 <= which <= len(here):
            return [here[which - 1]]
        raise QuestionError(self._say("daily_which_one", count=str(len(here))))

    def _here(self) -> list[Schedule]:
        return self._state.schedules_in(self._place)

    def _say(self, key: str, **values: str) -> str:
        return say(key, self._interface, command=command_name(self._place.platform), **values)
