import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest

from bot.domain.records import Abandoned, GivenAnswer, Refusal
from bot.state import State
from bot.state.tables import answers, refusals, seen, votes, work
from index.errors import SettingsError, StorageError
from tests.state.builders import ANSWER, ASKED, VOTE, asked, rows
from tests.support.needs import PSYCOPG

pytestmark = pytest.mark.on_both_databases


DAY = 86400.0


def test_a_new_request_is_written_down_with_all_its_names(state):
    assert state.accept(ASKED, "one", 10.0, 30.0) == 1
    assert rows(state, work) == [(1, "slack", "accepted", "one", 40.0, 10.0, ASKED.record() | {"keys": [*ASKED.keys]})]
    assert rows(state, seen) == [("slack:event:Ev1", 1, 10.0), ("slack:message:C1:1.5", 1, 10.0)]


def test_the_same_delivery_again_is_not_accepted(state):
    assert state.accept(asked("a", "b"), "one", 10.0, 30.0) == 1
    assert state.accept(asked("a", "b"), "one", 11.0, 30.0) is None
    assert state.accept(asked("b"), "two", 11.0, 30.0) is None
    assert rows(state, work, "owner", "lease_until") == [("one", 40.0)]


def test_a_further_name_of_a_known_request_is_remembered_too(state):
    state.accept(asked("a", "b"), "one", 10.0, 30.0)
    assert state.accept(asked("c", "b"), "one", 11.0, 30.0) is None
    assert rows(state, seen) == [("a", 1, 10.0), ("b", 1, 10.0), ("c", 1, 11.0)]
    assert state.accept(asked("c"), "two", 12.0, 30.0) is None


def test_a_delivery_again_is_taken_over_once_the_lease_has_run_out(state):
    state.accept(asked("a"), "one", 10.0, 30.0)
    assert state.accept(asked("a"), "two", 39.9, 30.0) is None
    assert state.accept(asked("a"), "two", 40.0, 30.0) == 1
    assert rows(state, work, "owner", "lease_until") == [("two", 70.0)]
    assert state.accept(asked("a"), "three", 69.9, 30.0) is None


def test_a_delivery_again_is_not_taken_from_oneself(state):
    state.accept(asked("a"), "one", 10.0, 30.0)
    assert state.accept(asked("a"), "one", 99.0, 30.0) is None
    assert state.take_over("one", 99.0, 30.0) == []


@pytest.mark.parametrize("ends", [[], ["answered"], ["failed"], ["ambiguous"]])
def test_a_delivery_again_is_never_taken_over_once_sending_began(state, ends):
    state.accept(asked("a"), "one", 10.0, 30.0)
    state.begin_sending(1, "one")
    for end in ends:
        state.finish(1, "one", end)
    assert state.accept(asked("a"), "two", 99.0, 30.0) is None
    assert rows(state, work, "status", "owner") == [(*(ends or ["sending"]), "one")]


def test_requests_without_names_are_each_new(state):
    assert [state.accept(asked(), "one", 10.0, 30.0) for _ in range(2)] == [1, 2]


def test_sending_begins_once_and_keeps_the_answer(state):
    state.accept(asked("a"), "one", 10.0, 30.0)
    assert state.begin_sending(1, "one", ANSWER) is True
    assert state.begin_sending(1, "one", replace(ANSWER, id="a2")) is False
    assert rows(state, work, "status") == [("sending",)]
    assert rows(state, answers, "id") == [("a1",)]


def test_sending_is_not_for_who_lost_the_work(state):
    state.accept(asked("a"), "one", 10.0, 30.0)
    state.take_over("two", 40.0, 30.0)
    assert state.begin_sending(1, "one", ANSWER) is False
    assert rows(state, answers) == []
    assert state.begin_sending(1, "two", ANSWER) is True


