import asyncio
import contextlib
import datetime
import logging
import threading
from dataclasses import replace

import pytest

from bot.daily.compose_post import Composed
from bot.daily.runner import Runner
from bot.daily.send_post import SendingPace
from bot.daily.slots import next_slot
from bot.domain.channel_post import Place, Posted
from bot.domain.message import notice
from bot.domain.records import GivenAnswer
from bot.domain.schedule import WEEKDAYS, Schedule
from bot.runtime.metrics import Metrics
from bot.state import State
from tests.support.fakes import ManualClock
from tests.support.fresh_state import open_fresh

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
NINE = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC).timestamp()  # a Monday
MONDAY, TUESDAY = datetime.date(2026, 3, 2), datetime.date(2026, 3, 3)
HERE = Place(platform="slack", workspace="T1", channel="C1")
ELSEWHERE = replace(HERE, channel="C2")
IN_DISCORD = Place(platform="discord", workspace="700", channel="800")
DAILY = Schedule(
    id="s1", place=HERE, at=datetime.time(9), zone="UTC", interface="en", user="U1", made_at=NINE - 30 * DAY
)
LATER = Posted(outcome="failed", reason="ratelimited")
PERHAPS = Posted(outcome="ambiguous", reason="TimeoutError")
SHUT = Posted(outcome="refused", reason="is_archived")


class Platform:
    """Takes posts, and says of each what it is told to, or that it is there; does `meanwhile` before that.

    `shut` are channels that refuse. It wants none of the next ones for `held_off_seconds`, the last one first.
    """

    def __init__(self, clock, repeats_within_seconds=0.0):
        self.repeats_within_seconds = repeats_within_seconds
        self.says = []
        self.shut = set()
        self.held_off_seconds = []
        self.meanwhile = lambda: None
        self.posts = []
        self._clock = clock

    async def post(self, place, message, key, *, sleep=asyncio.sleep):
        if self.held_off_seconds:
            self._clock.seconds += self.held_off_seconds.pop()
            await sleep(0)
        self.posts.append((place.channel, message.text, key, self._clock.seconds))
        self.meanwhile()
        if place.channel in self.shut:
            return SHUT
        said = self.says.pop(0) if self.says else Posted(outcome="sent", message=f"m{len(self.posts)}")
        if isinstance(said, BaseException):
            raise said
        return said

    @property
    def channels(self):
        return [channel for channel, *_ in self.posts]

    @property
    def minutes(self):
        """How long after nine on Monday each was posted."""
        return [(at - NINE) / MINUTE for *_, at in self.posts]


class Stock:
    """Gives a channel the quotes that it was not shown, in order; does `meanwhile` before that."""

    def __init__(self, state):
        self._state = state
        self.quotes = [f"q{number}" for number in range(1, 20)]
        self.meanwhile = lambda: None

    def holds(self, place, quote_id):
        return quote_id in self.quotes

    def compose(self, schedule, date):
        shown = self._state.quotes_shown(schedule.place)
        self.meanwhile()
        left = [quote for quote in self.quotes if quote not in shown]
        return self._composed(schedule, left[0], f"a:{schedule.id}:{date}", len(shown)) if left else None

    def compose_again(self, schedule, date, answer_id):
        return self._composed(schedule, "the same", answer_id, 0)

    def _composed(self, schedule, quote, answer_id, shown_count):
        given = GivenAnswer(
            id=answer_id, platform=schedule.place.platform, workspace=schedule.place.workspace,
            channel=schedule.place.channel, thread=None, user=schedule.user, asked_at=0.0, interface="en",
            outcome="answer", confidence=1.0,
        )  # fmt: skip
        return Composed(message=notice(quote), given=given, quote_id=quote, shown_count=shown_count)


