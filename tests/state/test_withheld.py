import multiprocessing
from dataclasses import replace

import pytest

from bot.domain.audit import REPORTS, AuditEntry, member
from bot.domain.withheld import Report, Withheld
from bot.state import State
from bot.state.tables import reports, withheld
from tests.state.builders import rows
from tests.support.fakes import make_quote, make_source

pytestmark = pytest.mark.on_both_databases

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["bot.state", __name__])

QUOTE = make_quote("小模型 'costs' less; DROP TABLE\u202e reports.", start=7, end=46)
REPORT = Report(
    platform="slack", workspace="T1", user="U1", quote_id="q1", reason="person", is_admin=False, reported_at=5.0
)
ROW = Withheld(
    quote_id="q1",
    source="talk",
    speaker="Ada",
    start=7,
    end=46,
    text=QUOTE.text,
    reason="person",
    since=5.0,
    status="reported",
)
ADA = "operator ada"


def quote_at(place, **fields):
    """Return a quote whose words are its own: the one in that place of the talk."""
    return make_quote(id=f"q{place}", start=100 * place, end=100 * place + 50, **fields)


def report(state, user="U1", quote=QUOTE, **fields):
    return state.report(replace(REPORT, user=user, quote_id=quote.id, **fields), quote)


def withdraw(state, user="U1", quote_id="q1"):
    state.withdraw_report("slack", "T1", user, quote_id, 20.0)


def status(state):
    return [(quote.quote_id, quote.status, quote.reports) for quote in state.reported_quotes()]


def changes(state):
    return [(entry.actor, entry.action, entry.subject, entry.after) for entry in state.audit_entries()]


def test_one_person_withholds_nothing(state):
    assert report(state) == "noted"
    assert state.withheld_now() == []
    assert state.reported_quotes() == [replace(ROW, reports=1)]
    assert state.audit_entries() == []


def test_the_same_person_twice_counts_once_and_the_last_reason_holds(state):
    assert [report(state), report(state, reason="words")] == ["noted", "noted"]
    assert rows(state, reports) == [("slack", "T1", "U1", "q1", "words", False, 5.0, False)]
    assert state.withheld_now() == []


def test_the_same_person_in_two_guilds_counts_once(state):
    told = [report(state, platform="discord", workspace=guild) for guild in ("G1", "G2", "")]
    assert (told, status(state)) == (["noted"] * 3, [("q1", "reported", 1)])
    report(state, platform="discord", is_admin=True)
    state.decide("q1", "released", ADA, 10.0)
    assert report(state, platform="discord", workspace="G3", is_admin=True) == "checked"
    assert status(state) == [("q1", "released", 0)]


@pytest.mark.parametrize("other", [{"user": "U2"}, {"user": "U2", "workspace": "T2"}, {"platform": "discord"}])
def test_a_second_person_withholds_the_quote(state, other):
    report(state)
    assert report(state, reason="words", reported_at=9.0, **other) == "withheld"
    assert state.withheld_now() == [replace(ROW, status="withheld", reason="words", since=9.0)]
    assert state.audit_entries() == [
        AuditEntry(
            at=9.0,
            actor=REPORTS,
            action="withhold quote",
            subject="q1",
            before={"status": "reported"},
            after={"status": "withheld"},
        )
    ]


def test_two_people_who_report_two_quotes_withhold_neither(state):
    report(state)
    assert report(state, "U2", quote_at(2)) == "noted"
    assert state.withheld_now() == []


def overlapping(quote_id, start, end, **fields):
    return make_quote(id=quote_id, start=start, end=end, **fields)


def test_reports_of_quotes_that_overlap_are_reports_of_the_same_words(state):
    told = [report(state, "U1", overlapping("q1", 0, 50)), report(state, "U2", overlapping("q2", 49, 80))]
    assert (told, status(state)) == (["noted", "withheld"], [("q1", "reported", 2), ("q2", "withheld", 2)])
    assert report(state, "U3", overlapping("q1", 0, 50)) == "already"
    withdraw(state, "U3", "q1")
    assert [quote.quote_id for quote in state.withheld_now()] == ["q2"]
    withdraw(state, "U1", "q1")
    assert (state.withheld_now(), status(state)) == ([], [("q2", "reported", 1)])


def test_a_release_answers_those_who_reported_what_overlaps(state):
    report(state, "U1", overlapping("q1", 0, 50))
    report(state, "U2", overlapping("q2", 40, 80))
    state.decide("q2", "released", ADA, 10.0)
    assert status(state) == [("q1", "reported", 0), ("q2", "released", 0)]
    assert [report(state, user, overlapping("q2", 40, 80)) for user in ("U1", "U3")] == ["checked", "noted"]


