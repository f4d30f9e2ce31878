import aiohttp
import pytest

from bot.discord.app import Listeners
from bot.discord.circuit import Circuit
from bot.discord.client import DiscordClient, GatewayTimings
from bot.intake.limits import Limits
from bot.runtime.metrics import Metrics
from tests.peers.discord import ADA, ANN, APP, BEN, GENERAL, GUILD, Channel, User, direct_channel
from tests.platforms.discord.discord_bot import (
    labels_in,
    quote_in,
    run_bot,
    seen,
    text_of,
)
from tests.support.two_interviews import PRICE

PRICE_QUESTION = "How do you set the price of a jar?"


@pytest.mark.parametrize(
    ("question", "above", "label"),
    [
        ("第一年亏了多少钱？", "Ann：第一年亏了多少钱？", "下一条"),
        ("第一年虧了多少錢？", "Ann：第一年虧了多少錢？", "下一條"),
        ("tea", "Ann: tea\n-# This one is in Chinese.", "Next"),
    ],
)
def test_an_answer_speaks_the_language_of_the_question(run, question, above, label):
    async def scenario(bot):
        bot.peer.add(User(id=ANN, name="ann", locale="fr"))
        return await bot.ask(question)

    post = run(scenario)
    assert (post.content, label in labels_in(post)) == (above, True)


@pytest.mark.parametrize(
    ("locale", "title", "first_words", "name"),
    [
        ("zh-CN", "谁在这里说话", "用你自己的话提问", "林晓（Lin Xiao）"),
        ("zh-TW", "誰在這裡說話", "用你自己的話提問", "林晓（Lin Xiao）"),
        ("de", "Who speaks here", "Ask in your own words", "林晓 (Lin Xiao)"),
    ],
)
def test_where_nothing_is_asked_it_speaks_the_language_of_the_person(run, locale, title, first_words, name):
    async def scenario(bot):
        bot.peer.add(User(id=ANN, name="ann", locale=locale))
        choices = await bot.peer.autocomplete("quote", focused="speaker", value="林")
        return await bot.browse("speakers"), await bot.ask("  "), choices

    speakers, help_text, choices = run(scenario)
    assert text_of(speakers).split("\n")[0] == title
    assert text_of(help_text).startswith(first_words)
    assert choices == [{"name": name, "value": "林晓"}]


@pytest.mark.parametrize(
    ("option", "typed", "values"),
    [
        ("speaker", "", ["Mara Field", "林晓", "Tom Reed"]),
        ("speaker", "玛", ["Mara Field"]),
        ("speaker", "瑪拉", ["Mara Field"]),
        ("speaker", "fie", ["Mara Field"]),
        ("speaker", "Maar", ["Mara Field"]),
        ("speaker", "zzzz", []),
        ("source", "", ["bees", "tea"]),
        ("source", "機器", ["tea"]),
        ("source", "above", ["bees"]),
    ],
)
def test_what_is_typed_is_completed(run, option, typed, values):
    async def scenario(bot):
        return await bot.peer.autocomplete("quote", focused=option, value=typed)

    assert [choice["value"] for choice in run(scenario)] == values


def test_until_there_is_an_index_nothing_is_offered_and_who_asks_is_answered_later(make_service, tmp_path):
    async def scenario(bot):
        choices = await bot.peer.autocomplete("quote", focused="speaker", value="")
        await bot.peer.slash("quote", question=PRICE_QUESTION)
        [notice] = await bot.peer.wait_for(1)
        bot.queue.open(make_service(bot.state))
        return choices, notice, await bot.answer(2), seen(bot, BEN)

    choices, notice, answer, to_others = run_bot(None, tmp_path, scenario, limits=Limits(told_wait_seconds=0.2))
    assert (choices, notice.user) == ([], ANN)
    assert text_of(notice) == "Getting ready, about 1 minute more. I will answer this when I am."
    assert (quote_in(answer), to_others) == (PRICE, [text_of(answer)])


def test_settings_of_a_channel_hold_there_and_nowhere_else(run):
    async def scenario(bot):
        bot.peer.add(Channel(id="803", name="other", guild=GUILD))
        form = await bot.browse("settings")
        private = await bot.press(form, "set:answers_first:private")
        chinese = await bot.press(form, "set:interface:zh")
        here = await bot.ask(PRICE_QUESTION)
        response = list(bot.peer.responses.values())[-1]
        return form, private, chinese, here, response.is_ephemeral, await bot.ask(PRICE_QUESTION, channel="803")

    form, private, chinese, here, is_ephemeral, there = run(scenario)
    assert [(post.user, post.id) for post in (private, chinese)] == [(ANN, form.id)] * 2
    assert text_of(private).split("\n")[1] == "Who sees an answer: Whoever asked; they can share it"
    assert text_of(chinese).split("\n")[0] == "这个频道的设置"
    assert (here.kind, here.user, is_ephemeral, labels_in(here)[-1]) == ("response", ANN, True, "分享到频道")
    assert (there.user, labels_in(there)[-1]) == (None, "Delete")


