"""Deep links in a real browser, which scrolls the words it finds to the middle of its window."""

import re

import pytest

from index.quotes.links import deep_link
from tests.peers.browser import Browser, Pages
from tests.support.fakes import make_document
from tests.support.needs import CHROMIUM, chromium

pytestmark = CHROMIUM.mark()

_LINE_PIXELS = 20
_SAMPLE = 12
_TALK = """Ada: We built a state-of-the-art, well-known & cheap engine: 50% off. That is right. It grew 2.5 times, no?

Bo: That is right. You said it. YES, WE CAN'T stop -- ever.

That is right. Yes, we can't. I'm from the U.S. originally, you know, and that's that.

#1, a+b = "c/d"? So it goes, so it goes, so it went, and so it goes on."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    browser = Browser(chromium(), tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def pages():
    pages = Pages()
    yield pages
    pages.close()


def is_found(browser, page, place):
    scrolled, pixels = browser.where_is(page, place)
    return scrolled and abs(pixels) < _LINE_PIXELS


def lost(browser, pages, page, quotes):
    """Return the quotes that a browser does not find in the page that they are in."""

    def is_lost(quote):
        browser.open(f"{pages.add(page)}#{quote.deep_link.partition('#')[2]}")
        return not is_found(browser, page, quote.start)

    return [quote.text for quote in quotes if is_lost(quote)]


@pytest.mark.parametrize("document_id", ["000_dac4415e3c8e87e1", "001_d9b10cb4f84c3d92"])
def test_a_deep_link_scrolls_to_the_quote(browser, pages, seeds, cut_seeds, document_id):
    quotes = [quote for quote in cut_seeds.quotes if quote.source.id == document_id]
    chosen = quotes[:: len(quotes) // _SAMPLE] + [quote for quote in quotes if re.search(r"\d\.\d", quote.text)][:2]
    assert lost(browser, pages, seeds.document(document_id).clean, chosen) == []


@pytest.mark.slow
def test_every_deep_link_scrolls_to_its_quote(browser, pages, seeds, cut_seeds):
    """Every quote of every seed whose page has the very words, once."""
    linked = [quote for quote in cut_seeds.quotes if quote.deep_link]
    for document in seeds.documents:
        quotes = [quote for quote in linked if quote.source.id == document.source.id]
        assert lost(browser, pages, document.clean, quotes) == []
    assert len(linked) > 1000


@pytest.mark.parametrize("fragment", ["", "#0"])
@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("We built a state-of-the-art, well-known & cheap engine: 50% off.", 1),
        ("That is right.", 1),
        ("That is right.", 2),
        ("That is right.", 3),
        ("It grew 2.5 times, no?", 1),
        ("Yes, we can't.", 1),
        ("I'm from the U.S. originally, you know, and that's that.", 1),
        ('#1, a+b = "c/d"?', 1),
        ("So it goes, so it goes, so it went, and so it goes on.", 1),
        ("so it goes on.", 1),
    ],
)
def test_a_deep_link_scrolls_to_marks_and_repeated_words(browser, pages, words, times, fragment):
    link = pages.add(make_document(_TALK).clean) + fragment
    document = make_document(_TALK, link=link, verbatim_link=True)
    start = [match.start() for match in re.finditer(re.escape(words), document.clean)][times - 1]
    browser.open(deep_link(document, start, start + len(words)))
    assert is_found(browser, document.clean, start)


def test_a_page_that_has_lost_the_words_opens_at_its_top(browser, pages):
    document = make_document(_TALK, link=pages.add("Ada: Something else."), verbatim_link=True)
    start = document.clean.index("It grew")
    browser.open(deep_link(document, start, start + 10))
    assert browser.where_is("Ada: Something else.", 0, wait_milliseconds=1000)[0] is False
    assert browser.evaluate("document.body.textContent") == "Ada: Something else."
