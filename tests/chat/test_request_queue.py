import asyncio
import json
import time
from collections import Counter
from dataclasses import replace

import pytest
from prometheus_client import generate_latest
from sqlalchemy import select

from bot.domain.channel_post import Posted
from bot.domain.signals import Signal
from bot.intake.limits import Limits
from bot.intake.request_queue import RequestQueue
from bot.runtime.logs import configure_logging
from bot.runtime.metrics import Metrics
from bot.state import State
from bot.state.tables import work
from index.errors import StorageError
from tests.chat.echo_queue import QUICK, EchoService, request, run_queue
from tests.support.fresh_state import open_fresh

pytestmark = pytest.mark.on_both_databases


def rows(state, table, *columns):
    with state.engine.begin() as connection:
        return [tuple(row) for row in connection.execute(select(*(table.c[name] for name in columns)))]


async def until(is_met):
    async with asyncio.timeout(10):
        while not is_met():
            await asyncio.sleep(0.005)


def test_a_request_is_written_down_before_take_returns_and_answered(state):
    async def scenario(queue, outbox, service):
        await queue.take(request("why", keys=("a",)))
        assert state.is_seen("a")
        return await outbox.wait_for(1)

    assert run_queue(state, scenario) == [("U1", "echo why")]
    assert state.take_over("another", time.time() + 100, 1) == []


def test_a_delivery_that_came_before_is_answered_once(state):
    async def scenario(queue, outbox, service):
        first = request("why", keys=("a", "b"))
        await asyncio.gather(*(queue.take(delivery) for delivery in [first, first, replace(first, keys=("b", "c"))]))
        await queue.take(replace(first, keys=("c",)))
        await queue.take(request("last"))
        return await outbox.wait_for(2)

    assert sorted(run_queue(state, scenario)) == [("U1", "echo last"), ("U1", "echo why")]


def test_what_a_dead_process_accepted_is_answered_by_the_next(state):
    state.accept(request("left", user="U2"), "dead", time.time() - 10, 1)

    async def scenario(queue, outbox, service):
        return list(await outbox.wait_for(1))

    assert run_queue(state, scenario) == [("U2", "echo left")]


def test_what_a_dead_process_may_have_sent_is_apologised_for_and_never_sent_again(state):
    work_id = state.accept(request("sent", user="U2"), "dead", time.time() - 10, 1)
    assert state.begin_sending(work_id, "dead")

    async def scenario(queue, outbox, service):
        await outbox.wait_for(1)
        await asyncio.sleep(0.5)  # two rounds of looking for what is left
        return outbox.sent

    assert run_queue(state, scenario) == [
        ("U2", "I was interrupted while answering you. If you see no answer, please ask again.")
    ]


def test_what_is_held_off_counts_as_accepted_until_it_goes_on(state):
    async def scenario(queue, outbox, service):
        outbox.held_off_seconds = [0.5]
        await queue.take(request("first"))
        await until(lambda: rows(state, work, "status") == [("accepted",)] and not outbox.held_off_seconds)
        assert outbox.sent == []
        await until(lambda: rows(state, work, "status") == [("answered",)])
        return outbox.sent

    assert run_queue(state, scenario) == [("U1", "echo first")]


@pytest.mark.parametrize(
    ("text", "generation", "answer"),
    [("which", "g2", "from g2"), ("which", None, "from None"), ("which", "g1", "from g1"), ("why", "g2", "echo why")],
)
def test_what_is_held_off_is_told_anew_where_the_interviews_changed_meanwhile(state, text, generation, answer):
    async def scenario(queue, outbox, service):
        outbox.held_off_seconds = [0.5]
        await queue.take(request(text))
        await until(lambda: rows(state, work, "status") == [("accepted",)] and not outbox.held_off_seconds)
        service.generation = generation
        await until(lambda: rows(state, work, "status") == [("answered",)])
        return outbox.sent

    assert run_queue(state, scenario) == [("U1", answer)]


def test_what_somebody_took_over_while_it_was_held_off_is_left_to_them(state):
    async def scenario(queue, outbox, service):
        outbox.held_off_seconds = [0.5]
        await queue.take(request("first"))
        await until(lambda: rows(state, work, "status") == [("accepted",)] and not outbox.held_off_seconds)
        taken = await asyncio.to_thread(state.take_over, "another", time.time() + 100, 100)
        await asyncio.sleep(0.7)
        return [abandoned.was_sending for abandoned in taken], outbox.sent

    assert run_queue(state, scenario) == ([False], [])


