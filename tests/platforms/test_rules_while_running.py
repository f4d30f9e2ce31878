"""`quotebot rules`, `withheld` and `audit` in a terminal, while a bot runs beside it in Slack and Discord."""

import asyncio
import json
from functools import partial

import pytest

from tests.peers.discord import ANN, BEN
from tests.peers.received import readable
from tests.platforms.both_platforms import both_platforms
from tests.platforms.discord import discord_bot
from tests.platforms.slack import slack_bot
from tests.support.two_interviews import PRICE

QUESTION = "How do you set the price of a jar?"
NOTED = "Thank you. One more person has to say so before it is hidden."
DELETE = "A message that shows it stays until you press Delete below it."
HIDDEN = f"Thank you. It is hidden until whoever runs me has looked at it. {DELETE}"
ALREADY = "Thank you. It is hidden already."
CHECKED = "Thank you. Whoever runs me has looked at it since you said so, and found it right."


class InSlack:
    module, method, refused = slack_bot, "response_url", "ratelimited"

    @staticmethod
    def hold_off(peer):
        peer.fail("response_url", "ratelimited", status=429, retry_after=0.2, times=None)

    @staticmethod
    async def ask(peer, what):
        await peer.slash(QUESTION if what == "answer" else "speakers")


class InDiscord:
    module, method, refused = discord_bot, "edit_original", "429"

    @staticmethod
    def hold_off(peer):
        peer.rate_limit("edit_original", 0.2, times=None)

    @staticmethod
    async def ask(peer, what):
        await (peer.slash("quote", question=QUESTION) if what == "answer" else peer.subcommand("quotes", "speakers"))


@pytest.fixture
def terminal(commands, folder):
    """Run the command line beside the bot, which has to succeed; returns what it prints."""

    async def run(*arguments, **environment):
        done = await asyncio.to_thread(partial(commands.run, folder, *arguments, **environment))
        assert (done.code, done.err) == (0, "")
        return done.out

    return run


@pytest.mark.parametrize("chat", [InSlack, InDiscord])
@pytest.mark.parametrize(
    ("what", "command", "hidden"),
    [
        ("answer", ("rules", "forbid", "word", "teacher"), "teacher"),
        ("answer", ("withhold", "ID", "--reason", "wrong"), "teacher"),
        ("answer", ("rules", "sources", "tea"), "Mara Field"),
        ("speakers", ("rules", "sources", "tea"), "Mara Field"),
        ("speakers", ("rules", "forbid", "word", "Mara"), "Mara Field"),
    ],
)
def test_what_is_restricted_while_it_is_held_off_is_not_sent(
    make_service, folder, terminal, listed, chat, what, command, hidden
):
    [quote_id] = [quote["id"] for quote in listed if quote["text"] == PRICE]

    async def scenario(bot):
        peer = bot.peer
        chat.hold_off(peer)
        await chat.ask(peer, what)
        await peer.wait_for(lambda: any(call.outcome == chat.refused for call in peer.called(chat.method)))
        before = readable(peer.received)
        await terminal(*(quote_id if word == "ID" else word for word in command))
        sent_before = len(peer.received)
        peer.heal(chat.method)
        answer = await bot.answer()
        return hidden in before, hidden in readable(peer.received[sent_before:]), chat.module.text_of(answer)

    was_there, is_there, text = chat.module.run_bot(make_service, folder / "data", scenario)
    assert (was_there, is_there) == (True, False)
    assert "林晓" in text or "bees" in text


def cells(audit):
    return [(entry["actor"].partition(" ")[0], entry["action"], entry["after"]) for entry in json.loads(audit)]


async def report(peer, module, answer, user):
    """Say below an answer that its words are wrong, and return what the reporter is told."""
    posts = len(peer.posts)
    await peer.press(answer, "quote:down", user=user)
    [menu] = (await peer.wait_for(posts + 1))[posts:]
    await peer.press(menu, "quote:down:words", user=user)
    return module.text_of((await peer.wait_for(posts + 2))[-1])


@pytest.mark.on_both_databases
def test_two_people_on_two_platforms_withhold_a_quote_and_the_operator_decides(
    make_service, folder, terminal, listed, database, state_url
):
    [quote_id] = [quote["id"] for quote in listed if quote["text"] == PRICE]
    options = {} if database == "sqlite" else {"database_url": state_url}
    environment = {} if database == "sqlite" else {"QUOTEBOT_DATABASE_URL": state_url}
    run = partial(terminal, **environment)

    async def scenario():
        async with both_platforms(make_service, folder / "data", **options) as both:

            async def shown():
                return [
                    PRICE in slack_bot.text_of(await both.ask_slack(QUESTION)),
                    PRICE in discord_bot.text_of(await both.ask_discord(QUESTION)),
                ]

            in_slack, in_discord = await both.ask_slack(QUESTION), await both.ask_discord(QUESTION)
            say_in_slack = partial(report, both.slack, slack_bot, in_slack)
            say_in_discord = partial(report, both.discord, discord_bot, in_discord)
            told = [await say_in_slack("U1"), await say_in_discord(ANN), await say_in_discord(BEN)]
            hidden, waiting = await shown(), json.loads(await run("withheld", "--json"))
            released = await run("withheld", "release", quote_id)
            told.append(await say_in_slack("U1"))
            seen, kept = await shown(), await run("withheld", "keep", quote_id)
            return told, hidden, waiting, released, seen, kept, await shown(), await run("audit", "--json")

    told, hidden, [waiting], released, seen, kept, at_last, audit = asyncio.run(scenario())
    assert told == [NOTED, HIDDEN, ALREADY, CHECKED]
    assert (hidden, seen, at_last) == ([False, False], [True, True], [False, False])
    assert (waiting["quote_id"], waiting["status"], waiting["reports"]) == (quote_id, "withheld", 3)
    assert (waiting["reason"], waiting["waits_for_decision"]) == ("words", True)
    assert [line.split(" is ")[0] for line in (released, kept)] == [quote_id, quote_id]
    assert cells(audit) == [
        ("reports", "withhold quote", {"status": "withheld"}),
        ("operator", "release quote", {"status": "released"}),
        ("operator", "keep quote withheld", {"status": "kept"}),
    ]


def test_a_rule_that_is_taken_back_holds_no_more(make_service, folder, terminal):
    async def scenario():
        async with both_platforms(make_service, folder / "data") as both:

            async def told():
                texts = (
                    slack_bot.text_of(await both.ask_slack(QUESTION)),
                    discord_bot.text_of(await both.ask_discord(QUESTION)),
                )
                return [PRICE in text for text in texts]

            shown = [await told()]
            for command in ("forbid", "permit"):
                await terminal("rules", command, "word", "teacher")
                shown.append(await told())
            await terminal("rules", "sources", "tea", "--platform", "discord")
            shown.append(await told())
            await terminal("rules", "sources", "--clear", "--platform", "discord")
            return [*shown, await told()], await terminal("audit", "--json")

    shown, audit = asyncio.run(scenario())
    assert shown == [[True, True], [False, False], [True, True], [True, False], [True, True]]
    assert cells(audit) == [
        ("operator", "forbid word", None),
        ("operator", "permit word", None),
        ("operator", "show sources", ["tea"]),
        ("operator", "show sources", None),
    ]
