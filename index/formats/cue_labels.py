"""Labels that stand in every cue: then they are what a voice is in other files, and are taken out of the text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.formats.segments import Segment
from index.text.names import is_marker
from index.text.prefixes import Prefix, colon_prefix, count_recurring, is_label_like

_FEWEST_CUES = 2
_NEARLY_ALL = 0.9
_MOST = 0.5
_REPEATED = 0.1
_WORDS_OF_A_NAME = 3


def voices_from_labels(segments: Sequence[Segment]) -> list[Segment]:
    """Return segments with a voice, where (nearly) every cue begins with a label; else the segments as they are.

    Labels are at every cue, not at changes of the speaker alone, where nine in ten cues have one, or half of them and
    the same label often stands in two cues in a row. A cue without a label is then nobody's, and so is one that begins
    with several words and a colon that stand there only once ("And the thing is: …").

    Args:
        segments: Of a file with cues; the first one of each cue has `start_seconds`.
    """
    prefixes = [colon_prefix(segment.text) if segment.start_seconds is not None else None for segment in segments]
    if not _stand_in_every_cue(segments, prefixes):
        return list(segments)
    counts = Counter(prefix.printed for prefix in prefixes if prefix)
    prefixes = [prefix if prefix and _is_name(prefix.printed, counts[prefix.printed]) else None for prefix in prefixes]
    voiced: list[Segment] = []
    voice = ""
    for segment, prefix in zip(segments, prefixes, strict=True):
        if segment.start_seconds is not None:
            voice = prefix.printed if prefix else ""
        voiced.append(replace(segment.without_start(prefix.end if prefix else 0), voice=voice))
    return [segment for segment in voiced if segment.text.strip()]


def _is_name(printed: str, count: int) -> bool:
    return count > 1 or len(printed.split()) <= _WORDS_OF_A_NAME or is_label_like(printed)


def _stand_in_every_cue(segments: Sequence[Segment], prefixes: Sequence[Prefix | None]) -> bool:
    cues = [prefix for segment, prefix in zip(segments, prefixes, strict=True) if segment.start_seconds is not None]
    labels = [prefix.printed for prefix in cues if prefix and not is_marker(prefix.printed)]
    if len(cues) < _FEWEST_CUES or len(labels) < _FEWEST_CUES or count_recurring(labels) < len(labels) / 2:
        return False
    repeated = sum(bool(a and b and a.printed == b.printed) for a, b in pairwise(cues)) / len(cues)
    share = len(labels) / len(cues)
    return share >= _NEARLY_ALL or (share >= _MOST and repeated >= _REPEATED)
