import json

import pytest

from tests.support.command_line import Run, failed, json_lines, run_afresh, table_cells
from tests.support.two_interviews import NOT_HERE, PRICE, TEA_LOSS

ANSWER_KEYS = ["query", "outcome", "answer", "answer_confidence", "hits", "reason", "speaker_filter"]


def test_an_english_question_is_answered(quotebot, indexed):
    run = run_afresh(indexed, "ask", "How do you set the price of a jar?")
    assert run == quotebot("ask", "How do you set the price of a jar?")
    assert run == Run(
        code=0,
        out="\n"
        "  ▎ We set the price so that a school teacher can afford a jar every month without thinking\n"
        "  ▎ twice.\n"
        "\n"
        "  Mara Field (玛拉·菲尔德)\n"
        "  Bees above the city, 2 May 2024\n"
        "  Read it in the article: https://example.com/bees\n"
        "\n",
        err="",
    )


def test_a_chinese_question_is_answered_in_chinese(quotebot):
    assert quotebot("ask", "第一年亏了多少钱？") == Run(
        code=0,
        out="\n"
        f"  ▎ {TEA_LOSS}\n"
        "\n"
        "  林晓（Lin Xiao）\n"
        "  机器人茶馆，2025年2月26日 · 中文自动转写稿\n"
        "  节目页面: https://example.com/tea\n"
        "  观看原视频: https://example.com/tea/video\n"
        "\n",
        err="",
    )


def test_a_question_need_not_be_quoted(quotebot):
    assert (
        quotebot("ask", "how", "do", "you", "set", "the", "price").out
        == quotebot("ask", "how do you set the price").out
    )


def test_what_nothing_answers_is_code_1_and_who_speaks_here(quotebot):
    assert quotebot("ask", NOT_HERE) == Run(
        code=1,
        out="\n  Nothing in these interviews answers that.\n  Speaking here: Mara Field, Tom Reed, 林晓\n\n",
        err="",
    )


def test_an_answer_in_json_keeps_the_contract(quotebot, listed):
    run = quotebot("ask", "How do you set the price of a jar?", "--json", "--count", "3")
    answer = json.loads(run.out)
    assert (run.code, run.err, run.out.count("\n")) == (0, "", 1)
    assert list(answer) == ANSWER_KEYS
    assert [list(hit) for hit in answer["hits"]] == [[*listed[0], "score"]] * 3
    assert answer["answer"] == answer["hits"][0]
    assert {key: value for key, value in answer["answer"].items() if key != "score"} == next(
        quote for quote in listed if quote["text"] == PRICE
    )
    assert (answer["query"], answer["outcome"]) == ("How do you set the price of a jar?", "answer")
    assert (answer["reason"], answer["speaker_filter"]) == (None, None)


def test_nothing_in_json_has_a_reason_and_no_answer(quotebot):
    run = quotebot("ask", NOT_HERE, "--json")
    answer = json.loads(run.out)
    assert (run.code, run.err, list(answer)) == (1, "", ANSWER_KEYS)
    assert (answer["outcome"], answer["answer"], len(answer["hits"])) == ("nothing", None, 1)
    assert answer["reason"] == "the closest quote is not close enough to be sure"


def test_count_is_how_many_are_shown(quotebot):
    run = quotebot("ask", "How do you set the price of a jar?", "-n", "4")
    assert f"\n{run.out}".count("\n\n  ▎ ") == 4


@pytest.mark.parametrize("name", ["Mara", "mara field", "玛拉", "CEO of Vale Bees"])
def test_speaker_is_any_alias_and_is_told(quotebot, name):
    run = quotebot("ask", "how is the price set", "--speaker", name)
    assert (run.code, run.out.split("\n")[1]) == (0, "  Only Mara Field")


def test_a_speaker_whom_nobody_knows_is_one_line_with_who_is_known(quotebot):
    assert quotebot("ask", "why", "--speaker", "Zoe") == failed(
        "Nobody called Zoe speaks here. Speaking here: Mara Field, 林晓, Tom Reed"
    )


@pytest.mark.parametrize(
    ("typed", "filter_line"),
    [
        ("from:mara how is the price set", "Only Mara Field"),
        ("how does the head of Vale Bees set the price of a jar", "Only Mara Field (head of Vale Bees)"),
        ("how is the price set lang:en after:2024-5", "Only English · from 2024-05 on"),
    ],
)
def test_filters_may_be_typed_as_in_chat(quotebot, typed, filter_line):
    run = quotebot("ask", typed)
    assert (run.code, run.out.split("\n")[1]) == (0, f"  {filter_line}")
    assert json.loads(quotebot("ask", typed, "--json").out)["query"] == typed


