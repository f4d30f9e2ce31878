"""A report of a wrong person or wrong words, pressed in Slack and in Discord."""

from bot.domain.audit import REPORTS
from tests.peers.discord import ADA, ANN, BEN, Channel, Guild, User
from tests.platforms.discord import discord_bot
from tests.platforms.slack import slack_bot

QUESTION = "How do you set the price of a jar?"
NOTED = "Thank you. One more person has to say so before it is hidden."
HIDDEN = "Thank you. It is hidden until whoever runs me has looked at it."
ALREADY = "Thank you. It is hidden already."
DELETE = "A message that shows it stays until you press Delete below it."
ELSEWHERE, THERE = "701", "802"


async def report(bot, answer, user):
    down = await bot.press(answer, "down", user=user)
    return await bot.press(down, "down:words", user=user)


def outcome(bot):
    withheld = [(quote.text, quote.status) for quote in bot.state.withheld_now()]
    return withheld, [(entry.actor, entry.action) for entry in bot.state.audit_entries()]


def test_two_people_in_slack_withhold_a_quote(make_service, tmp_path):
    async def scenario(bot):
        answer = await bot.ask(QUESTION)
        told = [slack_bot.text_of(await report(bot, answer, user)) for user in ("U2", "U2", "U1", "U9")]
        return slack_bot.quote_in(answer), told, outcome(bot)

    quote, told, (withheld, changes) = slack_bot.run_bot(make_service, tmp_path, scenario)
    assert told == [NOTED, NOTED, f"{HIDDEN} {DELETE}", f"{ALREADY} {DELETE}"]
    assert (withheld, changes) == ([(quote, "withheld")], [(REPORTS, "withhold quote")])


def test_an_admin_of_the_workspace_in_slack_is_enough(make_service, tmp_path):
    async def scenario(bot):
        answer = await bot.ask(QUESTION)
        return slack_bot.text_of(await report(bot, answer, "U9")), outcome(bot)

    told, (withheld, changes) = slack_bot.run_bot(make_service, tmp_path, scenario)
    assert told == f"{HIDDEN} {DELETE}"
    assert (len(withheld), changes) == (1, [("slack:T1:U9", "withhold quote")])


def test_as_long_as_slack_does_not_say_who_somebody_is_they_are_no_admin(make_service, tmp_path):
    async def scenario(bot):
        answer = await bot.ask(QUESTION)
        down = await bot.press(answer, "down", user="U9")
        bot.peer.fail("users.info", "missing_scope")
        return slack_bot.text_of(await bot.press(down, "down:words", user="U9")), outcome(bot)

    assert slack_bot.run_bot(make_service, tmp_path, scenario) == (NOTED, ([], []))


def test_two_people_in_discord_withhold_a_quote(make_service, tmp_path):
    async def scenario(bot):
        answer = await bot.ask(QUESTION)
        told = [discord_bot.text_of(await report(bot, answer, user)) for user in (BEN, BEN, ANN, ADA)]
        return discord_bot.quote_in(answer), told, outcome(bot)

    quote, told, (withheld, changes) = discord_bot.run_bot(make_service, tmp_path, scenario)
    assert told == [NOTED, NOTED, f"{HIDDEN} {DELETE}", f"{ALREADY} {DELETE}"]
    assert (withheld, changes) == ([(quote, "withheld")], [(REPORTS, "withhold quote")])


def test_an_admin_of_another_guild_is_no_admin_here(make_service, tmp_path):
    async def scenario(bot):
        bot.peer.add(Guild(id=ELSEWHERE, name="elsewhere"))
        bot.peer.add(Channel(id=THERE, name="general", guild=ELSEWHERE))
        bot.peer.add(User(id=BEN, name="ben", admin_of=ELSEWHERE))
        here = await bot.ask(QUESTION)
        told_here = discord_bot.text_of(await report(bot, here, BEN))
        before = outcome(bot)
        there = await bot.ask(QUESTION, channel=THERE)
        return told_here, before, discord_bot.text_of(await report(bot, there, BEN)), outcome(bot)

    told_here, before, told_there, (withheld, changes) = discord_bot.run_bot(make_service, tmp_path, scenario)
    assert (told_here, before) == (NOTED, ([], []))
    assert told_there == f"{HIDDEN} {DELETE}"
    assert (len(withheld), changes) == (1, [(f"discord:{ELSEWHERE}:{BEN}", "withhold quote")])


def test_a_thumb_up_takes_the_report_back(make_service, tmp_path):
    async def scenario(bot):
        answer = await bot.ask(QUESTION)
        await report(bot, answer, BEN)
        await report(bot, answer, ANN)
        hidden = outcome(bot)[0]
        await bot.press(answer, "up", user=BEN)
        return hidden, outcome(bot)[0]

    hidden, shown = discord_bot.run_bot(make_service, tmp_path, scenario)
    assert (len(hidden), shown) == (1, [])
