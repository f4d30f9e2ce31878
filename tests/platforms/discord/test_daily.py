import datetime

import pytest

from bot.domain.command import Daily
from bot.domain.message import Button, Buttons, Message, line
from bot.domain.schedule_wish import ScheduleWish
from bot.intake.service import Reply
from bot.wording.autocomplete import Choice
from tests.peers.discord import ANN, BEN, Channel, Guild, User, direct_channel
from tests.platforms.discord.discord_bot import run_bot, seen, text_of


class ListService:
    """Says in private what was asked, with buttons; what is wanted now it says to everybody."""

    def __init__(self):
        self.asked = []

    def respond(self, request):
        self.asked.append(request)
        if request.kind == "button":
            return Reply(message=Message(parts=(line(f"done: {request.action}"),), replaces=True))
        is_private = request.command != Daily("now")
        buttons = Buttons(
            tuple(Button(action=f"daily:{verb}:5f3a", label=verb.title()) for verb in ("pause", "resume", "off"))
        )
        visibility = "private" if is_private else "public"
        return Reply(message=Message(parts=(line(f"daily {request.command.verb}"), buttons), visibility=visibility))

    def offer(self, option, typed, interface, audience):
        return [Choice("林晓 (Lin Xiao)", "林晓")] if (option, typed) == ("speaker", "lin") else []


@pytest.fixture
def service():
    return ListService()


@pytest.fixture
def run(service, tmp_path):
    return lambda scenario: run_bot(service, tmp_path, scenario)


async def daily(bot, subcommand, **options):
    """Use /daily, and return what comes."""
    await bot.peer.subcommand("daily", subcommand, **options)
    return await bot.answer(len(bot.peer.posts) + 1)


def test_options_of_a_subcommand_are_completed(run):
    async def scenario(bot):
        bot.peer.add(User(id=ANN, name="ann", locale="zh-CN"))

        async def offered(focused, value, subcommand="set", **options):
            return await bot.peer.autocomplete("daily", subcommand=subcommand, focused=focused, value=value, **options)

        return (
            await offered("zone", "shanghai", time="9:00"),
            await offered("days", "工作", "change", number=1),
            await offered("speaker", "lin"),
            await offered("speaker", "x"),
        )

    [zone], days, speakers, nobody = run(scenario)
    assert (zone["name"].partition(" · ")[0], zone["value"]) == ("上海", "Asia/Shanghai")
    assert days == [{"name": "工作日，周一到周五", "value": "weekdays"}]
    assert speakers == [{"name": "林晓 (Lin Xiao)", "value": "林晓"}]
    assert nobody == []


def test_zones_are_offered_while_nothing_can_be_answered_yet(tmp_path):
    async def scenario(bot):
        return await bot.peer.autocomplete("daily", subcommand="set", focused="zone", value="")

    choices = run_bot(None, tmp_path, scenario)
    assert len(choices) == 25


def test_what_is_said_about_the_daily_insight_is_private_and_the_insight_itself_is_not(run, service):
    async def scenario(bot):
        reply = await daily(bot, "set", time="9:00", zone="Asia/Shanghai")
        now = await daily(bot, "now")
        return reply, now, [response.is_ephemeral for response in bot.peer.responses.values()], seen(bot, BEN)

    reply, now, are_ephemeral, for_all = run(scenario)
    wish = ScheduleWish(at=datetime.time(9), zone="Asia/Shanghai")
    assert [request.command for request in service.asked] == [Daily("set", wish=wish), Daily("now")]
    assert (reply.kind, reply.user, text_of(reply)) == ("response", ANN, "daily set")
    assert (now.kind, now.user, text_of(now)) == ("response", None, "daily now")
    assert (are_ephemeral, for_all) == ([True, False], ["daily now"])


@pytest.mark.parametrize("subcommand", ["list", "now"])
@pytest.mark.parametrize("verb", ["pause", "resume", "off"])
def test_a_button_changes_the_message_it_stands_on(run, service, subcommand, verb):
    async def scenario(bot):
        listed = await daily(bot, subcommand)
        return listed, await bot.press(listed, f"daily:{verb}:5f3a")

    listed, changed = run(scenario)
    assert [button["custom_id"] for button in listed.buttons] == [
        "quote:daily:pause:5f3a:",
        "quote:daily:resume:5f3a:",
        "quote:daily:off:5f3a:",
    ]
    assert (changed.kind, changed.id, text_of(changed)) == ("edit", listed.id, f"done: daily:{verb}:5f3a")
    assert (service.asked[-1].action, service.asked[-1].user) == (f"daily:{verb}:5f3a", ANN)


def test_who_manages_the_server_is_an_admin(run, service):
    async def scenario(bot):
        await bot.peer.subcommand("daily", "list", user=ANN)
        await bot.peer.subcommand("daily", "list", user="109")
        await bot.answer(2)

    run(scenario)
    assert {request.user: request.is_admin for request in service.asked} == {ANN: False, "109": True}


def test_it_can_be_asked_for_where_the_bot_may_post(run, service):
    async def scenario(bot):
        bot.peer.add(Guild(id="701", name="elsewhere", has_bot=False))
        bot.peer.add(Channel(id="802", name="general", guild="701", has_bot=False))
        bot.peer.add(Channel(id="950", name="friends", members=(ANN, BEN), has_bot=False))
        await daily(bot, "list", channel=direct_channel(ANN))
        await daily(bot, "list", channel="802")
        with pytest.raises(LookupError, match="cannot be used"):
            await bot.peer.subcommand("daily", "list", channel="950")

    run(scenario)
    assert [(request.workspace, request.channel) for request in service.asked] == [
        ("", direct_channel(ANN)),
        ("701", "802"),
    ]


def test_the_commands_are_put_once(run):
    async def scenario(bot):
        [call] = bot.peer.called("set_commands")
        return [command["name"] for command in call.arguments["body"]]

    assert run(scenario) == ["quote", "quotes", "daily", "Find a quote"]
