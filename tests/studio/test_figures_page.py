import json
import re
import time
from dataclasses import replace
from html import unescape

import pytest
from sqlalchemy import insert

from bot.domain.records import GivenHit, Vote
from bot.domain.signals import AskedQuestion
from bot.runtime.settings import Settings
from bot.state import State
from bot.state.answers import answer_row
from bot.state.tables import answers
from bot.studio.labelled_file import read_labelled_file
from bot.studio.measuring import Measuring
from bot.studio.snapshots import Conditions, Snapshot, save_snapshot
from bot.studio.studio import Studio
from tests.state.builders import ANSWER
from tests.support.two_interviews import NOT_HERE, PRICE, TEA_LOSS


def label(number, query, quote=None, document="bees", language="en", **fields):
    found = [] if quote is None else [{"doc": document, "quote": quote, "grade": 3}]
    record = {"id": number, "query": query, "lang": language, "type": "label", "answers": found}
    return json.dumps(record | fields, ensure_ascii=False)


LABELS = [
    label(1, "How is the price of a jar set?", PRICE),
    label(2, "第一年亏了多少？", TEA_LOSS, "tea", "zh"),
    label(3, "How much did they lose in the first year?", TEA_LOSS, "tea"),
    label(4, NOT_HERE),
]


@pytest.fixture
def data(folder):
    return folder / "data"


@pytest.fixture
def studio(data, live):
    studio = Studio(Settings(data=data), live)
    yield studio
    studio.part(Measuring).close()


def write(data, *lines):
    (data / "labels.jsonl").write_text("\n".join(lines), encoding="utf-8")


def measure(served, studio, file=""):
    got = served.send("/figures/measure", {"form_token": served.access.form_token, "file": file})
    assert got.status == 303
    studio.part(Measuring).wait()
    return served.open(got.headers["Location"])


