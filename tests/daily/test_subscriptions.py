import itertools
from dataclasses import replace

import pytest

from bot.daily.parse_schedule import parse_fields
from bot.daily.slots import next_slot
from bot.domain.channel_post import Place, Posted
from bot.domain.command import Ask, Daily
from bot.domain.message import Buttons, QuoteBlock
from bot.domain.rules import Scope
from bot.intake.commands import parse_command
from bot.intake.service import QuoteService
from index.errors import QuestionError
from tests.support.request_builder import make_request

HERE = Place(platform="slack", workspace="T1", channel="C1")
NOON = 1_732_276_800.0  # Friday, 22 November 2024, 12:00 UTC
_numbers = itertools.count()


@pytest.fixture
def channel(live, state):
    """A channel in Slack in which people type daily commands, and which takes what is posted."""
    return Channel(QuoteService(live, state), state)


class Channel:
    def __init__(self, service, state):
        self._service = service
        self.state = state
        self.posted = []
        self.post_result = Posted(outcome="sent")

    def type(self, text, **fields):
        """Return what somebody is told who types this, or says it by a command."""
        return self._message_of(self._service.respond(request(text=text, **fields)))

    def press(self, action, **fields):
        return self._message_of(self._service.respond(request(kind="button", action=action, **fields)))

    def home(self):
        return self._service.home("en", "slack", "T1", "U1")

    def schedules(self):
        return self.state.schedules_in(HERE)

    def _message_of(self, reply):
        if not reply.trial:
            return reply.message
        assert reply.trial.place == HERE
        self.posted.append(reply.trial.message.text)
        return reply.trial.accept() if self.post_result.outcome == "sent" else reply.trial.refuse(self.post_result)


def request(**fields):
    known = {"keys": (f"k{next(_numbers)}",), "asked_at": NOON + next(_numbers) / 1000}
    return make_request(**known | fields)


def labels_of(message):
    return [button.label for part in message.parts if isinstance(part, Buttons) for button in part.buttons]


def quotes_of(message):
    return [part.text for part in message.parts if isinstance(part, QuoteBlock)]


def test_setting_one_says_so_in_the_channel_and_tells_the_next_three_times(channel):
    reply = channel.type("daily 09:00 Asia/Shanghai weekdays")
    assert channel.posted == [
        "An insight from the interviews comes here on weekdays at 09:00 (Asia/Shanghai). Next: Mon 25 Nov 09:00. "
        "To change it: /quote daily list"
    ]
    assert reply.text == (
        "Set: on weekdays at 09:00 (Asia/Shanghai).\n"
        "Next: Mon 25 Nov 09:00 · Tue 26 Nov 09:00 · Wed 27 Nov 09:00\n"
        "/quote daily list shows what is set here, and pauses or ends it."
    )
    assert reply.visibility == "private"
    assert [(schedule.zone, schedule.days, schedule.user) for schedule in channel.schedules()] == [
        ("Asia/Shanghai", (0, 1, 2, 3, 4), "U1")
    ]


def test_who_types_chinese_reads_chinese(channel):
    reply = channel.type("每天早上9点半 上海 周一,周三 from:mara", locale="en-US")
    assert channel.posted == [
        "访谈里的一句话会发到这里：每周一、周三 09:30（Asia/Shanghai） · 只看 Mara Field。"
        "下一次：11月25日周一 09:30。要修改：/quote daily list"
    ]
    assert reply.text.split("\n")[1] == "接下来：11月25日周一 09:30 · 11月27日周三 09:30 · 12月2日周一 09:30"
    [schedule] = channel.schedules()
    assert (schedule.interface, schedule.speakers) == ("zh", ("Mara Field",))


def test_where_the_bot_may_not_post_nothing_is_saved_and_it_is_said_what_to_do(channel):
    channel.post_result = Posted(outcome="refused", reason="not_in_channel")
    reply = channel.type("daily 09:00 UTC")
    assert reply.text == (
        "I may not post in this channel (not_in_channel), so nothing was saved. "
        "Invite me with /invite @quotebot, then say it again."
    )
    channel.post_result = Posted(outcome="failed", reason="ratelimited")
    assert channel.type("daily 09:00 UTC").text == (
        "I could not post in this channel just now (ratelimited), so nothing was saved. Please try again."
    )
    assert channel.schedules() == []


