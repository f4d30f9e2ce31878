"""Where the raw file itself says who speaks, found by a simple scan: only what is certain counts as a label."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from index.evidence.candidates import LabelCandidate, find_candidates
from index.evidence.certainty import LabelJudge
from index.evidence.known_people import People
from index.evidence.lines import Line


@dataclass(frozen=True, slots=True)
class LabelPlace:
    """Where the file says who speaks from `start` on: `name`, nobody in particular (""), or not who (None)."""

    start: int
    name: str | None


def label_places(lines: Sequence[Line], people: People) -> list[LabelPlace]:
    """Return the labels that are certainly some, at most one a line, in order."""
    by_line: dict[int, list[LabelCandidate]] = defaultdict(list)
    for candidate in find_candidates(lines):
        by_line[candidate.line].append(candidate)
    judge = LabelJudge([candidate for line in by_line.values() for candidate in line], lines, people)
    places = []
    for number in sorted(by_line):
        certain = [candidate for candidate in by_line[number] if judge.is_certain(candidate)]
        if certain:
            places.append(LabelPlace(certain[0].start, certain[0].name))
    return places
