"""What this app is asked and does not know is told to whoever asked, and to the log; never silence."""

import pytest

from bot.slack.unhandled import payload_name, unhandled_request
from tests.platforms.slack.slack_bot import quote_in, run_bot, text_of
from tests.support.two_interviews import PRICE

PRICE_QUESTION = "How do you set the price of a jar?"
UNHANDLED = (
    "I do not know what to do with that: it is none of my commands, buttons or forms as they are now. "
    "What I can do: /quote help. Whoever runs me finds it in the log."
)


@pytest.fixture
def run(make_service, tmp_path):
    return lambda scenario, **told: run_bot(make_service, tmp_path, scenario, **told)


@pytest.mark.parametrize("mode", ["socket", "http"])
@pytest.mark.parametrize("command", ["/quotebot", "/引文", "/ask-the-interviews"])
def test_a_command_that_is_called_otherwise_is_answered(run, command, mode):
    async def scenario(bot):
        return await bot.ask(PRICE_QUESTION, command=command)

    post = run(scenario, slack_mode=mode)
    assert (post.kind, post.response_type, quote_in(post)) == ("response", "in_channel", PRICE)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        (
            "help",
            ["More: /quotebot daily · speakers · sources · random · settings · privacy", "中文：/quotebot 帮助"],
        ),
        ("帮助", ["更多：/quotebot daily · speakers · sources · random · settings · privacy"]),
        ("daily pause", ["Set one with a time and a time zone: /quotebot daily 09:00 Asia/Shanghai"]),
        ("daily list", ["Set one with a time and a time zone: /quotebot daily 09:00 Asia/Shanghai"]),
    ],
)
def test_help_calls_a_command_as_it_was_typed(run, typed, lines):
    async def scenario(bot):
        return await bot.ask(typed, command="/quotebot")

    shown = text_of(run(scenario))
    assert [line in shown for line in lines] == [True] * len(lines)
    assert "/quote " not in shown


def test_a_form_opens_whatever_the_command_is_called(run):
    async def scenario(bot):
        return await bot.ask("settings", command="/quotebot")

    assert run(scenario).view["callback_id"] == "quote:settings"


@pytest.mark.parametrize("mode", ["socket", "http"])
@pytest.mark.parametrize(
    ("act", "kind", "channel", "name"),
    [
        (lambda peer: peer.shortcut("a text", callback_id="old:find"), "response", "C1", "message_action old:find"),
        (lambda peer: peer.global_shortcut("ask"), "post", "D1", "shortcut ask"),
        (lambda peer: peer.press_foreign("vote"), "response", "C1", "block_actions vote"),
        (lambda peer: peer.submit_foreign("survey"), "post", "D1", "view_submission survey"),
    ],
    ids=["shortcut on a message", "shortcut", "button", "form"],
)
def test_what_nothing_handles_is_told_to_who_did_it_and_to_the_log(run, caplog, act, kind, channel, name, mode):
    async def scenario(bot):
        await act(bot.peer)
        return await bot.answer()

    post = run(scenario, slack_mode=mode)
    assert (post.kind, post.channel, text_of(post)) == (kind, channel, UNHANDLED)
    assert post.response_type == ("ephemeral" if kind == "response" else None)
    assert caplog.messages == [f"nothing here handles what Slack sent: {name}"]


def test_an_unknown_button_in_a_thread_is_told_of_there(run):
    async def scenario(bot):
        await bot.peer.press_foreign("vote", thread_ts="1795000000.000001")
        return await bot.answer()

    assert run(scenario).thread_ts == "1795000000.000001"


def test_a_button_of_ours_from_another_version_is_told_of(run):
    async def scenario(bot):
        await bot.peer.press_foreign("quote:applaud")
        return await bot.answer()

    assert text_of(run(scenario)) == "I no longer remember this answer. Please ask again."


def test_an_event_that_somebody_subscribed_to_is_left_alone(run, caplog):
    async def scenario(bot):
        await bot.peer.event({"type": "reaction_added", "user": "U1", "reaction": "+1", "event_ts": "1.1"})
        await bot.peer.wait_for(lambda: not bot.peer.unacked)
        await bot.idle.wait()
        return bot.peer.posts

    assert (run(scenario), caplog.messages) == ([], [])


@pytest.mark.parametrize("body", [{}, {"type": "view_closed", "user": {"id": "U1"}}, {"type": "shortcut"}])
def test_what_nobody_did_gives_no_request(body):
    assert unhandled_request(body, asked_at=1.0) is None


def test_the_log_tells_ids_and_nothing_that_people_wrote():
    body = {"type": "block_actions", "actions": [{"action_id": "a\nb", "value": "secret"}], "message": {"text": "no"}}
    assert payload_name(body) == "block_actions a b"
    assert (
        payload_name({"type": "view_submission", "view": {"callback_id": "x" * 200}})
        == "view_submission " + "x" * 63 + "…"
    )