def test_the_zone_is_the_askers_where_it_is_known_else_the_one_that_is_set_here(channel):
    with pytest.raises(QuestionError) as asked:
        channel.type("daily 9:00")
    assert str(asked.value) == "In which time zone? Such as: /quote daily 09:00 Asia/Shanghai"
    channel.type("daily 9:00", zone="Europe/Berlin")
    channel.type("daily 10:00")
    assert [schedule.zone for schedule in channel.schedules()] == ["Europe/Berlin", "Europe/Berlin"]


def test_without_a_time_one_is_asked_for(channel):
    with pytest.raises(QuestionError) as asked:
        channel.type("daily set weekdays UTC")
    assert str(asked.value) == "At what time? Such as: /quote daily 09:00 Asia/Shanghai"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("daily 09:00 UTC from:mozart", "Nobody called mozart speaks here. Speaking here: Mara Field, Tom Reed, 林晓"),
        (
            "daily 09:00 UTC from:mara lang:zh",
            "No quote here is worth showing on its own. Try another topic, person or language.",
        ),
        (
            "daily 09:00 UTC from:mara lang:zh topic:honey",
            "Nothing here is worth a daily insight about honey. Nothing was saved; choose another topic.",
        ),
    ],
)
def test_what_would_never_post_anything_is_not_saved(channel, text, expected):
    with pytest.raises(QuestionError) as refused:
        channel.type(text)
    assert str(refused.value) == expected
    assert (channel.posted, channel.schedules()) == ([], [])


def test_the_same_is_set_once(channel):
    channel.type("daily 09:00 UTC mon,wed lang:en")
    reply = channel.type("daily lang:en wed,mon 9am utc", user="U2")
    assert reply.text == "That is set already: every Mon and Wed at 09:00 (UTC) · Only English."
    assert len(channel.schedules()) == 1
    assert len(channel.posted) == 1


def test_setting_what_is_paused_or_parked_lets_it_go_on(channel):
    channel.type("daily 09:00 UTC")
    channel.type("daily pause")
    assert channel.type("daily 9am UTC").text.startswith("Daily insights in this channel\n1. every day at 09:00 (UTC)")
    assert [schedule.is_paused for schedule in channel.schedules()] == [False]
    channel.state.refuse("slack", "T1", "C1", "not_in_channel", NOON)
    channel.type("daily 9am UTC")
    assert channel.state.refusal("slack", "T1", "C1") is None
    assert len(channel.schedules()) == 1


def test_whoever_changes_one_has_set_it_and_nobody_else_reads_of_it_elsewhere(channel):
    channel.type("daily 09:00 UTC")
    channel.type("daily change 1 topic:price", user="U2")
    by = [channel.state.schedules_by("slack", "T1", user) for user in ("U1", "U2")]
    assert [[schedule.topic for schedule in theirs] for theirs in by] == [[], ["price"]]


def test_a_channel_has_ten_at_most(channel):
    for hour in range(10):
        channel.type(f"daily {hour:02}:00 UTC")
    reply = channel.type("daily 23:00 UTC")
    assert reply.text == "There are 10 here already; turn one off first: /quote daily list"
    assert len(channel.schedules()) == 10


def test_the_list_shows_each_with_what_is_next_and_buttons(channel):
    assert channel.type("daily list").text == (
        "No daily insight here yet. Set one with a time and a time zone: /quote daily 09:00 Asia/Shanghai"
    )
    channel.type("daily 09:00 UTC")
    channel.type("daily 18:00 UTC weekends lang:zh")
    channel.type("daily pause 2")
    listed = channel.type("daily list")
    assert listed.text.split("\n") == [
        "Daily insights in this channel",
        "1. every day at 09:00 (UTC)",
        "Next: Sat 23 Nov 09:00",
        "2. on weekends at 18:00 (UTC) · Only Chinese",
        "paused",
    ]
    assert labels_of(listed) == ["Pause 1", "Turn off 1", "Resume 2", "Turn off 2"]


