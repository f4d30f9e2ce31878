import asyncio

import pytest
from bench_slack import Fate, fate_of, is_final, outcome_of, problems
from bench_slack_load import Crowd, Question, questions
from slack_peer import Ack, Post, Sent, SlackPeer
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.words import say


def public(ts="101.5"):
    return Post(kind="response", response_type="in_channel", text="Ada: it needs little power", ts=ts)


def private(text, ts="101.5"):
    return Post(kind="response", response_type="ephemeral", text=text, ts=ts)


def sent(envelope):
    return Sent(type="slash_commands", payload={}, envelope_id=envelope)


def question(*posts, envelopes=("E1",)):
    return Question(at=100.0, deliveries=[sent(each) for each in envelopes], posts=list(posts))


def ack(envelope, seconds=0.1):
    return Ack(envelope_id=envelope, seconds=seconds, connection=1)


def fate(**fields):
    known = {"count": 1, "acks": [0.1], "answers": [1.5], "outcomes": {}, "unacked": 0, "acked_twice": 0}
    return Fate(**known | {"redelivered": 0, "never": 0, "twice": 0} | fields)


def test_no_question_comes_twice_in_a_run():
    assert len(questions()) == len(set(questions())) == 2400


@pytest.mark.parametrize("interface", ["en", "zh", "zh-Hant"])
def test_what_was_said_is_told_apart_in_every_language(interface):
    texts = [
        say("busy", interface, seconds="7"),
        say("too_busy", interface, seconds="50"),
        say("too_slow", interface, reference="00FF"),
        f"person1: why?\n{say('unsure', interface)}\nbecause",
        f"person1: why?\n{say('nothing', interface)}",
        say("broken", interface, reference="00FF"),
    ]
    assert [outcome_of(private(text)) for text in texts] == [
        "told to wait",
        "turned away",
        "given up",
        "unsure, private",
        "nothing, private",
        "other notice",
    ]
    assert outcome_of(public()) == "public"


def test_being_told_to_wait_is_no_answer():
    wait = private(say("busy", "en", seconds="7"))
    assert fate_of([question(wait)], {"E1": [ack("E1")]}) == fate(answers=[], outcomes={"told to wait": 1}, never=1)


def test_the_wait_before_an_answer_is_part_of_its_time():
    wait = private(say("busy", "en", seconds="1"), ts="100.2")
    found = fate_of([question(wait, public("101.5"))], {"E1": [ack("E1")]})
    assert found == fate(outcomes={"told to wait": 1, "public": 1})


def test_two_answers_to_one_question_are_found():
    found = fate_of([question(public("101.5"), public("109.0"))], {"E1": [ack("E1")]})
    assert found == fate(outcomes={"public": 2}, twice=1)


def test_a_question_delivered_again_is_acknowledged_by_either_delivery():
    found = fate_of([question(public(), envelopes=("E1", "E2"))], {"E2": [ack("E2", 0.2)]})
    assert found == fate(acks=[0.2], outcomes={"public": 1}, redelivered=1)


def test_who_is_turned_away_does_not_make_answers_look_fast():
    turned = private(say("too_busy", "zh", seconds="50"), ts="100.1")
    assert fate_of([question(turned)], {"E1": [ack("E1")]}) == fate(answers=[], outcomes={"turned away": 1})


def test_envelopes_without_and_with_two_acknowledgements_are_found():
    acks = {"E2": [ack("E2"), ack("E2", 0.3)]}
    found = fate_of([question(public()), question(public(), envelopes=("E2",))], acks)
    outcomes = {"public": 2}
    assert found == fate(count=2, answers=[1.5, 1.5], outcomes=outcomes, unacked=1, acked_twice=1)


def test_each_post_is_put_with_the_question_whose_address_it_came_to():
    async def scenario():
        async with SlackPeer() as peer:
            crowd = Crowd(peer, ["why?", "how?"], is_final)
            asked = [await crowd.ask(), await crowd.ask()]
            for question, text in zip(reversed(asked), ["so", "because"], strict=True):
                url = question.deliveries[0].response_url
                await AsyncWebhookClient(url).send(text=text, response_type="in_channel")
            await crowd.are_answered(asked)
            return [(each.deliveries[0].payload["text"], [post.text for post in each.posts]) for each in asked]

    assert asyncio.run(scenario()) == [("why?", ["because"]), ("how?", ["so"])]


def test_what_no_connection_took_is_delivered_again():
    async def scenario():
        async with SlackPeer() as peer:
            crowd = Crowd(peer, ["why?", "how?"], is_final)
            lost, acknowledged = await crowd.ask(), await crowd.ask()
            peer.acks[acknowledged.deliveries[0].envelope_id] = [ack("E2")]
            await crowd.redeliver([lost, acknowledged])
            return [[delivery.attempt for delivery in each.deliveries] for each in (lost, acknowledged)]

    assert asyncio.run(scenario()) == [[0, 1], [0]]


def test_all_is_well_at_the_bounds():
    assert problems([fate(acks=[0.5]), fate(acks=[0.1] * 990 + [3.0])]) == []


def test_everything_out_of_bounds_is_named():
    assert problems([fate(never=1), fate(twice=2, unacked=3, acked_twice=4, acks=[0.51, 3.01])], 5) == [
        "1 questions were never answered",
        "2 questions were answered more than once",
        "3 questions were never acknowledged",
        "4 envelopes were acknowledged more than once",
        "5 messages were posted elsewhere than at the address of a question",
        "1 acknowledgements took more than 3 s",
        "one in 100 acknowledgements took 3.0 s or more; 500 ms is the bound",
    ]