def test_where_it_cannot_be_written_down_that_an_answer_goes_on_it_is_apologised_for(state_url, caplog):
    state = open_fresh(state_url, ForgetfulState)

    async def scenario(queue, outbox, service):
        outbox.held_off_seconds = [0.5]
        await queue.take(request("first"))
        await until(lambda: not outbox.held_off_seconds)
        state.refuses = ("begin_sending",)
        [(_, text)] = await outbox.wait_for(1)
        await until(lambda: rows(state, work, "status") == [("failed",)])
        return text[:37]

    state.refuses = ()
    assert run_queue(state, scenario) == "Something broke on my side (reference"
    state.close()


def test_a_trial_that_is_there_is_not_made_again_though_the_answer_is_held_off(state):
    async def scenario(queue, outbox, service):
        outbox.held_off_seconds = [0.5]
        await queue.take(request("try"))
        await until(lambda: not outbox.held_off_seconds)
        standing = rows(state, work, "status")
        await until(lambda: rows(state, work, "status") == [("answered",)])
        return standing, len(outbox.posted), outbox.sent

    assert run_queue(state, scenario) == ([("sending",)], 1, [("U1", "it holds")])


def test_what_was_asked_long_ago_is_apologised_for(state):
    state.accept(request("old", user="U2", asked_at=time.time() - 3600), "dead", time.time() - 3600, 1)

    async def scenario(queue, outbox, service):
        return list(await outbox.wait_for(1))

    assert run_queue(state, scenario) == [
        ("U2", "I was interrupted while answering you. If you see no answer, please ask again.")
    ]


def test_a_retry_whose_first_try_died_is_answered_once(state):
    first = request("again", keys=("a",), user="U2")
    state.accept(first, "dead", time.time() - 10, 1)

    async def scenario(queue, outbox, service):
        await queue.take(first)
        await queue.take(first)
        await queue.take(request("last"))
        return sorted(await outbox.wait_for(2))

    assert run_queue(state, scenario) == [("U1", "echo last"), ("U2", "echo again")]


def test_work_that_takes_longer_than_a_lease_is_not_taken_by_another(state):
    async def scenario(queue, outbox, service):
        await queue.take(request("wait"))
        await asyncio.sleep(1)
        taken = await asyncio.to_thread(state.take_over, "another", time.time(), 1)
        service.go.set()
        await outbox.wait_for(1)
        return taken, outbox.sent

    assert run_queue(state, scenario) == ([], [("U1", "echo wait")])


def test_who_asks_before_it_is_open_is_told_and_then_answered(state):
    async def scenario(queue, outbox, service):
        queue.readiness.expect(130)
        await queue.take(request("早吗"))
        replies = list(await outbox.wait_for(1))
        page = (await queue.page("en", "slack", "T1", "U1")).text
        queue.open(service)
        answered = (await outbox.wait_for(2))[1:]
        return replies, page, answered, (await queue.page("zh", "slack", "T1", "U1")).text

    assert run_queue(state, scenario, is_open=False) == (
        [("U1", "正在准备，大约还要 2 分钟。准备好后我会回答。")],
        "Getting ready, about 2 minutes more. Then open this page again.",
        [("U1", "echo 早吗")],
        "home zh",
    )


def test_a_full_pool_says_so_with_the_wait_and_one_too_full_declines(state):
    limits = replace(QUICK, workers=1, told_wait_seconds=0.04, longest_wait_seconds=0.12)

    async def scenario(queue, outbox, service):
        for number in range(4):
            await queue.take(request("wait", user=f"U{number}"))
            await asyncio.sleep(0.02)
        early = sorted(await outbox.wait_for(3))
        service.go.set()
        await outbox.wait_for(6)
        return early, sorted(outbox.sent[3:])

    early, late = run_queue(state, scenario, limits=limits)
    assert early == [
        ("U1", "Many questions right now; yours is next in about 1 seconds."),
        ("U2", "Many questions right now; yours is next in about 1 seconds."),
        ("U3", "Too many questions right now. Please ask again in about 1 seconds."),
    ]
    assert late == [(f"U{number}", "echo wait") for number in range(3)]