def test_settings_that_only_admins_may_change_are_closed_to_others(run):
    async def scenario(bot):
        form = await bot.browse("settings", user=ADA)
        await bot.press(form, "set:who_may_change:admins", user=ADA)
        refused = await bot.press(await bot.browse("settings", user=BEN), "set:interface:zh", user=BEN)
        changed = await bot.press(form, "set:interface:zh", user=ADA)
        return refused, changed

    refused, changed = run(scenario)
    assert (refused.user, text_of(refused)) == (BEN, "Only an admin can change the settings here.")
    assert (changed.user, text_of(changed).split("\n")[0]) == (ADA, "这个频道的设置")


def test_a_mention_where_answers_are_private_is_answered_directly(run):
    async def scenario(bot):
        bot.state.save_settings("discord", GUILD, GENERAL, {"answers_first": "private"})
        await bot.peer.mention(PRICE_QUESTION)
        return await bot.answer()

    post = run(scenario)
    assert (post.channel, quote_in(post)) == (direct_channel(ANN), PRICE)


async def log_in(bot, times=1):
    """Log in to the peer as often as said, each time with a new client."""
    for _ in range(times):
        handlers, metrics = Listeners(bot.queue, bot.state).handlers(), Metrics()
        client = DiscordClient(handlers, metrics=metrics, circuit=Circuit(metrics), timings=GatewayTimings())
        async with client:
            await client.login(bot.peer.token)
    return len(bot.peer.called("set_commands"))


def test_a_hundred_restarts_tell_discord_the_commands_once(run):
    async def scenario(bot):
        return await log_in(bot, 99), [(command["name"], command["type"]) for command in bot.peer.commands[None]]

    assert run(scenario) == (1, [("quote", 1), ("quotes", 1), ("daily", 1), ("Find a quote", 3)])


def test_commands_that_changed_are_told_again(run):
    async def scenario(bot):
        bot.state.save_settings("discord", "", "", {"commands": "400:as they were"})
        return await log_in(bot, 3)

    assert run(scenario) == 2


LAUNCH = {"type": 4, "name": "launch", "description": "Begin", "handler": 2, "name_localizations": {"de": "los"}}


def named(bot):
    return [command["name"] for command in bot.peer.commands[None]]


async def put(bot, *commands):
    """Put commands in the place of all, as another program with the same token does."""
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {bot.peer.token}"}) as session:
        address = f"{bot.peer.api_url}/applications/{APP}/commands"
        async with session.put(address, json=list(commands)) as response:
            return response.status


@pytest.mark.parametrize(
    "others",
    [[], [{"name": "other", "description": "Another"}], [{"name": "quote", "description": "Not ours"}]],
)
def test_commands_that_another_program_replaced_are_back_after_the_next_start(run, others):
    async def scenario(bot):
        await put(bot, *others)
        await log_in(bot)
        descriptions = {command["name"]: command["description"] for command in bot.peer.commands[None]}
        return named(bot), descriptions["quote"] != "Not ours", await log_in(bot, 3)

    assert run(scenario) == (["quote", "quotes", "daily", "Find a quote"], True, 3)


def test_one_command_that_was_deleted_is_back_after_the_next_start(run):
    async def scenario(bot):
        del bot.peer.commands[None][2]
        await log_in(bot)
        return named(bot)

    assert run(scenario) == ["quote", "quotes", "daily", "Find a quote"]


def test_an_entry_point_command_stays_as_it_is(run):
    async def scenario(bot):
        assert await put(bot, LAUNCH) == 200
        before = bot.peer.commands[None][0]
        await log_in(bot)
        [after] = [command for command in bot.peer.commands[None] if command["type"] == 4]
        return named(bot), {**before, "version": ""} == {**after, "version": ""}, await log_in(bot)

    assert run(scenario) == (["quote", "quotes", "daily", "Find a quote", "launch"], True, 3)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (50240, "HTTP 400, code 50240: the app's entry point command was made meanwhile; start the bot again"),
        (30032, "HTTP 400, code 30032: the app has as many commands as it may have; delete some that the bot does not "
                "need"),
        (50035, "HTTP 400, code 50035: it finds a command wrong; upgrade Quotebot, or report this"),
        (40094, "HTTP 400, code 40094"),
    ],
)  # fmt: skip
def test_why_discord_does_not_take_the_commands_is_logged_with_the_fix(run, caplog, code, reason):
    async def scenario(bot):
        bot.state.save_settings("discord", "", "", {"commands": "400:as they were"})
        bot.peer.fail("set_commands", code)
        await log_in(bot)

    run(scenario)
    assert f"Discord did not take the commands ({reason}); tried again at the next start" in caplog.messages


def test_commands_that_discord_did_not_take_are_told_at_the_next_start(run):
    async def scenario(bot):
        bot.state.save_settings("discord", "", "", {"commands": "400:as they were"})
        bot.peer.fail("set_commands", 30032)
        return [await log_in(bot) for _ in range(3)], bot.peer.called("set_commands")[1].outcome

    assert run(scenario) == ([2, 3, 3], "30032")
