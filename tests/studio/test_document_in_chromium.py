"""An interview corrected by the keyboard, indexed from the page, and asked: the answer names who was put in."""

import time

import pytest

from bot.runtime.settings import Settings
from bot.studio.pages import PAGES_OF_STUDIO
from bot.studio.studio import Studio
from index.inspection import inspect_file
from tests.peers.browser import Browser
from tests.studio.browsing import Running
from tests.support.needs import CHROMIUM, chromium

pytestmark = CHROMIUM.mark()

HUM = "At night the hive hums like an old radio on the kitchen shelf."
WALL = "I slept beside that wall for a year, and I have never slept as well since."
MORE = f"\nTom Reed: What does one hear?\n\nMara Field: {HUM} {WALL}\n"
_PATIENCE_SECONDS = 300


@pytest.fixture
def home(folder):
    bees = folder / "seeds" / "bees.txt"
    bees.write_text(bees.read_text("utf-8") + MORE, "utf-8")
    return folder


@pytest.fixture
def running(home):
    studio = Studio(Settings(data=home / "data", seeds=home / "seeds"))
    running = Running(studio, PAGES_OF_STUDIO)
    yield running
    running.close()
    studio.close()


@pytest.fixture
def browser(tmp_path, running):
    browser = Browser(chromium(), tmp_path / "chromium")
    browser.open(running.link)
    yield browser
    browser.close()


