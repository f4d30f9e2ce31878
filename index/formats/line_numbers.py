"""Numbers in front of the lines, as transcripts of hearings have them: they are no words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.formats.segments import Segment

_NUMBERED = re.compile(r"[ \t]{0,6}(?P<number>\d{1,2})(?:[ \t]+|\Z)")
_MOST = 0.6
_NEARLY_ALL = 0.8
_FEWEST_LINES = 20


def without_line_numbers(segments: Sequence[Segment]) -> list[Segment]:
    """Return segments without line numbers, where most lines have one and each is one more than the one before."""
    matches = [_NUMBERED.match(segment.text) for segment in segments]
    numbers = [int(match["number"]) for match in matches if match]
    if len(numbers) < max(_FEWEST_LINES, _MOST * len(segments)):
        return list(segments)
    counting = sum(after == before + 1 or after == 1 for before, after in pairwise(numbers))
    if counting < _NEARLY_ALL * (len(numbers) - 1):
        return list(segments)
    return [
        replace(segment.without_start(start), is_list=False, begins_paragraph=False)
        for segment, start in zip(segments, (match.end() if match else 0 for match in matches), strict=True)
        if segment.text[start:].strip()
    ]
