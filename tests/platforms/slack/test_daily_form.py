import datetime
import json
import logging
from dataclasses import replace

import pytest

from bot.domain.command import Daily
from bot.domain.message import Button, Buttons, Message, notice
from bot.domain.reply import Reply
from bot.domain.request import Request
from bot.domain.schedule import EVERY_DAY
from bot.domain.schedule_wish import Misread, ScheduleWish
from bot.slack.daily_form import chosen_wish, daily_modal
from bot.wording.autocomplete import Choice
from tests.peers.slack import Channel, User, view_problems
from tests.platforms.slack.slack_bot import actions_in, run_bot, text_of

OPENING = Request(
    platform="slack",
    kind="command",
    keys=("slack:trigger:1",),
    workspace="T1",
    channel="C1",
    user="U1",
    asked_at=1.0,
    text="daily",
    command=Daily("form"),
    locale="en",
)
SHANGHAI = "Asia/Shanghai"
UNCHANGED = ScheduleWish(at=datetime.time(9), zone=SHANGHAI, days=EVERY_DAY, topic="", speakers=(), languages=())


class FormEchoService:
    """Says to who asks what the form or the command says; remembers the requests."""

    def __init__(self):
        self.asked = []

    def respond(self, request):
        self.asked.append(request)
        verb = request.command.verb if isinstance(request.command, Daily) else request.text
        new = Buttons((Button(action="daily:new", label="New"), Button(action="daily:pause:s1", label="Pause")))
        return Reply(message=Message(parts=(*notice(f"echo {verb}").parts, new)))

    def home(self, *_):
        return notice(f"home, {len(self.asked)} asked")

    def offer(self, option, typed, interface, audience):
        names = ["Mara Field", 'Ali "Al" Ghodsi']
        return [Choice(f"{name} ({interface})", name) for name in names if name.startswith(typed)]


@pytest.fixture
def service():
    return FormEchoService()


@pytest.fixture
def run(service, tmp_path):
    return lambda scenario, **options: run_bot(service, tmp_path, scenario, **options)


def filled_in(**blocks):
    return {"state": {"values": {name: {f"quote:{name}": value} for name, value in blocks.items()}}}


def options(*values):
    return [{"text": {"type": "plain_text", "text": value.title()}, "value": value} for value in values]


@pytest.mark.parametrize("interface", ["en", "zh", "zh-Hant"])
@pytest.mark.parametrize("zone", [None, Choice("Shanghai", SHANGHAI)])
@pytest.mark.parametrize("asks_channel", [False, True])
def test_slack_takes_the_form(interface, zone, asks_channel):
    view = daily_modal(OPENING, interface, zone, asks_channel=asks_channel)
    asked = [block["block_id"] for block in view["blocks"]]
    assert asked == [*["channel"] * asks_channel, "time", "zone", "days", "topic", "speakers", "languages"]
    assert [block["block_id"] for block in view["blocks"] if block.get("optional")] == ["topic", "speakers"]
    assert Request.from_record(json.loads(view["private_metadata"])) == OPENING
    assert view_problems(view) == []


@pytest.mark.parametrize(
    ("interface", "title", "labels", "first_day"),
    [
        (
            "en",
            "An insight a day",
            ["Time", "Time zone", "Days", "Topic", "Only from", "Language of the quotes"],
            "Monday",
        ),
        ("zh", "每日一句", ["时间", "时区", "哪几天", "主题", "只要这些人说的", "引文的语言"], "星期一"),
        ("zh-Hant", "每日一句", ["時間", "時區", "哪幾天", "主題", "只要這些人說的", "引文的語言"], "星期一"),
    ],
)
def test_the_form_speaks_the_language_of_the_interface(interface, title, labels, first_day):
    view = daily_modal(OPENING, interface, None, asks_channel=False)
    assert view["title"]["text"] == title
    assert [block["label"]["text"] for block in view["blocks"]] == labels
    assert view["blocks"][2]["element"]["options"][0]["text"]["text"] == first_day


def test_a_form_wishes_for_what_was_chosen_in_it():
    view = filled_in(
        time={"type": "timepicker", "selected_time": "09:30"},
        zone={"type": "external_select", "selected_option": options(SHANGHAI)[0]},
        days={"type": "checkboxes", "selected_options": options("0", "2")},
        topic={"type": "plain_text_input", "value": "small models"},
        speakers={"type": "multi_external_select", "selected_options": options("Sam Altman", 'Ali "Al" Ghodsi')},
        languages={"type": "radio_buttons", "selected_option": options("zh")[0]},
    )
    assert chosen_wish(view) == ScheduleWish(
        at=datetime.time(9, 30),
        zone=SHANGHAI,
        days=(0, 2),
        topic="small models",
        speakers=("Sam Altman", 'Ali "Al" Ghodsi'),
        languages=("zh",),
    )


