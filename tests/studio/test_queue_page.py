import json
import re
from html import unescape

import pytest

from bot.runtime.settings import Settings
from bot.studio.studio import Studio

PRICE = "City bees make more honey than country bees, because parks flower from March until October."


@pytest.fixture
def served(serve, folder, live):
    """The studio over a copy of the two interviews, and a browser that was let in."""
    studio = Studio(Settings(data=folder / "data"), live)
    yield serve(studio)
    studio.state().close()


def field(page: str, name: str) -> str:
    """Return the value of the first hidden field with a name."""
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', page).group(1))


def question(page: str) -> str:
    return unescape(re.search(r'<h2 class="asked" dir="auto">(.*?)</h2>', page).group(1))


def decide(served, page: str, verdict: str, **changed: str):
    """Send a decision on the item that a page shows."""
    names = ("form_token", "key", "mark", "first", "quote_id")
    return served.send("/queue/decide", {name: field(page, name) for name in names} | {"verdict": verdict} | changed)


def ask(served, *questions: str):
    token = served.access.form_token
    return served.send("/queue/questions", {"form_token": token, "questions": "\n".join(questions)})


def labels(folder) -> list[dict]:
    return [json.loads(line) for line in (folder / "data" / "labels.jsonl").read_text("utf-8").splitlines()]


def test_own_questions_come_first_and_are_judged_with_a_key_each(served, folder):
    got = ask(
        served,
        "How much honey do bees in the city make?",
        "你怎么挑选茶叶？",
        "!?",
        "how much honey do bees in the city make",
    )
    assert (
        "Added: 2. There already: 1. Left out, since they are empty of words or longer than 1,000 characters: 1."
        in got.text
    )
    assert question(got.text) == "How much honey do bees in the city make?"
    assert PRICE in got.text
    got = decide(served, got.text, "right")
    assert (got.status, got.headers["Location"]) == (303, "/queue")
    (label,) = labels(folder)
    assert label["query"] == "How much honey do bees in the city make?"
    assert (label["lang"], label["type"]) == ("en", "label")
    (answer,) = label["answers"]
    assert (answer["doc"], answer["quote"], answer["grade"]) == ("bees", PRICE, 3)
    assert "wrong" not in label
    assert question(served.open("/queue").text) == "你怎么挑选茶叶？"