@pytest.mark.parametrize("other", [{"start": 50}, {"start": 20, "source": make_source(id="another")}])
def test_what_only_touches_or_is_of_another_interview_is_not_the_same(state, other):
    report(state, "U1", overlapping("q1", 0, 50))
    assert report(state, "U2", make_quote(id="q2", **{"end": 80} | other)) == "noted"
    assert state.withheld_now() == []


def test_one_admin_is_enough_and_is_named_in_the_log(state):
    assert report(state, is_admin=True) == "withheld"
    assert [quote.quote_id for quote in state.withheld_now()] == ["q1"]
    assert changes(state) == [(member("slack", "T1", "U1"), "withhold quote", "q1", {"status": "withheld"})]


def test_whoever_reports_what_is_withheld_hears_so_and_is_counted(state):
    report(state, is_admin=True)
    assert report(state, "U2") == "already"
    assert status(state) == [("q1", "withheld", 2)]
    assert len(changes(state)) == 1


def test_what_is_in_the_index_no_more_can_be_reported_once_it_is_known(state):
    assert state.report(REPORT, None) == "gone"
    assert (rows(state, withheld), rows(state, reports)) == ([], [])
    report(state, is_admin=True)
    assert state.report(replace(REPORT, user="U2"), None) == "already"
    assert status(state) == [("q1", "withheld", 2)]


def test_a_report_that_is_taken_back_shows_the_quote_again(state):
    report(state)
    report(state, "U2")
    withdraw(state)
    assert state.withheld_now() == []
    assert status(state) == [("q1", "reported", 1)]
    assert changes(state)[1:] == [(REPORTS, "show quote again", "q1", {"status": "reported"})]
    withdraw(state, "U2")
    assert (rows(state, withheld), rows(state, reports)) == ([], [])


def test_a_quote_stays_withheld_while_enough_report_it(state):
    for user in ("U1", "U2", "U3"):
        report(state, user)
    withdraw(state)
    assert status(state) == [("q1", "withheld", 2)]


def test_what_the_operator_decided_is_not_undone_by_a_report_taken_back(state):
    report(state, is_admin=True)
    assert state.decide("q1", "kept", ADA, 10.0) is True
    withdraw(state)
    assert [(quote.status, quote.decided_at) for quote in state.withheld_now()] == [("kept", 10.0)]


@pytest.mark.parametrize(("user", "quote_id"), [("U9", "q1"), ("U1", "q9"), ("U%", "q%")])
def test_nothing_to_take_back_changes_nothing(state, user, quote_id):
    report(state)
    withdraw(state, user, quote_id)
    assert status(state) == [("q1", "reported", 1)]


def test_a_released_quote_is_shown_and_the_same_people_cannot_withhold_it_again(state):
    for user in ("U1", "U2"):
        report(state, user, is_admin=True)
    state.decide("q1", "released", ADA, 10.0)
    assert state.withheld_now() == []
    again = [report(state, user, is_admin=True, reported_at=11.0) for user in ("U1", "U2")]
    assert again == ["checked", "checked"]
    assert status(state) == [("q1", "released", 0)]


def test_taking_back_a_report_and_giving_it_again_after_a_release_counts_no_more(state):
    report(state, is_admin=True)
    state.decide("q1", "released", ADA, 10.0)
    withdraw(state)
    assert report(state, is_admin=True, reported_at=12.0) == "checked"
    assert state.withheld_now() == []


def test_two_new_people_withhold_a_released_quote_again(state):
    report(state, is_admin=True)
    state.decide("q1", "released", ADA, 10.0)
    assert report(state, "U2", reported_at=11.0) == "noted"
    assert status(state) == [("q1", "released", 1)]
    assert report(state, "U3", reported_at=12.0) == "withheld"
    assert [(quote.status, quote.since, quote.decided_at) for quote in state.withheld_now()] == [
        ("withheld", 12.0, 10.0)
    ]
    withdraw(state, "U3")
    assert status(state) == [("q1", "released", 1)]


def test_the_operator_withholds_a_quote_that_nobody_reported(state):
    state.withhold(QUOTE, "asked for by letter", ADA, 3.0)
    assert state.withheld_now() == [
        replace(ROW, status="kept", reason="asked for by letter", since=3.0, decided_at=3.0)
    ]
    assert changes(state) == [
        (ADA, "withhold quote", "q1", {"status": "kept", "reason": "asked for by letter"}),
    ]
    assert report(state, is_admin=True) == "already"


