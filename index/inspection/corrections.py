"""What a person writes to correct how an interview was read: lines of TOML that can be pasted as they are."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from index.advice import toml_head, toml_lines
from index.domain import Document
from index.inspection.inspection import Inspection
from index.reasons import Reason

_SHORTEST_CHARACTERS = 24
_ANONYMOUS = re.compile(
    r"(?:unknown |unidentified )?(?:speaker|spk|voice|participant)[ _-]?\w{0,3}"
    r"|(?:说话人|发言人|講者|話者) ?\w{0,3}",
    re.IGNORECASE,
)


def turn_lines(document: Document, start: int, end: int, *, speaker: str | None, reason: Reason | None = None) -> str:
    """Return the entry of a turns file that gives `clean[start:end]` to a speaker, or with a reason to nobody.

    As it stands it changes nothing but how sure we are; a person puts in the right name.
    """
    text = document.clean.replace("\n", " ")
    starts, after = opening(text, start, end)
    entry = {"speaker": speaker, "after": after, "starts": starts, "ends": closing(text, start, end)}
    if speaker is None:
        entry["reason"] = str(reason or Reason("nobody_named"))
    return "[[turn]]\n" + toml_lines({key: value for key, value in entry.items() if value})


def opening(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the first words of a stretch, and what is before them where they stand in the text more than once.

    Args:
        text: The clean text of a document, in one line.
        start: Where the stretch begins in it.
        end: Where it ends.
    """
    for stop in _word_ends(text, start, end):
        if _is_once(text, text[start:stop].strip()):
            return text[start:stop].strip(), ""
    starts = text[start:end].strip()
    for first in range(start - 1, -1, -1):
        if (first == 0 or text[first - 1] == " ") and _is_once(text, text[first:end]):
            return starts, text[first:start].strip()
    # The very beginning of a text that comes again: then words behind the stretch tell which of the two it is.
    longer = (stop for stop in _word_ends(text, end, len(text)) if _is_once(text, text[start:stop].strip()))
    return text[start : next(longer, len(text))].strip(), ""


def closing(text: str, start: int, end: int) -> str:
    """Return the last words of a stretch, as few as stand nowhere before in it."""
    for first in range(end - 1, start, -1):
        is_word = text[first - 1] == " " or not text[first].isascii()
        if end - first >= _SHORTEST_CHARACTERS and is_word and text.find(text[first:end], start) == first:
            return text[first:end]
    return text[start:end]


def _is_once(text: str, words: str) -> bool:
    """Tell whether words stand in a text at one place; two that overlap are two."""
    return text.find(words) == text.rfind(words)


def _word_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where a word ends in a stretch, not too near its start; in Chinese anywhere."""
    for stop in range(min(start + _SHORTEST_CHARACTERS, end), end):
        if text[stop] == " " or not text[stop - 1].isascii():
            yield stop
    yield end


def source_lines(inspection: Inspection) -> str:
    """Return what sources.toml lacks of a document, as it was understood; with the table's head if it has none."""
    source, speakers = inspection.document.source, inspection.speakers
    understood: dict[str, Any] = {
        "title": source.title if source.title != source.id else None,
        "link": source.link or False,
        "hosts": [speaker.name for speaker in speakers if speaker.role == "host"],
        "guests": [speaker.name for speaker in speakers if speaker.role == "guest"],
    }
    missing = {key: value for key, value in understood.items() if key not in inspection.listed}
    lines = toml_lines({key: value for key, value in missing.items() if value or value is False})
    if "people" not in inspection.listed:
        lines += _people_line(speaker.name for speaker in speakers)
    head = "" if inspection.listed else f"{toml_head(source.id)}\n"
    return head + lines if lines else ""


def _people_line(names: Iterable[str]) -> str:
    """Return the line that names who is behind labels such as SPEAKER_00; as it stands they keep those names."""
    pairs = [toml_lines({name: name}).strip() for name in sorted(names) if _ANONYMOUS.fullmatch(name)]
    return f"people = {{{', '.join(pairs)}}}\n" if pairs else ""
