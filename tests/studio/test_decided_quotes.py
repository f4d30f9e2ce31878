"""Decisions on quotes are changed at any time, also by another run of the studio than took them."""

import re
from html import unescape

import pytest

from bot.runtime.settings import Settings
from bot.studio.queue import Queue
from bot.studio.quote_checks import QuoteChecks
from bot.studio.studio import Studio
from tests.studio.browsing import Served
from tests.studio.test_queue_page import CITY_BEES, decide, is_withheld, notice, queue, quote, report, undo, why

WINTER = "In winter the bees form a ball around their queen and shiver to keep her warm."


@pytest.fixture
def studio(folder, live) -> Studio:
    """What the pages look at: the two interviews, and a state of its own."""
    studio = Studio(Settings(data=folder / "data"), live)
    yield studio
    studio.state().close()


@pytest.fixture
def served(serve, studio) -> Served:
    return serve(studio)


@pytest.fixture
def restarted(serve, studio, live):
    """What starts the studio again, which remembers nothing of the run before."""
    return lambda: serve(Studio(studio.settings, live))


@pytest.fixture
def doubtful(studio):
    """A quote whose speaker was inferred; no way to read an interview leaves one of the two so doubtful."""
    with studio.searcher().current(studio.restrictions()) as searcher:
        quote = next(quote for quote in searcher.generation.quotes if quote.text == WINTER)
    before = quote.attribution, quote.attribution_confidence
    attribute(quote, "inferred", 0.6)
    yield quote
    attribute(quote, *before)  # generations are kept in memory, also for other tests


def attribute(quote, attribution, confidence):
    object.__setattr__(quote, "attribution", attribution)
    object.__setattr__(quote, "attribution_confidence", confidence)


def listed(page: str) -> list[tuple[str, str]]:
    """Return the quotes that a page lists as decided on, and what each came to."""
    rows = re.findall(r'<li><a href="/queue\?item=[rn]-\w+"><bdi>(.*?)</bdi></a> .*? · (.*?)</span></li>', page)
    return [(unescape(text), decision) for text, decision in rows]


def opened(served, key: str) -> str:
    return served.open(f"/queue?item={key}").text


def test_a_report_that_was_decided_on_is_decided_anew_after_a_restart(served, studio, restarted):
    quote_id = report(studio, CITY_BEES, "U1", "U2")
    assert listed(queue(served)) == []
    decide(served, queue(served), "wrong")
    again = restarted()
    assert undo(again).status == 409
    assert listed(queue(again)) == [(CITY_BEES, "withheld")]
    page = opened(again, f"r-{quote_id}")
    assert (quote(page), why(page)) == (CITY_BEES, "You have decided on this before; decide again to change it.")
    assert decide(again, page, "right").status == 303
    assert not is_withheld(studio, quote_id)
    assert listed(queue(restarted())) == [(CITY_BEES, "shown")]
    decide(again, opened(again, f"r-{quote_id}"), "wrong")
    assert is_withheld(studio, quote_id)


def test_a_name_that_was_confirmed_is_opened_again_or_the_quote_withheld_after_a_restart(
    served, studio, restarted, doubtful
):
    key = f"n-{doubtful.id}"
    decide(served, opened(served, key), "right")
    again = restarted()
    assert listed(queue(again)) == [(WINTER, "name confirmed")]
    page = opened(again, key)
    assert (quote(page), why(page)) == (WINTER, "You have confirmed who says this; decide again to change it.")
    assert decide(again, page, "open").status == 303
    page = queue(again)
    assert (quote(page), listed(page)) == (WINTER, [])
    assert 'value="open"' not in page
    undo(again)
    assert listed(queue(again)) == [(WINTER, "name confirmed")]
    assert decide(again, opened(again, key), "wrong").status == 303
    assert is_withheld(studio, doubtful.id)
    after = restarted()
    assert listed(queue(after)) == [(WINTER, "withheld")]
    decide(after, opened(after, f"r-{doubtful.id}"), "right")
    assert not is_withheld(studio, doubtful.id)
    assert listed(queue(after)) == [(WINTER, "shown")]


def test_a_confirmed_name_is_opened_again_where_another_quote_of_the_person_is_asked_about_by_now(
    served, studio, restarted, doubtful
):
    key = f"n-{doubtful.id}"
    decide(served, opened(served, key), "right")
    with studio.searcher().current(studio.restrictions()) as searcher:
        other = next(
            quote
            for quote in searcher.generation.quotes
            if (quote.source, quote.speaker) == (doubtful.source, doubtful.speaker) and quote.id != doubtful.id
        )
    before = other.attribution, other.attribution_confidence
    attribute(other, "inferred", 0.5)
    try:
        again = restarted()
        page = opened(again, key)
        assert (quote(page), why(page)) == (WINTER, "You have confirmed who says this; decide again to change it.")
        assert decide(again, page, "open").status == 303
        assert listed(queue(again)) == []
    finally:
        attribute(other, *before)


def test_confirming_a_name_again_and_taking_that_back_leaves_it_confirmed(served, studio, doubtful):
    QuoteChecks(studio).confirm(doubtful)
    decide(served, opened(served, f"n-{doubtful.id}"), "right")
    undo(served)
    assert studio.part(Queue).checks.confirmed_names().keys() == {doubtful.id}


def test_who_decides_second_on_a_quote_is_told_and_the_first_decision_stays(served, studio, restarted, doubtful):
    quote_id = report(studio, CITY_BEES, "U1", "U2")
    meanwhile = (409, "Somebody decided on this quote meanwhile; that stays, and yours was not saved.")
    other = restarted()
    first, second = queue(served), queue(other)
    name, same_name = opened(served, f"n-{doubtful.id}"), opened(served, f"n-{doubtful.id}")
    decide(served, first, "wrong")
    got = decide(other, second, "right")
    assert (got.status, notice(got.text), is_withheld(studio, quote_id)) == (*meanwhile, True)
    decide(served, name, "right")
    got = decide(served, same_name, "wrong")
    assert (got.status, notice(got.text), is_withheld(studio, doubtful.id)) == (*meanwhile, False)


def test_what_was_decided_elsewhere_is_listed_too_the_latest_first(served, studio):
    with studio.searcher().current(studio.restrictions()) as searcher:
        some = searcher.generation.quotes[:3]
    for place, chosen in enumerate(some):
        studio.state().withhold(chosen, "odd <b>", "operator ada", 5.0 + place)
    page = queue(served)
    assert listed(page) == [(chosen.text, "withheld") for chosen in reversed(some)]
    assert "Quotes decided on before: 3" in page
    studio.state().forget_words([some[2].id], (), 9.0)
    assert listed(queue(served))[0] == ("(taken out, and its words forgotten)", "withheld")
    page = served.open("/queue", Accept_Language="zh-CN").text
    assert "已决定的引文：3 条" in page
    assert listed(page)[1] == (some[1].text, "已撤下")
