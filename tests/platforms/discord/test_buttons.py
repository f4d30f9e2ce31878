import asyncio

from tests.peers.discord import ADA, ANN, BEN, DiscordPeer
from tests.platforms.discord.discord_bot import (
    actions_in,
    discord_bot,
    labels_in,
    quote_in,
    seen,
    speaker_in,
    text_of,
)
from tests.support.two_interviews import PRICE

PRICE_QUESTION = "How do you set the price of a jar?"
WAITING = "年轻人不是不喝茶，他们只是不愿意等二十分钟才喝到第一口。"


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

    notice, to_others = run(scenario)
    assert (notice.user, text_of(notice)) == (ANN, "This one is shared already.")
    assert len(to_others) == 1


def test_buttons_of_an_answer_say_more_to_who_pressed_them(run):
    async def scenario(bot):
        answer = await bot.ask(PRICE_QUESTION)
        replies = {
            action: await bot.press(answer, action, user=BEN) for action in ("next", "context", "why", "up", "down")
        }
        replies["why of the next"] = await bot.press(replies["next"], "why", user=BEN)
        reason = await bot.press(replies["down"], "down:off_point", user=BEN)
        return answer, replies, reason, seen(bot, ANN)

    answer, replies, reason, to_asker = run(scenario)
    assert {post.user for post in replies.values()} == {BEN}
    assert quote_in(replies["next"]) != quote_in(answer)
    assert actions_in(replies["next"])[-1] == "share"
    assert "Said in answer to: How do you decide what a jar costs?" in text_of(replies["context"]).split("\n")
    assert text_of(replies["why"]).startswith("Closest in meaning among 13 quotes; quite sure.")
    assert "among 13 quotes; number 2 of this answer.\n" in text_of(replies["why of the next"])
    assert text_of(replies["up"]) == "Thanks, noted."
    assert actions_in(replies["down"]) == ["down:off_point", "down:person", "down:words", "down:link"]
    assert (reason.kind, reason.id) == ("edit", replies["down"].id)
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
            votes.append(bot.state.all_votes().get(given.hits[0].quote_id, (0, 0)))
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
    assert moved.content == f"Ann: {PRICE_QUESTION}\n-# This one is in Chinese."
    assert text_of(why).startswith("Closest in meaning among 13 quotes")
    assert text_of(shared).startswith(f"Ann: {PRICE_QUESTION}\n")