@pytest.mark.parametrize(
    ("restrict", "shown"),
    [
        (lambda state: None, "about the price · Only Mara Field"),
        (
            lambda state: state.forbid("word", "price", "ada", NOON),
            "about what is not shown any more · Only Mara Field",
        ),
        (
            lambda state: state.forbid("topic", "The Price", "ada", NOON),
            "about what is not shown any more · Only Mara Field",
        ),
        (
            lambda state: state.set_sources(Scope(), ["tea"], "ada", NOON),
            "about the price · Only what is not shown any more",
        ),
    ],
)
def test_no_list_names_what_was_left_out_since(channel, restrict, shown):
    channel.type("daily 09:00 UTC")
    channel.type('daily change 1 topic:"the price" from:"Mara Field"')
    restrict(channel.state)
    assert channel.type("daily list").text.split("\n")[1] == f"1. every day at 09:00 (UTC) · {shown}"
    assert f"every day at 09:00 (UTC) · {shown}" in channel.home().text
    channel.type("daily pause")
    channel.type("daily resume")
    assert f" · {shown}" in channel.posted[-1]
    [schedule] = channel.schedules()
    assert (schedule.topic, schedule.speakers) == ("the price", ("Mara Field",))


def test_a_channel_that_refuses_says_why_in_its_list_until_it_is_resumed(channel):
    channel.type("daily 09:00 UTC")
    channel.state.refuse("slack", "T1", "C1", "is_archived", NOON)
    status_line = channel.type("daily list").text.split("\n")[1]
    assert status_line == "I cannot post here (is_archived). Once I can, say: /quote daily resume"
    channel.type("daily resume")
    assert channel.state.refusal("slack", "T1", "C1") is None
    assert len(channel.posted) == 2


def test_pausing_keeps_a_schedule_and_turning_it_off_does_not(channel):
    channel.type("daily 09:00 UTC")
    channel.type("daily pause")
    assert [schedule.is_paused for schedule in channel.schedules()] == [True]
    assert channel.state.due(["slack"], NOON + 7 * 86400, 9) == []
    channel.type("daily resume")
    assert [schedule.is_paused for schedule in channel.schedules()] == [False]
    assert channel.state.due(["slack"], NOON + 86400, 9)[0].next_slot.at == 1_732_352_400.0  # 23 November, 09:00
    channel.type("daily off")
    assert channel.schedules() == []


def test_of_several_it_is_asked_which_one(channel):
    with pytest.raises(QuestionError, match="No daily insight here yet"):
        channel.type("daily off")
    channel.type("daily 09:00 UTC")
    channel.type("daily 10:00 UTC")
    for words in ("", "3", "0"):
        with pytest.raises(QuestionError) as asked:
            channel.type(f"daily off {words}")
        assert str(asked.value) == "Which one? Say its number: 1 to 2, or all."
    channel.type("daily off 1")
    assert [f"{schedule.at:%H:%M}" for schedule in channel.schedules()] == ["10:00"]
    channel.type("daily off all")
    assert channel.schedules() == []


@pytest.mark.parametrize("number", ["1", "all", ""])
def test_who_takes_over_what_ends_a_schedule_ends_no_other(channel, number):
    channel.type("daily 09:00 UTC")
    kept = ["10:00"] if number == "1" else []
    if kept:
        channel.type("daily 10:00 UTC")
    told = [channel.type(f"daily off {number}", keys=("held off",)).text for _ in range(2)]
    assert [f"{each.at:%H:%M}" for each in channel.schedules()] == kept
    assert told[0] == told[1]


def test_who_takes_over_the_press_that_ends_a_schedule_shows_what_is_left(channel):
    channel.type("daily 09:00 UTC")
    channel.type("daily 10:00 UTC")
    [first, _] = channel.schedules()
    told = [channel.press(f"daily:off:{first.id}", keys=("held off",)) for _ in range(2)]
    assert [labels_of(message) for message in told] == [["Pause 1", "Turn off 1"]] * 2
    assert told[0] == told[1]


def test_a_change_keeps_what_is_not_said(channel):
    channel.type("daily 09:00 Asia/Shanghai weekdays lang:zh")
    [before] = channel.schedules()
    reply = channel.type("daily change 1 10:30 topic:none from:mara lang:any")
    assert reply.text.startswith("Set: on weekdays at 10:30 (Asia/Shanghai) · Only Mara Field.\n")
    [after] = channel.schedules()
    assert (after.id, after.version, after.languages, after.days) == (before.id, 2, (), (0, 1, 2, 3, 4))


def test_the_only_one_is_changed_without_a_number(channel):
    channel.type("daily 09:00 UTC lang:zh")
    channel.type("daily change 10:00")
    assert [(f"{schedule.at:%H:%M}", schedule.languages) for schedule in channel.schedules()] == [("10:00", ("zh",))]
    channel.type("daily 12:00 UTC")
    with pytest.raises(QuestionError, match="Which one"):
        channel.type("daily change 11:00")