def test_what_is_left_as_it_was_narrows_nothing():
    view = filled_in(
        time={"type": "timepicker", "selected_time": "09:00"},
        zone={"type": "external_select", "selected_option": options(SHANGHAI)[0]},
        days={"type": "checkboxes", "selected_options": options(*"0123456")},
        topic={"type": "plain_text_input", "value": None},
        speakers={"type": "multi_external_select", "selected_options": []},
        languages={"type": "radio_buttons", "selected_option": options("any")[0]},
    )
    assert chosen_wish(view) == UNCHANGED


def test_a_zone_that_there_is_not_is_said_to_be_none():
    view = filled_in(zone={"type": "external_select", "selected_option": options("Mars/Olympus")[0]})
    assert chosen_wish(view) == Misread("schedule_word_unknown", (("typed", "Mars/Olympus"),))


@pytest.mark.parametrize(
    ("written", "topic"),
    [
        ('hiring" lang:zh off', 'hiring" lang:zh off'),
        ("any", "any"),
        ("two\nlines\u202e", "two lines"),
        (" \u200b ", ""),
    ],
)
def test_a_topic_is_taken_word_for_word(written, topic):
    wish = chosen_wish(filled_in(topic={"type": "plain_text_input", "value": written}))
    assert wish == ScheduleWish(topic=topic, speakers=(), languages=())


def test_the_form_is_filled_in_and_answered_where_it_was_opened(run, service):
    async def scenario(bot):
        bot.peer.add(Channel(id="C7", has_bot=False))
        bot.peer.add(User(id="U1", name="ann", is_admin=True, tz=SHANGHAI, locale="zh-TW"))
        form = await bot.ask("daily", channel="C7")
        zones = [option["value"] for option in await bot.peer.suggest(form, "quote:daily:zone", "ber")]
        speakers = await bot.peer.suggest(form, "quote:daily:speakers", "Mara")
        sent = await bot.peer.submit_view(
            form,
            {
                "time": "18:05",
                "quote:daily:zone": "Europe/Berlin",
                "days": ["0", "1"],
                "quote:daily:speakers": ["Mara Field"],
                "topic": "bees",
                "languages": "en",
            },
        )
        answer = await bot.answer(2)
        return form, zones[0], speakers, bot.peer.acks[sent.envelope_id][0], answer

    form, zone, speakers, ack, answer = run(scenario)
    assert (form.kind, form.text, form.user) == ("view", "每日一句", "U1")
    assert [option["text"]["text"] for option in speakers] == ["Mara Field (zh-Hant)"]
    assert (zone, ack.payload, ack.seconds < 3) == ("Europe/Berlin", None, True)
    wish = ScheduleWish(
        at=datetime.time(18, 5),
        zone="Europe/Berlin",
        days=(0, 1),
        topic="bees",
        speakers=("Mara Field",),
        languages=("en",),
    )
    assert (answer.channel, answer.user, text_of(answer)) == ("C7", "U1", "echo set")
    [request] = service.asked
    view = form.view
    assert request.keys[0] == f"slack:form:{view['id']}:{view['hash']}"
    assert request.keys[1].startswith("slack:trigger:")
    assert (request.kind, request.text, request.channel, request.user) == ("form", "bees", "C7", "U1")
    assert request.command == Daily("set", wish=wish)
    assert (request.user_name, request.is_admin, request.zone, request.locale) == ("ann", True, SHANGHAI, "zh-Hant")


def test_the_form_begins_in_the_time_zone_of_who_opens_it(run):
    async def scenario(bot):
        bot.peer.add(User(id="U5", tz=SHANGHAI))
        known = await bot.ask("daily", user="U5")
        bot.peer.scopes.remove("users:read")
        unknown = await bot.ask("daily", user="U5")
        return [form.view["blocks"][1]["element"].get("initial_option", {}).get("value") for form in (known, unknown)]

    assert run(scenario) == [SHANGHAI, None]


def test_the_form_speaks_the_language_that_is_set_for_the_channel(run):
    async def scenario(bot):
        bot.state.save_settings("slack", "T1", "C1", {"interface": "zh"})
        return (await bot.ask("daily")).text

    assert run(scenario) == "每日一句"


def test_a_form_that_is_sent_off_again_is_done_once(run, service):
    async def scenario(bot):
        bot.peer.add(User(id="U1", name="ann", tz=SHANGHAI))
        form = await bot.ask("daily")
        for _ in range(2):
            await bot.peer.submit_view(form, {})
        await bot.answer(2)
        return len(bot.peer.acks)

    assert run(scenario) == 3
    assert [request.command for request in service.asked] == [Daily("set", wish=UNCHANGED)]


def test_an_answer_finds_the_asker_where_the_address_of_the_command_is_gone(run):
    async def scenario(bot):
        bot.peer.add(Channel(id="C7", has_bot=False))
        for channel in ("C1", "C7"):
            form = await bot.ask("daily", channel=channel)
            bot.peer.age(31 * 60)
            await bot.peer.submit_view(form, {})
            await bot.answer(len(bot.peer.posts) + 1)
        return [(post.kind, post.channel, post.user) for post in bot.peer.posts if post.kind != "view"]

    assert run(scenario) == [("ephemeral", "C1", "U1"), ("post", "D1", None)]


