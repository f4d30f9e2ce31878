"""Simplified and traditional Chinese, turned into each other by OpenCC."""

from functools import cache
from typing import cast

import opencc


@cache
def _converter(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)


def to_simplified(text: str) -> str:
    """Return a text in simplified characters; what is simplified already stays."""
    return cast(str, _converter("t2s").convert(text))


def to_traditional(text: str) -> str:
    """Return a simplified text in the characters and words of Taiwan."""
    return cast(str, _converter("s2twp").convert(text))


def is_traditional(text: str) -> bool:
    """Tell whether a text holds any character that simplified Chinese writes otherwise."""
    return to_simplified(text) != text
