import asyncio

import pytest
from discord_bot import (
    actions_in,
    discord_bot,
    labels_in,
    links_in,
    quote_in,
    run_bot,
    speaker_in,
    text_of,
)
from discord_peer import ADA, ANN, BEN, GENERAL, GUILD, Channel, DiscordPeer, Guild, User, direct_channel
from interviews import NOT_HERE, PRICE, TEA_LOSS

from bot.desk import Limits
from bot.discord.app import Listeners
from bot.discord.circuit import Circuit
from bot.discord.client import DiscordClient, GatewayTimings
from bot.metrics import Metrics
from bot.service import QuoteService
from index.embed import make_embedder
from index.search.live import LiveSearcher

PRICE_QUESTION = "How do you set the price of a jar?"
UNSURE_QUESTION = "How do robots pour tea?"
POURING = "机器人每一次倒水的温度误差不到一度，老师傅的手再稳也做不到这一点。"
WAITING = "年轻人不是不喝茶，他们只是不愿意等二十分钟才喝到第一口。"


@pytest.fixture(scope="module")
def make_service(indexed):
    searcher = LiveSearcher(indexed / "data", make_embedder("auto"))
    yield lambda state: QuoteService(searcher, state)
    searcher.close()


@pytest.fixture
def run(make_service, tmp_path):
    return lambda scenario: run_bot(make_service, tmp_path, scenario)


def seen(bot, user, channel=GENERAL):
    """Return what the bot said in a channel that a user sees now."""
    return [text_of(message) for message in bot.peer.visible(channel, user)]


def test_a_command_is_answered_for_everybody(run):
    async def scenario(bot):
        post = await bot.ask(PRICE_QUESTION)
        [response] = bot.peer.responses.values()
        return post, response.type, response.is_ephemeral

    post, response, is_ephemeral = run(scenario)
    assert (response, is_ephemeral) == (5, False)
    assert (post.kind, post.channel, post.user, post.content) == ("response", GENERAL, None, f"Ann: {PRICE_QUESTION}")
    assert (quote_in(post), speaker_in(post)) == (PRICE, "Mara Field (玛拉·菲尔德)")
    assert text_of(post).endswith(f"{PRICE}\nBees above the city, 2 May 2024")
    assert links_in(post) == ["https://example.com/bees"]
    assert labels_in(post) == ["Read it in the article", "Next", "Context", "👍", "👎", "Why this?", "Delete"]
    assert actions_in(post) == ["next", "context", "up", "down", "why", "delete"]


def test_a_mention_is_answered_below_it(run):
    async def scenario(bot):
        asked = await bot.peer.mention(PRICE_QUESTION)
        return asked.id, await bot.answer()

    asked, post = run(scenario)
    assert (post.kind, post.channel, post.reference, post.content) == ("post", GENERAL, asked, "")
    assert quote_in(post) == PRICE


def test_a_mention_in_a_thread_is_answered_there(run):
    async def scenario(bot):
        bot.peer.add(Channel(id="801", name="talk", guild=GUILD, parent=GENERAL))
        await bot.peer.mention(PRICE_QUESTION, channel="801")
        return await bot.answer()

    post = run(scenario)
    assert (post.channel, quote_in(post)) == ("801", PRICE)


def test_an_empty_mention_gets_one_hint(run):
    async def scenario(bot):
        asked = await bot.peer.mention("")
        return asked.id, await bot.answer()

    asked, post = run(scenario)
    assert post.reference == asked
    assert text_of(post).startswith("Write your question behind my name, in Chinese or English, or use /quote")


def test_replies_that_discord_withholds_get_one_hint_below_an_answer(run):
    async def scenario(bot):
        answer = await bot.ask(PRICE_QUESTION)
        first = await bot.peer.message("And who says so?", user=BEN, reply_to=answer)
        hint = await bot.answer(2)
        await bot.peer.message("Nobody, I think", reply_to=answer)
        return first.id, hint, await bot.answer(2)

    first, hint, last = run(scenario)
    assert (hint.reference, hint.id) == (first, last.id)
    assert text_of(hint).startswith("Write your question behind my name")


def test_a_reply_to_what_the_bot_wrote_is_a_question(run):
    async def scenario(bot):
        await bot.peer.mention(PRICE_QUESTION)
        await bot.peer.message("第一年亏了多少钱？", reply_to=await bot.answer())
        return await bot.answer(2)

    assert quote_in(run(scenario)) == TEA_LOSS