def test_a_typed_filter_that_means_nothing_is_one_line_with_what_is_near(quotebot):
    assert quotebot("ask", "price from:Marra") == failed(
        "Nobody called Marra speaks here. Speaking here: Mara Field, 林晓, Tom Reed · Did you mean: Mara Field"
    )


def test_days_narrow_a_question_down(quotebot):
    run = quotebot("ask", "how is the price set", "--after", "2024-5", "--before", "2025")
    assert (run.code, run.out.split("\n")[1]) == (0, "  Only from 2024-05 on, before 2025")
    assert PRICE not in quotebot("ask", "how is the price set", "--before", "2024-05").out


def test_a_day_that_is_none_is_bad_usage(quotebot):
    assert quotebot("ask", "why", "--before", "spring") == failed(
        "--before is 'spring', no year, month or day; write it as 2024, 2024-11 or 2024-11-22", 2
    )


def test_explain_shows_how_each_quote_was_found(quotebot):
    rows = table_cells(quotebot("ask", "How do you set the price of a jar?", "--explain", "--count", "2").out)
    table = rows[rows.index(["Quote", "Score", "e5", "mUSE", "Rank", "Words", "Rank", "Speaker"]) + 1 :]
    assert [row[-1] for row in table[:2]] == ["Mara Field", "林晓"]
    assert [(row[4], row[6]) for row in table[:2]] == [("1", "1"), ("1", "-")]
    assert table[2][0].startswith("answer: confidence 0.")


@pytest.mark.parametrize("question", ["", "🙂", "？！"])
def test_a_question_without_words_is_told_how_to_ask(quotebot, question):
    assert quotebot("ask", question) == failed(
        "There is nothing to look for in that. Ask in your own words, in Chinese or English."
    )


def test_half_a_surrogate_pair_in_a_question_is_printed_as_an_escape(quotebot):
    run = quotebot("ask", "--batch", "-", "--json", stdin=b'{"query": "\\ud800 ' + NOT_HERE.encode() + b'"}')
    assert (run.code, run.err, json.loads(run.out)["query"]) == (0, "", f"\ud800 {NOT_HERE}")


BATCH = (
    '\ufeff{"id": 7, "query": "How do you set the price of a jar?"}\n'
    "\n"
    '{"query": "第一年亏了多少钱？", "id": "b", "more": 1}\r\n'
    '{"id": null, "query": ""}\n'
    '{"query": "Who won the football match yesterday?"}\n'
)


def test_a_batch_has_a_result_a_line_in_the_same_order(quotebot, folder, commands):
    (folder / "questions.jsonl").write_bytes(BATCH.encode())
    run = commands.run(folder, "ask", "--batch", "questions.jsonl", "--json")
    results = json_lines(run)
    assert (run.code, run.err) == (0, "")
    assert [list(result)[:2] for result in results] == [["id", "query"]] * 3 + [["query", "outcome"]]
    assert [result.get("id") for result in results] == [7, "b", None, None]
    assert [result["outcome"] for result in results] == ["answer", "answer", "nothing", "nothing"]
    assert [result["answer"]["text"] for result in results[:2]] == [PRICE, TEA_LOSS]
    assert results[2]["reason"].startswith("There is nothing to look for in that.")
    assert results[2]["hits"] == []


def test_a_line_that_is_no_question_says_so_and_the_others_are_asked(quotebot):
    lines = ["{broken", "[1]", "[" * 100_000, '{"id": 3, "query": 5}', '{"id": 4, "query": "第一年亏了多少钱？"}']
    run = quotebot("ask", "--batch", "-", "--json", stdin="\n".join(lines).encode())
    results = json_lines(run)
    assert [(result.get("id"), result["outcome"]) for result in results] == [
        *((None, "nothing"), (None, "nothing"), (None, "nothing"), (3, "nothing"), (4, "answer")),
    ]
    assert [result["reason"] for result in results[:4]] == [
        f"line {number} is no JSON object with a text under 'query'" for number in (1, 2, 3, 4)
    ]
    assert (run.code, run.err) == (1, "quotebot: no question in 4 lines of standard input; their results say why\n")


def test_standard_input_of_a_real_process_is_a_batch(indexed):
    run = run_afresh(indexed, "ask", "--batch", "-", "--json", stdin=BATCH.encode())
    assert (run.code, len(json_lines(run)), run.err) == (0, 4, "")


def test_a_batch_of_nothing_is_nothing(quotebot):
    assert quotebot("ask", "--batch", "-", "--json") == Run(code=0, out="", err="")


def test_standard_input_that_is_no_text_is_one_line(quotebot):
    assert quotebot("ask", "--batch", "-", "--json", stdin=b'\n{"query": "\xff"}') == failed(
        "standard input:2: byte 0xff is not UTF-8; convert the file, for Chinese perhaps with: "
        "iconv -f GB18030 -t UTF-8 standard input"
    )