def test_an_answer_that_cannot_be_kept_is_not_being_sent_either(state):
    for key in ("a", "b"):
        state.accept(asked(key), "one", 10.0, 30.0)
    state.begin_sending(1, "one", ANSWER)
    with pytest.raises(StorageError, match=r"^the state in .* cannot be used: "):
        state.begin_sending(2, "one", ANSWER)
    assert rows(state, work, "id", "status") == [(1, "sending"), (2, "accepted")]


def test_what_is_put_back_is_as_accepted_and_begins_again(state):
    state.accept(asked("a"), "one", 10.0, 30.0)
    assert state.put_back(1, "one") is False
    state.begin_sending(1, "one", ANSWER)
    assert (state.put_back(1, "two"), state.put_back(1, "one"), state.put_back(1, "one")) == (False, True, False)
    assert rows(state, work, "status", "owner") == [("accepted", "one")]
    assert (state.begin_sending(1, "one"), state.begin_sending(1, "one")) == (True, False)
    assert rows(state, answers, "id") == [("a1",)]
    state.finish(1, "one", "answered")
    assert state.put_back(1, "one") is False


def test_who_takes_over_what_was_put_back_answers_it_and_nobody_else_does(state):
    state.accept(asked("a"), "one", 10.0, 30.0)
    state.begin_sending(1, "one", ANSWER)
    state.put_back(1, "one")
    assert state.take_over("two", 40.0, 30.0) == [Abandoned(work_id=1, request=asked("a"), was_sending=False)]
    assert (state.begin_sending(1, "one"), state.put_back(1, "one")) == (False, False)
    assert state.begin_sending(1, "two", replace(ANSWER, id="a2")) is True


@pytest.mark.parametrize("status", ["answered", "failed", "ambiguous"])
def test_finished_work_forgets_the_question(state, status):
    state.accept(asked("a"), "one", 10.0, 30.0)
    state.finish(1, "two", status)
    assert rows(state, work, "status") == [("accepted",)]
    state.finish(1, "one", status)
    assert rows(state, work) == [(1, "slack", status, "one", 40.0, 10.0, None)]
    state.finish(1, "one", "failed")
    assert rows(state, work, "status") == [(status,)]


def test_work_of_the_dead_is_taken_over_and_told_whether_it_was_being_sent(state):
    for place, owner in enumerate(("dead", "dead", "alive", "dead")):
        state.accept(asked(str(place)), owner, 10.0, 30.0)
    state.begin_sending(2, "dead")
    state.finish(4, "dead", "failed")
    state.renew("alive", 30.0, 30.0)
    assert state.take_over("heir", 39.9, 30.0) == []
    assert state.take_over("heir", 40.0, 30.0) == [
        Abandoned(work_id=1, request=asked("0"), was_sending=False),
        Abandoned(work_id=2, request=asked("1"), was_sending=True),
    ]
    assert state.take_over("other", 40.0, 30.0) == []
    assert rows(state, work, "id", "status", "owner", "lease_until") == [
        (1, "accepted", "heir", 70.0),
        (2, "sending", "heir", 70.0),
        (3, "accepted", "alive", 60.0),
        (4, "failed", "dead", 40.0),
    ]


def test_on_an_event_loop_the_state_is_used_in_threads_of_its_own(state):
    async def scenario():
        await state.run(state.save_settings, "slack", "T1", "C1", {"answers_first": "private"})
        return await state.run(state.settings, "slack", "T1", "C1"), await state.run(threading.current_thread)

    settings, thread = asyncio.run(scenario())
    assert (settings, thread.name[:5]) == ({"answers_first": "private"}, "state")


def test_what_is_wanted_soon_is_the_default_where_the_state_fails_or_takes_too_long(state):
    go = threading.Event()

    def fail():
        raise StorageError("the disk is full; make room")

    async def scenario():
        answers = [await state.run_soon("default", str, "soon"), await state.run_soon("default", fail)]
        return [*answers, await state.run_soon("default", go.wait)], go.set()

    assert asyncio.run(scenario())[0] == ["soon", "default", "default"]