class RunnerWithClock:
    """The real runner and state, with a clock, a stock and platforms that do as they are told."""

    def __init__(self, state, *, pace):
        self.state, self.clock, self.stock = state, ManualClock(NINE - HOUR), Stock(state)
        self.slack, self.discord = Platform(self.clock), Platform(self.clock, repeats_within_seconds=120)
        self.metrics = Metrics()
        self._pace = pace
        self.start()

    def start(self):
        """Begin as a new process does."""
        posters = {"slack": self.slack, "discord": self.discord}
        self.runner = Runner(self.state, self.stock, posters, self.metrics, pace=self._pace, clock=self.clock)

    def subscribe(self, schedule=DAILY, **changes):
        schedule = replace(schedule, **changes)
        self.state.add_schedule(schedule, next_slot(schedule, self.clock.seconds))
        return schedule

    def look(self, after_seconds=0.0):
        """Look for what is due so long after nine on Monday, and wait for what that begins."""
        self.clock.seconds = NINE + after_seconds

        async def scenario():
            await self.runner.look()
            await self.runner.finished()

        asyncio.run(scenario())

    def stands(self, schedule_id="s1"):
        """Return how each post of a schedule stands, the first date first."""
        return [
            (post.date.day, post.status, post.reason) for post in reversed(self.state.posts_of(schedule_id, count=400))
        ]

    def counted(self, outcome, platform="slack"):
        labels = {"platform": platform, "outcome": outcome}
        return self.metrics.registry.get_sample_value("quotebot_daily_posts_total", labels)


@pytest.fixture
def bot(state):
    return RunnerWithClock(state, pace=SendingPace())


def test_a_post_is_made_once_however_often_is_looked_for_it(bot):
    bot.subscribe()
    bot.look(-1)
    assert bot.slack.posts == []
    for after_seconds in (0, 15, 30, HOUR):
        bot.look(after_seconds)
    assert bot.slack.posts == [("C1", "q1", "daily:s1:2026-03-02", NINE)]
    [post] = bot.state.posts_of("s1", count=9)
    assert (post.status, post.message, post.quote_id, post.began_at, post.ended_at) == ("sent", "m1", "q1", NINE, NINE)
    assert bot.counted("sent") == 1


def test_a_week_has_seven_posts_and_weekdays_have_five(bot):
    bot.subscribe()
    bot.subscribe(id="s2", place=ELSEWHERE, days=WEEKDAYS)
    for hours in range(0, 7 * 24, 6):
        bot.look(hours * HOUR)
    assert [text for channel, text, *_ in bot.slack.posts if channel == "C1"] == [f"q{day}" for day in range(1, 8)]
    assert (bot.slack.channels.count("C1"), bot.slack.channels.count("C2")) == (7, 5)


def test_twenty_minutes_late_it_is_posted_once(bot):
    bot.subscribe()
    bot.look(20 * MINUTE)
    bot.look(21 * MINUTE)
    assert (bot.slack.minutes, bot.stands()) == ([20], [(2, "sent", "")])


def test_seven_hours_late_it_is_skipped_and_logged(bot, caplog):
    bot.subscribe()
    bot.look(7 * HOUR)
    assert (bot.slack.posts, bot.stands(), bot.counted("skipped")) == ([], [(2, "skipped", "too_late")], 1)
    assert caplog.messages == ["schedule s1 for C1 in slack: no insight on 2026-03-02: too_late"]


def test_after_five_days_at_most_one_is_posted(bot):
    bot.subscribe()
    bot.look(5 * DAY + HOUR)
    bot.look(5 * DAY + 2 * HOUR)
    assert bot.slack.minutes == [5 * 24 * 60 + 60]
    assert bot.stands() == [*((day, "skipped", "too_late") for day in range(2, 7)), (7, "sent", "")]


def test_after_five_days_and_seven_hours_none_is_posted(bot):
    bot.subscribe()
    bot.look(5 * DAY + 7 * HOUR)
    assert (bot.slack.posts, [status for _, status, _ in bot.stands()]) == ([], ["skipped"] * 6)


@pytest.mark.parametrize("jumps", [[-HOUR, 0, HOUR], [DAY + HOUR, 2 * HOUR, DAY, DAY + 2 * HOUR], [30 * DAY, DAY]])
def test_a_clock_that_jumps_makes_no_date_come_twice(bot, jumps):
    bot.subscribe()
    bot.subscribe(id="s2", place=ELSEWHERE)
    for after_seconds in (0, *jumps):
        bot.look(after_seconds)
        bot.look(after_seconds + 1)
    keys = [key for _, _, key, _ in bot.slack.posts]
    ahead = max(jumps) >= DAY
    assert sorted(bot.slack.channels) == ["C1", "C2"] if not ahead else ["C1", "C1", "C2", "C2"]
    assert len(keys) == len(set(keys))


