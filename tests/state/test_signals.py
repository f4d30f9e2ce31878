from dataclasses import replace

import pytest
from sqlalchemy import insert

from bot.domain.records import GivenHit
from bot.domain.signals import AskedQuestion, LearningAnswer, LearningSignal, LearningVote, Signal
from bot.state import State
from bot.state.answers import answer_row
from bot.state.fingerprints import folded_question
from bot.state.tables import answers, installation, questions, signals, votes
from index.answer import EVERYTHING
from tests.state.builders import ANSWER, VOTE, rows

pytestmark = pytest.mark.on_both_databases

DAY = 86400.0
EARLIER = replace(ANSWER, asked_at=1000.0, question_key="k1")
LATER = replace(EARLIER, id="a2", asked_at=1119.0, question_key="k2", hits=(replace(ANSWER.hits[1]),))
NEXT = Signal(
    platform="slack", workspace="T1", user="U1", answer_id="a1", quote_id="q1", kind="next", position=0, given_at=5.0
)
NEXT_ROW = ("slack", "T1", "U1", "a1", "q1", "next", 0, 5.0)
KEPT = AskedQuestion(
    answer_id="a1", platform="slack", workspace="T1", channel="C1", user="U1", question="How is 强化学习 done?",
    outcome="unsure", confidence=0.25, asked_at=1.5,
)  # fmt: skip


def remember(state, *given):
    with state.engine.begin() as connection:
        connection.execute(insert(answers), [answer_row(answer) for answer in given])


@pytest.mark.parametrize(
    "again",
    [
        "how is a JAR priced",
        "How is a jar  priced?",
        " How is a\u00a0jar priced … ",
        "Ｈｏｗ is a jar priced？！",
        "How is a jar priced。",
    ],
)
def test_a_question_has_one_key_however_it_is_typed(state, again):
    assert state.question_key(again) == state.question_key("How is a jar priced?")


@pytest.mark.parametrize("other", ["How is a jar price?", "Is a jar priced how", "How is a jar priced in C#?", ""])
def test_another_question_has_another_key(state, other):
    assert state.question_key(other) != state.question_key("How is a jar priced?")


def test_signs_that_belong_to_a_question_are_not_punctuation_at_its_end():
    assert [folded_question(text) for text in ("What is C#?", "为什么 用 C++？", "???", "5 %")] == [
        "whatisc#", "为什么用c++", "", "5%",
    ]  # fmt: skip


def test_a_key_is_a_fingerprint_under_a_key_of_the_database_itself(state, state_url):
    [(name, made)] = rows(state, installation)
    assert (name, len(bytes.fromhex(made))) == ("fingerprint_key", 32)
    key = state.question_key("half a pair \ud83d")
    assert (len(key), int(key, 16) >= 0) == (16, True)
    again = State.open(state_url)
    assert again.question_key("Half a pair \ud83d!") == key
    again.close()
    with state.engine.begin() as connection:
        connection.execute(installation.update().values(value="00" * 32))
    other = State.open(state_url)
    assert other.question_key("half a pair \ud83d") != key
    other.close()


def test_a_person_is_one_in_all_of_discord_and_in_a_workspace_of_slack(state):
    people = [("discord", "G1", "7"), ("discord", "G2", "7"), ("slack", "T1", "7"), ("slack", "T2", "7")]
    keys = [state.person_key(*person) for person in people]
    assert (keys[0] == keys[1], len(set(keys)), {len(key) for key in keys}) == (True, 3, {16})


def test_a_signal_is_noted_once_and_the_first_time_counts(state):
    remember(state, ANSWER)
    assert [state.note_signal(NEXT), state.note_signal(replace(NEXT, given_at=9.0))] == [True, True]
    assert rows(state, signals) == [NEXT_ROW]
    for other in ({"kind": "context"}, {"user": "U2"}, {"quote_id": "q2", "position": 1}):
        state.note_signal(replace(NEXT, **other))
    assert len(rows(state, signals)) == 4


def test_of_an_answer_that_is_not_remembered_nothing_is_noted(state):
    assert state.note_signal(NEXT) is False
    assert rows(state, signals) == []


def test_signals_go_with_their_answers(state):
    remember(state, replace(ANSWER, asked_at=0.0), replace(ANSWER, id="a2", asked_at=DAY))
    for answer_id in ("a1", "a2"):
        state.note_signal(replace(NEXT, answer_id=answer_id, given_at=170 * DAY))
    state.forget(180 * DAY)
    assert rows(state, signals, "answer_id") == [("a1",), ("a2",)]
    state.forget(180 * DAY + 1)
    assert rows(state, signals, "answer_id") == [("a2",)]


def test_asking_in_other_words_is_noted_of_the_earlier_answer(state):
    remember(state, EARLIER, LATER)
    assert (state.note_asked_again(LATER), state.note_asked_again(LATER)) == (1, 1)
    assert rows(state, signals) == [("slack", "T1", "U1", "a1", "q1", "asked_again", 0, 1119.0)]


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({"asked_at": 1120.0}, 1),
        ({"asked_at": 1121.0}, 0),
        ({"asked_at": 999.0}, 0),
        ({"user": "U2"}, 0),
        ({"channel": "C2"}, 0),
        ({"workspace": "T2"}, 0),
        ({"platform": "discord"}, 0),
        ({"thread": "9.9"}, 1),  # in Slack each mention begins one
        ({"question_key": "k1"}, 0),
        ({"question_key": ""}, 0),
        ({"hits": ()}, 0),
        ({"hits": (GivenHit(quote_id="q3", score=1.0, similarity=1.0, word_score=0.0),)}, 0),
    ],
)
def test_who_asks_again_is_the_same_person_soon_in_the_same_channel_with_another_question(state, change, count):
    later = replace(LATER, **change)
    remember(state, EARLIER, later)
    assert state.note_asked_again(later) == count
    assert len(rows(state, signals)) == count


