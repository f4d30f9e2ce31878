"""Says what Slack would find wrong with the blocks of a message or with a view, in words much like its own."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from .blocks import Home, MessageBlocks, Modal
from .elements import PlainOption, one_of

TEXT_OF_A_MESSAGE = 12_000  # undocumented; beyond about this much chat.postMessage says msg_blocks_too_long
_VIEW = TypeAdapter(one_of(Home, Modal))
_MESSAGE = TypeAdapter(MessageBlocks)
_OPTIONS = TypeAdapter(Annotated[list[PlainOption], Field(max_length=100)])
_WORDS = {
    "string_too_long": "must be less than {max_length} characters",
    "string_too_short": "must be more than {min_length} characters",
    "too_long": "no more than {max_length} items allowed",
    "too_short": "no fewer than {min_length} items allowed",
    "extra_forbidden": "additional property is not allowed",
    "missing": "missing required field",
    "string_pattern_mismatch": "must match {pattern}",
    "union_tag_invalid": "unsupported type: {tag}",
}


def message_problems(blocks: Any) -> list[str]:
    """Return what is wrong with the blocks of a message, each with a JSON pointer; nothing if they can be posted."""
    return _problems(_MESSAGE, {"blocks": blocks})


def view_problems(view: Any) -> list[str]:
    """Return what is wrong with a view, each with a JSON pointer; nothing if it can be opened or published."""
    return [problem.replace("json-pointer:", "json-pointer:/view") for problem in _problems(_VIEW, view)]


def options_problems(options: Any) -> list[str]:
    """Return what is wrong with the options that come for what somebody typed in a menu."""
    try:
        _OPTIONS.validate_python(options)
    except ValidationError as error:
        return [_error_line(problem, options) for problem in error.errors()]
    return []


def text_length(part: Any) -> int:
    """Return the number of characters in all texts of a part."""
    if isinstance(part, list):
        return sum(text_length(inner) for inner in part)
    if isinstance(part, dict):
        return sum(len(value) if key == "text" and isinstance(value, str) else text_length(value)
                   for key, value in part.items())  # fmt: skip
    return 0


def _problems(schema: TypeAdapter, value: Any) -> list[str]:
    try:
        schema.validate_python(value)
    except ValidationError as error:
        return [_error_line(problem, value) for problem in error.errors()]
    return [f"[ERROR] {problem}" for problem in _repetitions(value["blocks"])]


def _error_line(error: dict[str, Any], value: Any) -> str:
    return f"[ERROR] {_in_words(error)} [json-pointer:{_pointer(value, error['loc'])}]"


def _in_words(error: dict[str, Any]) -> str:
    context = error.get("ctx", {})
    if error["type"] == "string_too_long":
        context = {"max_length": context["max_length"] + 1}
    if error["type"] == "string_too_short":
        context = {"min_length": context["min_length"] - 1}
    return _WORDS.get(error["type"], error["msg"]).format(**context)


def _pointer(value: Any, path: tuple[str | int, ...]) -> str:
    """Return a path as a JSON pointer, without the types that pydantic puts into it."""
    pointer, is_known = "", False
    for step in path:
        if isinstance(value, dict) and step == value.get("type") and not is_known:
            is_known = True
            continue
        pointer, is_known = f"{pointer}/{step}", False
        is_inside = isinstance(value, list) or (isinstance(value, dict) and step in value)
        value = value[step] if is_inside else None
    return pointer


def _repetitions(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block_id, count in Counter(block["block_id"] for block in blocks if "block_id" in block).items():
        if count > 1:
            yield f"`block_id` {block_id} already exists"
    for number, block in enumerate(blocks):
        for action_id, count in Counter(_action_ids(block)).items():
            if count > 1:
                yield f"`action_id` {action_id} already exists for the block [json-pointer:/blocks/{number}]"


def _action_ids(block: dict[str, Any]) -> list[str]:
    elements = [*block.get("elements", []), block.get("accessory", {}), block.get("element", {})]
    return [element["action_id"] for element in elements if "action_id" in element]