def test_the_operator_may_change_their_mind(state):
    state.withhold(QUOTE, "words", ADA, 3.0)
    state.decide("q1", "released", ADA, 4.0)
    state.decide("q1", "kept", "operator bob", 5.0)
    assert [(quote.status, quote.decided_at) for quote in state.withheld_now()] == [("kept", 5.0)]
    assert [(entry.actor, entry.before, entry.after) for entry in state.audit_entries()] == [
        (ADA, None, {"status": "kept", "reason": "words"}),
        (ADA, {"status": "kept"}, {"status": "released"}),
        ("operator bob", {"status": "released"}, {"status": "kept"}),
    ]


def test_deciding_about_a_quote_that_nobody_reported_does_nothing(state):
    assert state.decide("q1", "kept", ADA, 3.0) is False
    assert (rows(state, withheld), state.audit_entries()) == ([], [])


@pytest.mark.parametrize("hostile", ["'; DROP TABLE withheld; --", "q%", "<script>", "\u202eq1", "q" * 5000])
def test_whatever_an_id_holds_is_only_an_id(state, hostile):
    quote = make_quote(hostile, id=hostile)
    assert [report(state, hostile, quote), report(state, hostile + "2", quote)] == ["noted", "withheld"]
    assert [(kept.quote_id, kept.text) for kept in state.withheld_now()] == [(hostile, hostile)]


def report_each(place, url, count):
    state = State.open(url)
    told = [report(state, f"U{place}", quote_at(number)) for number in range(count)]
    state.close()
    return told


def together(count, do, *arguments):
    """Return what each of `count` processes returns for `do(place, *arguments)`; none begins before all are there."""
    barrier = PROCESSES.Barrier(count)
    with PROCESSES.Pool(count, barrier.wait) as pool:
        return pool.starmap(do, [(place, *arguments) for place in range(count)], chunksize=1)


def test_of_two_people_at_once_one_is_told_that_it_is_hidden_and_every_quote_is(state, state_url):
    told = together(2, report_each, state_url, 40)
    assert [sorted(pair) for pair in zip(*told, strict=True)] == [["noted", "withheld"]] * 40
    assert len(state.withheld_now()) == len(changes(state)) == 40


def test_of_four_people_at_once_exactly_one_withholds_a_quote(state, state_url):
    told = together(4, report_each, state_url, 20)
    expected = ["already", "already", "noted", "withheld"]
    assert [sorted(given) for given in zip(*told, strict=True)] == [expected] * 20
    assert status(state) == [(f"q{number}", "withheld", 4) for number in sorted(range(20), key=str)]


def report_parts(place, url, count):
    state = State.open(url)
    cuts = [overlapping(f"q{number}.{place}", 100 * number + place, 100 * number + 50) for number in range(count)]
    told = [report(state, f"U{place}", quote) for quote in cuts]
    state.close()
    return told


def test_of_two_people_at_once_who_report_what_overlaps_one_withholds_it(state, state_url):
    told = together(2, report_parts, state_url, 40)
    assert [sorted(pair) for pair in zip(*told, strict=True)] == [["noted", "withheld"]] * 40


def waver(place, url, times):
    state = State.open(url)
    for _ in range(times):
        report(state, f"U{place}")
        withdraw(state, f"U{place}")
    state.close()


def test_people_who_waver_at_once_leave_nothing_behind(state, state_url):
    together(3, waver, state_url, 15)
    assert (rows(state, withheld), rows(state, reports)) == ([], [])


def test_words_that_are_taken_out_are_forgotten_and_what_was_withheld_stays_so(state):
    for quote_id, users in (("q1", ("U1", "U2")), ("q2", ("U1", "U2")), ("q3", ("U3",))):
        for user in users:
            report(state, user=user, quote=quote_at(int(quote_id[1:])))
    state.forget_words(["q1", "q2", "q3", "unknown"], {"q2"}, 30.0)
    assert [(kept.quote_id, kept.text, kept.decided_at) for kept in state.withheld_now()] == [
        ("q1", "", 30.0),
        ("q2", quote_at(2).text, 30.0),
    ]
    assert status(state) == [("q1", "kept", 2), ("q2", "kept", 2)]
    assert {row[3] for row in rows(state, reports)} == {"q1", "q2"}