def test_the_page_of_the_bot_opens_the_form_that_asks_for_the_channel_too(run, service):
    async def scenario(bot):
        await bot.peer.open_home("U2")
        home = await bot.answer()
        form = await bot.press(home, "daily:new", user="U2")
        await bot.peer.submit_view(form, {"channel": "C1"}, user="U2")
        refreshed = await bot.answer(4)
        return form, bot.peer.posts[2], refreshed

    form, answer, refreshed = run(scenario)
    assert (form.user, form.view["blocks"][0]["block_id"]) == ("U2", "channel")
    assert (answer.kind, answer.channel, answer.user) == ("ephemeral", "C1", "U2")
    assert (refreshed.kind, refreshed.user, text_of(refreshed)) == ("view", "U2", "home, 1 asked")
    [request] = service.asked
    assert (request.channel, request.user) == ("C1", "U2")
    assert request.command == Daily("set", wish=replace(UNCHANGED, zone="Europe/Berlin"))


def test_a_button_of_a_message_opens_the_form_for_its_channel(run, service):
    async def scenario(bot):
        listed = await bot.ask("daily list")
        form = await bot.press(listed, "daily:new")
        await bot.peer.submit_view(form, {})
        return form, await bot.answer(3)

    form, answer = run(scenario)
    assert form.view["blocks"][0]["block_id"] == "time"
    assert (answer.kind, answer.channel, answer.user, answer.replace_original) == ("response", "C1", "U1", False)
    assert [request.kind for request in service.asked] == ["command", "form"]


@pytest.mark.parametrize("way", ["slash", "button"])
@pytest.mark.parametrize("fault", ["fail", "drop_request"])
def test_where_the_form_fails_the_command_is_answered(run, service, caplog, way, fault):
    caplog.set_level(logging.WARNING)

    async def scenario(bot):
        listed = await bot.ask("daily list")
        getattr(bot.peer, fault)("views.open")
        answer = await (bot.ask("daily") if way == "slash" else bot.press(listed, "daily:new"))
        return text_of(answer), actions_in(answer)

    assert run(scenario) == ("echo form", ["daily:new", "daily:pause:s1"])
    assert (service.asked[1].kind, service.asked[1].command) == ("command", Daily("form"))
    assert caplog.messages[0].startswith("a form was not shown: ")


def test_daily_commands_and_buttons_say_who_asks_and_questions_do_not(run, service):
    async def scenario(bot):
        bot.peer.add(User(id="U1", name="ann", is_owner=True, tz=SHANGHAI, locale="zh-CN"))
        listed = await bot.ask("daily list")
        await bot.press(listed, "daily:pause:s1")
        await bot.peer.mention("<@U0BOT> daily 09:00")
        await bot.answer(3)
        await bot.peer.message("daily now", channel="D1")
        await bot.answer(4)
        await bot.ask("what do bees cost a day?")

    run(scenario)
    identity = (True, SHANGHAI, "zh-CN")
    assert [(request.is_admin, request.zone, request.locale) for request in service.asked] == [identity] * 4 + [
        (False, None, None)
    ]
    assert [request.kind for request in service.asked] == ["command", "button", "mention", "direct", "command"]


@pytest.mark.parametrize(
    ("fault", "fault_options"),
    [
        ("drop_request", {"times": None}),
        ("delay", {"seconds": 4}),
        ("fail", {"status": 503, "body": "upstream connect error", "content_type": "text/plain"}),
        ("fail", {"body": '{"ok": tr', "content_type": "application/json"}),
        ("fail", {"body": "[]", "content_type": "application/json"}),
    ],
)
def test_where_slack_does_not_say_who_asks_a_daily_command_is_answered_in_time(run, service, fault, fault_options):
    async def scenario(bot):
        getattr(bot.peer, fault)("users.info", **fault_options)
        sent = await bot.peer.slash("daily list")
        await bot.answer()
        return bot.peer.acks[sent.envelope_id][0].seconds < 3

    assert run(scenario) is True
    [request] = service.asked
    assert (request.is_admin, request.zone, request.locale) == (False, None, None)


def test_over_http_the_form_is_the_same(run, service):
    async def scenario(bot):
        form = await bot.ask("daily")
        offered = await bot.peer.suggest(form, "quote:daily:speakers")
        values = {"quote:daily:speakers": [option["value"] for option in offered]}
        sent = await bot.peer.submit_view(form, values)
        await bot.answer(2)
        return sent.status

    assert run(scenario, slack_mode="http") == 200
    wish = replace(UNCHANGED, zone="Europe/Berlin", speakers=("Mara Field", 'Ali "Al" Ghodsi'))
    assert [request.command for request in service.asked] == [Daily("set", wish=wish)]
