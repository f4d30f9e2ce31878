"""Which kinds of file are read as interviews, by the ending of the file's name."""

import html
import re
from typing import Literal

TextFormat = Literal["text", "subtitles", "page"]

_FORMATS: dict[str, TextFormat] = {
    ".txt": "text",
    ".md": "text",
    ".markdown": "text",
    ".srt": "subtitles",
    ".vtt": "subtitles",
    ".html": "page",
    ".htm": "page",
}
SUFFIXES = tuple(_FORMATS)
_WITH_REFERENCES = (".vtt", ".html", ".htm")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def format_of(suffix: str) -> TextFormat:
    """Return how a file whose name ends with `suffix` is read; an unknown ending is text."""
    return _FORMATS.get(suffix.lower(), "text")


def reference_at(raw: str, position: int, suffix: str) -> tuple[str, int] | None:
    """Return the character that the reference at `position` stands for ("&amp;"), and where the reference ends.

    None where there is no reference, where files of this kind have none, or where it stands for more than one
    character: then it is left as it is found. A reference to nothing gives an empty text.
    """
    if suffix.lower() not in _WITH_REFERENCES or not (found := _REFERENCE.match(raw, position)):
        return None
    character = html.unescape(found.group())
    return (character, found.end()) if len(character) <= 1 else None
