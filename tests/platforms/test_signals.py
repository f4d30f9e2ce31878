"""What people do with answers, in both platforms, and what is left of it in the state."""

import re
from functools import partial

import pytest
from sqlalchemy import select, update

from bot.intake.service import QuoteService
from bot.state.tables import answers, questions, signals, votes, work
from tests.peers import discord, slack
from tests.peers.discord import ANN, BEN
from tests.platforms.discord import discord_bot
from tests.platforms.slack import slack_bot
from tests.support.two_interviews import NOT_HERE

PRICE_QUESTION = "How do you set the price of a jar?"
PRICE_AGAIN = "  HOW do you set the price of a jar ？！"
IN_OTHER_WORDS = "What does a jar of honey cost?"


class Chat:
    """A platform to test on: its module, and two people there."""

    def __init__(self, module, people):
        self.module = module
        self.asker, self.other = people

    async def do(self, bot, post, action, user=None):
        """Press a button, wait until nothing is under way, and return the last post."""
        await bot.peer.press(post, f"quote:{action}", user=user or self.asker)
        await bot.idle.wait()
        return bot.peer.posts[-1]

    async def ask(self, bot, question, user=None, *, is_private=False):
        """Ask for oneself alone, or for all, and return what comes."""
        options = {"private": True} if is_private and self.module is discord_bot else {}
        typed = f"{question} --private" if is_private and self.module is slack_bot else question
        return await bot.ask(typed, user=user or self.asker, **options)


@pytest.fixture(params=[(slack_bot, ("U1", "U2")), (discord_bot, (ANN, BEN))], ids=["slack", "discord"])
def chat(request):
    return Chat(*request.param)


@pytest.fixture
def run(chat, make_service, tmp_path):
    return partial(chat.module.run_bot, make_service, tmp_path)


def rows(state, query):
    with state.engine.begin() as connection:
        return [tuple(row) for row in connection.execute(query)]


def signals_in(state):
    columns = (signals.c.user, signals.c.kind, signals.c.position)
    return sorted(rows(state, select(*columns)))


def answer_ids(state):
    return [answer_id for (answer_id,) in rows(state, select(answers.c.id).order_by(answers.c.asked_at))]


def counted(bot, chat):
    platform = "slack" if chat.module is slack_bot else "discord"
    kinds = ("next", "context", "why", "shared", "deleted", "asked_again")
    value = bot.metrics.registry.get_sample_value
    counts = {kind: value("quotebot_signals_total", {"platform": platform, "kind": kind}) for kind in kinds}
    return {kind: count for kind, count in counts.items() if count}


def test_what_is_pressed_leaves_a_row_each_for_who_did_it_with_which_quote(chat, run):
    async def scenario(bot):
        answer = await chat.ask(bot, PRICE_QUESTION)
        for action, user in [("context", chat.other), ("context", chat.other), ("context", None), ("why", None)]:
            await chat.do(bot, answer, action, user)
        await chat.do(bot, answer, "next")
        await chat.do(bot, answer, "context")
        await chat.do(bot, answer, "delete", chat.other)  # who may not
        before = signals_in(bot.state)
        await chat.do(bot, answer, "delete")
        [answer_id] = answer_ids(bot.state)
        given = bot.state.answer_given(answer_id)
        kept = rows(bot.state, select(signals.c.platform, signals.c.answer_id, signals.c.quote_id, signals.c.position))
        return before, signals_in(bot.state), given, kept, counted(bot, chat), rows(bot.state, select(votes))

    before, after, given, kept, counts, voted = run(scenario)
    assert before == sorted(
        [
            (chat.asker, "context", 0),
            (chat.asker, "context", 1),
            (chat.asker, "next", 0),
            (chat.asker, "why", 0),
            (chat.other, "context", 0),
        ]
    )
    assert after == sorted([*before, (chat.asker, "deleted", 1)])
    platforms = {(given.platform, given.id, given.hits[place].quote_id, place) for place in (0, 1)}
    assert set(kept) == platforms
    assert counts == {"next": 1, "context": 4, "why": 1, "deleted": 1}
    assert voted == []


