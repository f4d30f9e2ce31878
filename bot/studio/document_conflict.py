"""What is shown where somebody else changed the files meanwhile: what differs, and the correction, to be applied."""

from difflib import unified_diff
from typing import Any

from bot.studio.document_files import ChangedError, Opened
from bot.studio.document_view import address_of
from index.inspection.correct_turns import Correction
from index.inspection.corrections import opening
from index.inspection.passages import Passage

_MOST_LINES = 60
_SHOWN_CHARACTERS = 200


def conflict_view(own_id: str, error: ChangedError, correction: Correction | None) -> dict[str, Any]:
    """Return what is shown.

    Args:
        own_id: Of the interview.
        error: What was loaded, and what is there now.
        correction: That was not written; None: the last one was to be taken back.
    """
    before, now = error.before, error.now
    is_same_document = error.seen.partition("-")[0] == _document(now)
    lines = _differences(before, now) if before else []
    return {
        "id": own_id,
        "address": address_of(own_id),
        "correct_address": address_of(own_id, "correct"),
        "seen": now.seen,
        "correction": correction,
        "words": _words(before or now, correction) if before or is_same_document else "",
        "again": _again(before, now, correction, is_same_document=is_same_document),
        "is_known": before is not None,
        "is_document_changed": not is_same_document,
        "lines": lines[:_MOST_LINES],
        "more": max(len(lines) - _MOST_LINES, 0),
        "path": now.reading.path,
    }


def _differences(before: Opened, now: Opened) -> list[str]:
    """Return the lines of the turns file that are gone and new, as `diff` writes them, without its heads."""
    old, new = (opened.reading.turns.splitlines() for opened in (before, now))
    return [line for line in unified_diff(old, new, n=1, lineterm="") if not line.startswith(("---", "+++", "@@"))]


def _again(
    before: Opened | None, now: Opened, correction: Correction | None, *, is_same_document: bool
) -> Correction | None:
    """Return the same correction of what is there now; None where the words are not found as they were.

    While the interview itself is as it was, places in it are what they were. If it is another text, the passage's
    first words are looked for.
    """
    if correction is None:
        return None
    moved = 0
    if not is_same_document:
        start = _found_again(before, now, correction.start)
        if start is None:
            return None
        moved = start - correction.start
    if now.reading.passage(correction.start + moved) is None:
        return None
    return Correction(
        action=correction.action,
        start=correction.start + moved,
        speaker=correction.speaker,
        at=correction.at + moved if correction.at else 0,
    )


def _found_again(before: Opened | None, now: Opened, start: int) -> int | None:
    passage = before.reading.passage(start) if before else None
    if before is None or passage is None:
        return None
    old, new = (opened.reading.inspection.document.clean.replace("\n", " ") for opened in (before, now))
    words, after = opening(old, passage.start, passage.end)
    for separator in ("", " "):
        needle = f"{after}{separator}{words}" if after else words
        if new.count(needle) == 1:
            return new.index(needle) + len(needle) - len(words)
    return None


def _words(opened: Opened, correction: Correction | None) -> str:
    """Return the words that are corrected, where they are known."""
    passage: Passage | None = opened.reading.passage(correction.start) if correction else None
    if passage is None or correction is None or passage.is_removed:
        return ""
    start = correction.at if correction.action == "split" else passage.start
    return opened.reading.inspection.document.clean[start : min(passage.end, start + _SHOWN_CHARACTERS)]


def _document(opened: Opened) -> str:
    return opened.seen.partition("-")[0]