def test_a_question_that_takes_too_long_gets_a_reference(state, caplog):
    async def scenario(queue, outbox, service):
        await queue.take(request("wait"))
        return list(await outbox.wait_for(1))

    [(_, text)] = run_queue(state, scenario, limits=replace(QUICK, deadline_seconds=0.05))
    reference = text.removeprefix("This took too long (reference ").removesuffix("). Please ask again.")
    assert f"a question took too long (reference {reference})" in caplog.messages


def test_what_breaks_gets_a_reference_and_no_traceback(state, caplog):
    async def scenario(queue, outbox, service):
        await queue.take(request("break"))
        return list(await outbox.wait_for(1))

    [(_, text)] = run_queue(state, scenario)
    [record] = [record for record in caplog.records if record.exc_info]
    reference = record.getMessage().removeprefix("a request could not be answered (reference ").removesuffix(")")
    assert text == (f"Something broke on my side (reference {reference}). The operator can see it; please try again.")


def test_a_question_that_cannot_be_asked_is_told_why(state):
    async def scenario(queue, outbox, service):
        await queue.take(request("refuse"))
        return list(await outbox.wait_for(1))

    assert run_queue(state, scenario) == [("U1", "There is nothing to look for in that.")]


def test_who_asks_while_the_index_cannot_be_reached_is_told_in_their_language_and_counted(state):
    async def scenario(queue, outbox, service):
        await queue.take(request("unreachable"))
        await outbox.wait_for(1)
        await queue.take(request("连不上"))
        replies = [text for _, text in await outbox.wait_for(2)]
        return replies, queue._metrics.registry.get_sample_value("quotebot_index_unreachable_total")

    assert run_queue(state, scenario) == (
        ["The index cannot be reached just now. Please try again in a minute.", "现在连不上索引，请过一分钟再试。"],
        2,
    )


def test_who_asks_before_it_is_open_and_nobody_knows_when_that_is_need_not_wait(state):
    async def scenario(queue, outbox, service):
        queue.readiness.wait_for("the Chroma server cannot be reached")
        await queue.take(request("hello"))
        replies, problem = list(await outbox.wait_for(1)), queue.problem
        queue.open(service)
        await queue.take(request("again"))
        return replies, problem, (await outbox.wait_for(2))[1:], queue.problem

    assert run_queue(state, scenario, is_open=False) == (
        [("U1", "The index cannot be reached just now. Please try again in a minute.")],
        "the Chroma server cannot be reached",
        [("U1", "echo again")],
        None,
    )


def test_one_person_who_floods_is_told_once_and_others_are_answered(state):
    limits = replace(QUICK, burst_questions=3, seconds_a_question=100)

    async def scenario(queue, outbox, service):
        for number in range(20):
            await queue.take(request(str(number), user="flood"))
        await queue.take(request("mine", user="U2"))
        await outbox.wait_for(5)
        await asyncio.sleep(0.1)
        return sorted(outbox.sent)

    assert run_queue(state, scenario, limits=limits) == [
        ("U2", "echo mine"),
        ("flood", "That is a lot of questions in a short time. I will answer you again in about 100 seconds."),
        *(("flood", f"echo {number}") for number in range(3)),
    ]


def test_an_answer_of_which_nobody_knows_whether_it_came_is_not_sent_again(state):
    async def scenario(queue, outbox, service):
        outbox.outcomes = ["ambiguous"]
        await queue.take(request("why"))
        await outbox.wait_for(2)
        await asyncio.sleep(0.5)
        return outbox.sent

    assert run_queue(state, scenario) == [
        ("U1", "echo why"),
        ("U1", "I was interrupted while answering you. If you see no answer, please ask again."),
    ]


def test_a_delivery_that_raises_is_logged_and_others_go_on(state, caplog):
    async def scenario(queue, outbox, service):
        outbox.outcomes = [RuntimeError("boom")]
        await queue.take(request("first"))
        await outbox.wait_for(1)
        await queue.take(request("second"))
        return list(await outbox.wait_for(2))

    assert run_queue(state, scenario) == [("U1", "echo first"), ("U1", "echo second")]
    assert [record.getMessage()[:33] for record in caplog.records] == ["an answer could not be delivered "]


