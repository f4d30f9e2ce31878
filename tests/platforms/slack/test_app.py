import pytest

from tests.peers.slack import Channel, User
from tests.platforms.slack.slack_bot import actions_in, links_in, quote_in, run_bot, text_of
from tests.support.two_interviews import NOT_HERE, PRICE, TEA_LOSS

PRICE_QUESTION = "How do you set the price of a jar?"


@pytest.fixture
def run(make_service, tmp_path):
    return lambda scenario, **options: run_bot(make_service, tmp_path, scenario, **options)


def test_a_command_is_answered_in_the_channel_even_where_the_bot_is_no_member(run):
    async def scenario(bot):
        bot.peer.add(Channel(id="C7", has_bot=False))
        return await bot.ask(PRICE_QUESTION, channel="C7")

    post = run(scenario)
    assert (post.kind, post.channel, post.response_type, post.thread_ts) == ("response", "C7", "in_channel", None)
    assert text_of(post).startswith(f"ann: {PRICE_QUESTION}\n")
    assert (quote_in(post), links_in(post)) == (PRICE, ["https://example.com/bees"])
    assert "Mara Field (玛拉·菲尔德)" in text_of(post)
    assert actions_in(post) == ["next", "context", "up", "down", "why", "delete"]
    assert (post.arguments["unfurl_links"], post.arguments["unfurl_media"]) == (False, False)
    assert all(part in post.text for part in (PRICE, "Mara Field", "https://example.com/bees"))


def test_a_mention_is_answered_in_its_thread_once_though_slack_tells_of_it_twice(run):
    async def scenario(bot):
        text, ts = f"<@U0BOT> {PRICE_QUESTION}", "1795000000.000100"
        await bot.peer.mention(text, ts=ts)
        await bot.peer.message(text, ts=ts)
        return await bot.answer()

    post = run(scenario)
    assert (post.kind, post.channel, post.thread_ts, quote_in(post)) == ("post", "C1", "1795000000.000100", PRICE)
    assert text_of(post).startswith(PRICE)


def test_a_mention_in_a_thread_is_answered_there(run):
    async def scenario(bot):
        await bot.peer.mention(f"<@U0BOT> {PRICE_QUESTION}", thread_ts="1795000000.000001")
        return await bot.answer()

    assert run(scenario).thread_ts == "1795000000.000001"


def test_an_empty_mention_gets_a_private_hint(run):
    async def scenario(bot):
        await bot.peer.mention("<@U0BOT>", thread_ts="1795000000.000001")
        return await bot.answer()

    post = run(scenario)
    assert (post.kind, post.user, post.thread_ts) == ("ephemeral", "U1", "1795000000.000001")
    assert text_of(post).startswith("Write your question behind my name")


def test_a_direct_message_is_answered_as_one(run):
    async def scenario(bot):
        await bot.peer.message("第一年亏了多少钱？", channel="D1")
        answer = await bot.answer()
        await bot.peer.message(NOT_HERE, channel="D1")
        return answer, await bot.answer(2)

    answer, nothing = run(scenario)
    assert (answer.kind, answer.channel, answer.thread_ts, quote_in(answer)) == ("post", "D1", None, TEA_LOSS)
    assert (nothing.kind, nothing.channel) == ("post", "D1")
    assert text_of(nothing).startswith("Nothing in these interviews answers that.")


def test_what_people_say_to_each_other_is_left_alone(run):
    async def scenario(bot):
        await bot.peer.message("How do you set the price?", channel="C1")
        await bot.peer.message("a reply", channel="C1", thread_ts="1795000000.000001")
        await bot.peer.message("I am a bot", channel="D1", bot_id="B9")
        await bot.peer.message("edited", channel="D1", subtype="message_changed")
        await bot.peer.wait_for(lambda: not bot.peer.unacked)
        await bot.idle.wait()
        return bot.peer.posts, len(bot.peer.acks)

    assert run(scenario) == ([], 4)


def test_the_shortcut_takes_a_message_as_the_question(run):
    async def scenario(bot):
        await bot.peer.shortcut(PRICE_QUESTION)
        return await bot.answer()

    post = run(scenario)
    assert (post.kind, post.user, quote_in(post)) == ("response", "U1", PRICE)
    assert "share" in actions_in(post)


@pytest.mark.parametrize("text", ["", "help", "speakers", "sources", "privacy", NOT_HERE, "!?", "from:nobody price"])
def test_what_is_no_answer_is_private(run, text):
    async def scenario(bot):
        return await bot.ask(text)

    post = run(scenario)
    assert (post.kind, post.user, post.response_type) == ("response", "U1", "ephemeral")