def test_a_delivery_that_is_no_work_is_noted_once(state):
    assert state.is_seen("press") is False
    assert state.note_seen("press", 10.0) is True
    assert state.note_seen("press", 11.0) is False
    assert state.is_seen("press") is True
    assert rows(state, seen) == [("press", None, 10.0)]
    assert state.accept(asked("press"), "one", 12.0, 30.0) is None
    assert rows(state, work) == []


def test_what_is_noted_once_is_noted_again_for_the_request_that_it_came_about_by(state):
    first, second = asked("a", "b"), asked("c")
    for request in (first, second):
        state.accept(request, "one", 10.0, 30.0)
    assert state.note_seen("share", 11.0, first.keys) is True
    assert [state.note_seen("share", 12.0, keys) for keys in (second.keys, (), ("b",))] == [False, False, True]
    assert [state.note_seen("other", 12.0, keys) for keys in ((), first.keys)] == [True, False]


@pytest.mark.parametrize(("status", "is_first"), [("failed", True), ("ambiguous", False), ("answered", False)])
def test_what_was_noted_by_a_request_that_failed_is_free_for_the_next(state, status, is_first):
    first, second = asked("a"), asked("b")
    for request in (first, second):
        state.accept(request, "one", 10.0, 30.0)
    state.note_seen("share", 11.0, first.keys)
    state.finish(1, "one", status)
    assert [state.note_seen("share", 12.0, keys) for keys in ((), second.keys)] == [False, is_first]
    assert state.note_seen("share", 13.0, first.keys) is not is_first


def test_an_answer_comes_back_as_it_was_given(state):
    bare = GivenAnswer(
        id="a2", platform="discord", workspace="G", channel="C", thread=None, user="U", asked_at=2.0,
        interface="en", outcome="nothing", confidence=0.0,
    )  # fmt: skip
    for number, answer in enumerate((ANSWER, bare), start=1):
        state.accept(asked(answer.id), "one", 10.0, 30.0)
        state.begin_sending(number, "one", answer)
        assert state.answer_given(answer.id) == answer
    assert state.answer_given("a3") is None


def test_a_thread_is_known_by_its_place_alone(state):
    state.accept(asked("a"), "one", 10.0, 30.0)
    state.begin_sending(1, "one", ANSWER)
    assert state.was_asked_in("slack", "T1", "C1", "1.5") is True
    elsewhere = [("discord", "T1", "C1", "1.5"), ("slack", "T2", "C1", "1.5"), ("slack", "T1", "C2", "1.5"),
                 ("slack", "T1", "C1", "1.6")]  # fmt: skip
    assert [state.was_asked_in(*place) for place in elsewhere] == [False] * 4


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_latest_vote_of_a_person_counts_in_whatever_order_they_come(state, order):
    given = [VOTE, replace(VOTE, value=-1, voted_at=6.0), replace(VOTE, value=-1, voted_at=7.0, reason="words")]
    for place in order:
        state.vote(given[place])
    assert rows(state, votes) == [("slack", "T1", "U1", "q1", "", "a1", -1, 7.0, "words")]
    assert state.all_votes().get("q1", (0, 0)) == (0, 1)


def test_of_two_votes_at_the_same_moment_the_second_counts(state):
    state.vote(replace(VOTE, value=-1, reason="words"))
    state.vote(VOTE)
    assert rows(state, votes) == [("slack", "T1", "U1", "q1", "", "a1", 1, 5.0, None)]


def test_votes_are_counted_by_quote_over_all_people(state):
    for user, workspace, value in [("U1", "T1", 1), ("U2", "T1", 1), ("U1", "T2", 1), ("U3", "T1", -1)]:
        state.vote(replace(VOTE, user=user, workspace=workspace, value=value))
    state.vote(replace(VOTE, quote_id="q2"))
    assert [state.all_votes().get(quote, (0, 0)) for quote in ("q1", "q2", "q3")] == [(3, 1), (1, 0), (0, 0)]
    assert state.all_votes() == {"q1": (3, 1), "q2": (1, 0)}