def plain(got):
    """Return a page's words, without what is only in tables."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", got.text)).split())


def rows_of(got, chart):
    """Return the table behind a figure."""
    figure = re.search(rf'<figure class="chart" id="chart-{chart}">.*?</figure>', got.text, re.DOTALL).group()
    rows = re.findall(r"<tr>(.*?)</tr>", figure, re.DOTALL)
    return [[unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def test_without_labels_it_says_what_to_do_and_makes_nothing(served, data):
    before = sorted(data.iterdir())
    got = served.open("/figures")
    assert (got.status, "No labelled questions yet" in got.text) == (200, True)
    assert f"fills {data / 'labels.jsonl'}" in plain(got)
    assert "Nobody has asked anything in the last 30 days." in got.text
    assert 'action="/figures/measure"' not in got.text
    assert sorted(data.iterdir()) == before


def test_labels_are_measured_when_somebody_says_so_and_not_before(served, studio, data):
    write(data, *LABELS)
    got = served.open("/figures")
    assert "are there and not measured yet: 4." in got.text
    assert not (data / "figures").exists()
    got = measure(served, studio)
    assert f"Questions of {data / 'labels.jsonl'}: 4, measured " in plain(got)
    assert rows_of(got, "hit") == [
        ["of", "share", "95% interval", "questions"],
        ["all questions", "100%", "44% … 100%", "3"],
        ["zh-zh", "100%", "21% … 100%", "1"],
        ["en-zh", "100%", "21% … 100%", "1"],
        ["en-en", "100%", "21% … 100%", "1"],
    ]
    assert rows_of(got, "refused_share")[1] == ["all questions", "100%", "21% … 100%", "1"]
    assert "Too few to say anything: all questions: 100% of 3, which could be anything from 44% to 100%" in plain(got)
    assert len(list((data / "figures").iterdir())) == 1


def test_a_figure_is_named_and_described_and_has_a_table(served, studio, data):
    write(data, *LABELS)
    got = measure(served, studio)
    assert re.findall(r'<figure class="chart" id="chart-(\w+)">', got.text) == [
        "hit",
        "recall",
        "refused_share",
        "refusal",
        "reliability",
    ]
    assert got.text.count('role="img" aria-labelledby="chart-') == 5
    assert got.text.count("<desc ") == got.text.count("<summary") == 5
    assert "style=" not in got.text


def test_what_was_measured_is_there_after_a_new_start(serve, served, studio, data, live):
    write(data, *LABELS)
    measured = rows_of(measure(served, studio), "reliability")
    again = serve(Studio(Settings(data=data), live))
    assert rows_of(again.open("/figures"), "reliability") == measured
    assert len(measured) > 1


def test_when_labels_change_it_says_so_and_counts_those_that_stayed(served, studio, data):
    write(data, *LABELS)
    measure(served, studio)
    write(data, *LABELS[:2], label(5, "When did it begin?", PRICE))
    got = served.open("/figures")
    assert "Since then, the labels changed. These figures are from before." in got.text
    assert rows_of(got, "hit")[1] == ["all questions", "100%", "34% … 100%", "2"]


def test_lines_that_cannot_be_read_are_named_and_the_others_count(served, studio, data):
    write(data, "nonsense <b>", '{"id": 9}', *LABELS, LABELS[0], *["[]"] * 4)
    got = served.open("/figures")
    assert "Lines left out: 7." in got.text
    assert "labels.jsonl:1: no JSON" in plain(got)
    assert "labels.jsonl:2: lang is None, not en or zh" in plain(got)
    assert "labels.jsonl:7: the id '1' stands on a line before" in plain(got)
    assert "and 2 more" in plain(got)
    assert "<b>" not in got.text
    assert f"Questions of {data / 'labels.jsonl'}: 4, measured" in plain(measure(served, studio))


def test_a_file_of_nothing_but_nonsense_says_so(served, data):
    write(data, "nonsense")
    got = served.open("/figures")
    assert "Lines left out: 1. labels.jsonl:1: no JSON from column 1 on" in plain(got)
    assert "or write such a file, a question a line, and name it here." in plain(got)
    assert 'action="/figures/measure"' not in got.text


def test_questions_about_interviews_that_are_gone_are_left_out(served, studio, data):
    wrong = [{"doc": "bees", "quote": "In winter the bees form a ball"}]
    write(data, *LABELS, label(5, "What was said?", "Gone.", "lost"), label(6, "When do parks flower?", wrong=wrong))
    got = measure(served, studio)
    assert "Questions left out, since their answers are in interviews that are not indexed any more: 1." in got.text
    assert "Questions left out, since no right answer to them is known yet: 1." in got.text
    assert rows_of(got, "hit")[1][3] == "3"


def test_one_label_says_that_it_says_little(served, studio, data):
    write(data, LABELS[0])
    got = measure(served, studio)
    assert "all questions: 100% of 1, which could be anything from 21% to 100%" in plain(got)
    assert re.findall(r'id="chart-(\w+)">', got.text) == ["hit", "recall", "reliability"]


def test_another_file_is_measured_when_it_is_named(served, studio, data, tmp_path):
    file = tmp_path / "own labels.jsonl"
    file.write_text("\n".join(LABELS[:3]))
    got = measure(served, studio, str(file))
    assert f"Questions of {file}: 3, measured " in plain(got)
    assert "No labelled questions yet" in served.open("/figures").text


@pytest.mark.parametrize(
    ("name", "problem"),
    [("nowhere.jsonl", "does not exist; check its name"), ("", "is a folder; name the files in it")],
)
def test_a_file_that_cannot_be_read_says_why(served, tmp_path, name, problem):
    got = served.open(f"/figures?file={tmp_path / name}")
    assert (got.status, problem in plain(got), "How it is used" in got.text) == (200, True, True)


@pytest.mark.parametrize("name", ["%00", "~nobody-is-called-so/x", "x" * 5000, "%ED%A0%80"])
def test_what_no_file_can_be_called_says_so(served, name):
    got = served.open(f"/figures?file={name}")
    assert (got.status, got.text.count('role="alert"')) == (200, 1)


def test_a_judge_is_said_not_to_be_asked(serve, data, live, tmp_path):
    write(data, LABELS[0])
    judged = Studio(Settings(data=data, reranker="llm:small", llm_url="http://127.0.0.1:9"), live)
    got = measure(serve(judged), judged)
    assert f"with it: quotebot eval {data / 'labels.jsonl'}" in plain(got)


def earlier_snapshot(data, change):
    """Have the snapshot in the folder once more, as if it was made a day before; `change` its head and its scores."""
    [file] = (data / "figures").iterdir()
    head, records = map(json.loads, file.read_text().splitlines())
    change(head, records)
    fields = {name: value for name, value in head.items() if name not in ("format", "conditions")}
    fields |= {"made_at": head["made_at"] - 86400, "conditions": Conditions(**head["conditions"])}
    snapshot = Snapshot(**fields)
    save_snapshot(data, snapshot, records)
    return snapshot


def test_what_moved_is_shown_question_by_question_with_both_answers(served, studio, data):
    write(data, *LABELS)
    assert "Measure once more after the index" in measure(served, studio).text
    quotes = {quote.text: quote.id for quote in studio.searcher().generation.quotes}

    def change(head, records):
        head["conditions"]["weights"] = "others"
        by_first = {record["first"]: record for record in records.values() if record["rank"] == 1}
        by_first[quotes[PRICE]].update(rank=4, first=quotes[TEA_LOSS], outcome="unsure")

    earlier = earlier_snapshot(data, change)
    got = served.open("/figures")
    assert (
        "Compared: 4. Better: 1. Worse: 0. Otherwise, neither better nor worse: 0. "
        "Between the two: the weights changed." in plain(got)
    )
    assert "▲ better How is the price of a jar set?" in plain(got)
    assert "before · unsure · right at 4 第一年我们亏了八十万" in plain(got)
    assert f"after · answered · right at 1 {PRICE} Mara Field · Bees above the city" in plain(got)
    assert rows_of(got, "difference")[1][:4] == ["hit@1", "67%", "100%", "+33.3"]
    turned = served.open(f"/figures?after={earlier.name}&before={sorted((data / 'figures').iterdir())[-1].stem}")
    assert "Better: 0. Worse: 1." in plain(turned)
    same = served.open(f"/figures?after={earlier.name}&before={earlier.name}&start=junk")
    assert "No question moved." in same.text
    assert "nothing that is known changed" in same.text


def test_a_quote_that_is_gone_is_said_to_be(served, studio, data):
    write(data, *LABELS)
    measure(served, studio)

    def change(head, records):
        head["conditions"]["generation"] = "20200101-000000-abcdef"
        for record in records.values():
            record.update(rank=None, first="gone", outcome="unsure")

    earlier_snapshot(data, change)
    got = served.open("/figures")
    assert got.text.count("The quote is not in the index any more.") == 4
    assert "there is a new index" in got.text


def test_snapshots_of_another_version_are_named(served, studio, data):
    write(data, *LABELS)
    measure(served, studio)
    (data / "figures" / "20200101-000000-00000000.jsonl").write_text('{"format": 99}\n{}\n')
    got = served.open("/figures")
    assert "so not shown: 20200101-000000-00000000.jsonl" in plain(got)
    assert rows_of(got, "hit")[1][0] == "all questions"


def test_a_snapshot_with_damaged_scores_says_what_to_do(served, studio, data):
    write(data, *LABELS)
    measure(served, studio)
    [file] = (data / "figures").iterdir()
    file.write_text(file.read_text().splitlines()[0])
    got = served.open("/figures")
    assert f"'{file}' is damaged; delete it, and measure again" in plain(got)
    assert 'action="/figures/measure"' in got.text


def test_while_it_is_measured_it_says_how_far_it_is_and_can_be_stopped(served, studio, data):
    write(data, *(label(number, f"How is the price of jar {number} set?", PRICE) for number in range(2000)))
    token = {"form_token": served.access.form_token, "file": ""}
    served.send("/figures/measure", token)
    got = served.open("/figures")
    assert re.search(r"\d+ of 2,000 questions of .*labels.jsonl are asked.", got.text)
    assert 'data-look-again-seconds="2"' in got.text
    served.send("/figures/stop", token)
    studio.part(Measuring).wait()
    assert "are there and not measured yet: 2,000." in served.open("/figures").text
    assert not (data / "figures").exists()


def test_a_studio_that_ends_waits_for_what_is_being_measured_and_keeps_nothing_of_it(data, live):
    write(data, *(label(number, f"How is the price of jar {number} set?", PRICE) for number in range(2000)))
    studio = Studio(Settings(data=data), live)
    measuring = studio.part(Measuring)
    measuring.start(read_labelled_file("", data))
    assert measuring.progress.total == 2000
    measuring.close()
    assert (measuring.progress, measuring.problem, (data / "figures").exists()) == (None, None, False)


def test_what_goes_wrong_while_measuring_is_said(served, studio, data):
    write(data, *LABELS)
    (data / "figures").write_text("in the way")
    assert "the figures cannot be kept in" in plain(measure(served, studio))


def test_another_site_starts_nothing(served, studio, data):
    write(data, *LABELS)
    got = served.send("/figures/measure", {"form_token": "wrong"}, Origin="https://evil.example")
    assert (got.status, studio.part(Measuring).progress) == (403, None)


@pytest.fixture
def used(data):
    """The state of a day on which two asked, one of them in vain."""
    now = time.time()
    state = State.open(Settings(data=data).state_url)
    hits = (GivenHit(quote_id="q1", score=1.0, similarity=1.0, word_score=0.0),)
    answered = replace(ANSWER, asked_at=now, outcome="answer", hits=hits, question_key="k1")
    random = replace(answered, id="a2", question_key="")
    with state.engine.begin() as connection:
        connection.execute(insert(answers), [answer_row(answered), answer_row(random)])
    state.vote(
        Vote(
            platform="slack", workspace="T1", user="U1", quote_id="q1", answer_id="a1", value=-1, voted_at=now,
            question_key="k1",
        )
    )  # fmt: skip
    state.keep_question(
        AskedQuestion(
            answer_id="a3", platform="slack", workspace="T1", channel="C1", user="U2", asked_at=now,
            question='Who <script>alert("won")</script>?', outcome="nothing", confidence=0.0,
        )
    )  # fmt: skip
    state.close()


def test_use_is_shown_by_day(used, served):
    got = served.open("/figures")
    assert "Asked: 2, of which 1 answered, 0 unsure, 1 without an answer." in got.text
    assert "For: 0 👍. Against: 1 👎." in got.text
    assert "(daily insights, random quotes): 1." in got.text
    assert rows_of(got, "asked")[-1][1:] == ["1", "0", "1"]
    assert "Who &lt;script&gt;alert(&#34;won&#34;)&lt;/script&gt;?</a>" in got.text
    assert "<script>alert" not in got.text
    assert "set QUOTEBOT_KEEP_QUESTIONS to a number of days" in got.text


def test_a_state_that_cannot_be_read_says_so_beside_the_rest(served, studio, data):
    write(data, *LABELS)
    (data / "state.db").write_text("no database, but long enough to be taken for one" * 40)
    got = measure(served, studio)
    assert rows_of(got, "hit")[1][0] == "all questions"
    assert "state.db" in plain(got).partition("How it is used")[2]


@pytest.mark.parametrize(("interface", "title"), [("zh", "答案有多好"), ("zh-Hant", "答案有多好"), ("en", "How good")])
def test_it_is_there_in_each_language(used, served, studio, data, interface, title):
    write(data, *LABELS)
    served.send("/viewer", {"form_token": served.access.form_token, "interface": interface})
    got = measure(served, studio)
    assert title in got.text
    assert len(re.findall("<figure", got.text)) == 8