def test_sharing_a_private_answer_is_a_signal_and_a_vote_once(chat, run):
    async def scenario(bot):
        answer = await chat.ask(bot, PRICE_QUESTION, is_private=True)
        await chat.do(bot, answer, "share")
        key = bot.state.question_key(PRICE_QUESTION)
        columns = (votes.c.user, votes.c.value, votes.c.reason, votes.c.question_key)
        return signals_in(bot.state), rows(bot.state, select(*columns)), key, counted(bot, chat)

    shared, voted, key, counts = run(scenario)
    assert (shared, voted, counts) == ([(chat.asker, "shared", 0)], [(chat.asker, 1, "shared", key)], {"shared": 1})


def test_a_vote_counts_for_a_quote_and_a_question_and_the_last_one_wins(chat, run):
    async def scenario(bot):
        answer = await chat.ask(bot, PRICE_QUESTION)
        await chat.do(bot, answer, "up")
        await chat.do(bot, answer, "up", chat.other)
        why = await chat.do(bot, answer, "down")
        await chat.do(bot, why, "down:off_point")
        columns = (votes.c.user, votes.c.answer_id, votes.c.value, votes.c.reason, votes.c.question_key)
        first, before = rows(bot.state, select(*columns)), bot.state.all_votes()
        again = await chat.ask(bot, PRICE_AGAIN)
        await chat.do(bot, again, "up")
        second = rows(bot.state, select(*columns))
        other = await chat.ask(bot, IN_OTHER_WORDS)
        await chat.do(bot, other, "down")
        last = len(rows(bot.state, select(*columns)))
        keys = [bot.state.question_key(text) for text in (PRICE_QUESTION, IN_OTHER_WORDS)]
        given = [bot.state.answer_given(answer_id) for answer_id in answer_ids(bot.state)]
        return first, before, second, last, keys, given, bot.state.all_votes()

    first, before, second, last, keys, given, voices = run(scenario)
    assert [answer.question_key for answer in given] == [keys[0], keys[0], keys[1]]
    ids, quote_id = [answer.id for answer in given], given[0].hits[0].quote_id
    of_other = (chat.other, ids[0], 1, None, keys[0])
    assert sorted(first) == sorted([(chat.asker, ids[0], -1, "off_point", keys[0]), of_other])
    assert sorted(second) == sorted([(chat.asker, ids[1], 1, None, keys[0]), of_other])
    assert before == {quote_id: (1, 1)}
    assert given[2].hits[0].quote_id == quote_id
    assert (last, voices) == (3, {quote_id: (1, 1)})


@pytest.mark.parametrize(
    ("seconds", "question", "is_other", "left"),
    [
        (119, IN_OTHER_WORDS, False, ["asked_again"]),
        (121, IN_OTHER_WORDS, False, []),
        (119, IN_OTHER_WORDS, True, []),
        (1, PRICE_AGAIN, False, []),
        (1, NOT_HERE, False, []),
    ],
)
def test_who_asks_again_in_other_words_does_so_within_two_minutes(chat, run, seconds, question, is_other, left):
    async def scenario(bot):
        await chat.ask(bot, PRICE_QUESTION)
        with bot.state.engine.begin() as connection:
            connection.execute(update(answers).values(asked_at=answers.c.asked_at - seconds))
        [earlier] = answer_ids(bot.state)
        await chat.ask(bot, question, chat.other if is_other else None)
        await bot.idle.wait()
        columns = (signals.c.user, signals.c.answer_id, signals.c.kind, signals.c.position)
        return earlier, rows(bot.state, select(*columns)), counted(bot, chat)

    earlier, noted, counts = run(scenario)
    assert noted == [(chat.asker, earlier, kind, 0) for kind in left]
    assert counts == dict.fromkeys(left, 1)


def test_by_default_no_question_is_kept_anywhere_once_it_is_answered(chat, run, tmp_path):
    async def scenario(bot):
        answer = await chat.ask(bot, "How do you set the price of a zanzibar jar?")
        await chat.do(bot, answer, "next")
        await chat.ask(bot, NOT_HERE)
        await bot.idle.wait()
        bot.state.forget(0.0)  # takes what was deleted off the disk
        in_bytes = [file.name for file in tmp_path.iterdir() if b"zanzibar" in file.read_bytes()]
        return rows(bot.state, select(questions)), rows(bot.state, select(work.c.request)), in_bytes

    kept, requests, in_bytes = run(scenario)
    assert (kept, {request for (request,) in requests}, in_bytes) == ([], {None}, [])