def test_a_direct_message_is_answered_as_one(run):
    async def scenario(bot):
        await bot.peer.message("第一年亏了多少钱？", channel=direct_channel(ANN))
        answer = await bot.answer()
        await bot.peer.message(NOT_HERE, channel=direct_channel(ANN))
        return answer, await bot.answer(2)

    answer, nothing = run(scenario)
    assert (answer.channel, answer.reference, quote_in(answer)) == (direct_channel(ANN), None, TEA_LOSS)
    assert nothing.channel == direct_channel(ANN)
    assert text_of(nothing).startswith("Nothing in these interviews answers that.")


def test_what_people_say_to_each_other_is_left_alone(run):
    async def scenario(bot):
        bot.peer.add(User(id="110", name="other bot", is_bot=True))
        said = await bot.peer.message(PRICE_QUESTION)
        await bot.peer.message("I do not know", user=BEN, reply_to=said)
        await bot.peer.mention(PRICE_QUESTION, user="110")
        await bot.peer.quiet(0.5)

    run(scenario)


@pytest.mark.parametrize(
    ("question", "options", "only", "quote"),
    [
        ("robot", {"speaker": "Lin Xiao"}, "Only 林晓", POURING),
        ("tea", {"language": "zh"}, "", WAITING),
        ("robot", {"source": "tea"}, "", POURING),
        ("price", {"speaker": "Mara", "source": "bees", "language": "en"}, "Only Mara Field", PRICE),
    ],
)
def test_options_narrow_a_question(run, question, options, only, quote):
    async def scenario(bot):
        return await bot.ask(question, private=True, **options)

    post = run(scenario)
    assert (post.user, quote_in(post), only in text_of(post).split("\n")) == (ANN, quote, bool(only))


def test_a_speaker_who_is_offered_can_be_asked_for(run):
    async def scenario(bot):
        [choice] = await bot.peer.autocomplete("quote", focused="speaker", value="lin")
        return choice, await bot.ask("why do young people drink no tea", speaker=choice["value"])

    choice, post = run(scenario)
    assert choice == {"name": "林晓 (Lin Xiao)", "value": "林晓"}
    assert (quote_in(post), speaker_in(post)) == (WAITING, "林晓 (Lin Xiao)")


@pytest.mark.parametrize("options", [{"speaker": "Nobody"}, {"source": "nowhere"}])
def test_what_cannot_be_asked_for_is_told_in_private(run, options):
    async def scenario(bot):
        return await bot.ask("price", **options), seen(bot, BEN)

    post, to_others = run(scenario)
    assert (post.user, to_others) == (ANN, [])
    assert text_of(post).split(".")[0] in (
        "Nobody called Nobody speaks here",
        "No interview has the id nowhere",
    )


@pytest.mark.parametrize(
    ("subcommand", "first_line"),
    [
        ("help", "Ask in your own words, in Chinese or English; I answer with somebody's exact words and the link."),
        ("speakers", "Who speaks here"),
        ("sources", "The interviews"),
        ("settings", "Settings of this channel"),
    ],
)
def test_what_is_said_about_the_bot_is_private(run, subcommand, first_line):
    async def scenario(bot):
        post = await bot.browse(subcommand)
        [response] = bot.peer.responses.values()
        return post, response.is_ephemeral

    post, is_ephemeral = run(scenario)
    assert (post.kind, post.user, is_ephemeral) == ("response", ANN, True)
    assert text_of(post).split("\n")[0] == first_line


def test_privacy_is_told(run):
    async def scenario(bot):
        return await bot.browse("privacy")

    assert text_of(run(scenario)).startswith("A question is kept until it is answered and then removed;")


def test_a_random_quote_is_for_everybody(run):
    async def scenario(bot):
        return await bot.browse("random", topic="蜜蜂"), await bot.browse("random")

    on_topic, any_quote = run(scenario)
    assert (on_topic.user, text_of(on_topic)) == (ANN, "Nothing on 蜜蜂 here.")
    assert (any_quote.user, actions_in(any_quote)) == (None, ["context", "up", "down", "delete"])


def test_the_menu_of_a_message_takes_it_as_the_question(run):
    async def scenario(bot):
        await bot.peer.context_menu("Find a quote", f"**{PRICE_QUESTION}**")
        return await bot.answer()

    post = run(scenario)
    assert (post.kind, post.user, quote_in(post)) == ("response", ANN, PRICE)
    assert "share" in actions_in(post)


def test_who_installed_it_for_themselves_uses_it_where_the_bot_is_not(run):
    async def scenario(bot):
        bot.peer.add(Guild(id="701", name="elsewhere", has_bot=False))
        bot.peer.add(Channel(id="802", name="general", guild="701", has_bot=False))
        answer = await bot.ask(PRICE_QUESTION, channel="802")
        moved = await bot.press(answer, "next")
        told = await bot.press(answer, "context", user=BEN)
        private = await bot.ask(NOT_HERE, channel="802")
        await bot.press(answer, "delete")
        return answer, moved, told, private, seen(bot, BEN, "802")

    answer, moved, told, private, left = run(scenario)
    assert (answer.channel, answer.user, quote_in(answer)) == ("802", None, PRICE)
    assert (moved.kind, moved.id, told.user, private.user) == ("edit", answer.id, BEN, ANN)
    assert len(left) == 1  # what Ben asked for


