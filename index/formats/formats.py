"""Which kinds of file are read as interviews, by the ending of the file's name."""

import html
import re
from pathlib import PurePath
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
_HEAD_BYTES = 4096
_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:\-]{2,30})", re.IGNORECASE)
_ENCODINGS = re.compile(
    r"windows-125\d|iso-8859-\d{1,2}|gb18030|gbk|big5(?:-hkscs)?|shift_jis|euc-(?:jp|kr)|koi8-[ru]|macintosh"
    r"|gb2312|us-ascii|latin1|x-gbk"
)
_WIDER = {
    **dict.fromkeys(("iso-8859-1", "us-ascii", "latin1"), "windows-1252"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk"), "gb18030"),
    "macintosh": "mac_roman",
}


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


def declared_encoding(content: bytes, name: str) -> str | None:
    """Return the encoding that a web page declares and that its bytes need, None for any other file and for UTF-8.

    A page that reads as UTF-8 is UTF-8, whatever it declares: pages saved anew keep their old declaration.
    As browsers do, Latin-1 is read as windows-1252 and GB2312 as GB18030, of which they are parts.

    Source: https://encoding.spec.whatwg.org/#names-and-labels
    """
    if format_of(PurePath(name).suffix) != "page" or not (found := _CHARSET.search(content[:_HEAD_BYTES])):
        return None
    try:
        content.decode()
    except UnicodeDecodeError:
        declared = found[1].decode("ascii").lower()
        return _WIDER.get(declared, declared) if _ENCODINGS.fullmatch(declared) else None
    return None