def test_a_private_answer_is_shared_once_and_then_gone(run):
    async def scenario(bot):
        private = await bot.ask(f"{PRICE_QUESTION} --private")
        assert (private.user, quote_in(private)) == ("U1", PRICE)
        await bot.press(private, "share", posts=2)
        return bot.peer.posts[1:], bot.peer.visible("C1", "U1"), bot.peer.visible("C1", "U2")

    posts, to_asker, to_others = run(scenario)
    assert [post.delete_original for post in posts] == [False, True]
    assert posts[0].response_type == "in_channel"
    assert text_of(posts[0]).startswith(f"ann: {PRICE_QUESTION}\n")
    assert [message.text for message in to_asker] == [message.text for message in to_others]
    assert len(to_asker) == 1


def test_buttons_of_an_answer(run):
    async def scenario(bot):
        answer = await bot.ask(PRICE_QUESTION)
        replies = {
            action: await bot.press(answer, action, user="U2") for action in ("next", "context", "why", "up", "down")
        }
        reason = await bot.press(replies["down"], "down:off_point", user="U2")
        return answer, replies, reason

    answer, replies, reason = run(scenario)
    assert {post.user for post in replies.values()} == {"U2"}
    assert quote_in(replies["next"]) != quote_in(answer)
    assert text_of(replies["context"]).startswith("Said in answer to: How do you decide what a jar costs?")
    assert text_of(replies["why"]).startswith("Closest in meaning among 13 quotes")
    assert text_of(replies["up"]) == "Thanks, noted."
    assert actions_in(replies["down"]) == ["down:off_point", "down:person", "down:words", "down:link"]
    assert (reason.replace_original, text_of(reason)) == (
        True,
        "Thanks. Whoever runs me sees it in the votes and can mend it.",
    )


def test_next_replaces_the_answer_for_who_asked(run):
    async def scenario(bot):
        answer = await bot.ask(PRICE_QUESTION)
        moved = await bot.press(answer, "next")
        return answer, moved, bot.peer.visible("C1", "U2")

    answer, moved, visible = run(scenario)
    assert (moved.replace_original, len(visible)) == (True, 1)
    assert quote_in(moved) != quote_in(answer)
    assert text_of(moved).startswith(f"ann: {PRICE_QUESTION}\n")


def test_a_private_answer_in_a_thread_moves_on_in_the_thread(run):
    async def scenario(bot):
        await bot.peer.mention(f"<@U0BOT> {PRICE_QUESTION} --private", thread_ts="1795000000.000001")
        private = await bot.answer()
        await bot.press(private, "next", posts=2)
        return [(post.kind, post.thread_ts, post.user, post.delete_original) for post in bot.peer.posts]

    assert run(scenario) == [
        ("ephemeral", "1795000000.000001", "U1", False),
        ("response", "1795000000.000001", "U1", True),
        ("response", "1795000000.000001", "U1", False),
    ]


def test_a_private_answer_to_a_mention_is_shared_below_it(run):
    async def scenario(bot):
        sent = await bot.peer.mention(f"<@U0BOT> {PRICE_QUESTION} --private")
        private = await bot.answer()
        await bot.press(private, "share", posts=2)
        return private, bot.peer.posts[1], sent.ts

    private, shared, asked = run(scenario)
    assert (private.thread_ts, shared.thread_ts, quote_in(shared)) == (None, asked, PRICE)


def test_who_asked_and_admins_delete_and_nobody_else(run):
    async def scenario(bot):
        first, second = await bot.ask(PRICE_QUESTION), await bot.ask(PRICE_QUESTION)
        refused = await bot.press(first, "delete", user="U2")
        await bot.press(first, "delete", user="U1")
        await bot.press(second, "delete", user="U9")
        return text_of(refused), bot.peer.visible("C1", "U1")

    notice, left = run(scenario)
    assert notice == "Only who asked, or an admin, can delete this answer."
    assert [message.text for message in left] == []


def test_the_page_of_the_bot_says_what_it_is(run):
    async def scenario(bot):
        await bot.peer.open_home("U2")
        return await bot.answer()

    post = run(scenario)
    assert (post.kind, post.user, post.view["type"]) == ("view", "U2", "home")
    assert "Mara Field (玛拉·菲尔德) · 6 quotes" in repr(post.view)


@pytest.mark.parametrize(
    ("locale", "title"), [("zh-CN", "向访谈提问"), ("zh-TW", "向訪談提問"), ("de-DE", "Ask the interviews")]
)
def test_the_page_of_the_bot_is_in_the_language_of_its_reader(run, locale, title):
    async def scenario(bot):
        bot.peer.add(User(id="U5", locale=locale))
        await bot.peer.open_home("U5")
        return await bot.answer()

    assert title in repr(run(scenario).view)


def test_settings_of_a_direct_message_name_no_channel(run):
    async def scenario(bot):
        bot.state.save_settings("slack", "T1", "D1", {"interface": "zh"})
        return await bot.ask("settings", channel="D1")

    assert "只对这个对话有效。" in repr(run(scenario).view)