def test_a_state_that_cannot_be_written_is_apologised_for(tmp_path, caplog):
    state = open_fresh(f"sqlite:///{tmp_path / 'state.db'}", FullState)

    async def scenario(queue, outbox, service):
        await queue.take(request("why"))
        return list(await outbox.wait_for(1))

    [(user, text)] = run_queue(state, scenario)
    state.close()
    assert (user, text[:37]) == ("U1", "Something broke on my side (reference")
    assert caplog.records[0].getMessage()[:40] == "a request could not be written down (ref"


class FullState(State):
    """A state on a full disk."""

    def accept(self, *_):
        raise StorageError("the disk is full; make room")


class UnreadState(State):
    """A state in which nothing can be noted of people."""

    def note_signal(self, *_):
        raise StorageError("the disk is full; make room")


def test_what_cannot_be_noted_keeps_no_answer_back(tmp_path, caplog):
    state = open_fresh(f"sqlite:///{tmp_path / 'state.db'}", UnreadState)

    async def scenario(queue, outbox, service):
        service.signal = Signal(
            platform="slack", workspace="T1", user="U1", answer_id="a1", quote_id="q1", kind="next", position=0,
            given_at=1.0,
        )  # fmt: skip
        for text in ("why", "what"):
            await queue.take(request(text))
        await outbox.wait_for(2)
        await until(lambda: len(caplog.records) >= 2)
        return sorted(outbox.sent)

    assert run_queue(state, scenario) == [("U1", "echo what"), ("U1", "echo why")]
    state.close()
    logged = {record.getMessage().partition(" (")[0] for record in caplog.records}
    assert logged == {"what somebody did with an answer could not be written down"}


class ForgetfulState(State):
    """A state whose disk is full for a moment, in which neither the begin nor the end of an answer is kept."""

    refuses = ("finish",)

    def begin_sending(self, *arguments):
        return self._keep("begin_sending", super().begin_sending, arguments)

    def finish(self, *arguments):
        return self._keep("finish", super().finish, arguments)

    def _keep(self, name, write, arguments):
        if name in self.refuses:
            raise StorageError("the disk is full; make room")
        return write(*arguments)


@pytest.mark.parametrize(
    ("refuses", "text_sent", "logged"),
    [
        (("finish",), "echo why", "the end of an answer could not be written do"),
        (("begin_sending",), "Something broke on my side (reference", "an answer could not be written down (referen"),
        (("begin_sending", "finish"), "Something broke on my side (reference", "an answer could not be written down"),
    ],
)
def test_who_was_told_the_end_is_not_told_another_once_it_can_be_written_down(
    state_url, caplog, refuses, text_sent, logged
):
    state = open_fresh(state_url, ForgetfulState)
    state.refuses = refuses

    async def scenario(queue, outbox, service):
        await queue.take(request("why"))
        await outbox.wait_for(1)
        await asyncio.sleep(0.2)
        state.refuses = ()
        await asyncio.sleep(QUICK.lease_seconds / 2)
        return outbox.sent

    [(user, text)] = run_queue(state, scenario)
    assert (user, text[: len(text_sent)]) == ("U1", text_sent)
    assert caplog.records[0].getMessage()[: len(logged)] == logged
    assert state.take_over("another", time.time() + 100, 1) == []
    state.close()


def test_closing_finishes_what_is_being_answered(state):
    async def scenario(queue, outbox, service):
        await queue.take(request("why"))
        await queue.close(5)
        return outbox.sent

    assert run_queue(state, scenario) == [("U1", "echo why")]


def test_closing_waits_for_a_service_that_is_there_soon(state):
    async def scenario(queue, outbox, service):
        await queue.take(request("hello"))
        closing = asyncio.ensure_future(queue.close(5))
        await asyncio.sleep(0)
        queue.open(service)
        await closing
        return list(outbox.sent)

    assert run_queue(state, scenario, limits=Limits(), is_open=False) == [("U1", "echo hello")]


def test_closing_leaves_what_nothing_answers_soon_to_the_next_start_which_answers_at_once(state):
    async def stop(queue, outbox, service):
        queue.readiness.expect(300)
        await queue.take(request("hello"))
        await queue.take(request("again", user="U2"))
        await queue.close(60)
        queue.open(service)
        return list(outbox.sent), queue.has_given_up

    async def start(queue, outbox, service):
        return sorted(await outbox.wait_for(2))

    patient = Limits(lease_seconds=3600)
    assert run_queue(state, stop, limits=patient, is_open=False) == ([], True)
    assert run_queue(state, start, limits=patient) == [("U1", "echo hello"), ("U2", "echo again")]


