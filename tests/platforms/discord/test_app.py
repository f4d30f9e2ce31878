import pytest

from bot.domain.records import Vote
from tests.peers.discord import ANN, BEN, GENERAL, GUILD, Channel, Guild, User, direct_channel
from tests.platforms.discord.discord_bot import (
    actions_in,
    labels_in,
    links_in,
    quote_in,
    seen,
    speaker_in,
    text_of,
)
from tests.support.two_interviews import NOT_HERE, PRICE, TEA_LOSS

PRICE_QUESTION = "How do you set the price of a jar?"
UNSURE_QUESTION = "how often do you open a hive"
POURING = "机器人每一次倒水的温度误差不到一度，老师傅的手再稳也做不到这一点。"
WAITING = "年轻人不是不喝茶，他们只是不愿意等二十分钟才喝到第一口。"


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
        await bot.peer.message(NOT_HERE, channel=direct_channel(ANN))  # what comes later is seen later
        await bot.answer()
        return [post.channel for post in bot.peer.posts], len(bot.peer.sent), bot.peer.undelivered

    assert run(scenario) == ([direct_channel(ANN)], 4, [])


@pytest.mark.parametrize(
    ("question", "options", "only", "quote"),
    [
        ("robot", {"speaker": "Lin Xiao"}, "Only 林晓", POURING),
        ("tea", {"language": "zh"}, "Only Chinese", WAITING),
        ("robot", {"source": "tea"}, "Only tea", POURING),
        ("price", {"speaker": "Mara", "source": "bees", "language": "en"}, "Only Mara Field · English · bees", PRICE),
    ],
)
def test_options_narrow_a_question(run, question, options, only, quote):
    async def scenario(bot):
        return await bot.ask(question, private=True, **options)

    post = run(scenario)
    assert (post.user, quote_in(post), only in text_of(post).split("\n")) == (ANN, quote, True)


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

    assert text_of(run(scenario)).startswith("A question is kept until it is answered, so that none is lost,")


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("forget me", ["Ann: forget me", "Nothing in these interviews answers that."]),
        ("忘记我", ["Ann：忘记我", "这些访谈里没有能回答这个问题的话。"]),
    ],
)
def test_a_question_that_reads_like_forget_me_is_answered_and_deletes_nothing(run, question, lines):
    async def scenario(bot):
        answer = await bot.ask(PRICE_QUESTION)
        await bot.press(answer, "up")
        asked = await bot.ask(question)
        return asked, await bot.press(answer, "context"), bot.state.forget_user("discord", None, str(ANN))

    asked, context, left = run(scenario)
    assert text_of(asked).split("\n")[:2] == lines
    assert "Said in answer to: How do you decide what a jar costs?" in text_of(context).split("\n")
    assert left == 3  # the vote, the look at the context, and whom the first answer was given


def test_a_question_that_reads_like_another_command_is_a_question(run):
    async def scenario(bot):
        answers = [await bot.ask(question) for question in ("daily 09:00 London", "help", "lang:zh")]
        return [text_of(answer).split("\n")[0] for answer in answers], bot.state.all_schedules()

    assert run(scenario) == (["Ann: daily 09:00 London", "Ann: help", "Ann: lang:zh"], [])


def test_no_button_asks_another_question_than_was_asked(run):
    async def scenario(bot):
        asked = [await bot.ask(question, speaker="Marra") for question in ("money", "lang:zh money")]
        return [(text_of(post).split("\n")[1], labels_in(post)) for post in asked]

    near = "Did you mean: Mara Field"
    assert run(scenario) == [(near, ['money from:"Mara Field"']), (near, [])]


def test_somebody_is_forgotten_in_all_servers(run):
    async def scenario(bot):
        for guild in (GUILD, "77"):
            bot.state.vote(
                Vote(
                    platform="discord",
                    workspace=str(guild),
                    user=str(ANN),
                    quote_id="q1",
                    answer_id="a1",
                    value=1,
                    voted_at=1.0,
                )
            )
        page = text_of(await bot.browse("forget"))
        return page, bot.state.forget_user("discord", None, str(ANN)), bot.state.all_votes().get("q1", (0, 0))

    page, left, votes = run(scenario)
    assert page.startswith("Done: nothing here carries your id any more.")
    assert (left, votes) == (0, (2, 0))


def test_a_random_quote_is_for_everybody(run):
    async def scenario(bot):
        return await bot.browse("random", topic="红烧肉"), await bot.browse("random")

    on_topic, any_quote = run(scenario)
    assert (on_topic.user, text_of(on_topic)) == (ANN, "这里没有关于“红烧肉”的话。")
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
        context = await bot.press(answer, "context", user=BEN)
        private = await bot.ask(NOT_HERE, channel="802")
        await bot.press(answer, "delete")
        return answer, moved, context, private, seen(bot, BEN, "802")

    answer, moved, context, private, left = run(scenario)
    assert (answer.channel, answer.user, quote_in(answer)) == ("802", None, PRICE)
    assert (moved.kind, moved.id, context.user, private.user) == ("edit", answer.id, BEN, ANN)
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
    assert quote_in(post).startswith("Spend a whole summer helping another beekeeper")
