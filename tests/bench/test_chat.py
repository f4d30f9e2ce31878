import asyncio
import itertools

import pytest
from aiohttp import web
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.discord.embeds import discord_message
from bot.domain.message import notice
from bot.wording.language import say
from tests.bench.chat import gateway_problems
from tests.bench.crowds import DiscordCrowd, SlackCrowd, questions
from tests.bench.outage import Chroma, outage_problems, outage_rows
from tests.bench.outcomes import Question, Reply, RoundTally, outcome_of, problems, tally_of
from tests.bench.replicas import HttpCrowd
from tests.peers.discord import Beat, Call, DiscordPeer, Post, Response
from tests.peers.slack import Ack, SlackPeer


def public(at=101.5):
    return Reply(at=at, text="Ada: it needs little power", is_public=True)


def private(text, at=101.5):
    return Reply(at=at, text=text, is_public=False)


def question(*said, deliveries=("E1",)):
    return Question(platform="Slack", text="why?", at=100.0, deliveries=list(deliveries), said=list(said))


def tallies(*questions, **acks):
    return tally_of(questions, lambda delivery: acks.get(delivery, []))


def tally(**fields):
    known = {"count": 1, "acks": [0.1], "answers": [1.5], "outcomes": {}, "unacked": 0, "acked_twice": 0}
    return RoundTally(**known | {"redelivered": 0, "never": 0, "twice": 0} | fields)


def notices(interface):
    return {
        "told to wait": say("busy", interface, seconds="7"),
        "turned away": say("too_busy", interface, seconds="50"),
        "given up": say("too_slow", interface, reference="00FF"),
        "unsure, private": f"person1: why?\n{say('unsure', interface)}\nbecause",
        "nothing, private": f"person1: why?\n{say('nothing', interface)}",
        "other notice": say("broken", interface, reference="00FF"),
    }


def discord_crowd():
    peer = DiscordPeer()
    options = [{"type": 3, "name": "question"}]
    peer.commands[None] = [
        {"type": 1, "id": "1", "name": "quote", "options": options, "default_member_permissions": None}
    ]
    return DiscordCrowd(peer, itertools.cycle(["why?"]))


def discord_post(interaction, **fields):
    return Post(kind="response", channel="800", id="1", interaction=interaction, **fields)


def test_no_question_comes_twice_in_a_run():
    assert len(questions()) == len(set(questions())) == 8000


@pytest.mark.parametrize("interface", ["en", "zh", "zh-Hant"])
def test_what_was_said_is_told_apart_in_every_language(interface):
    texts = notices(interface)
    assert [outcome_of(private(text)) for text in texts.values()] == list(texts)
    assert outcome_of(public()) == "public"


@pytest.mark.parametrize("interface", ["en", "zh", "zh-Hant"])
def test_what_was_said_in_discord_is_told_apart_in_every_language(interface):
    async def scenario():
        crowd, texts = discord_crowd(), notices(interface)
        asked = await crowd.ask()
        for text in texts.values():
            content = discord_message(notice(text))["content"]
            crowd.peer.posts.append(discord_post(asked.deliveries[0].id, content=content, user="1000"))
        crowd.read()
        return [outcome_of(said) for said in asked.said], list(texts)

    outcomes, expected = asyncio.run(scenario())
    assert outcomes == expected


def test_being_told_to_wait_is_no_answer():
    wait = private(say("busy", "en", seconds="7"))
    assert tallies(question(wait), E1=[0.1]) == tally(answers=[], outcomes={"told to wait": 1}, never=1)


def test_the_wait_before_an_answer_is_part_of_its_time():
    wait = private(say("busy", "en", seconds="1"), at=100.2)
    assert tallies(question(wait, public()), E1=[0.1]) == tally(outcomes={"told to wait": 1, "public": 1})


def test_two_answers_to_one_question_are_found():
    assert tallies(question(public(101.5), public(109.0)), E1=[0.1]) == tally(outcomes={"public": 2}, twice=1)


def test_a_question_delivered_again_is_acknowledged_by_either_delivery():
    measured = tallies(question(public(), deliveries=("E1", "E2")), E2=[0.2])
    assert measured == tally(acks=[0.2], outcomes={"public": 1}, redelivered=1)


def test_who_is_turned_away_does_not_make_answers_look_fast():
    turned = private(say("too_busy", "zh", seconds="50"), at=100.1)
    assert tallies(question(turned), E1=[0.1]) == tally(answers=[], outcomes={"turned away": 1})


def test_deliveries_without_and_with_two_acknowledgements_are_found():
    measured = tallies(question(public()), question(public(), deliveries=("E2",)), E2=[0.1, 0.3])
    assert measured == tally(count=2, answers=[1.5, 1.5], outcomes={"public": 2}, unacked=1, acked_twice=1)


def test_each_post_is_put_with_the_question_whose_address_it_came_to():
    async def scenario():
        async with SlackPeer() as peer:
            crowd = SlackCrowd(peer, iter(["why?", "how?"]))
            asked = [await crowd.ask(), await crowd.ask()]
            for question, text in zip(reversed(asked), ["so", "because"], strict=True):
                url = question.deliveries[0].response_url
                await AsyncWebhookClient(url).send(text=text, response_type="in_channel")
            await crowd.are_answered(asked)
            return [(question.text, [(said.text, said.is_public) for said in question.said]) for question in asked]

    assert asyncio.run(scenario()) == [("why?", [("because", True)]), ("how?", [("so", True)])]