def test_closing_leaves_what_takes_longer_than_there_is_time(state):
    async def stop(queue, outbox, service):
        await queue.take(request("hello"))
        await queue.close(0.05)
        return list(outbox.sent), queue.has_given_up

    async def start(queue, outbox, service):
        return list(await outbox.wait_for(1))

    patient = Limits(lease_seconds=3600)
    assert run_queue(state, stop, limits=patient, is_open=False) == ([], True)
    assert run_queue(state, start, limits=patient) == [("U1", "echo hello")]


def test_what_is_tried_first_holds_once_it_has_arrived(state):
    async def scenario(queue, outbox, service):
        outbox.post_results = [Posted(outcome="sent"), Posted(outcome="ambiguous", reason="lost")]
        for number in (1, 2):
            await queue.take(request("try", keys=(f"t{number}",)))
            await outbox.wait_for(number)
        return outbox

    outbox = run_queue(state, scenario)
    assert outbox.posted == [("C1", "I begin", "trial:t1"), ("C1", "I begin", "trial:t2")]
    assert outbox.sent == [("U1", "it holds"), ("U1", "it holds")]


def test_what_surely_did_not_arrive_does_not_hold(state):
    async def scenario(queue, outbox, service):
        outbox.post_results = [
            Posted(outcome="refused", reason="is_archived"),
            Posted(outcome="failed", reason="ratelimited"),
        ]
        for number in (1, 2):
            await queue.take(request("try"))
            await outbox.wait_for(number)
        return outbox.sent

    assert run_queue(state, scenario) == [("U1", "refused: is_archived"), ("U1", "refused: ratelimited")]


def test_what_is_asked_never_reaches_the_log_whatever_breaks(tmp_path, state, capsys, quiet_logging):
    configure_logging("DEBUG", as_json=True)
    question = "break the canary's xoxb" + "-1-canary"

    async def scenario(queue, outbox, service):
        outbox.outcomes += [RuntimeError(f"no room for {question}"), "ambiguous"]
        for _ in range(2):
            await queue.take(request(question))
            await asyncio.sleep(0.2)
        return generate_latest(queue._metrics.registry).decode()

    counted = run_queue(state, scenario)
    full = open_fresh(f"sqlite:///{tmp_path / 'state.db'}", FullState)
    counted += run_queue(full, scenario)
    full.close()
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert 'RuntimeError: xoxb-*** in "[question]"' in events[0]["exception"]
    assert Counter(event["event"].partition(" (")[0] for event in events) == {
        "a request could not be answered": 2,
        "an answer could not be delivered": 2,
        "a request is failed": 1,
        "a request is ambiguous": 1,
        "a request could not be written down": 2,
    }
    assert {len(event["request"]) for event in events} == {8}
    assert "canary" not in str(events) + counted


def test_everything_that_takes_time_is_counted_by_stage(state):
    async def scenario(queue, outbox, service):
        await queue.take(request("why"))
        await queue.take(request("", kind="button", action="up"))
        await outbox.wait_for(2)
        await asyncio.sleep(0.1)
        value = queue._metrics.registry.get_sample_value
        stages = {
            stage: value("quotebot_stage_seconds_count", {"stage": stage}) for stage in ("wait", "answer", "deliver")
        }
        return stages, value("quotebot_queue"), value("quotebot_votes_total", {"platform": "slack", "value": "up"})

    assert run_queue(state, scenario) == ({"wait": 2, "answer": 2, "deliver": 2}, 0, 1)


def test_a_desk_that_is_not_open_says_why(state):
    async def scenario():
        queue = RequestQueue(state, {}, Metrics(), QUICK)
        problems = [queue.problem]
        queue.readiness.expect(170)
        problems.append(queue.problem)
        queue.readiness.expect(5)
        problems.append(queue.problem)
        queue.open(EchoService())
        problems.append(queue.problem)
        await queue.close(1)
        return problems

    assert asyncio.run(scenario()) == ["starting", "indexing, about 3 minutes", "indexing, about 1 minute", None]