@pytest.mark.parametrize("question", [NOT_HERE, UNSURE_QUESTION, "!?", "    "])
def test_what_is_no_answer_is_private_and_leaves_nothing_behind(run, question):
    async def scenario(bot):
        post = await bot.ask(question)
        return post, seen(bot, ANN), seen(bot, BEN)

    post, to_asker, to_others = run(scenario)
    assert (post.user, to_asker, to_others) == (ANN, [text_of(post)], [])


def test_the_closest_is_shown_as_such(run):
    async def scenario(bot):
        return await bot.ask(UNSURE_QUESTION)

    post = run(scenario)
    assert text_of(post).startswith(f"Ann: {UNSURE_QUESTION}\nNot sure this is what you mean. The closest:\n")
    assert quote_in(post) == POURING


def test_a_private_answer_is_shared_as_a_new_message_and_then_gone(run):
    async def scenario(bot):
        private = await bot.ask(PRICE_QUESTION, private=True)
        shared = await bot.press(private, "share", posts=2)
        return private, bot.peer.posts[1:], shared, seen(bot, ANN), seen(bot, BEN)

    private, posts, removed, to_asker, to_others = run(scenario)
    assert (private.user, quote_in(private)) == (ANN, PRICE)
    assert [(post.kind, post.user) for post in posts] == [("followup", None), ("delete", ANN)]
    assert (removed.id, posts[0].id != private.id) == (private.id, True)
    assert actions_in(posts[0]) == ["next", "context", "up", "down", "why", "delete"]
    assert text_of(posts[0]).startswith(f"Ann: {PRICE_QUESTION}\n")
    assert to_asker == to_others == [text_of(posts[0])]


def test_what_is_shared_already_is_not_shared_again(run):
    async def scenario(bot):
        private = await bot.ask(PRICE_QUESTION, private=True)
        bot.peer.fail("delete_original", 10008)
        await bot.press(private, "share")
        return await bot.press(private, "share"), seen(bot, BEN)

    told, to_others = run(scenario)
    assert (told.user, text_of(told)) == (ANN, "This one is shared already.")
    assert len(to_others) == 1


def test_buttons_of_an_answer_say_more_to_who_pressed_them(run):
    async def scenario(bot):
        answer = await bot.ask(PRICE_QUESTION)
        told = {
            action: await bot.press(answer, action, user=BEN) for action in ("next", "context", "why", "up", "down")
        }
        reason = await bot.press(told["down"], "down:words", user=BEN)
        return answer, told, reason, seen(bot, ANN)

    answer, told, reason, to_asker = run(scenario)
    assert {post.user for post in told.values()} == {BEN}
    assert quote_in(told["next"]) != quote_in(answer)
    assert actions_in(told["next"])[-1] == "share"
    assert "Said in answer to: How do you decide what a jar costs?" in text_of(told["context"]).split("\n")
    assert text_of(told["why"]).startswith("Closest in meaning among 13 quotes; quite sure.")
    assert text_of(told["up"]) == "Thanks, noted."
    assert actions_in(told["down"]) == ["down:off_point", "down:person", "down:words", "down:link"]
    assert (reason.kind, reason.id) == ("edit", told["down"].id)
    assert text_of(reason) == "Thanks. Whoever runs me sees it in the votes and can mend it."
    assert to_asker == [text_of(answer)]


def test_next_replaces_the_answer_for_who_asked(run):
    async def scenario(bot):
        answer = await bot.ask(PRICE_QUESTION)
        moved = await bot.press(answer, "next")
        again = await bot.press(moved, "next")
        return answer, moved, again, seen(bot, BEN)

    answer, moved, again, to_others = run(scenario)
    assert [(post.kind, post.id) for post in (moved, again)] == [("edit", answer.id)] * 2
    assert len({quote_in(post) for post in (answer, moved, again)}) == 3
    assert to_others == [text_of(again)]
    assert text_of(again).startswith(f"Ann: {PRICE_QUESTION}\n")


def test_after_the_last_quote_there_is_no_next(run):
    async def scenario(bot):
        post = await bot.ask(PRICE_QUESTION)
        count = 1
        while "next" in actions_in(post):
            post, count = await bot.press(post, "next"), count + 1
        return count

    assert run(scenario) == 10