def test_a_channel_is_set_as_its_workspace_but_for_what_it_sets_itself(state):
    state.save_settings("slack", "T1", "", {"language": "en", "voting": "on"})
    state.save_settings("slack", "T1", "C1", {"language": "de"})
    state.save_settings("slack", "T1", "C1", {"language": "zh"})
    assert state.settings("slack", "T1", "C1") == {"language": "zh", "voting": "on"}
    assert (
        state.settings("slack", "T1", "C2") == state.settings("slack", "T1", "") == {"language": "en", "voting": "on"}
    )
    assert state.settings("slack", "T2", "C1") == state.settings("discord", "T1", "C1") == {}


def test_a_channel_that_refuses_is_known_with_its_reason_until_it_is_allowed(state):
    state.refuse("slack", "T1", "C2", "is_archived", 20.0)
    state.refuse("slack", "T1", "C1", "is_archived", 10.0)
    state.refuse("slack", "T1", "C1", "is_archived", 30.0)
    first = Refusal(platform="slack", workspace="T1", channel="C1", reason="is_archived", since=10.0)
    second = replace(first, channel="C2", since=20.0)
    assert state.refused() == [first, second]
    state.refuse("slack", "T1", "C1", "not_in_channel", 40.0)
    assert state.refused() == [second, replace(first, reason="not_in_channel", since=40.0)]
    state.allow("slack", "T1", "C1")
    state.allow("slack", "T1", "C3")
    assert state.refused() == [second]


def test_what_is_old_is_forgotten_but_never_open_work(state):
    for number, key in enumerate(("old", "open", "new"), start=1):
        at = 8 * DAY if key == "new" else 0.0
        state.accept(asked(key), "one", at, 30.0)
        state.begin_sending(number, "one", replace(ANSWER, id=key, asked_at=at))
        if key != "open":
            state.finish(number, "one", "answered")
    state.refuse("slack", "T1", "C1", "is_archived", 0.0)
    state.vote(replace(VOTE, voted_at=0.0))
    state.forget(15 * DAY)
    assert rows(state, work, "id", "status") == [(2, "sending"), (3, "answered")]
    assert rows(state, seen) == [("new", 3, 8 * DAY)]
    assert rows(state, answers, "id") == [("new",), ("old",), ("open",)]
    state.forget(180 * DAY + 1)
    assert rows(state, answers, "id") == [("new",)]
    assert (len(rows(state, refusals)), len(rows(state, votes))) == (1, 1)


def test_a_late_name_of_old_work_stays_known_when_the_work_is_forgotten(state):
    state.accept(asked("a"), "one", 0.0, 30.0)
    state.finish(1, "one", "answered")
    state.accept(asked("a", "b"), "one", 7 * DAY, 30.0)
    state.forget(8 * DAY)
    assert (rows(state, work), rows(state, seen)) == ([], [("b", None, 7 * DAY)])


def test_a_finished_question_leaves_every_file(tmp_path):
    state = State.open(f"sqlite:///{tmp_path}/state.db")
    state.accept(replace(ASKED, text="what is Rosebud"), "one", 10.0, 30.0)
    assert [file.name for file in tmp_path.iterdir() if b"Rosebud" in file.read_bytes()] == ["state.db-wal"]
    state.finish(1, "one", "answered")
    state.forget(11.0)
    assert [file.name for file in tmp_path.iterdir() if b"Rosebud" in file.read_bytes()] == []
    state.close()


def test_sqlite_is_told_to_keep_what_is_written_and_overwrite_what_is_deleted(tmp_path):
    state = State.open(f"sqlite:///{tmp_path}/state.db")
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
    with state.engine.begin() as connection:
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert values == ["wal", 2, 1, 1, 5000]
    state.close()