def test_where_questions_are_kept_they_are_with_what_they_came_to(chat, live, tmp_path):
    async def scenario(bot):
        await chat.ask(bot, PRICE_QUESTION)
        await chat.ask(bot, NOT_HERE, chat.other)
        await bot.idle.wait()
        columns = (questions.c.user, questions.c.question, questions.c.outcome)
        kept = rows(bot.state, select(*columns).order_by(questions.c.asked_at))
        learned = bot.state.answers_since(0.0)
        with_answer, without = ((one.question, one.outcome, len(one.hits)) for one in learned)
        same_key = learned[0].question_key == bot.state.question_key(PRICE_QUESTION)
        return kept, with_answer, without, same_key, [0.0 <= one.confidence <= 1.0 for one in learned]

    kept, with_answer, without, same_key, are_shares = chat.module.run_bot(
        partial(QuoteService, live, kept_question_days=30), tmp_path, scenario
    )
    assert kept == [(chat.asker, PRICE_QUESTION, "answer"), (chat.other, NOT_HERE, "nothing")]
    assert with_answer == (PRICE_QUESTION, "answer", 10)
    assert (without, same_key, are_shares) == ((NOT_HERE, "nothing", 0), True, [True, True])


@pytest.mark.parametrize("days", [0, 1, 30])
@pytest.mark.parametrize("word", ["privacy", "隐私"])
def test_privacy_says_how_long_questions_are_kept(chat, live, tmp_path, days, word):
    async def scenario(bot):
        if chat.module is slack_bot:
            return slack_bot.text_of(await bot.ask(word))
        bot.peer.add(discord.User(id=ANN, name="ann", locale="zh-CN" if word == "隐私" else "en-US"))
        return discord_bot.text_of(await bot.browse("privacy"))

    text = chat.module.run_bot(partial(QuoteService, live, kept_question_days=days), tmp_path, scenario)
    told = {
        ("privacy", 0): "A question is kept until it is answered, so that none is lost, and then removed;",
        ("privacy", 1): "A question is kept for 1 day, with what it came to and the id of who asked it,",
        ("privacy", 30): "A question is kept for 30 days, with what it came to and the id of who asked it,",
        ("隐私", 0): "问题只保存到回答为止，以免丢失，随即删除；",
        ("隐私", 1): "问题连同结果和提问者的编号保存 1 天，用来改进回答",
        ("隐私", 30): "问题连同结果和提问者的编号保存 30 天，用来改进回答",
    }
    assert text.startswith(told[word, days])
    judged = (
        "the question stays with that, without your id" if word == "privacy" else "问题会随判断留下，但不带你的编号"
    )
    assert (judged in text) == (days > 0)
    asked_again = "who asked again in other words" if word == "privacy" else "谁换个说法再问"
    fingerprint = "a fingerprint of the question" if word == "privacy" else "问题的指纹"
    assert (asked_again in text, fingerprint in text, len(re.findall(r"180", text))) == (True, True, 1)


def test_who_is_forgotten_right_after_a_press_is_in_no_table(chat, run, tmp_path):
    async def scenario(bot):
        canary = "U0CANARY01" if chat.module is slack_bot else "990000000000000001"
        bot.peer.add((slack if chat.module is slack_bot else discord).User(id=canary, name="canary"))
        answer = await chat.ask(bot, PRICE_QUESTION, chat.other)
        await chat.do(bot, answer, "context", canary)
        noted = signals_in(bot.state)
        certain = await bot.ask("forget me", user=canary) if chat.module is slack_bot else None
        await bot.peer.press(answer, "quote:why", user=canary)
        if certain:
            await bot.peer.press(certain, "quote:forget", user=canary)
        else:
            await bot.peer.subcommand("quotes", "forget", user=canary)
        await bot.idle.wait()
        in_bytes = [file.name for file in tmp_path.iterdir() if canary.encode() in file.read_bytes()]
        return canary, noted, signals_in(bot.state), in_bytes

    canary, noted, left, in_bytes = run(scenario)
    assert (noted, left, in_bytes) == ([(canary, "context", 0)], [], [])
