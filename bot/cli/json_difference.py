"""What differs between two values of JSON, in a line."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

_ABSENT = object()


def difference_line(before: Any, after: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return what was there and what is there now; of two objects only what differs, under the names that lead to it.

    Args:
        before: None where nothing was there.
        after: None where nothing is there now.
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return "; ".join(f"{name} {_text(old)} → {_text(new)}" for name, old, new in _differences(before, after))
    return " → ".join(json_line(value) for value in (before, after) if value is not None)


def json_line(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a value as JSON on one line, "" for None."""
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, _ABSENT), after.get(name, _ABSENT)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from ((f"{name}.{inner}", *values) for inner, *values in _differences(old, new))
        elif old != new:
            yield name, old, new


def _text(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    return "nothing" if value is _ABSENT else json.dumps(value, ensure_ascii=False, sort_keys=True)