def test_a_schedule_changed_after_the_claim_is_posted_at_its_new_time_alone(bot):
    schedule = bot.subscribe()

    def change():
        bot.stock.meanwhile = lambda: None
        changed = replace(schedule, at=datetime.time(9, 30))
        assert bot.state.change_schedule(changed, next_slot(changed, bot.clock.seconds))

    bot.stock.meanwhile = change
    for minutes in (0, 1, 30, 31, 24 * 60 - 1):
        bot.look(minutes * MINUTE)
    assert (bot.slack.minutes, bot.stands()) == ([30], [(2, "sent", "")])


def test_a_schedule_changed_while_its_post_is_sent_has_had_its_post(bot):
    schedule = bot.subscribe()

    def change():
        bot.slack.meanwhile = lambda: None
        changed = replace(schedule, at=datetime.time(9, 30))
        assert bot.state.change_schedule(changed, next_slot(changed, bot.clock.seconds))

    bot.slack.meanwhile = change
    for minutes in (0, 1, 30, 31, 24 * 60 + 30):
        bot.look(minutes * MINUTE)
    assert (bot.slack.minutes, bot.stands()) == ([0, 24 * 60 + 30], [(2, "sent", ""), (3, "sent", "")])


def test_a_channel_that_refuses_is_parked_until_it_is_allowed_and_others_go_on(bot):
    bot.subscribe()
    bot.subscribe(id="s2", place=ELSEWHERE)
    bot.slack.shut = {"C1"}
    for day in range(3):
        bot.look(day * DAY)
    assert sorted(bot.slack.channels) == ["C1", "C2", "C2", "C2"]
    assert [(refusal.channel, refusal.reason, refusal.since) for refusal in bot.state.refused()] == [
        ("C1", "is_archived", NINE)
    ]
    assert bot.stands() == [(2, "failed", "is_archived"), (3, "skipped", "is_archived"), (4, "skipped", "is_archived")]
    bot.state.allow("slack", "T1", "C1")
    bot.slack.shut = set()
    bot.look(3 * DAY)
    assert (sorted(bot.slack.channels[4:]), bot.stands()[3:]) == (["C1", "C2"], [(5, "sent", "")])


def test_what_failed_is_tried_again_after_growing_waits(bot):
    bot.subscribe()
    bot.slack.says = [LATER] * 3
    for minutes in (0, 0.9, 1, 2.9, 3, 6.9, 7, 8, 60):
        bot.look(minutes * MINUTE)
    assert bot.slack.minutes == [0, 1, 3, 7]
    assert (bot.stands(), bot.counted("put_off"), bot.counted("sent")) == ([(2, "sent", "")], 3, 1)
    assert {key for _, _, key, _ in bot.slack.posts} == {"daily:s1:2026-03-02"}


def test_what_fails_until_it_is_too_late_has_failed_with_the_reason(bot):
    bot.subscribe()
    bot.slack.says = [LATER] * 99
    waits = [0, 1, 3, 7, 15, 31, *range(61, 360, 30)]
    for minutes in (*waits, 361, 391):
        bot.look((minutes - 0.1) * MINUTE)
        bot.look(minutes * MINUTE)
    assert bot.slack.minutes == waits
    assert bot.stands() == [(2, "failed", "ratelimited")]
    assert [post.reason for post in bot.state.troubled_posts(9)] == ["ratelimited"]
    bot.slack.says = []
    bot.look(DAY)
    assert bot.stands()[1:] == [(3, "sent", "")]


def test_what_was_to_be_tried_again_is_not_after_a_long_sleep(bot):
    bot.subscribe()
    bot.slack.says = [LATER]
    bot.look()
    bot.look(7 * HOUR)
    assert (bot.slack.minutes, bot.stands()) == ([0], [(2, "failed", "too_late")])


@pytest.mark.parametrize("place", [HERE, IN_DISCORD])
def test_what_may_be_there_is_never_posted_again_and_shown_to_the_operator(bot, place):
    bot.subscribe(place=place)
    platform = bot.slack if place is HERE else bot.discord
    platform.says = [PERHAPS]
    for minutes in (0, 1, 60):
        bot.look(minutes * MINUTE)
    assert (platform.minutes, bot.stands()) == ([0], [(2, "ambiguous", "TimeoutError")])
    assert [post.status for post in bot.state.troubled_posts(9)] == ["ambiguous"]


