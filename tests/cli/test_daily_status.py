import datetime
import json
import re
from dataclasses import replace

import pytest

from bot.daily.slots import known_zone
from bot.domain.schedule import WEEKDAYS, Slot
from tests.daily.schedules import DAY, IN_DISCORD, IN_SLACK, NOW, ZONE, let_post, subscribe
from tests.support.command_line import Run

IS_PARKED = (
    "Slack lets the bot post nothing in C1 since 2023-11-14 (is_archived); take it out of the archive; "
    "then say /quote daily resume there, or end its daily insights: quotebot daily off 1f2e3d4c"
)


@pytest.fixture
def status(commands, folder):
    return lambda *arguments: commands.run(folder, "daily", "status", *arguments)


def to_do(run):
    return [line.removeprefix("  ! ") for line in run.out.splitlines() if line.startswith("  ! ")]


def test_where_nothing_was_ever_set_it_says_how_and_makes_no_database(quotebot, indexed):
    assert quotebot("daily", "status") == Run(
        code=0,
        out="\n  No channel gets a daily insight yet. To set one, say in a channel of Slack: "
        "/quote daily 09:00 Asia/Shanghai, or in Discord: /daily set\n\n",
        err="",
    )
    assert json.loads(quotebot("daily", "status", "--json").out) == {"schedules": [], "troubled": [], "to_do": []}
    assert not (indexed / "data" / "state.db").exists()


def test_each_schedule_is_told_with_its_next_and_its_last_post(status, daily):
    subscribe(daily, topic="honey", days=WEEKDAYS, zone="Asia/Shanghai")
    paused = subscribe(daily, IN_DISCORD, is_paused=True, languages=("zh",))
    at = let_post(daily, paused, "sent")
    run = status()
    lines = run.out.splitlines()
    assert (run.code, run.err) == (0, "")
    assert lines[:3] == [
        "",
        "  1f2e3d4c  slack C1 in T1, by U1",
        "  on weekdays at 18:00 (Asia/Shanghai) · about honey",
    ]
    assert re.fullmatch(r"  next: (Mon|Tue|Wed|Thu|Fri) \d+ \w{3} 18:00, in .+ · last: none yet", lines[3])
    assert lines[4:] == [
        "",
        "  2a3b4c5d  discord 800 in 700, by U1",
        f"  every day at 18:00 ({ZONE}) · Only Chinese",
        f"  next: paused · last: {at}, sent",
        "",
    ]


def test_a_channel_that_takes_no_posts_is_told_with_the_fix(status, daily):
    subscribe(daily)
    daily.refuse("slack", "T1", "C1", "is_archived", 1_700_000_000.0)
    daily.refuse("slack", "T1", "C2", "is_archived", 1_700_000_000.0)  # no insight waits for this one
    run = status()
    assert (to_do(run), run.code) == ([IS_PARKED], 1)
    assert run.err == "quotebot: 1 thing needs somebody; each line says what to do\n"
    assert run.out.splitlines()[3].endswith(" · last: none yet · parked")


@pytest.mark.parametrize(
    ("days_ago", "fix"),
    [
        (0, "look in the channel; if it is not there: quotebot daily post 1f2e3d4c --again"),
        (1, "look in the channel; if it is not there: quotebot daily post 1f2e3d4c"),
    ],
)
def test_a_latest_post_that_may_have_arrived_needs_somebody(status, daily, days_ago, fix):
    at = let_post(daily, subscribe(daily), "ambiguous", "interrupted", days_ago=days_ago)
    run, day = status(), at[:-6]
    reason = "may have arrived (the process ended while it was sent)"
    assert to_do(run) == [f"schedule 1f2e3d4c: the insight of {day} {reason}; {fix}"]
    assert f"  {day}  1f2e3d4c  {reason}" in run.out.splitlines()
    assert run.code == 1