@pytest.mark.parametrize(
    ("command", "fields", "expected"),
    [
        (
            parse_command("每天 25:00"),
            {"text": "每天 25:00"},
            "“25:00”不是一天里的时间。例如：09:00、晚上9点半或 21:30",
        ),
        (
            parse_command("daily 3 habits"),
            {},
            "I do not understand “3 habits” as a time, day or time zone. A daily insight is set so: "
            "/quote daily 09:00 Asia/Shanghai    To ask a question that begins like this, put it in quotation marks: "
            '/quote "daily 3 habits"',
        ),
        (
            parse_command("每天工作12小时"),
            {"text": "每天工作12小时"},
            "看不懂“工作12小时”：它不是时间、星期或时区。每日一句这样设定：/quote daily 09:00 Asia/Shanghai    "
            '要问一个这样开头的问题，请加上引号：/quote "每天工作12小时"',
        ),
        (
            parse_command("daily 3 habits"),
            {"platform": "discord"},
            "I do not understand “3 habits” as a time, day or time zone. A daily insight is set so: "
            "/daily set time:09:00 zone:Asia/Shanghai    To ask a question that begins like this, put it in "
            'quotation marks: "daily 3 habits"',
        ),
        (Daily("set", wish=parse_fields(time="25:00")), {"locale": "zh-TW"}, "“25:00”不是一天裡的時間。"),
        (
            Daily("set", wish=parse_fields(zone="shangai")),
            {},
            "No time zone is called “shangai”. Near it: Asia/Shanghai",
        ),
    ],
)
def test_what_was_not_understood_is_told_in_the_language_of_who_said_it(channel, command, fields, expected):
    with pytest.raises(QuestionError) as refused:
        channel.type(command=command, **{"text": ""} | fields)
    assert str(refused.value).startswith(expected)
    assert (channel.posted, channel.schedules()) == ([], [])


@pytest.mark.parametrize(
    ("platform", "locale", "typed"),
    [
        ("slack", "en", "9am ET"),
        ("slack", "en", "21h Paris"),
        ("slack", "en", "9 in the morning London time"),
        ("slack", "zh-CN", "早上九点半 北京时间"),
        ("slack", "zh-CN", "9点 美东时间"),
        ("slack", "zh-CN", "下午3点 台北"),
        ("discord", "en", "9am ET"),
        ("discord", "zh-CN", "早上九点半 北京时间"),
    ],
)
def test_what_help_gives_as_a_time_and_a_zone_is_one(channel, platform, locale, typed):
    assert typed in channel.type("", command=Daily("help"), platform=platform, locale=locale).text
    command = parse_command(f"daily {typed}")
    assert command.wish.at
    assert command.wish.zone


@pytest.mark.parametrize(
    ("platform", "locale", "question"),
    [
        ("slack", "en", '"daily 3 habits"'),
        ("slack", "zh-CN", '"每天工作12小时"'),
        ("discord", "en", '"daily 3 habits"'),
        ("discord", "zh-CN", '"每天3点起床的人"'),
    ],
)
def test_what_help_gives_as_a_question_is_one(channel, platform, locale, question):
    assert question in channel.type("", command=Daily("help"), platform=platform, locale=locale).text
    assert parse_command(question) == parse_command(question, is_message=True) == Ask(question=question)


@pytest.mark.parametrize(
    ("status", "reason", "first"),
    [("sent", "", "Sat 23"), ("failed", "timeout", "Sat 23"), ("skipped", "schedule_changed", "Fri 22")],
)
def test_a_date_that_had_its_post_is_not_promised_another_after_a_change(channel, status, reason, first):
    channel.type("daily 09:00 UTC", asked_at=NOON - 6 * 3600)
    [due] = channel.state.due(["slack"], NOON, 1)
    tomorrow = next_slot(due.schedule, NOON)
    claim = channel.state.claim(due, tomorrow, "A", NOON, 30.0)
    channel.state.finish_post(claim, "A", status, NOON, reason)
    next_line = channel.type("daily change 1 18:00").text.split("\n")[1]
    assert next_line.startswith(f"Next: {first} Nov 18:00 · ")
    assert f"Next: {first} Nov 18:00. " in channel.posted[-1]
    assert channel.type("daily list").text.split("\n")[2].startswith(f"Next: {first} Nov 18:00 · last: Fri 22 Nov, ")
    [changed] = channel.state.all_schedules()
    assert changed.next_slot.date.day == int(first[-2:])