def die_while_posting(bot, platform):
    """End the process while it posts, so that nobody says what became of it."""
    platform.says = [asyncio.CancelledError()]
    bot.look()
    bot.start()


def test_what_somebody_who_died_was_sending_is_ambiguous_in_slack(bot):
    bot.subscribe()
    die_while_posting(bot, bot.slack)
    bot.look(29)
    assert bot.stands() == [(2, "sending", "")]
    bot.look(31)
    assert (bot.slack.minutes, bot.stands()) == ([0], [(2, "ambiguous", "interrupted")])


def test_what_somebody_who_died_was_sending_is_sent_again_with_the_same_key_where_that_is_told(bot):
    bot.subscribe(place=IN_DISCORD)
    die_while_posting(bot, bot.discord)
    bot.look(31)
    assert [post[1:3] for post in bot.discord.posts] == [
        ("q1", "daily:s1:2026-03-02"),
        ("the same", "daily:s1:2026-03-02"),
    ]
    assert bot.stands() == [(2, "sent", "")]


def test_what_somebody_who_died_was_sending_is_not_sent_again_once_that_is_not_told_any_more(bot):
    bot.subscribe(place=IN_DISCORD)
    die_while_posting(bot, bot.discord)
    bot.look(120)
    assert (bot.discord.minutes, bot.stands()) == ([0], [(2, "ambiguous", "interrupted")])


@pytest.mark.parametrize(("said", "status"), [(SHUT, "ambiguous"), (PERHAPS, "ambiguous")])
def test_what_was_sent_again_and_not_taken_may_be_there_all_the_same(bot, said, status):
    bot.subscribe(place=IN_DISCORD)
    die_while_posting(bot, bot.discord)
    bot.discord.says = [said]
    bot.look(31)
    assert bot.stands() == [(2, status, said.reason)]


def test_what_somebody_who_died_had_claimed_is_posted_soon_after(bot):
    bot.subscribe()
    claim_and_die(bot)
    bot.look(20 * MINUTE)
    assert (bot.slack.minutes, bot.stands()) == ([20], [(2, "sent", "")])


def claim_and_die(bot):
    bot.clock.seconds = NINE
    [scheduled] = bot.state.due(["slack"], NINE, 9)
    following = next_slot(scheduled.schedule, NINE)
    assert bot.state.claim(scheduled, following, "somebody", NINE, 30.0)


def test_what_somebody_who_died_had_claimed_is_not_posted_after_days(bot):
    bot.subscribe()
    claim_and_die(bot)
    bot.look(5 * DAY)
    assert [post[2] for post in bot.slack.posts] == ["daily:s1:2026-03-07"]
    assert bot.stands() == [*((day, "skipped", "too_late") for day in range(2, 7)), (7, "sent", "")]


def test_a_post_whose_choice_breaks_is_tried_again(bot, caplog):
    bot.subscribe()
    bot.subscribe(id="s2", place=ELSEWHERE)
    quotes, bot.stock.quotes = bot.stock.quotes, None
    bot.look()
    assert (bot.slack.posts, bot.stands(), bot.stands("s2")) == ([], *[[(2, "claimed", "internal_error")]] * 2)
    assert [record.exc_info[0] for record in caplog.records if record.levelno == logging.ERROR] == [TypeError] * 2
    bot.stock.quotes = quotes
    bot.look(MINUTE)
    bot.look(DAY)
    assert (bot.slack.minutes, bot.stands()) == ([1, 1, 1440, 1440], [(2, "sent", ""), (3, "sent", "")])


def test_a_platform_that_breaks_may_have_posted_so_that_it_is_not_asked_again(bot):
    bot.subscribe()
    bot.slack.says = [ValueError("what is this")]
    for minutes in (0, 1, 2, 30):
        bot.look(minutes * MINUTE)
    assert (bot.slack.minutes, bot.stands()) == ([0], [(2, "ambiguous", "interrupted")])
    bot.look(DAY)
    assert bot.stands()[1:] == [(3, "sent", "")]


def test_a_platform_that_breaks_and_tells_repeats_is_asked_again_with_the_same_key(bot):
    bot.subscribe(place=IN_DISCORD)
    bot.discord.says = [ValueError("what is this")]
    bot.look()
    bot.look(MINUTE)
    assert [key for _, _, key, _ in bot.discord.posts] == ["daily:s1:2026-03-02"] * 2
    assert bot.stands() == [(2, "sent", "")]