def test_each_answer_in_discord_is_put_with_the_interaction_whose_token_it_used():
    async def scenario():
        crowd = discord_crowd()
        asked = [await crowd.ask(), await crowd.ask()]
        first, second = (question.deliveries[0].id for question in asked)
        crowd.peer.responses[second] = Response(interaction=second, type=5, seconds=0.2)
        crowd.peer.posts += [
            discord_post(second, content="so", at=109.0),
            discord_post(first, embeds=[{"description": "because"}], at=101.5, user="1000"),
            discord_post(None, content="to nobody"),
        ]
        crowd.read()
        return [(question.said, crowd.acks_of(question.deliveries[0])) for question in asked], crowd.elsewhere

    assert asyncio.run(scenario()) == (
        [
            ([Reply(at=101.5, text="\nbecause", is_public=False)], []),
            ([Reply(at=109.0, text="so", is_public=True)], [0.2]),
        ],
        1,
    )


def test_what_no_connection_took_is_delivered_again():
    async def scenario():
        async with SlackPeer() as peer:
            crowd = SlackCrowd(peer, iter(["why?", "how?"]))
            lost, acknowledged = await crowd.ask(), await crowd.ask()
            envelope = acknowledged.deliveries[0].envelope_id
            peer.acks[envelope] = [Ack(envelope_id=envelope, seconds=0.1, connection=1)]
            await crowd.redeliver([lost, acknowledged])
            return [[delivery.attempt for delivery in question.deliveries] for question in (lost, acknowledged)]

    assert asyncio.run(scenario()) == [[0, 1], [0]]


def test_all_is_well_at_the_bounds():
    assert problems([tally(acks=[0.5]), tally(acks=[0.1] * 990 + [3.0])], p99_seconds=0.5) == []


def test_everything_out_of_bounds_is_named():
    let_down = [tally(never=1), tally(twice=2, unacked=3, acked_twice=4, acks=[0.51, 3.01])]
    assert problems(let_down, p99_seconds=0.5, elsewhere=5) == [
        "1 questions were never answered",
        "2 questions were answered more than once",
        "3 questions were never acknowledged",
        "4 deliveries were acknowledged more than once",
        "5 messages were posted elsewhere than in answer to a question",
        "1 acknowledgements took more than 3 s",
        "one in 100 acknowledgements took 2.98 s or more; 0.5 s is the bound",
    ]


def test_a_connection_that_is_kept_and_in_time_is_no_problem():
    peer = DiscordPeer()
    peer.identified.append(100.0)
    peer.beats.append(Beat(connection=1, at=105.0, seq=1, late_seconds=3.0))
    assert gateway_problems(peer) == []


def test_what_discord_must_not_see_of_the_bot_is_named():
    peer = DiscordPeer()
    peer.identified.append(100.0)
    peer.resumed += [120.0, 130.0]
    peer.beats.append(Beat(connection=1, at=109.1, seq=1, late_seconds=4.1))
    peer.calls.append(Call(method="create_followup", arguments={}, outcome="429", status=429, at=110.0))
    assert gateway_problems(peer) == [
        "2 connections to Discord were lost",
        "1 calls count towards a ban of the address",
        "a heartbeat came 4.1 s late; 3 s is the bound",
    ]


def test_replicas_are_asked_in_turn_without_waiting_for_each_other():
    async def scenario():
        called, gate = [], asyncio.Event()

        async def events(request):
            called.append(request.path)
            await gate.wait()
            return web.Response()

        app = web.Application()
        app.router.add_post("/{replica}", events)
        async with SlackPeer() as peer:
            runner = web.AppRunner(app)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            address = f"http://127.0.0.1:{runner.addresses[0][1]}"
            crowd = HttpCrowd(peer, itertools.count(), [f"{address}/one", f"{address}/two"])
            asked = [await crowd.ask() for _ in range(3)]
            async with asyncio.timeout(5):
                while len(called) < 3:
                    await asyncio.sleep(0.01)
            gate.set()
            while any(not question.deliveries for question in asked):
                await asyncio.sleep(0.01)
            await runner.cleanup()
            return sorted(called), [len(crowd.acks_of(question.deliveries[0])) for question in asked]

    assert asyncio.run(scenario()) == (["/one", "/one", "/two"], [1, 1, 1])


def test_what_was_said_is_counted_before_during_and_after_an_outage():
    server = Chroma("nowhere")
    server.stopped_at, server.back_at = 100.0, 160.0
    asked = [question(public(at)) for at in (99.5, 101.0, 164.0)]
    for asked_question, at in zip(asked, (99.0, 100.5, 161.0), strict=True):
        asked_question.at = at
    sorry = question(private(say("broken", "en", reference="00FF"), at=131.0))
    sorry.at = 130.0
    assert outage_rows(server, [*asked, sorry]) == [
        ("Chroma's server was away", "60.0 s"),
        ("said to who asked before", "1: 1 public"),
        ("said to who asked meanwhile", "2: 1 public, 1 other notice"),
        ("said to who asked after", "1: 1 public"),
        ("first word to who asked meanwhile (aim: 3 s)", "p50 750 ms, p95 975 ms, p99 995 ms, longest 1.0 s"),
        ("first answer after it was back", "4.0 s"),
    ]
    assert outage_problems(server, [*asked, sorry]) == []
    sorry.at = 170.0
    assert outage_problems(server, [sorry]) == ["nobody who asked after Chroma's server came back was answered"]
