"""What reads like "delete all about me" asks first; the button below that, and what can mean nothing else, do it."""

import pytest

from bot.domain.message import Button, Buttons
from bot.domain.records import Vote
from bot.intake.service import QuoteService
from tests.peers.discord import ANN, BEN, direct_channel
from tests.platforms.discord import discord_bot
from tests.platforms.slack import slack_bot
from tests.support.request_builder import make_request

ASKS = (
    "Delete everything here that carries your id? Your votes stay as bare counts, daily insights that you set go on, "
    "and the buttons below my answers to you stop working. This cannot be undone."
)
ASKS_IN_CHINESE = (
    "要删除这里所有带你编号的内容吗？你的投票只作为计数保留，你设置的每日一句继续推送，旧回答下的按钮不再可用。"
    "删除后无法恢复。"
)
DONE = "Done: nothing here carries your id any more."
DONE_IN_CHINESE = "好了：这里不再有你的编号。"


def vote(state, platform, user):
    cast = {"platform": platform, "workspace": "T1", "user": user, "quote_id": "q1", "answer_id": "a1"}
    state.vote(Vote(**cast, value=1, voted_at=1.0))


def votes_left(state, platform, *users):
    """Return how much each of them has here that carries their id; it is deleted so."""
    return [state.forget_user(platform, None, user) for user in users]


@pytest.fixture
def in_slack(make_service, tmp_path):
    return lambda scenario: slack_bot.run_bot(make_service, tmp_path, scenario)


@pytest.fixture
def in_discord(make_service, tmp_path):
    return lambda scenario: discord_bot.run_bot(make_service, tmp_path, scenario)


@pytest.mark.parametrize(
    ("text", "asks", "label"),
    [("forget me", ASKS, "Delete my data"), ("忘记我", ASKS_IN_CHINESE, "删除我的数据")],
)
@pytest.mark.parametrize("kind", ["command", "mention", "direct"])
def test_typed_text_that_reads_like_it_asks_first_with_one_button(live, state, kind, text, asks, label):
    vote(state, "slack", "U1")
    reply = QuoteService(live, state).respond(make_request(kind=kind, text=text))
    assert reply.forgets is False
    assert (reply.message.text, reply.message.visibility) == (asks, "private")
    [row] = [part for part in reply.message.parts if isinstance(part, Buttons)]
    assert row.buttons == (Button(action="forget", label=label, value=label, style="danger"),)
    assert votes_left(state, "slack", "U1") == [1]


@pytest.mark.parametrize(("label", "expected"), [("Delete my data", DONE), ("删除我的数据", DONE_IN_CHINESE)])
@pytest.mark.parametrize("is_private", [False, True])
def test_the_button_deletes_what_is_about_its_presser(live, state, label, expected, is_private):
    vote(state, "slack", "U1")
    vote(state, "slack", "U2")
    button = {"kind": "button", "action": "forget", "value": label, "text": label, "user": "U2"}
    pressed = make_request(**button, message_is_private=is_private)
    reply = QuoteService(live, state).respond(pressed)
    assert reply.forgets is True
    assert reply.message.text.startswith(expected)
    assert (reply.message.visibility, reply.message.replaces) == ("private", is_private)
    assert votes_left(state, "slack", "U1", "U2") == [1, 0]


def test_in_slack_the_line_is_private_and_its_button_takes_its_place(in_slack):
    async def scenario(bot):
        vote(bot.state, "slack", "U1")
        asked = await bot.ask("忘记我")
        before = votes_of(bot.state)
        done = await bot.press(asked, "forget")
        return asked, before, done, votes_left(bot.state, "slack", "U1")

    asked, before, done, left = in_slack(scenario)
    assert (asked.response_type, asked.user, slack_bot.text_of(asked)) == ("ephemeral", "U1", ASKS_IN_CHINESE)
    assert (slack_bot.actions_in(asked), before) == (["forget"], ["U1"])
    assert (done.user, done.replace_original) == ("U1", True)
    assert slack_bot.text_of(done).startswith(DONE_IN_CHINESE)
    assert left == [0]


@pytest.mark.parametrize("channel", ["C1", "D1"])
def test_in_slack_a_message_to_the_bot_asks_first_too(in_slack, channel):
    async def scenario(bot):
        vote(bot.state, "slack", "U1")
        say = bot.peer.mention if channel == "C1" else bot.peer.message
        await say("<@U0BOT> forget me" if channel == "C1" else "forget me", channel=channel)
        asked = await bot.answer()
        before = votes_of(bot.state)
        done = await bot.press(asked, "forget")
        return asked, before, done, votes_left(bot.state, "slack", "U1")

    asked, before, done, left = in_slack(scenario)
    assert (slack_bot.text_of(asked), slack_bot.actions_in(asked), before) == (ASKS, ["forget"], ["U1"])
    assert slack_bot.text_of(done).startswith(DONE)
    assert left == [0]


@pytest.mark.parametrize("channel", ["direct", "general"])
def test_in_discord_a_message_to_the_bot_asks_first(in_discord, channel):
    async def scenario(bot):
        vote(bot.state, "discord", ANN)
        vote(bot.state, "discord", BEN)
        if channel == "direct":
            await bot.peer.message("forget me", channel=direct_channel(ANN))
        else:
            await bot.peer.mention("forget me")
        asked = await bot.answer()
        before = votes_of(bot.state)
        done = await bot.press(asked, "forget", user=ANN)
        return asked, before, done, votes_left(bot.state, "discord", ANN, BEN)

    asked, before, done, left = in_discord(scenario)
    assert (discord_bot.text_of(asked), discord_bot.labels_in(asked)) == (ASKS, ["Delete my data"])
    assert [button["custom_id"] for button in asked.buttons] == ["quote:forget:"]
    assert before == sorted([ANN, BEN])
    assert discord_bot.text_of(done).startswith(DONE)
    assert left == [0, 1]


def votes_of(state):
    """Return by whom there are votes."""
    with state.engine.begin() as connection:
        return sorted(connection.exec_driver_sql('select "user" from votes').scalars())
