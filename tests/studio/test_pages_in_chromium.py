"""Each page in a real browser: nothing keeps people out, nothing leaves the machine, and the keys work."""

import time
from pathlib import Path

import pytest

from bot.runtime.settings import Settings
from bot.studio.pages import PAGES_OF_STUDIO
from bot.studio.studio import Studio
from index.search.restrictions import NO_RESTRICTIONS
from tests.peers.browser import Browser
from tests.studio.browsing import Running
from tests.support.needs import CHROMIUM, chromium

pytestmark = CHROMIUM.mark()

PLACES = [
    "/ask",
    "/ask?q=how+is+the+price+of+honey+set",
    "/ask?q=best+pizza+in+Naples",
    "/ask?q=honey+from:nobody",
    "/document",
    "/document/read/bees?at=0",
    "/queue",
    "/figures",
    "/document/read/gone",
    "/nowhere",
    "/document/read/bees",
]
BARRIERS = (Path(__file__).parent / "barriers.js").read_text("utf-8")
OPEN_ALL = "document.querySelectorAll('details').forEach(details => details.open = true)"


@pytest.fixture(scope="module")
def running(indexed, live, tmp_path_factory) -> Running:
    state_url = f"sqlite:///{tmp_path_factory.mktemp('state') / 'state.db'}"
    settings = Settings(data=indexed / "data", seeds=indexed / "seeds", database_url=state_url)
    studio = Studio(settings, live)
    with live.current(NO_RESTRICTIONS) as searcher:
        quote = searcher.generation.quotes[0]
    studio.state().withhold(quote, "words", "operator ada", 1.0)  # so that the page Queue lists it
    studio.state().decide(quote.id, "released", "operator ada", 2.0)
    running = Running(studio, PAGES_OF_STUDIO)
    yield running
    running.close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory, running) -> Browser:
    """A browser that was let in."""
    browser = Browser(chromium(), tmp_path_factory.mktemp("chromium"))
    browser.open(running.link)
    yield browser
    browser.close()


def choose(browser, running, interface, colours):
    """Choose a language and colours below the page, as a person does."""
    browser.open(f"{running.origin}/ask")
    for choice in (f"[name=interface][value={interface}]", f"[name=colours][value={colours}]"):
        browser.click(choice)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("interface", ["en", "zh"])
def test_nothing_keeps_people_out(browser, running, interface, colours, width):
    browser.be_wide(width)
    choose(browser, running, interface, colours)
    barriers = {}
    for place in PLACES:
        browser.open(running.origin + place)
        browser.evaluate(OPEN_ALL)
        barriers[place] = browser.evaluate(BARRIERS)
        assert browser.evaluate("document.documentElement.dataset.colours") == colours
    assert barriers == {place: [] for place in PLACES}


def test_nothing_is_loaded_from_elsewhere(browser, running):
    for place in PLACES:
        browser.open(running.origin + place)
        loaded = browser.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
        assert f"{running.origin}/static/studio.css" in loaded
        assert [address for address in loaded if not address.startswith(f"{running.origin}/")] == []
        assert browser.evaluate("document.querySelectorAll('[style], [onclick]').length") == 0


def test_the_policy_stops_what_gets_in_all_the_same(browser, running):
    browser.open(f"{running.origin}/ask")
    script = """new Promise(done => {
      document.addEventListener("securitypolicyviolation", event => done(event.effectiveDirective));
      document.body.insertAdjacentHTML("beforeend", '<img src="https://evil.example/x.png">');
    })"""
    assert browser.evaluate(script) == "img-src"


def test_the_token_is_gone_from_the_address(browser, running):
    browser.open(running.link)
    assert browser.evaluate("location.href") == f"{running.origin}/ask"
    assert browser.evaluate("document.cookie") == ""


def test_everything_can_be_reached_by_keys(browser, running):
    browser.open(running.origin + PLACES[1])
    browser.press("?")
    assert browser.evaluate("document.querySelector('dialog[open]').id") == "keys"
    browser.press("Escape")
    assert browser.evaluate("document.querySelector('dialog[open]')") is None
    browser.press("/")
    assert browser.evaluate("document.activeElement.id") == "q"
    browser.press("Escape")
    browser.press("o")
    assert browser.evaluate("document.querySelector('.said details').open") is True
    browser.press("t")
    assert browser.evaluate("document.activeElement.id") == "trace-title"
    browser.press("/")
    browser.press("?")  # now it is written
    assert browser.evaluate("document.querySelector('dialog[open]')") is None
    browser.press("Escape")
    assert browser.evaluate("document.activeElement === document.body") is True
    browser.press("g")
    browser.press("a")
    deadline = time.monotonic() + 20
    while browser.evaluate("location.search") and time.monotonic() < deadline:
        time.sleep(0.02)
    assert browser.evaluate("location.pathname + location.search") == "/ask"
