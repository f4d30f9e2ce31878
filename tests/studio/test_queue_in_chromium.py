"""The page Queue in a real browser, by the keyboard."""

import json

import pytest

from bot.runtime.settings import Settings
from bot.studio.pages import PAGES_OF_STUDIO
from bot.studio.studio import Studio
from tests.peers.browser import Browser
from tests.studio.browsing import Running
from tests.studio.judge import Judge
from tests.support.needs import CHROMIUM, chromium

pytestmark = CHROMIUM.mark()

HONEY = "How much honey do bees in the city make?"
LEAVES = "你怎么挑选茶叶？"
WINTER = "What do bees do when it is cold?"


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> Browser:
    browser = Browser(chromium(), tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()


@pytest.fixture
def data(folder):
    return folder / "data"


@pytest.fixture
def judge(browser, data, live) -> Judge:
    """Somebody who has put three questions into the queue."""
    studio = Studio(Settings(data=data), live)
    running = Running(studio, PAGES_OF_STUDIO)
    browser.open(running.link)
    judge = Judge(browser, running.origin)
    judge.ask(HONEY, LEAVES, WINTER)
    yield judge
    running.close()
    studio.state().close()


def labels(data) -> dict[str, list]:
    """Return the grades of the answers, and of what is wrong "wrong", by question."""
    file = data / "labels.jsonl"
    records = [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
    return {
        record["query"]: [answer["grade"] for answer in record["answers"]] + ["wrong"] * len(record.get("wrong", []))
        for record in records
    }


def test_one_key_a_decision_and_the_next_is_there(judge, data):
    assert judge.shown()["question"] == HONEY
    assert judge.decide("r")["question"] == LEAVES
    assert judge.decide("s")["question"] == WINTER
    judge.decide("n")
    judge.wait(lambda: len(labels(data)) == 2)
    assert labels(data) == {HONEY: [3], WINTER: []}


def test_undo_brings_back_what_was_decided(judge, data):
    judge.decide("w")
    judge.decide("p")
    judge.wait(lambda: labels(data) == {HONEY: ["wrong"], LEAVES: [1]})
    judge.press("u")
    judge.wait(lambda: judge.shown()["question"] == LEAVES)
    assert labels(data) == {HONEY: ["wrong"]}
    judge.press("u")
    judge.wait(lambda: judge.shown()["question"] == HONEY)
    assert labels(data) == {}
    assert [judge.decide(key)["question"] for key in "rr"] == [LEAVES, WINTER]


def test_another_quote_is_chosen_by_its_number(judge, data):
    first = judge.shown()["quote"]
    judge.press("2")
    judge.wait(lambda: judge.shown()["quote"] != first)
    second = judge.shown()["quote"]
    judge.press("1")
    judge.wait(lambda: judge.shown()["quote"] == first)
    judge.press("2")
    judge.decide("r")
    judge.wait(lambda: labels(data) == {HONEY: [3]})
    assert json.loads((data / "labels.jsonl").read_text("utf-8"))["answers"][0]["quote"] == second


def test_context_opens_on_demand(judge):
    context = "document.querySelector('[data-quote]:not([hidden]) .around').open"
    assert judge.browser.evaluate(context) is False
    judge.press("c")
    judge.wait(lambda: judge.browser.evaluate(context))


def test_what_was_not_saved_is_shown_again(judge, data):
    obstacle = data / ".labels.jsonl.new"
    obstacle.mkdir()
    judge.press("r")
    assert judge.notice().startswith(f"This was not saved: cannot write {data / 'labels.jsonl'} (Is a directory)")
    judge.wait(lambda: judge.shown()["question"] == HONEY)
    obstacle.rmdir()
    assert judge.decide("r")["question"] == LEAVES
    judge.wait(lambda: labels(data) == {HONEY: [3]})


IS_EMPTY = "document.getElementById('empty').checkVisibility()"
IS_THERE = "Boolean(document.querySelector('#item [data-item]'))"


def test_to_the_end_and_back(judge, data):
    asked = []
    while judge.wait(lambda: judge.browser.evaluate(f"{IS_THERE} || {IS_EMPTY}")) and not judge.browser.evaluate(
        IS_EMPTY
    ):
        asked.append(judge.shown()["question"])
        judge.press("n")
    assert asked[:3] == [HONEY, LEAVES, WINTER]
    judge.wait(lambda: len(labels(data)) == len(asked))
    assert list(labels(data)) == asked
    assert "Nothing waits for a judgement." in judge.browser.evaluate("document.getElementById('empty').textContent")
    judge.press("u")
    assert judge.shown()["question"] == asked[-1]
    judge.wait(lambda: list(labels(data)) == asked[:-1])