def test_what_was_posted_while_the_database_was_away_is_written_down_later(bot):
    bot.subscribe()
    bot.slack.meanwhile = lambda: take_away(bot.state)
    bot.look()
    assert (bot.slack.minutes, bot.stands()) == ([0], [(2, "sent", "")])
    bot.look(HOUR)
    assert bot.slack.minutes == [0]


def take_away(state):
    """Let the database be of no use for a moment."""
    rename(state, "posts", "gone")
    threading.Timer(0.1, rename, [state, "gone", "posts"]).start()


def rename(state, old, new):
    with state.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")


def test_a_database_that_is_away_when_something_is_due_is_asked_again(bot, caplog):
    bot.subscribe()
    rename(bot.state, "schedules", "gone")
    bot.look()
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    rename(bot.state, "gone", "schedules")
    bot.look(15)
    assert bot.slack.minutes == [0.25]


def test_a_date_is_skipped_where_the_time_zone_is_not_known_and_others_are_posted(bot, caplog):
    unknown = replace(DAILY, zone="Mars/Base")
    bot.state.add_schedule(unknown, next_slot(DAILY, bot.clock.seconds))
    bot.subscribe(id="s2", place=ELSEWHERE)
    bot.look()
    reason = "No time zone data for 'Mars/Base'. Run: pip install --upgrade tzdata; or give the schedule another zone"
    assert (bot.slack.channels, bot.stands()) == (["C2"], [(2, "skipped", reason)])
    assert caplog.messages == [f"schedule s1 for C1 in slack: no insight on 2026-03-02: {reason}"]
    bot.look(DAY)
    assert (bot.slack.channels, [day for day, *_ in bot.stands()]) == (["C2", "C2"], [2, 3])


def test_where_nothing_is_worth_showing_the_date_is_skipped(bot):
    bot.subscribe()
    bot.stock.quotes = []
    bot.look()
    assert (bot.slack.posts, bot.stands()) == ([], [(2, "skipped", "no_insight")])


def test_schedules_of_one_channel_that_are_due_at_once_never_show_the_same(bot):
    for number in range(1, 7):
        bot.subscribe(id=f"s{number}")
    for day in range(3):
        bot.look(day * DAY)
    assert sorted(text for _, text, *_ in bot.slack.posts) == sorted(f"q{number}" for number in range(1, 19))


def test_more_than_fit_at_once_are_all_posted(bot):
    for number in range(20):
        bot.subscribe(id=f"s{number}", place=replace(HERE, channel=f"C{number}"))
    for _ in range(3):
        bot.look()
    assert len(bot.slack.posts) == len(set(bot.slack.channels)) == 20


def test_of_what_the_dead_left_no_more_than_fits_is_posted_at_once(bot):
    for number in range(20):
        bot.subscribe(id=f"s{number}", place=replace(HERE, channel=f"C{number}"))
    for scheduled in bot.state.due(["slack"], NINE, 20):
        bot.state.claim(scheduled, None, "dead", NINE, 30.0)
    posted = []
    for _ in range(3):
        bot.look(MINUTE)
        posted.append(len(bot.slack.posts))
    assert posted == [8, 16, 20]


@pytest.mark.parametrize(
    ("zone", "at", "date", "expected"),
    [
        ("America/New_York", datetime.time(2, 30), "2026-03-08", "2026-03-08T03:00-04:00"),
        ("America/New_York", datetime.time(1, 30), "2026-11-01", "2026-11-01T01:30-04:00"),
        ("Asia/Beirut", datetime.time(0), "2026-03-29", "2026-03-29T01:00+03:00"),
    ],
    ids=["left out", "twice", "no midnight"],
)
def test_a_date_on_which_clocks_change_has_one_post(bot, zone, at, date, expected):
    midday = datetime.datetime.fromisoformat(f"{date}T12:00+00:00").timestamp()
    begin = midday - 36 * HOUR
    bot.clock.seconds = begin
    bot.subscribe(zone=zone, at=at)
    for minutes in range(0, 72 * 60, 30):
        bot.look(begin - NINE + minutes * MINUTE)
    on_the_date = [posted for *_, key, posted in bot.slack.posts if key == f"daily:s1:{date}"]
    assert on_the_date == [datetime.datetime.fromisoformat(expected).timestamp()]
    assert len(bot.slack.posts) == 3


