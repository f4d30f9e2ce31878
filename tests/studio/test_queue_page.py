import json
import re
import time
from dataclasses import replace
from html import unescape

import pytest
from sqlalchemy import insert

from bot.domain.records import GivenAnswer, GivenHit, Vote
from bot.domain.signals import AskedQuestion
from bot.domain.withheld import Report
from bot.runtime.settings import Settings
from bot.state.answers import answer_row
from bot.state.tables import answers
from bot.studio.queue_items import name_items
from bot.studio.quote_checks import QuoteChecks
from bot.studio.studio import Studio
from tests.studio.browsing import Served

HONEY = "How much honey do bees in the city make?"
CITY_BEES = "City bees make more honey than country bees, because parks flower from March until October."
GONE = "0" * 16
WINTER = "What do bees do when it is cold?"
LEAVES = "你怎么挑选茶叶？"


@pytest.fixture
def studio(folder, live) -> Studio:
    """What the pages look at: the two interviews, and labels and a state of its own."""
    data = folder / "data"
    studio = Studio(Settings(data=data), live)
    yield studio
    studio.state().close()


@pytest.fixture
def served(serve, studio) -> Served:
    return serve(studio)


def field(page: str, name: str) -> str:
    """Return the value of a hidden field of the item that a page shows."""
    form = page[page.index('class="deciding"') :]
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', form).group(1))


def question(page: str) -> str:
    return unescape(re.search(r'<h2 class="asked" dir="auto">(.*?)</h2>', page).group(1))


def why(page: str) -> str:
    return unescape(re.search(r'<p class="muted small why" dir="auto">(.*?)</p>', page).group(1))


def notice(page: str) -> str:
    return unescape(re.search(r'<div id="notice" role="alert"><p class="note" dir="auto">(.*?)</p>', page).group(1))


def quote(page: str) -> str:
    return unescape(re.search(r"<blockquote[^>]*>(.*?)</blockquote>", page).group(1))


def queue(served) -> str:
    return served.open("/queue").text


def decide(served, page: str, verdict: str, **changed: str):
    """Send a decision on the item that a page shows."""
    names = ("form_token", "key", "mark", "first", "quote_id")
    return served.send("/queue/decide", {name: field(page, name) for name in names} | {"verdict": verdict} | changed)


def undo(served):
    return served.send("/queue/undo", {"form_token": served.access.form_token})


def ask(served, *questions: str) -> str:
    sent = {"form_token": served.access.form_token, "questions": "\n".join(questions)}
    return served.send("/queue/questions", sent).text


def labels(studio) -> list[dict]:
    lines = (studio.settings.data / "labels.jsonl").read_text("utf-8").splitlines()
    return [{name: value for name, value in json.loads(line).items() if name != "when"} for line in lines]


def judged(*passages: dict) -> list[tuple]:
    return [(passage["doc"], passage["quote"], passage.get("grade")) for passage in passages]


def test_own_questions_come_first_and_their_labels_are_what_evaluation_reads(served, studio, commands, folder):
    page = ask(served, HONEY, LEAVES, "!?", HONEY.upper())
    assert notice(page) == (
        "Added: 2. There already: 1. Left out, since they are empty of words or longer than 1,000 characters: 1."
    )
    assert (question(page), quote(page), why(page)) == (HONEY, CITY_BEES, "You want this judged.")
    got = decide(served, page, "right")
    assert (got.status, got.headers["Location"]) == (303, "/queue")
    (label,) = labels(studio)
    assert (label["query"], label["lang"], label["type"]) == (HONEY, "en", "label")
    assert judged(*label["answers"]) == [("bees", CITY_BEES, 3)]
    assert label["who"] == label["answers"][0]["who"] != ""
    page = queue(served)
    assert question(page) == LEAVES
    assert "1 decided since the start" in page
    decide(served, page, "nobody")
    run = commands.run(folder, "eval", "data/labels.jsonl", "--json")
    assert run.code == 0, run
    assert [label["answers"] for label in labels(studio)[1:]] == [[]]


def test_after_a_restart_a_label_is_changed_by_judging_the_question_again(serve, served, studio, live):
    decide(served, ask(served, HONEY, LEAVES), "right")
    again = serve(Studio(studio.settings, live))
    page = queue(again)
    assert "Undo and skips last as long as the studio runs." in page
    assert question(page) == LEAVES
    assert undo(again).status == 409
    page = ask(again, LEAVES, HONEY)
    assert notice(page) == (
        "Added: 0. There already: 2. Left out, since they are empty of words or longer than 1,000 characters: 0. "
        "Judged before: 1. The first of them is shown; judge it again to change what you said."
    )
    assert (question(page), quote(page)) == (HONEY, CITY_BEES)
    assert decide(again, page, "wrong").status == 303
    (label,) = labels(studio)
    assert (label["answers"], judged(*label["wrong"])) == ([], [("bees", CITY_BEES, None)])


