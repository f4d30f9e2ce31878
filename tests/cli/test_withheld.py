import json
from contextlib import closing

import pytest

from bot.domain.withheld import Report
from bot.state import State
from index.storage.generations import read_current
from tests.support.command_line import failed
from tests.support.fakes import make_quote
from tests.support.two_interviews import PRICE

NONE_YET = (
    "No quote is withheld, and none is reported. Two people, or one admin, withhold a quote where they press 👎 below "
    "it and say wrong person or wrong words; you do with: quotebot withhold ID --reason TEXT\n"
)
NOT_KNOWN = "is reported or withheld; list those that are: quotebot withheld"


def opened(folder):
    return closing(State.open(f"sqlite:///{folder}/data/state.db"))


@pytest.fixture
def price(folder):
    """The quote about the price, of the index."""
    [quote] = [quote for quote in read_current(folder / "data").quotes if quote.text == PRICE]
    return quote


def report(state, quote, *users, is_admin=False, reason="words"):
    for user in users:
        given = Report(
            platform="slack",
            workspace="T1",
            user=user,
            quote_id=quote.id,
            reason=reason,
            is_admin=is_admin,
            reported_at=1_700_000_000.0,
        )
        state.report(given, quote)


def statuses(folder):
    with opened(folder) as state:
        return {quote.quote_id: quote.status for quote in state.reported_quotes()}


def changes(folder):
    with opened(folder) as state:
        return [(entry.actor, entry.action, entry.subject, entry.after) for entry in state.audit_entries()]


def test_where_nothing_is_reported_it_says_what_would_be_and_makes_no_state(commands, folder):
    run = commands.run(folder, "withheld")
    assert (run.code, run.out, run.err) == (0, NONE_YET, "")
    assert commands.run(folder, "withheld", "--json").out == "[\n\n]\n"
    assert not (folder / "data" / "state.db").exists()


def test_what_waits_for_a_decision_comes_first_with_all_there_is_to_know(commands, folder, price):
    with opened(folder) as state:
        report(state, make_quote("Only one says so.", id="aaa"), "U1", reason="person")
        report(state, price, "U1", "U2")
        kept = make_quote("Kept.", id="ccc", speaker="", start=90, end=95)
        state.withhold(kept, "asked for by letter", "operator ada", 1.0)
    run = commands.run(folder, "withheld")
    assert run.out.splitlines() == [
        f"{price.id}  withheld · 2023-11-14 · 2 reports · wrong words",
        "  Mara Field, bees: We set the price so that a school teacher can afford a jar…",
        "aaa  still shown · 2023-11-14 · 1 report · wrong person",
        "  Ada, talk: Only one says so.",
        "ccc  kept withheld · 1970-01-01 · 0 reports · asked for by letter",
        "  nobody named, talk: Kept.",
        "If it is right: quotebot withheld release ID. If it is wrong: quotebot withheld keep ID",
    ]


def test_json_tells_the_whole(commands, folder, price):
    with opened(folder) as state:
        report(state, price, "U1", is_admin=True)
    [listed] = json.loads(commands.run(folder, "withheld", "--json").out)
    assert listed == {
        "quote_id": price.id,
        "source": "bees",
        "speaker": "Mara Field",
        "start": price.start,
        "end": price.end,
        "text": PRICE,
        "reason": "words",
        "since": "2023-11-14T22:13:20+00:00",
        "status": "withheld",
        "decided_at": None,
        "reports": 1,
        "waits_for_decision": True,
    }


def test_a_quote_is_released_by_the_beginning_of_its_id(commands, folder, price):
    with opened(folder) as state:
        report(state, price, "U1", "U2")
    run = commands.run(folder, "withheld", "release", price.id[:5], LOGNAME="ada")
    assert (run.code, run.out) == (
        0,
        f"{price.id} is released: it is shown again, and those who reported it cannot withhold it again.\n",
    )
    assert (statuses(folder), changes(folder)[-1]) == (
        {price.id: "released"},
        ("operator ada", "release quote", price.id, {"status": "released"}),
    )
    assert commands.run(folder, "withheld").out == NONE_YET


def test_a_quote_is_kept_withheld(commands, folder, price):
    with opened(folder) as state:
        report(state, price, "U1", "U2")
    run = commands.run(folder, "withheld", "keep", price.id, LOGNAME="ada")
    assert (run.code, run.out) == (
        0, f"{price.id} is kept withheld: no answer, button or daily insight shows it.\n"
    )  # fmt: skip
    assert (statuses(folder), changes(folder)[-1][:2]) == (
        {price.id: "kept"},
        ("operator ada", "keep quote withheld"),
    )


def test_the_operator_withholds_a_quote(commands, folder, price):
    run = commands.run(folder, "withhold", price.id[:6], "--reason", " asked for\nby letter ", LOGNAME="ada")
    assert (run.code, run.out) == (
        0,
        f"{price.id} is withheld. To show it again: quotebot withheld release {price.id}\n",
    )
    assert statuses(folder) == {price.id: "kept"}
    assert changes(folder) == [
        ("operator ada", "withhold quote", price.id, {"status": "kept", "reason": "asked for by letter"})
    ]


