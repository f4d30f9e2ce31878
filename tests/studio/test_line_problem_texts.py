import pytest

from bot.studio.line_problem_texts import problem_words
from index.evaluate import parse_lines

GOOD = '{"id": "a", "query": "why", "lang": "en", "type": "t", "answers": []}'
SPAN = '{"doc": "0", "quote": "small models", "grade": 3}'
LINES = {
    '{"id"': "从第 6 列起不是 JSON",
    "\udce9": "不是 UTF-8",
    "[" * 100_000: "JSON 嵌套太深，读不了",
    "9" * 5000: "JSON 里有位数太多的数字，读不了",
    "[]": "不是 JSON 对象",
    GOOD.replace("en", "fr"): "lang 是 'fr'，应为 en 或 zh",
    GOOD.replace("[]", "3"): "answers 不是由含 doc、quote、grade 的对象组成的列表；没有答案时写 []",
    GOOD.replace("[]", '[], "wrong": 3'): "wrong 不是由含 doc、quote 的对象组成的列表",
    GOOD.replace('"a"', "null"): "缺少 id",
    GOOD: "前面已有一行使用了 id 'a'",
    GOOD.replace('"a"', '"b"').replace("[]", f"[{SPAN}]"): "前面有一行对同一个问题给出了不同的判断",
    GOOD.replace("[]", f"[{SPAN.replace('3', '7')}]"): "grade 是 7，应为 1、2 或 3",
    GOOD.replace('"why"', "7"): "query 是 7，应为文字",
}


@pytest.mark.parametrize("line", LINES, ids=LINES.values())
def test_what_is_wrong_with_a_line_is_said_in_chinese(line):
    questions, [problem] = parse_lines(f"{GOOD}\n{line}", "labels.jsonl")
    assert len(questions) == 1
    assert problem_words(problem, "zh") == f"labels.jsonl:2：{LINES[line]}"
    assert problem_words(problem, "en") == str(problem)


def test_in_traditional_characters_it_is_said_in_those():
    _, [problem] = parse_lines("[]", "labels.jsonl")
    assert problem_words(problem, "zh-Hant") == "labels.jsonl:1：不是 JSON 物件"