def test_another_of_the_quotes_can_be_judged(served, studio):
    page = ask(served, HONEY)
    second = re.findall(r'data-chooses="(\w+)"', page)[1]
    shown = served.open(f"/queue?item={field(page, 'key')}&quote={second}").text
    assert field(shown, "quote_id") == second
    decide(served, shown, "partly")
    (label,) = labels(studio)
    ((_, text, grade),) = judged(*label["answers"])
    assert (text != CITY_BEES, grade) == (True, 1)
    assert label["shown"] == [{"doc": "bees", "quote": CITY_BEES}]
    assert question(queue(served)) != HONEY


def test_what_is_skipped_comes_later_and_undo_brings_it_back(served, studio):
    page = ask(served, HONEY, LEAVES)
    decide(served, page, "skip")
    page = queue(served)
    assert question(page) == LEAVES
    decide(served, page, "wrong")
    assert not labels(studio)[0]["answers"]
    got = undo(served)
    assert question(served.open(got.headers["Location"]).text) == LEAVES
    assert labels(studio) == []
    undo(served)
    assert question(queue(served)) == HONEY
    got = undo(served)
    assert (got.status, notice(got.text)) == (
        409,
        "Nothing to take back: nothing was decided since the studio was started.",
    )


def test_without_anything_asked_the_interviews_give_questions(served):
    asked = []
    while '<h2 class="asked"' in (page := queue(served)) and len(asked) < 30:
        assert why(page) == "The interviews themselves ask or speak of this."
        asked.append(question(page))
        decide(served, page, "nobody")
    assert asked[:4] == [
        "How did you come to keep bees on a roof?",
        "你们为什么把茶馆开在地铁站旁边？",
        "What surprised you most?",
        "机器人真的能泡好茶吗？",
    ]
    assert len(set(asked)) == len(asked) < 30
    assert "Nothing waits for a judgement." in queue(served)