def test_an_answer_in_the_other_language_is_turned_into_the_own(run):
    async def scenario(bot):
        answer = await bot.ask("tea")
        return answer, await bot.press(answer, "language")

    answer, own = run(scenario)
    assert (quote_in(answer), "In English" in labels_in(answer)) == (WAITING, True)
    assert (own.id, speaker_in(own).split(" (")[0] in ("Mara Field", "Tom Reed · host")) == (answer.id, True)
    assert "In English" not in labels_in(own)


def test_one_person_has_one_vote_for_a_quote(run):
    async def scenario(bot):
        answer = await bot.ask(PRICE_QUESTION)
        given = bot.state.answer_given(answer.buttons[1]["custom_id"].split(":")[2].split(".")[0])
        votes = []
        for user, action in ((ANN, "up"), (ANN, "up"), (BEN, "down"), (ANN, "down")):
            await bot.press(answer, action, user=user)
            votes.append(bot.state.votes_for(given.hits[0].quote_id))
        return votes

    assert run(scenario) == [(1, 0), (1, 0), (1, 1), (0, 2)]


def test_who_asked_and_admins_delete_and_nobody_else(run):
    async def scenario(bot):
        first, second = await bot.ask(PRICE_QUESTION), await bot.ask(PRICE_QUESTION)
        refused = await bot.press(first, "delete", user=BEN)
        await bot.press(first, "delete", user=ANN)
        await bot.press(second, "delete", user=ADA)
        return refused, seen(bot, ANN)

    refused, left = run(scenario)
    assert (refused.user, text_of(refused)) == (BEN, "Only who asked, or an admin, can delete this answer.")
    assert left == []


def test_buttons_work_after_a_restart(make_service, tmp_path):
    async def scenario():
        async with DiscordPeer() as peer:
            async with discord_bot(make_service, tmp_path, peer) as bot:
                answer = await bot.ask(PRICE_QUESTION)
                private = await bot.ask(PRICE_QUESTION, private=True)
            async with discord_bot(make_service, tmp_path, peer) as bot:
                moved = await bot.press(answer, "next")
                why = await bot.press(answer, "why", user=BEN)
                await bot.press(private, "share", posts=2)
                return moved, why, peer.posts[-2], peer.violations, len(peer.called("set_commands"))

    moved, why, shared, violations, command_puts = asyncio.run(scenario())
    assert (violations, command_puts) == ([], 1)
    assert moved.content == f"Ann: {PRICE_QUESTION}"
    assert text_of(why).startswith("Closest in meaning among 13 quotes")
    assert text_of(shared).startswith(f"Ann: {PRICE_QUESTION}\n")


@pytest.mark.parametrize(
    ("question", "above", "label"),
    [
        ("第一年亏了多少钱？", "Ann：第一年亏了多少钱？", "下一条"),
        ("第一年虧了多少錢？", "Ann：第一年虧了多少錢？", "下一條"),
        ("tea", "Ann: tea", "Next"),
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
        told = await bot.ask(PRICE_QUESTION)
        bot.desk.open(make_service(bot.state))
        return choices, told, await bot.answer(2), seen(bot, BEN)

    choices, told, answer, to_others = run_bot(None, tmp_path, scenario, limits=Limits(told_wait_seconds=0.2))
    assert (choices, told.user) == ([], ANN)
    assert text_of(told) == "Getting ready, about 1 minute more. I will answer this when I am."
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
        handlers, metrics = Listeners(bot.desk, bot.state).handlers(), Metrics()
        client = DiscordClient(handlers, metrics=metrics, circuit=Circuit(metrics), timings=GatewayTimings())
        async with client:
            await client.login(bot.peer.token)
    return len(bot.peer.called("set_commands"))


def test_a_hundred_restarts_tell_discord_the_commands_once(run):
    async def scenario(bot):
        return await log_in(bot, 99), [(command["name"], command["type"]) for command in bot.peer.commands[None]]

    assert run(scenario) == (1, [("quote", 1), ("quotes", 1), ("Find a quote", 3)])


def test_commands_that_changed_are_told_again(run):
    async def scenario(bot):
        bot.state.save_settings("discord", "", "", {"commands": "400:as they were"})
        return await log_in(bot, 3)

    assert run(scenario) == 2


def test_commands_that_discord_did_not_take_are_told_at_the_next_start(run):
    async def scenario(bot):
        bot.state.save_settings("discord", "", "", {"commands": "400:as they were"})
        bot.peer.fail("set_commands", 30032)
        return [await log_in(bot) for _ in range(3)], bot.peer.called("set_commands")[1].outcome

    assert run(scenario) == ([2, 3, 3], "30032")