class SleepyState(State):
    """A state whose process sleeps for `seconds` once it has begun a post, `awake_times` more than once."""

    clock, seconds, awake_times = None, 0.0, 0

    def begin_post(self, *args):
        verdict = super().begin_post(*args)
        if self.awake_times:
            self.awake_times -= 1
            return verdict
        self.clock.seconds += self.seconds
        self.seconds = 0.0
        return verdict


@pytest.fixture
def sleepy(state_url):
    with contextlib.closing(open_fresh(state_url, SleepyState)) as state:
        bot = RunnerWithClock(state, pace=SendingPace())
        state.clock = bot.clock
        yield bot


def test_who_slept_after_beginning_sends_it_where_nobody_else_would(sleepy):
    sleepy.subscribe()
    sleepy.state.seconds = 10 * MINUTE
    sleepy.look()
    assert (sleepy.slack.minutes, sleepy.stands()) == ([10], [(2, "sent", "")])


def test_who_slept_after_beginning_until_it_was_too_late_does_not_send_it(sleepy):
    sleepy.subscribe()
    sleepy.state.seconds = 7 * HOUR
    sleepy.look()
    assert (sleepy.slack.posts, sleepy.stands()) == ([], [(2, "failed", "paused")])


def test_who_slept_after_beginning_begins_afresh_where_others_could_have_sent_it(sleepy):
    sleepy.subscribe(place=IN_DISCORD)
    sleepy.state.seconds = 10 * MINUTE
    sleepy.look()
    assert sleepy.stands() == [(2, "claimed", "paused")]
    sleepy.look(11 * MINUTE)
    assert (sleepy.discord.minutes, sleepy.stands()) == ([11], [(2, "sent", "")])


@pytest.mark.parametrize("place", [HERE, IN_DISCORD])
def test_what_is_held_off_is_posted_afterwards_but_not_once_it_is_too_late(bot, place):
    bot.subscribe(place=place)
    platform = bot.slack if place is HERE else bot.discord
    platform.held_off_seconds = [MINUTE]
    bot.look()
    assert (platform.minutes, bot.stands()) == ([1], [(2, "sent", "")])
    platform.held_off_seconds = [2 * MINUTE]
    bot.look(DAY + 6 * HOUR - MINUTE)
    assert (platform.minutes, bot.stands()[1:]) == ([1], [(3, "failed", "held_off")])


@pytest.mark.parametrize("place", [HERE, IN_DISCORD])
def test_who_slept_after_being_held_off_sends_nothing_that_others_could_have_sent(sleepy, place):
    sleepy.subscribe(place=place)
    platform = sleepy.slack if place is HERE else sleepy.discord
    platform.held_off_seconds = [MINUTE]
    sleepy.state.seconds, sleepy.state.awake_times = 7 * HOUR, 1
    sleepy.look()
    assert (platform.posts, sleepy.stands()) == ([], [(2, "failed", "held_off")])


def test_a_running_bot_posts_what_becomes_due_and_finishes_it_when_it_ends(state):
    bot = RunnerWithClock(state, pace=SendingPace(look_seconds=0.01))
    bot.subscribe()

    async def scenario():
        running = asyncio.ensure_future(bot.runner.run())
        bot.slack.meanwhile = running.cancel
        bot.clock.seconds = NINE
        with contextlib.suppress(asyncio.CancelledError):
            await running

    asyncio.run(scenario())
    assert (bot.slack.minutes, bot.stands()) == ([0], [(2, "sent", "")])


@pytest.mark.parametrize("place", [HERE, IN_DISCORD])
def test_an_insight_that_was_held_off_and_taken_out_meanwhile_gives_way_to_another(bot, place):
    bot.subscribe(place=place)
    platform = bot.slack if place is HERE else bot.discord
    platform.held_off_seconds = [MINUTE]
    compose = bot.stock.compose

    def compose_and_take_out(schedule, date):
        composed = compose(schedule, date)
        bot.stock.quotes.remove(composed.quote_id)
        bot.stock.compose = compose
        return composed

    bot.stock.compose = compose_and_take_out
    for minutes in (0, 3):
        bot.look(minutes * MINUTE)
    assert [message for _, message, *_ in platform.posts] == ["q2"]
    assert bot.stands() == [(2, "sent", "")]