def test_a_latest_post_that_failed_needs_somebody_until_a_later_one_is_there(status, daily):
    schedule = subscribe(daily)
    day = let_post(daily, schedule, "failed", "ratelimited", days_ago=1)[:-6]
    run = status()
    assert to_do(run) == [
        f"schedule 1f2e3d4c: the insight of {day} was not posted (ratelimited); "
        "to post today's by hand: quotebot daily post 1f2e3d4c"
    ]
    let_post(daily, schedule, "sent")
    run = status()
    assert (to_do(run), run.code) == ([], 0)
    assert f"  {day}  1f2e3d4c  failed (ratelimited)" in run.out.splitlines()


def test_what_went_wrong_long_ago_is_not_told(status, daily):
    schedule = subscribe(daily)
    let_post(daily, schedule, "failed", "ratelimited", days_ago=31)
    let_post(daily, schedule, "sent")
    assert "In the last 30 days" not in status().out


def test_a_paused_schedule_needs_nobody(status, daily):
    let_post(daily, subscribe(daily, is_paused=True), "failed", "ratelimited")
    assert (to_do(status()), status().code) == ([], 0)


def test_a_post_that_nobody_makes_is_told(status, daily):
    due = Slot(NOW - 3 * DAY, datetime.date.today())
    daily.add_schedule(IN_SLACK, due)
    run = status()
    [to_do_line] = to_do(run)
    assert re.fullmatch(
        r"schedule 1f2e3d4c: its post is due since \w{3} \d+ \w{3} \d\d:\d\d; run: quotebot serve", to_do_line
    )
    assert ", 3 days ago · last: none yet" in run.out


def test_a_time_zone_that_is_gone_spoils_only_its_own_schedule(status, daily):
    subscribe(daily, IN_DISCORD)
    daily.add_schedule(replace(IN_SLACK, zone="Nowhere/Land"), Slot(NOW + DAY, datetime.date.today()))
    run = status()
    assert to_do(run) == [
        "schedule 1f2e3d4c: No time zone data for 'Nowhere/Land'. Run: pip install --upgrade tzdata; "
        "or give the schedule another zone"
    ]
    assert re.search(r"next: \d{4}-\d\d-\d\d \d\d:\d\d UTC, in (23 hours|1 day) · last: none yet", run.out)
    assert re.search(r"next: \w{3} \d+ \w{3} 18:00, in .+ · last: none yet", run.out)


def test_json_tells_the_same_to_programs(status, daily):
    schedule = subscribe(daily, topic="honey", speakers=("Mara Field",), languages=("en",))
    let_post(daily, schedule, "failed", "ratelimited")
    daily.refuse("slack", "T1", "C1", "is_archived", 1_700_000_000.0)
    run = status("--json")
    overview = json.loads(run.out)
    next_post, last = overview["schedules"][0].pop("next"), overview["schedules"][0].pop("last")
    assert overview["schedules"] == [
        {
            "id": "1f2e3d4c",
            "platform": "slack",
            "workspace": "T1",
            "channel": "C1",
            "time": "18:00",
            "zone": ZONE,
            "days": [0, 1, 2, 3, 4, 5, 6],
            "topic": "honey",
            "speakers": ["Mara Field"],
            "languages": ["en"],
            "set_by": "U1",
            "is_paused": False,
            "parked": {"reason": "is_archived", "since": "2023-11-14T22:13:20+00:00"},
        }
    ]
    assert datetime.datetime.fromisoformat(next_post["at"]).timestamp() > NOW
    assert last.pop("ended_at") == datetime.datetime.fromtimestamp(NOW, datetime.UTC).isoformat(timespec="seconds")
    today = datetime.datetime.fromtimestamp(NOW, known_zone(ZONE)).date().isoformat()
    assert last == {
        "schedule": "1f2e3d4c",
        "date": today,
        "status": "failed",
        "reason": "ratelimited",
        "quote": "q-1f2e3d4c-0",
        "message": None,
    }
    assert (len(overview["troubled"]), overview["to_do"]) == (1, [IS_PARKED])
    assert (run.code, run.err) == (1, "")