def test_what_was_judged_comes_back_when_another_quote_answers(served, studio):
    other = {"doc": "tea", "quote": "先把一家店做到赚钱再开第二家，快不是本事，活下来才是本事。", "grade": 3}
    line = {"id": "1", "query": HONEY, "lang": "en", "type": "label", "answers": [other]}
    (studio.settings.data / "labels.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    page = queue(served)
    while question(page) != HONEY:
        decide(served, page, "skip")
        page = queue(served)
    assert why(page) == "This was judged, and another quote answers by now."
    decide(served, page, "wrong")
    (label,) = labels(studio)
    assert judged(*label["answers"]) == [(other["doc"], other["quote"], 3)]
    assert judged(*label["wrong"]) == [("bees", CITY_BEES, None)]


def report(studio, text: str, *users: str) -> str:
    with studio.searcher().current(studio.restrictions()) as searcher:
        quote = next(quote for quote in searcher.generation.quotes if quote.text == text)
    for user in users:
        given = Report(
            platform="slack", workspace="W", user=user, quote_id=quote.id, reason="person", is_admin=False,
            reported_at=1.0,
        )  # fmt: skip
        studio.state().report(given, quote)
    return quote.id


def is_withheld(studio, quote_id: str) -> bool:
    return quote_id in {quote.quote_id for quote in studio.state().withheld_now()}


def test_a_withheld_quote_is_first_of_all_and_the_decision_counts_at_once(served, studio):
    ask(served, HONEY)
    quote_id = report(studio, CITY_BEES, "U1", "U2")
    page = queue(served)
    assert (quote(page), why(page)) == (
        CITY_BEES,
        "Withheld from everybody until you decide: members say the person is wrong.",
    )
    assert 'value="nobody"' not in page
    decide(served, page, "right")
    assert not is_withheld(studio, quote_id)
    assert question(queue(served)) == HONEY
    page = served.open(undo(served).headers["Location"]).text
    assert is_withheld(studio, quote_id)
    assert why(page) == "You have decided on this before; decide again to change it."
    decide(served, page, "wrong")
    assert is_withheld(studio, quote_id)
    page = queue(served)
    assert (question(page), quote(page) != CITY_BEES) == (HONEY, True)
    actions = [entry.action for entry in studio.state().audit_entries()]
    assert actions == ["withhold quote", "release quote", "keep quote withheld", "keep quote withheld"]
    assert not (studio.settings.data / "labels.jsonl").exists()


def test_a_report_by_one_says_that_the_quote_is_shown(served, studio):
    report(studio, CITY_BEES, "U1")
    assert why(queue(served)) == "Still shown: 1 of the members needed to withhold it says the person is wrong."


def test_two_judges_do_not_overwrite_each_other(served, studio):
    page = ask(served, HONEY)
    decide(served, page, "right")
    got = decide(served, page, "wrong")
    (label,) = labels(studio)
    assert judged(*label["answers"]) == [("bees", CITY_BEES, 3)]
    assert got.status == 409
    assert notice(got.text) == f"“{HONEY}” was judged by {label['who']} meanwhile; that stays, and yours was not saved."
    assert decide(served, page, "right").status == 303


def test_what_is_gone_is_not_saved(served, studio):
    page = ask(served, HONEY)
    for changed in (
        {"quote_id": "0" * 16},
        {"first": "0" * 16},
        {"key": "q-gone"},
        {"verdict": "odd"},
        {"quote_id": ""},
    ):
        got = decide(served, page, **{"verdict": "right"} | changed)
        assert (got.status, notice(got.text)) == (
            410,
            "What was shown is not in the index any more; nothing was saved.",
        ), changed
    assert not (studio.settings.data / "labels.jsonl").exists()


def test_what_cannot_be_written_says_why_and_shows_the_same_again(served, studio):
    page = ask(served, HONEY)
    file = studio.settings.data / "labels.jsonl"
    (studio.settings.data / f".{file.name}.new").mkdir()
    got = decide(served, page, "right")
    assert got.status == 500
    assert notice(got.text) == (
        f"This was not saved: cannot write {file} (Is a directory); "
        "look at that folder and its disk, or name another folder with QUOTEBOT_DATA"
    )
    assert question(got.text) == HONEY
    assert undo(served).status == 409


def test_bad_lines_of_the_label_file_are_named_and_escaped(served, studio):
    file = studio.settings.data / "labels.jsonl"
    nonsense = ['{"id": 1, "query": "q", "lang": "<script>", "type": "t", "answers": []}', *["nonsense"] * 7]
    file.write_text("\n".join(nonsense))
    page = ask(served, HONEY)
    assert f"{file}:1: lang is &#39;&lt;script&gt;&#39;, not en or zh" in page
    assert f"{file}:5: no JSON" in page
    assert f"{file}:6: no JSON" not in page
    assert "and 3 more" in page
    decide(served, page, "right")
    assert file.read_text().splitlines()[:8] == nonsense
    assert len(file.read_text().splitlines()) == 9


def test_a_question_of_markup_is_text_and_a_very_long_one_is_left_out(served, studio):
    markup = "<script>alert(1)</script> <img src=x> honey‮"
    page = ask(served, markup, "honey " * 7000)
    assert notice(page).endswith("longer than 1,000 characters: 1.")
    assert "<script>alert" not in page
    assert question(page).startswith("<script>alert(1)</script> <img src=x> honey")
    decide(served, page, "wrong")
    assert labels(studio)[0]["query"].startswith("<script>alert(1)</script> <img src=x> honey")


def test_a_script_gets_the_next_item_that_it_does_not_hold(served, studio):
    page = ask(served, HONEY, LEAVES)
    got = served.open(f"/queue/ahead?held={field(page, 'key')}")
    assert question(got.text) == LEAVES
    held = " ".join(field(shown, "key") for shown in (page, got.text))
    got = decide(served, page, "right", held=held)
    assert got.status == 200
    assert question(got.text) not in (HONEY, LEAVES)
    assert 'data-done="1"' in got.text
    got = served.send("/queue/undo", {"form_token": served.access.form_token, "held": held})
    assert (got.status, question(got.text)) == (200, HONEY)


def test_another_site_decides_nothing(served, studio):
    page = ask(served, HONEY)
    assert decide(served, page, "right", form_token="wrong").status == 403
    assert not (studio.settings.data / "labels.jsonl").exists()
    assert served.open("/queue/decide").status == 405


def test_it_speaks_chinese(served):
    page = served.open("/queue", Accept_Language="zh-CN").text
    assert "<h1>待判断</h1>" in page
    assert "没人回答过 <kbd>n</kbd>" in page


def answered(studio, question: str, outcome: str = "answer", *votes: tuple[str, str, str]) -> None:
    """Have somebody ask in a chat whose questions are kept; votes down are who, the quote, and the reason."""
    state = studio.state()
    hits = studio.searcher().search(question, 3).hits
    given_hits = [
        GivenHit(quote_id=hit.quote.id, score=hit.score, similarity=hit.similarity, word_score=0.0) for hit in hits
    ]
    given_hits.append(GivenHit(quote_id=GONE, score=0.0, similarity=0.0, word_score=0.0))
    key = state.question_key(question)
    given = GivenAnswer(
        id=question,
        platform="slack",
        workspace="W",
        channel="C",
        thread=None,
        user="U1",
        asked_at=time.time(),
        interface="en",
        outcome=outcome,
        confidence=0.3,
        hits=tuple(given_hits),
        question_key=key,
    )
    with state.engine.begin() as connection:
        connection.execute(insert(answers), answer_row(given))
    state.keep_question(
        AskedQuestion(
            answer_id=question,
            platform="slack",
            workspace="W",
            channel="C",
            user="U1",
            question=question,
            outcome=outcome,
            confidence=0.3,
            asked_at=given.asked_at,
        )
    )
    for user, quote_id, reason in votes:
        vote = Vote(
            platform="slack",
            workspace="W",
            user=user,
            quote_id=quote_id or hits[0].quote.id,
            answer_id=question,
            value=-1,
            voted_at=given.asked_at,
            reason=reason,
            question_key=key,
        )
        state.vote(vote)


def test_what_people_did_in_chat_comes_before_questions_of_ones_own(served, studio):
    answered(studio, "Why is the teahouse at a subway station?", "nothing")
    answered(studio, HONEY, "answer", ("U2", "", "off_point"), ("U3", "", "off_point"))
    page = ask(served, WINTER)
    assert (question(page), quote(page)) == (HONEY, CITY_BEES)
    assert why(page) == "2 👎 for this quote; the reason: off the point."
    decide(served, page, "wrong")
    page = queue(served)
    assert question(page) == "Why is the teahouse at a subway station?"
    assert why(page) == "Asked by 1 and not answered. Is the closest an answer, or does nobody answer this?"
    decide(served, page, "nobody")
    assert question(queue(served)) == WINTER


def test_what_somebody_asked_who_was_forgotten_is_not_read_any_more(served, studio):
    answered(studio, HONEY, "nothing")
    page = ask(served, WINTER)
    assert question(page) == HONEY
    studio.state().forget_user("slack", "W", "U1")
    page = queue(served)
    assert (question(page), HONEY in page) == (WINTER, False)


def test_a_quote_that_is_gone_gives_way_to_what_answers_now(served, studio):
    answered(studio, HONEY, "answer", ("U2", GONE, "off_point"))
    page = queue(served)
    assert (question(page), quote(page)) == (HONEY, CITY_BEES)
    assert why(page) == ("An answer to this got 👎. That quote is gone from the index; this answers now.")
    decide(served, page, "right")
    assert question(queue(served)) != HONEY


def inferred(quote, speaker, confidence):
    return replace(quote, speaker=speaker, attribution="inferred", attribution_confidence=confidence)


def test_of_each_person_whose_name_was_inferred_the_least_sure_quote_is_asked_about(studio):
    with studio.searcher().current(studio.restrictions()) as searcher:
        first, second, third, fourth, fifth = searcher.generation.quotes[:5]
    source = first.source
    quotes = [
        inferred(first, "Mara", 0.96),
        inferred(replace(second, source=source), "Mara", 0.8),
        inferred(replace(third, source=source), "Ilse", 0.99),
        inferred(replace(fourth, source=replace(source, id="another")), "Mara", 0.9),
        fifth,
        inferred(fifth, None, 0.5),
    ]
    items = name_items(quotes)
    assert [(item.key, item.facts["percent"]) for item in items] == [
        (f"n-{second.id}", 80),
        (f"n-{third.id}", 99),
        (f"n-{fourth.id}", 90),
    ]


def test_a_doubtful_name_is_confirmed_or_the_quote_withheld(studio):
    checks = QuoteChecks(studio)
    with studio.searcher().current(studio.restrictions()) as searcher:
        quotes = searcher.generation.quotes[:2]
    doubtful = [inferred(quote, f"Person {number}", 0.6) for number, quote in enumerate(quotes)]
    items = name_items(doubtful)
    checks.confirm(doubtful[0])
    checks.withhold(doubtful[1])
    assert checks.confirmed() == {item.key for item in items}
    assert is_withheld(studio, doubtful[1].id)
    checks.confirm(doubtful[0], is_confirmed=False)
    checks.release(doubtful[1].id)
    assert checks.confirmed() == frozenset()
    assert not is_withheld(studio, doubtful[1].id)
