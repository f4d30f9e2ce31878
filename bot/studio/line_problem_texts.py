"""What the studio says of lines of the label file that count for nothing; in English it reads as in a terminal."""

from collections.abc import Mapping

from bot.domain.interface import Interface
from bot.wording.language import choose
from index.evaluate import FaultKind, LineProblem

_CHINESE: Mapping[FaultKind, str] = {
    "encoding": "不是 UTF-8",
    "json": "从第 {column} 列起不是 JSON",
    "depth": "JSON 嵌套太深，读不了",
    "digits": "JSON 里有位数太多的数字，读不了",
    "object": "不是 JSON 对象",
    "language": "lang 是 {value}，应为 en 或 zh",
    "answers": "answers 不是由含 doc、quote、grade 的对象组成的列表；没有答案时写 []",
    "wrong": "wrong 不是由含 doc、quote 的对象组成的列表",
    "id": "缺少 id",
    "same_id": "前面已有一行使用了 id {value}",
    "said": "前面有一行对同一个问题给出了不同的判断",
    "grade": "grade 是 {value}，应为 1、2 或 3",
    "text": "{key} 是 {value}，应为文字",
}


def problem_words(problem: LineProblem, interface: Interface) -> str:
    """Return which line counts for nothing and why, in the language of an interface."""
    if interface == "en":
        return str(problem)
    words = choose(interface, {"en": "", "zh": _CHINESE[problem.fault.kind]}).format(**problem.fault.values)
    return f"{problem.path}:{problem.line}：{words}"