def test_a_cut_of_words_that_are_withheld_is_not_called_shown(commands, folder):
    with opened(folder) as state:
        report(state, make_quote("One cut of it.", id="aaa", start=0, end=50), "U1")
        report(state, make_quote("Another cut of it.", id="bbb", start=40, end=90), "U2")
    lines = commands.run(folder, "withheld").out.splitlines()
    assert [line for line in lines if line[0] != " "][:2] == [
        "bbb  withheld · 2023-11-14 · 2 reports · wrong words",
        "aaa  not shown, as it overlaps with bbb · 2023-11-14 · 2 reports · wrong words",
    ]


@pytest.mark.parametrize(
    ("arguments", "problem", "code"),
    [
        (("withheld", "release", "nope"), f"no quote with the id 'nope' {NOT_KNOWN}", 1),
        (("withheld", "keep", ""), f"no quote with the id '' {NOT_KNOWN}", 1),
        (("withheld", "keep", "%"), f"no quote with the id '%' {NOT_KNOWN}", 1),
        (("withheld", "keep", "a"), "2 of these quotes have an id that begins with 'a'; give more of it", 1),
        (("withhold", "nope", "--reason", "x"), "no quote has the id 'nope'; list them: quotebot quotes", 1),
        (("withhold", "nope", "--reason", " "), "--reason is empty; say why the quote is withheld", 2),
        (("withhold", "nope", "--reason", "\u200b"), "--reason is empty; say why the quote is withheld", 2),
        (("withhold", "nope", "--reason", "x" * 501), "--reason has 501 characters; say it in 500", 2),
        (("withhold", "nope"), "Missing option '--reason'; see: quotebot withhold --help", 2),
    ],
)
def test_what_cannot_be_done_is_one_line_and_changes_nothing(commands, folder, arguments, problem, code):
    with opened(folder) as state:
        for place, quote_id in enumerate(("aa", "ab")):
            report(state, make_quote(id=quote_id, start=90 * place, end=90 * place + 50), "U1", "U2")
    before = changes(folder)
    assert commands.run(folder, *arguments) == failed(problem, code)
    assert (statuses(folder), changes(folder)) == ({"aa": "withheld", "ab": "withheld"}, before)


def test_an_id_that_begins_another_is_still_found(commands, folder):
    with opened(folder) as state:
        for place, quote_id in enumerate(("a", "ab")):
            report(state, make_quote(id=quote_id, start=90 * place, end=90 * place + 50), "U1", "U2")
    assert commands.run(folder, "withheld", "keep", "a").code == 0
    assert statuses(folder) == {"a": "kept", "ab": "withheld"}


def test_no_text_plays_tricks_on_a_terminal(commands, folder):
    with opened(folder) as state:
        report(state, make_quote("\x1b[31mred\u202etxet", id="h\x1b]0;t", speaker="A\nda"), "U1", "U2")
    out = commands.run(folder, "withheld").out
    assert ("\x1b" in out, "\u202e" in out, len(out.splitlines())) == (False, False, 3)


def state_bytes(folder):
    """Return all that is in the database's file and its logs."""
    return b"".join(path.read_bytes() for path in (folder / "data").glob("state.db*"))


@pytest.mark.parametrize("what", [("bees", "--delete"), ("--speaker", "Mara Field")])
def test_no_word_is_left_of_a_withheld_quote_that_is_taken_out_and_it_stays_withheld(commands, folder, what):
    withheld, reported, *_ = [quote for quote in read_current(folder / "data").quotes if quote.speaker == "Mara Field"]
    with opened(folder) as state:
        report(state, withheld, "U1", "U2")
        report(state, reported, "U3")
    before = state_bytes(folder)
    assert [quote.text.encode() in before for quote in (withheld, reported)] == [True, True]
    (folder / "data" / "labels.jsonl").write_text("{}")
    run = commands.run(folder, "remove", *what, "--yes")
    assert (run.code, "\nLabels in data/labels.jsonl may hold words of it: " in run.out) == (0, True)
    assert statuses(folder) == {withheld.id: "kept"}
    after = state_bytes(folder)
    assert [quote.text.encode() in after for quote in (withheld, reported)] == [False, False]
    with opened(folder) as state:
        assert [(quote.source, quote.text) for quote in state.withheld_now()] == [("bees", "")]
    listed = commands.run(folder, "withheld")
    assert (listed.code, listed.err) == (0, "")
    assert listed.out.endswith("\n  Mara Field, bees: (taken out, and its words forgotten)\n")


def test_words_that_another_interview_says_stay_withheld_there(commands, folder):
    seeds = folder / "seeds"
    said = f"Rosa Lind: What did you write to me?\n\nOlga Berg: My sister laughs at this, but it works. {PRICE}\n"
    (seeds / "again.txt").write_text(said)
    with (seeds / "sources.toml").open("a") as tables:
        tables.write('\n[again]\nlink = "https://example.com/again"\nhosts = ["Rosa Lind"]\nguests = ["Olga Berg"]\n')
    assert commands.run(folder, "index").code == 0
    quote = next(quote for quote in read_current(folder / "data").quotes if PRICE in quote.text)
    assert quote.source.id == "again"
    commands.run(folder, "withhold", quote.id, "--reason", "not hers")
    assert commands.run(folder, "remove", "again", "--yes").code == 0
    with opened(folder) as state:
        assert [(held.source, held.text) for held in state.withheld_now()] == [("again", quote.text)]
    assert [left.source.id for left in read_current(folder / "data").quotes if left.text == PRICE] == ["bees"]
    assert PRICE not in commands.run(folder, "ask", "How do you decide what a jar costs?", "--count", "5").out
