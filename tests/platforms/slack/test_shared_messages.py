"""What somebody shares with the bot, without words of their own, is the question."""

import pytest

from bot.domain.command import Ask, Tell
from bot.slack.events import mention_request, message_request
from tests.platforms.slack.slack_bot import quote_in, run_bot
from tests.support.two_interviews import PRICE

QUESTION = "How do you set the price of a jar?"
SHARED = {"attachments": [{"is_share": True, "author_name": "Ben", "text": QUESTION, "footer": "Posted in #general"}]}


def event(text, channel, **fields):
    said = {"user": "U1", "text": text, "channel": channel, "ts": "1763800000.000100"}
    return {"team_id": "T1", "event_id": "Ev1", "event": said | fields}


def mention(text, **fields):
    return mention_request(event(f"<@U0BOT> {text}", "C1", **fields), "U0BOT", asked_at=1.0)


def direct(text, **fields):
    return message_request(event(text, "D1", **fields), "U0BOT", asked_at=1.0)


@pytest.mark.parametrize("read", [mention, direct])
def test_a_shared_message_is_the_question_word_for_word(read):
    request = read("", **SHARED)
    assert (request.text, request.command) == (QUESTION, Ask(question=QUESTION))
    assert request.keys[0] == f"slack:message:T1:{request.channel}:1763800000.000100"
    helping = [{"text": "help", "is_share": True}]
    assert read("", attachments=helping).command == Ask(question="help")


@pytest.mark.parametrize("read", [mention, direct])
def test_words_of_the_sender_go_before_what_is_shared(read):
    assert read("what does Mara say?", **SHARED).command == Ask(question="what does Mara say?")


def test_a_file_alone_says_nothing():
    assert (mention("", files=[{"id": "F1"}]).command, direct("", files=[{"id": "F1"}]).command) == (
        Ask(question=""),
        Tell("help"),
    )


def test_a_message_shared_with_the_bot_is_answered(make_service, tmp_path):
    async def scenario(bot):
        shared = event("", "D1", **SHARED)["event"] | {"type": "message", "channel_type": "im"}
        await bot.peer.event(shared | {"ts": bot.peer.workspace.clock.new_ts()})
        return quote_in(await bot.answer())

    assert run_bot(make_service, tmp_path, scenario) == PRICE