def test_the_buttons_of_the_list_do_what_they_say_and_show_the_list_again(channel):
    channel.type("daily 09:00 UTC")
    [schedule] = channel.schedules()
    paused = channel.press(f"daily:pause:{schedule.id}")
    assert (paused.replaces, labels_of(paused)) == (True, ["Resume 1", "Turn off 1"])
    assert labels_of(channel.press(f"daily:resume:{schedule.id}")) == ["Pause 1", "Turn off 1"]
    assert channel.press(f"daily:off:{schedule.id}").text.startswith("No daily insight here yet")
    with pytest.raises(QuestionError, match="Somebody changed it just now"):
        channel.press(f"daily:off:{schedule.id}")


def test_a_button_of_one_channel_does_nothing_in_another(channel):
    channel.type("daily 09:00 UTC")
    [schedule] = channel.schedules()
    with pytest.raises(QuestionError):
        channel.press(f"daily:off:{schedule.id}", channel="C2")
    assert len(channel.schedules()) == 1


def test_where_only_admins_may_others_can_look(channel):
    channel.type("daily 09:00 UTC")
    [schedule] = channel.schedules()
    channel.state.save_settings("slack", "T1", "C1", {"who_may_change": "admins"})
    for text in ("daily 10:00 UTC", "daily off", "daily pause", "daily now"):
        with pytest.raises(QuestionError, match="Only an admin"):
            channel.type(text)
    with pytest.raises(QuestionError, match="Only an admin"):
        channel.press(f"daily:off:{schedule.id}")
    assert channel.type("daily list").text.startswith("Daily insights in this channel")
    channel.type("daily off", is_admin=True)
    assert channel.schedules() == []


def test_a_preview_shows_what_comes_first_and_counts_as_nothing(channel):
    channel.type("daily 18:00 UTC")
    channel.type("daily 09:00 UTC lang:zh")
    previewed = channel.type("daily preview")
    assert previewed.text.split("\n")[0] == "Fri 22 Nov 18:00"
    assert len(quotes_of(previewed)) == 1
    assert (labels_of(previewed), previewed.visibility) == ([], "private")
    assert channel.state.quotes_shown(HERE) == []


def test_one_that_is_wanted_now_is_for_everybody_and_does_not_come_again(channel):
    seen = [quotes_of(channel.type("daily now"))[0] for _ in range(3)]
    assert len(set(seen)) == 3
    assert len(channel.state.quotes_shown(HERE)) == 3
    now = channel.type("daily now")
    assert now.visibility == "public"
    assert labels_of(now) == ["👍", "👎", "Context", "More like this", "Delete"]


def test_what_comes_is_in_the_language_that_the_channel_reads_unless_the_schedule_names_another(channel):
    channel.state.save_settings("slack", "T1", "C1", {"quote_language": "zh"})
    channel.type("daily 18:00 UTC")
    assert ["林晓 (Lin Xiao)" in channel.type(f"daily {verb}").text for verb in ("preview", "now", "now")] == [True] * 3
    channel.type("daily off")
    channel.type("daily 18:00 UTC lang:en")
    assert ["Mara Field" in channel.type(f"daily {verb}").text for verb in ("preview", "now")] == [True] * 2


def test_an_empty_command_tells_how(channel):
    assert channel.type("daily").text.startswith("One insight a day in this channel: /quote daily 09:00 Asia/Shanghai")
    assert "/daily set" in channel.type("daily help", platform="discord").text


def test_a_topic_is_a_few_words(channel):
    with pytest.raises(QuestionError) as refused:
        channel.type("daily 09:00 UTC topic:" + "honey " * 40)
    assert str(refused.value) == "A topic has 200 characters at most. Say it in a few words."


def test_a_number_that_nobody_counts_to_is_none_of_the_list(channel):
    channel.type("daily 09:00 UTC")
    with pytest.raises(QuestionError, match="Which one"):
        channel.type("daily change " + "9" * 5000 + " 10:00")


def test_a_zone_that_is_lost_does_not_hide_the_others(channel):
    channel.type("daily 09:00 UTC")
    [schedule] = channel.schedules()
    channel.state.change_schedule(replace(schedule, zone="Mars/Olympus"), None)
    channel.type("daily 10:00 UTC")
    assert channel.type("daily list").text.split("\n")[1:] == [
        "1. every day at 09:00 (Mars/Olympus)",
        "Next: no time zone data for Mars/Olympus",
        "2. every day at 10:00 (UTC)",
        "Next: Sat 23 Nov 10:00",
    ]
