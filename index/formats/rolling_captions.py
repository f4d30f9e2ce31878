"""Rolling captions: each line stands in several cues while it moves up the screen, and is heard once."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.errors import CorpusError
from index.formats.segments import Segment

_FEWEST_CUES = 4
_ROLLING_SHARE = 0.3
_WARNING = "rolling captions: each line is kept once, though it stands in several cues"

Cue = list[Segment]


def without_repeated_lines(segments: Sequence[Segment]) -> tuple[list[Segment], tuple[str, ...]]:
    """Return the segments of a subtitle file with each line once where captions roll, and what to warn of.

    Raises:
        CorpusError: Most lines still repeat what was there before, in a way that is not understood.
    """
    cues = _cues(segments)
    if not _are_rolling(cues):
        return list(segments), ()
    kept: list[Cue] = []
    before: list[str] = []
    for cue in cues:
        lines = [_words(segment) for segment in cue]
        shown_count = _lines_shown_before(before, lines)
        kept.append(_new_part(cue, shown_count, before))
        before = lines or before
    kept = [cue for cue in kept if cue]
    if _are_rolling(kept):
        raise CorpusError(
            "most lines of these captions repeat the ones before; download them in another format (SubRip or plain "
            "text), so that each line stands there once"
        )
    return [segment for cue in kept for segment in cue], (_WARNING,)


def _cues(segments: Sequence[Segment]) -> list[Cue]:
    cues: list[Cue] = []
    for segment in segments:
        if segment.start_seconds is not None or not cues:
            cues.append([])
        cues[-1].append(segment)
    return cues


def _words(segment: Segment) -> str:
    return " ".join(segment.text.split())


def _are_rolling(cues: Sequence[Cue]) -> bool:
    """Tell whether many cues begin with what the cue before ended with."""
    texts = [[_words(segment) for segment in cue] for cue in cues]
    texts = [lines for lines in texts if any(lines)]
    if len(texts) < _FEWEST_CUES:
        return False
    rolling = sum(
        bool(_lines_shown_before(before, lines)) or _grows(before, lines) for before, lines in pairwise(texts)
    )
    return rolling >= _ROLLING_SHARE * len(texts)


def _lines_shown_before(before: Sequence[str], lines: Sequence[str]) -> int:
    """Return how many lines at the start of a cue are the last ones of the cue before."""
    for count in range(min(len(before), len(lines)), 0, -1):
        if list(before[-count:]) == list(lines[:count]):
            return count
    return 0


def _grows(before: Sequence[str], lines: Sequence[str]) -> bool:
    """Tell whether a cue says all that the cue before said, and goes on."""
    earlier, later = " ".join(before), " ".join(lines)
    return bool(earlier) and later.startswith(earlier) and later != earlier


def _new_part(cue: Cue, shown_count: int, before: Sequence[str]) -> Cue:
    """Return what is new in a cue; of a last line that grew, the words that it grew by."""
    new_segments = cue[shown_count:]
    if shown_count or not new_segments or not _grows(before, [_words(segment) for segment in new_segments]):
        return _at_start_of(new_segments, cue)
    missing = sum(len(line.replace(" ", "")) for line in before)
    kept: Cue = []
    for segment in new_segments:
        letters = [place for place, character in enumerate(segment.text) if not character.isspace()]
        if missing < len(letters):
            start = letters[missing]
            kept.append(segment.without_start(start))
        missing = max(missing - len(letters), 0)
    return _at_start_of(kept, cue)


def _at_start_of(kept: Cue, cue: Cue) -> Cue:
    """Return what is kept of a cue, which is heard from the cue's start on."""
    return [replace(kept[0], start_seconds=cue[0].start_seconds), *kept[1:]] if kept else []
