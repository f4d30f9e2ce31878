r"""Characters that a file writes as something else: references of pages ("&amp;"), escapes of JSON ("\u4e2d")."""

import html
import re

_WITH_REFERENCES = (".vtt", ".html", ".htm", ".epub")
_WITH_ESCAPES = (".json", ".jsonl")
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[bfnrt\"\\/]")
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def reference_at(raw: str, position: int, suffix: str) -> tuple[str, int] | None:
    r"""Return the character that what is at `position` stands for ("&amp;"), and where that ends.

    In a page it is a reference to a character, in JSON an escape ("\u4e2d"), or the quotation mark at either end of
    a text, which parts words as a space does. None where there is none, where files of this kind have none, or where
    it stands for more than one character: then it is left as it is found. A reference to nothing gives an empty text.
    """
    if suffix.lower() in _WITH_ESCAPES:
        return _escape_at(raw, position)
    if suffix.lower() not in _WITH_REFERENCES or not (reference := _REFERENCE.match(raw, position)):
        return None
    character = html.unescape(reference.group())
    return (character, reference.end()) if len(character) <= 1 else None


def _escape_at(raw: str, position: int) -> tuple[str, int] | None:
    """Return what an escape of JSON stands for; half of a surrogate pair stands for itself, and is no character."""
    if raw[position] == '"':
        return " ", position + 1
    if not (match := _ESCAPE.match(raw, position)):
        return None
    escape = match.group()
    if escape[1] != "u":
        return _ESCAPED.get(escape[1], escape[1]), match.end()
    code = int(escape[2:6], 16)
    if len(escape) == 12:
        code = 0x10000 + ((code - 0xD800) << 10) + (int(escape[8:], 16) - 0xDC00)
    return chr(code), match.end()