def wait_for(browser, script, wanted):
    """Wait until a script in the page comes to what is wanted."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while (found := browser.evaluate(script)) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    assert found == wanted


def type_in(browser, words):
    for key in words:
        browser.press(key)


CHOSEN = "document.querySelector('.is-chosen')"
STATUS = "document.getElementById('status').textContent"


def move_to(browser, words):
    """Press j until the turn with these words is chosen."""
    for _ in range(40):
        browser.press("j")
        if words in browser.evaluate(f"{CHOSEN}.textContent"):
            return
    raise AssertionError(words)


def saved(browser):
    wait_for(browser, STATUS, "Saved.")


def test_a_name_and_a_boundary_are_corrected_by_keys_and_answered(browser, running, home):
    browser.open(f"{running.origin}/document/read/bees")
    assert browser.evaluate("document.querySelector('#index p').textContent") == (
        "The interview's file has changed since it was indexed."
    )
    move_to(browser, "City bees make more honey")
    browser.press("n")
    type_in(browser, "Ida Moor")
    browser.press("Enter")
    saved(browser)
    assert browser.evaluate(f"{CHOSEN}.querySelector('.name').textContent") == "Ida Moor"
    move_to(browser, HUM)
    browser.press("s")
    assert browser.evaluate("document.activeElement.className") == "cut"
    browser.press("Enter")
    wait_for(browser, f"{CHOSEN}.querySelector('p').textContent", WALL)
    saved(browser)
    number = browser.evaluate("document.querySelector('#people [value=\"Tom Reed\"]').dataset.key")
    browser.press(number)
    wait_for(browser, f"{CHOSEN}.querySelector('.name').textContent", "Tom Reed")
    saved(browser)
    turns = {
        inspection_turn: speaker
        for inspection_turn, speaker, attribution in read_turns(home)
        if attribution == "curated"
    }
    assert [turns[words] for words in (HUM, WALL)] == ["Mara Field", "Tom Reed"]
    browser.press("i")
    wait_for(browser, "document.getElementById('run').dataset.phase", "done")
    wait_for(browser, "document.querySelector('#index p').textContent", "The index has it as it is here.")
    asked = {"why do city bees make more honey": "Ida Moor", "who slept beside that wall for a year": "Tom Reed"}
    for question, name in asked.items():
        browser.open(f"{running.origin}/ask?q={question.replace(' ', '+')}")
        assert browser.evaluate("document.querySelector('.card .speaker strong').textContent") == name


def read_turns(home):
    inspection = inspect_file(home / "seeds" / "bees.txt", {})
    clean = inspection.document.clean
    return [(clean[turn.start : turn.end], turn.speaker, turn.attribution) for turn in inspection.turns]


def test_undo_doubts_and_what_somebody_else_changed(browser, running, home):
    talk = home / "seeds" / "talk.txt"
    talk.write_text(
        "Ana Ruiz: Why did it close?\n\nBo Lind: The river froze, and we lost the ferry.\n\n"
        "Audience: Was it dear?\n\nAna Ruiz: And then?\n\nBo Lind: Then it was May, and we rowed.\n",
        "utf-8",
    )
    sources = home / "seeds" / "sources.toml"
    sources.write_text(sources.read_text("utf-8") + "\n[talk]\nlink = false\n", "utf-8")
    turns = home / "seeds" / "talk.turns.toml"
    browser.open(f"{running.origin}/document/read/talk")
    browser.press("d")
    assert browser.evaluate(f"{CHOSEN}.querySelector('p').textContent") == "Was it dear?"
    browser.press("m")
    wait_for(browser, "document.querySelectorAll('.is-doubtful').length", 0)
    saved(browser)
    joined = turns.read_bytes()
    browser.press("u")
    wait_for(browser, "document.querySelectorAll('.is-doubtful').length", 1)
    saved(browser)
    assert not turns.exists()
    turns.write_bytes(joined)  # as somebody else does
    browser.press("d")
    browser.press("0")
    wait_for(browser, "document.querySelector('h1').textContent", "Somebody changed the file meanwhile")
    assert turns.read_bytes() == joined
    assert browser.evaluate("document.querySelector('.note').textContent.trim()") == (
        "No turn begins with these words any more. Choose it anew in the interview."
    )


HOLD = """(() => {
  const post = studio.post;
  const gate = new Promise((open) => { window.letGo = open; });
  studio.post = (...sent) => gate.then(() => post(...sent));
})()"""


def number_of(browser, name):
    return browser.evaluate(f"document.querySelector('#people [value=\"{name}\"]').dataset.key")


def test_what_is_pressed_while_a_correction_is_saved_is_saved_after_it(browser, running, home):
    browser.open(f"{running.origin}/document/read/bees")
    browser.evaluate(HOLD)
    mara, tom = number_of(browser, "Mara Field"), number_of(browser, "Tom Reed")
    move_to(browser, "I bought my first hive")
    browser.press(tom)
    move_to(browser, "City bees make more honey")
    for key in ("0", "j", "j", tom, "u"):
        browser.press(key)
    assert browser.evaluate(STATUS) == "Saving…"
    assert browser.evaluate("document.querySelectorAll('.is-saving').length") == 3
    browser.press("n")
    type_in(browser, "Ida")
    assert not (home / "seeds" / "bees.turns.toml").exists()
    browser.evaluate("letGo()")
    saved(browser)
    assert browser.evaluate("document.querySelectorAll('.is-saving').length") == 0
    assert browser.evaluate("document.getElementById('speaker').value") == "Ida"
    assert "We set the price" in browser.evaluate(f"{CHOSEN}.textContent")
    browser.press("Escape")
    browser.press(mara)
    saved(browser)
    speakers = {words[:20]: speaker for words, speaker, attribution in read_turns(home) if attribution != "printed"}
    assert speakers == {
        "I bought my first hi": "Tom Reed",
        "City bees make more ": None,
        "We set the price so ": "Mara Field",
    }


def test_what_was_pressed_after_a_correction_that_fails_is_not_sent_and_counted(browser, running, home):
    browser.open(f"{running.origin}/document/read/bees")
    browser.evaluate(HOLD)
    move_to(browser, "I bought my first hive")
    for key in ("0", "j", "j", "0", "j", "j", "0"):
        browser.press(key)
    turns = home / "seeds" / "bees.turns.toml"
    theirs = (
        '[[turn]]\nstarts = "City bees make more honey"\nends = "until October."\nreason = "as somebody else says"\n'
    )
    turns.write_text(theirs, "utf-8")
    browser.evaluate("letGo()")
    wait_for(browser, "document.querySelector('h1').textContent", "Somebody changed the file meanwhile")
    assert browser.evaluate("document.querySelector('h1 + .note').textContent") == (
        "Corrections that you made meanwhile and that were not sent: 2."
    )
    assert turns.read_text("utf-8") == theirs


def test_a_turn_that_was_joined_leaves_the_whole_one_chosen(browser, running):
    browser.open(f"{running.origin}/document/read/bees")
    move_to(browser, "What surprised you most?")
    browser.press("m")
    saved(browser)
    assert "I bought my first hive" in browser.evaluate(f"{CHOSEN}.textContent")
    browser.press("j")
    assert "City bees make more honey" in browser.evaluate(f"{CHOSEN}.textContent")


BREAK = """(() => {
  const post = studio.post;
  studio.post = () => {
    studio.post = post;
    return Promise.resolve({ ok: true, text: () => Promise.reject(new TypeError("network error")) });
  };
})()"""


def test_a_connection_that_breaks_is_told_of_and_the_next_correction_is_saved(browser, running, home):
    browser.open(f"{running.origin}/document/read/bees")
    browser.evaluate(BREAK)
    move_to(browser, "I bought my first hive")
    browser.press("0")
    wait_for(
        browser,
        STATUS,
        "The studio does not answer, so the last correction may not be saved. Is it still running? Load this page "
        "again to see.",
    )
    assert browser.evaluate("document.querySelectorAll('.is-saving').length") == 0
    browser.press("0")
    saved(browser)
    assert [speaker for _, speaker, attribution in read_turns(home) if attribution != "printed"] == [None]