def test_settings_of_a_channel_hold_there_and_nowhere_else(run):
    async def scenario(bot):
        bot.peer.add(Channel(id="C2", name="other"))
        form = await bot.ask("settings")
        await bot.peer.submit_view(form, {"answers_first": "private", "interface": "zh"}, user="U1")
        await bot.peer.wait_for(lambda: not bot.peer.unacked)
        return form, await bot.ask(PRICE_QUESTION), await bot.ask(PRICE_QUESTION, channel="C2")

    form, here, there = run(scenario)
    assert (form.kind, form.view["callback_id"]) == ("view", "quote:settings")
    assert (here.user, "分享到频道" in repr(here.blocks)) == ("U1", True)
    assert (there.user, there.response_type) == (None, "in_channel")


def test_settings_that_only_admins_may_change_are_closed_to_others(run):
    async def scenario(bot):
        form = await bot.ask("settings", user="U9")
        await bot.peer.submit_view(form, {"who_may_change": "admins"}, user="U9")
        await bot.peer.wait_for(lambda: not bot.peer.unacked)
        return await bot.ask("settings", user="U2"), await bot.ask("settings", user="U9")

    refused, opened = run(scenario)
    assert (refused.kind, text_of(refused)) == ("response", "Only an admin can change the settings here.")
    assert opened.kind == "view"


@pytest.mark.parametrize("fault", ["fail", "drop_request"])
def test_where_the_form_of_the_settings_fails_they_come_as_a_message(run, fault):
    async def scenario(bot):
        getattr(bot.peer, fault)("views.open")
        return await bot.ask("settings")

    post = run(scenario)
    assert (post.kind, post.user, text_of(post).split("\n")[0]) == ("response", "U1", "Settings of this channel")


def test_errors_behind_an_acknowledgement_are_one_line(run, caplog):
    async def scenario(bot):
        bot.peer.fail("views.publish", "invalid_auth")
        await bot.peer.open_home()
        await bot.peer.wait_for(lambda: bot.peer.called("views.publish"))
        return await bot.ask(PRICE_QUESTION)

    assert quote_in(run(scenario)) == PRICE
    assert caplog.messages == ["Slack refused a call: invalid_auth"]


@pytest.mark.parametrize(("fault", "fault_options"), [("drop_request", {"times": None}), ("delay", {"seconds": 4})])
def test_where_slack_does_not_say_who_is_an_admin_buttons_still_answer(run, fault, fault_options):
    async def scenario(bot):
        answer = await bot.ask(PRICE_QUESTION)
        getattr(bot.peer, fault)("users.info", **fault_options)
        sent = await bot.peer.press(answer, "quote:delete", user="U9")
        refused = await bot.answer(2)
        return text_of(refused), bot.peer.acks[sent.envelope_id][0].seconds < 3

    assert run(scenario) == ("Only who asked, or an admin, can delete this answer.", True)


def test_only_an_admin_reserves_the_settings_for_admins(run):
    async def scenario(bot):
        form = await bot.ask("settings", user="U2")
        sent = await bot.peer.submit_view(form, {"who_may_change": "admins"}, user="U2")
        await bot.peer.wait_for(lambda: not bot.peer.unacked)
        return bot.peer.acks[sent.envelope_id][0].payload, bot.state.settings("slack", "T1", "C1")

    assert run(scenario) == (
        {
            "response_action": "errors",
            "errors": {"who_may_change": "Only an admin can change the settings here."},
        },
        {},
    )


def test_follow_ups_in_a_thread_are_answered_where_that_is_set(run):
    async def scenario(bot):
        thread = "1795000000.000001"
        await bot.peer.mention(f"<@U0BOT> {PRICE_QUESTION}", thread_ts=thread)
        await bot.answer()
        await bot.peer.message("How do you decide what a jar costs?", thread_ts=thread)
        await bot.peer.wait_for(lambda: not bot.peer.unacked)
        await bot.idle.wait()
        assert len(bot.peer.posts) == 1
        bot.state.save_settings("slack", "T1", "C1", {"follow_ups": "on"})
        await bot.peer.message("that is nice", thread_ts=thread)
        await bot.peer.message("How do you decide what a jar costs?", thread_ts="1795000000.000002")
        await bot.peer.message("How do you decide what a jar costs?", thread_ts=thread)
        return await bot.answer(2)

    post = run(scenario)
    assert (post.thread_ts, quote_in(post)) == ("1795000000.000001", PRICE)


def test_over_http_it_is_the_same(run):
    async def scenario(bot):
        answer = await bot.ask(PRICE_QUESTION)
        moved = await bot.press(answer, "next")
        await bot.peer.mention(f"<@U0BOT> {PRICE_QUESTION}")
        mentioned = await bot.answer(3)
        return answer, moved, mentioned, [sent.status for sent in bot.peer.sent]

    answer, moved, mentioned, statuses = run(scenario, slack_mode="http")
    assert (quote_in(answer), moved.replace_original, quote_in(mentioned)) == (PRICE, True, PRICE)
    assert statuses == [200, 200, 200]
