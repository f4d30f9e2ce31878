"""Printed speaker labels: where a block of a document begins with the name of who says it.

Three shapes are read, with or without a time: `Name: text` (bold or plain, either width of the colon, the
text perhaps on the next line), a name on a line of its own, and a name on the first line of a paragraph.
A document uses one shape; what looks like a label in another shape is speech.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from index.domain import Block, Document
from index.people import Roster, fold_name

_LONGEST_NAME_CHARACTERS = 40
_TIME = r"[\[(（]?\d{1,2}(?::\d{2}){1,2}(?:[.,]\d{1,3})?[\])）]?"
_COLON_LABEL = re.compile(rf"(?:{_TIME}\s*)?(?P<name>[^:：\n]{{1,{_LONGEST_NAME_CHARACTERS}}}?)\s*(?:{_TIME}\s*)?[:：]")
_LINE_LABEL = re.compile(rf"(?:{_TIME}\s*)?(?P<name>[^:：\n]{{1,{_LONGEST_NAME_CHARACTERS}}}?)\s*(?:{_TIME})?\Z")
_LEADING_TIME = re.compile(rf"\s*(?:{_TIME})?\s*")
_TITLE = re.compile(r"^(?:主持人|嘉宾|记者|host|guest|interviewer)\s*|\s*[(（][^()（）]*[)）]$", re.IGNORECASE)
_NAME_LIKE = re.compile(
    r"[A-Z\u00c0-\u00de][\w.'’&-]*(?: [\w.'’&-]+){0,4}|[\u3400-\u9fff·]{2,12}(?:[A-Za-z][A-Za-z .]*)?"
)
_SOMEBODY = re.compile(
    r"(?:audience|attendee|caller|listener)(?: (?:member|question))?(?: ?\d+)?|questioner|unknown(?: speaker)?"
    r"|观众|听众|提问者?|现场提问|观众提问|网友",
    re.IGNORECASE,
)
_REPEATS_OF_AN_UNLISTED_NAME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label at the start of block number `block`; the speech behind it begins at `body_start`.

    `speaker` is None where the label names nobody in particular ("Audience").
    """

    block: int
    printed: str
    shape: Literal["colon", "line"]
    bold: bool
    body_start: int
    speaker: str | None = None


def find_labels(document: Document, roster: Roster) -> list[Label]:
    """Return the labels of a document in order, in the one shape that names most speakers.

    Names listed for the source win; without a list, a name counts that stands as a label at least twice.
    """
    candidates = [label for label in _candidates(document) if label.printed]
    people = (*document.source.hosts, *document.source.guests)
    known = _named(candidates, people, roster) if people else _discovered(candidates, roster)
    if len(known) < 2:
        return []
    shape, _ = Counter(label.shape for label in known).most_common(1)[0]
    known = [label for label in known if label.shape == shape]
    unlisted = _unlisted([label for label in candidates if label.shape == shape], known)
    return sorted(known + unlisted, key=lambda label: label.block)


def _candidates(document: Document) -> Iterable[Label]:
    """Yield whatever stands where a label could, at most one a shape and block."""
    for number, block in enumerate(document.blocks):
        if block.kind == "aside":
            continue
        text = document.clean[block.start : block.end]
        if (found := _COLON_LABEL.match(text)) and block.kind == "text":
            yield _label(document, number, block, found, "colon")
        first_line = text[: _first_line_characters(document, block)]
        if found := _LINE_LABEL.match(first_line):
            yield _label(document, number, block, found, "line")


def _label(
    document: Document, number: int, block: Block, found: re.Match[str], shape: Literal["colon", "line"]
) -> Label:
    body = _LEADING_TIME.match(document.clean, block.start + found.end(), block.end)
    name_start = document.raw_offsets[block.start + found.start("name")]
    return Label(
        block=number,
        printed=found["name"].strip(),
        shape=shape,
        bold=document.raw[max(name_start - 1, 0) : name_start] in ("*", ">", "]")
        or document.raw[: document.raw_offsets[block.start] + 1].endswith(("**[", "**(")),
        body_start=body.end() if body else block.start + found.end(),
    )


def _first_line_characters(document: Document, block: Block) -> int:
    """Return how many characters of a block stand on its first line of the file, 0 if too many for a name."""
    longest = min(block.end, block.start + _LONGEST_NAME_CHARACTERS + 20)
    for position in range(block.start + 1, longest):
        between = document.raw[document.raw_offsets[position - 1] + 1 : document.raw_offsets[position] + 1]
        if "\n" in between or "\r" in between:
            return position - block.start
    return block.end - block.start if longest == block.end else 0


def _named(candidates: Iterable[Label], people: tuple[str, ...], roster: Roster) -> list[Label]:
    """Return the candidates that name one of the people listed for the source."""
    known = []
    for label in candidates:
        speaker = roster.resolve(label.printed, people) or roster.resolve(_TITLE.sub("", label.printed), people)
        if speaker:
            known.append(replace(label, speaker=speaker))
    return known


def _discovered(candidates: list[Label], roster: Roster) -> list[Label]:
    """Return the candidates whose name stands as a label at least twice, for a source that lists nobody."""
    counts = Counter(fold_name(label.printed) for label in candidates if _NAME_LIKE.fullmatch(label.printed))
    return [
        replace(label, speaker=roster.canonical(label.printed))
        for label in candidates
        if counts[fold_name(label.printed)] >= 2
    ]


def _unlisted(candidates: list[Label], known: list[Label]) -> list[Label]:
    """Return labels of people who are not listed: they end the turn before, whoever they are."""
    taken = {label.block for label in known}
    all_bold = all(label.bold for label in known)
    others = [
        label
        for label in candidates
        if label.block not in taken and _NAME_LIKE.fullmatch(label.printed) and (label.bold or not all_bold)
    ]
    counts = Counter(label.printed for label in others)
    unlisted = []
    for label in others:
        if _SOMEBODY.fullmatch(label.printed):
            unlisted.append(label)
        elif counts[label.printed] >= _REPEATS_OF_AN_UNLISTED_NAME:
            unlisted.append(replace(label, speaker=label.printed))
    return unlisted
