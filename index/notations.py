"""JSON and TOML that people edit or others send: whatever cannot be read in it is a ValueError, and nothing else."""

import json
import tomllib
from typing import Any


def json_value(text: str) -> Any:  # noqa: ANN401 - JSON is whatever was written
    """Return what a JSON text holds.

    Raises:
        ValueError: It is no JSON, or cannot be held.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def toml_table(text: str) -> dict[str, Any]:
    """Return what a TOML text holds.

    Raises:
        ValueError: It is no TOML, or cannot be held, such as a number of 5,000 digits.
    """
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