def test_a_quote_that_was_shown_without_a_question_was_not_asked_again(state):
    remember(state, replace(EARLIER, question_key=""), LATER)
    assert state.note_asked_again(LATER) == 0


def test_of_three_questions_both_earlier_ones_were_asked_again(state):
    third = replace(LATER, id="a3", question_key="k3", asked_at=1120.0)
    remember(state, EARLIER, LATER, third)
    assert (state.note_asked_again(LATER), state.note_asked_again(third)) == (1, 2)
    assert rows(state, signals, "answer_id", "given_at") == [("a1", 1119.0), ("a2", 1120.0)]


def test_one_person_has_one_vote_for_a_quote_and_a_question_and_one_voice_for_a_quote(state):
    for voted_at, key, value in [(1.0, "k1", 1), (2.0, "k2", 1), (3.0, "k3", -1), (4.0, "k1", 1), (5.0, "k2", -1)]:
        state.vote(replace(VOTE, question_key=key, value=value, voted_at=voted_at))
    assert rows(state, votes, "question_key", "value", "voted_at") == [("k1", 1, 4.0), ("k2", -1, 5.0), ("k3", -1, 3.0)]
    state.vote(replace(VOTE, user="U2", question_key="k1"))
    assert state.all_votes() == {"q1": (1, 1)}


def test_sharing_is_a_vote_where_there_is_none_for_the_question(state):
    state.vote(replace(VOTE, question_key="k1", value=-1))
    for key in ("k1", "k2"):
        state.vote_by_sharing(replace(VOTE, question_key=key, reason="shared", voted_at=6.0))
    assert rows(state, votes, "question_key", "value") == [("k1", -1), ("k2", 1)]
    assert state.all_votes() == {"q1": (1, 0)}


def test_a_question_is_kept_once_in_a_line_that_every_database_takes(state):
    state.keep_question(replace(KEPT, question="How  is\x00 it\n done \ud83d?"))
    state.keep_question(KEPT)
    assert rows(state, questions) == [("a1", "slack", "T1", "C1", "U1", "How is it done ?", "unsure", 0.25, 1.5)]


@pytest.mark.parametrize(("kept_days", "left"), [(3, ["a1", "a2"]), (2, ["a2"]), (0, [])])
def test_questions_are_removed_after_so_many_days_or_when_none_are_kept(state, kept_days, left):
    for number, asked_at in ((1, 0.0), (2, DAY)):
        state.keep_question(replace(KEPT, answer_id=f"a{number}", asked_at=asked_at))
    assert state.drop_questions(2 * DAY + 1, kept_days) == 2 - len(left)
    assert [answer_id for (answer_id,) in rows(state, questions, "answer_id")] == left


def test_an_answer_is_read_with_all_that_people_made_of_it(state):
    later = replace(LATER, user="")
    remember(state, EARLIER, later, replace(EARLIER, id="a0", asked_at=999.9))
    state.keep_question(replace(KEPT, asked_at=1000.0))
    state.vote(replace(VOTE, quote_id="q2", value=-1, reason="off_point", voted_at=1002.0, question_key="k1"))
    state.vote(replace(VOTE, user="U2", voted_at=1001.0, question_key="k1"))
    state.note_signal(replace(NEXT, given_at=1003.0))
    state.note_signal(replace(NEXT, quote_id="q2", position=1, kind="shared", given_at=1004.0))
    first, second = (state.person_key("slack", "T1", user) for user in ("U1", "U2"))
    assert state.answers_since(1000.0) == [
        LearningAnswer(
            answer_id="a1",
            who=first,
            platform="slack",
            asked_at=1000.0,
            question_key="k1",
            question="How is 强化学习 done?",
            outcome="unsure",
            confidence=0.25,
            filters=ANSWER.filters,
            hits=ANSWER.hits,
            votes=(
                LearningVote(who=second, quote_id="q1", position=0, value=1, reason=None, voted_at=1001.0),
                LearningVote(who=first, quote_id="q2", position=1, value=-1, reason="off_point", voted_at=1002.0),
            ),
            signals=(
                LearningSignal(who=first, quote_id="q1", position=0, kind="next", given_at=1003.0),
                LearningSignal(who=first, quote_id="q2", position=1, kind="shared", given_at=1004.0),
            ),
        ),
        LearningAnswer(
            answer_id="a2",
            who="",
            platform="slack",
            asked_at=1119.0,
            question_key="k2",
            question=None,
            outcome="unsure",
            confidence=0.25,
            filters=ANSWER.filters,
            hits=LATER.hits,
        ),
    ]


def test_a_kept_question_that_nothing_answered_is_read_too(state):
    state.keep_question(replace(KEPT, outcome="nothing", confidence=0.01))
    assert state.answers_since(1.5) == [
        LearningAnswer(
            answer_id="a1",
            who=state.person_key("slack", "T1", "U1"),
            platform="slack",
            asked_at=1.5,
            question_key=state.question_key("How is 强化学习 done?"),
            question="How is 强化学习 done?",
            outcome="nothing",
            confidence=0.01,
            filters=EVERYTHING,
        )
    ]
    assert state.answers_since(1.6) == []