def test_what_was_written_is_there_when_opened_again(state, state_url):
    state.accept(ASKED, "one", 10.0, 30.0)
    again = State.open(state_url)
    assert again.take_over("two", 40.0, 30.0) == [Abandoned(work_id=1, request=ASKED, was_sending=False)]
    again.close()


def test_threads_that_accept_the_same_agree_on_one_and_nobody_is_warned(state, caplog):
    def accept(place):
        return state.accept(asked(f"k{place // 8}", f"l{place // 8}"), str(place), 1.0, 30.0)

    with ThreadPoolExecutor(8) as threads:
        ids = list(threads.map(accept, range(80)))
    accepted = [[number for number in ids[first : first + 8] if number] for first in range(0, 80, 8)]
    assert [len(numbers) for numbers in accepted] == [1] * 10
    assert (len(rows(state, work)), len(rows(state, seen)), caplog.records) == (10, 20, [])


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("state.db", "the address of the state's database is no URL; give one such as sqlite:///data/state.db or .*"),
        ("mysql://bot:" + "hunter2@db/quotes", "the state cannot be kept in 'mysql'; give a URL such as sqlite:.*"),
        ("sqlite://", "the URL of the state's database names no file; give one such as sqlite:///data/state.db or .*"),
        ("sqlite:///:memory:", "the URL of the state's database names no file; .*"),
        ("postgresql://bot:hunter2" + "@db:port/quotes", "the address of the state's database is no URL; .*"),
    ],
)
def test_a_url_that_cannot_work_is_refused_without_its_password(url, said):
    with pytest.raises(SettingsError, match=f"^{said}$") as caught:
        State.open(url)
    assert "hunter2" not in str(caught.value)


def test_a_server_that_does_not_answer_is_named_without_its_password():
    PSYCOPG.require()
    with pytest.raises(StorageError) as caught:
        State.open("postgresql://bot:hunter2" + "@127.0.0.1:1/quotes?password=hunter3")
    assert "the PostgreSQL database 'quotes' on 127.0.0.1" in str(caught.value)
    assert str(caught.value).endswith("; see that the database runs and lets the bot in")
    assert "hunter" not in str(caught.value) + str(caught.value.__cause__)


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    file = tmp_path / "state.db"
    file.write_text("My diary. " * 200)
    with pytest.raises(StorageError) as caught:
        State.open(f"sqlite:///{file}")
    said = "file is not a database; name another file, or put back a backup of this one"
    assert str(caught.value) == f"the state in '{file}' cannot be used: {said}"
    assert file.read_text() == "My diary. " * 200


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as caught:
        State.open(f"sqlite:///{tmp_path}/file/state.db")
    assert str(caught.value) == (
        f"the folder '{tmp_path}/file' of the state cannot be made: File exists; name another, or make it by hand"
    )


def test_a_database_that_somebody_else_holds_is_said_to_be_locked(tmp_path):
    holder = State.open(f"sqlite:///{tmp_path}/state.db")
    waiter = State.open(f"sqlite:///{tmp_path}/state.db?timeout=0.01")
    note = partial(waiter.note_seen, "press", 1.0)
    with holder.engine.begin(), pytest.raises(StorageError) as caught:
        note()
    assert str(caught.value) == (
        f"the state in '{tmp_path}/state.db' cannot be used: database is locked; "
        "look for a backup or a shell that keeps it open"
    )
    assert note() is True
    holder.close()
    waiter.close()


def test_a_damaged_database_says_so(tmp_path):
    file = Path(tmp_path / "state.db")
    State.open(f"sqlite:///{file}").close()
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * (file.stat().st_size - 4096))
    with pytest.raises(StorageError, match="malformed; stop the bot and put back a backup of the file"):
        State.open(f"sqlite:///{file}")
