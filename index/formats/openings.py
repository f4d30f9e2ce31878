"""Which lines of a text begin with a label, and so are never a wrapped part of the line before.

What is decided here is only where paragraphs begin. A line that is taken for an opening and is none costs a quote that
would reach across; one that is not taken for an opening would give a speaker's words to the one before.
"""

import re
from collections import Counter
from collections.abc import Sequence

from index.formats.segments import Segment
from index.text.label_shapes import BOLD_NAME, OTHER_SHAPES, name_in
from index.text.names import (
    BESIDE_TIME,
    BRACKETED_TIME,
    TIME,
    TIME_LINE,
    is_answering,
    is_asking,
    is_name_like,
    is_person_like,
    is_somebody,
    opening_name,
)
from index.text.prefixes import colon_prefix, count_recurring, is_label_like, is_prose
from index.text.sentences import ASKS

_SENTENCE_END = re.compile(r"[.。!！?？…—][\"'”’」』)）\]】*_]*\s*\Z")
_NEARLY_ALL = 0.9
_FIRST_LINES = 200  # a shape that nearly every line has is among these
_NAME_AND_TIME = re.compile(
    rf"\s*(?:\S.{{0,58}}?{BESIDE_TIME}*{TIME}|{TIME}{BESIDE_TIME}*\S.{{0,58}}?)\s?[:：–—-]?\s*\Z"
)
_NAME_BEFORE_TIME = re.compile(rf"\s*(?P<name>[^\s:：\[(（【<][^:：\n\[(（【<]{{0,58}}?)\s*{BRACKETED_TIME}\s*(?=\S)")
_TIME_BEFORE_NAME = re.compile(rf"\s*{TIME}\s*\[(?P<name>[^\[\]:：\n]{{1,60}})\]\s*(?=\S)")
_BRACKETED_NAME = re.compile(rf"\s*\[(?!\s*{TIME})[^\[\]\n]{{1,60}}\]\s?(?:[:：]|{TIME}|\s*\S)")
_LONGEST_NAME_CHARACTERS = 60
_LINK = re.compile(r"\[([^\[\]\n]{1,60})\]\([^()\s]{1,2000}\)")  # of Markdown: a time is often one
_LETTER = re.compile(r"\s*(?P<name>[QA]|[问答])\s?[.．、]\s*(?=\S)")
_TITLED = re.compile(
    r"\s*(?P<name>(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|MR|MRS|MS|DR)\.|The|THE) [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)\.\s+(?=\S)"
)
_BOLD_QUESTION = re.compile(rf"\s*(\*\*|__)(?!\s).{{1,400}}{ASKS}[\"'”’)）]*\1\s*\Z")


def find_openings(segments: Sequence[Segment]) -> list[bool]:
    """Return for each segment whether it begins with a label, as far as segments alone can tell."""
    lines = [_LINK.sub(r"\1", segment.text) for segment in segments]
    after = [*lines[1:], ""][: len(lines)]
    prefixes = [colon_prefix(line) for line in lines]
    every_line = _every_line_has_one(segments, [prefix.printed if prefix else None for prefix in prefixes])
    shapes = (
        _other_labels(segments),
        _beside_bold_questions(lines),
        _names_alone(lines),
        _names_with_times(lines),
        _with_recurring_names(_LETTER, lines),
        _with_recurring_names(_TITLED, lines),
        _with_recurring_names(_NAME_BEFORE_TIME, lines),
        _with_recurring_names(_TIME_BEFORE_NAME, lines),
        _where_several(["[" in line and bool(_BRACKETED_NAME.match(line)) for line in lines]),
    )
    has_shape = [any(flags) for flags in zip(*shapes, strict=True)]
    names = [opening_name(line, following) for line, following in zip(lines, after, strict=True)]
    name_counts = Counter(name for name in names if name)
    prefix_counts = Counter(prefix.printed for prefix in prefixes if prefix)
    openings: list[bool] = []
    before = ""
    for number, line in enumerate(lines):
        name, prefix, is_behind_sentence = names[number], prefixes[number], bool(_SENTENCE_END.search(before[-40:]))
        is_known = name is not None and (name_counts[name] > 1 or (is_behind_sentence and _could_speak(name)))
        is_sure = is_behind_sentence or segments[number].start_seconds is not None
        is_odd = prefix is not None and (
            every_line or ((is_sure or prefix_counts[prefix.printed] > 1) and is_label_like(prefix.printed))
        )
        openings.append(is_known or is_odd or has_shape[number])
        before = line
    return openings


def _could_speak(name: str) -> bool:
    return is_person_like(name) or is_asking(name) or is_answering(name) or is_somebody(name)


def _every_line_has_one(segments: Sequence[Segment], printed: Sequence[str | None]) -> bool:
    """Tell whether nearly every line of text begins with what could be a label, and most of these come back."""
    prefixes_of_text = [name for segment, name in zip(segments, printed, strict=True) if segment.kind != "heading"]
    labels = [name for name in prefixes_of_text if name and not is_prose(name)]
    are_names = len(set(labels)) > 1 and count_recurring(labels) >= len(labels) / 2
    return are_names and len(labels) >= _NEARLY_ALL * len(prefixes_of_text)


def _other_labels(segments: Sequence[Segment]) -> list[bool]:
    """Return for each line whether it begins with a label without a colon, in a shape that nearly every line has."""
    for pattern in (BOLD_NAME, *OTHER_SHAPES.values()):
        if not any(pattern.match(segment.text[:120]) for segment in segments[:_FIRST_LINES]):
            continue
        matches = [pattern.match(segment.text[:120]) for segment in segments]
        if _every_line_has_one(segments, [name_in(match)[0] if match else None for match in matches]):
            return [match is not None for match in matches]
    return [False] * len(segments)


def _with_recurring_names(pattern: re.Pattern[str], lines: Sequence[str]) -> list[bool]:
    """Return for each line whether it begins with a name in a shape that two names at least recur in."""
    matches = [pattern.match(line[:120]) for line in lines]
    counts = Counter(match["name"] for match in matches if match)
    recurring = {name for name, count in counts.items() if count > 1}
    return [match is not None and len(recurring) > 1 for match in matches]


def _names_alone(lines: Sequence[str]) -> list[bool]:
    """Return for each line whether it is a name and nothing else, and stands there at least twice."""
    stripped = [line.strip(" \t*_:：#") for line in lines]
    counts = Counter(line for line in stripped if len(line) <= _LONGEST_NAME_CHARACTERS)
    return [len(line) > 1 and counts[line] > 1 and is_name_like(line) and is_person_like(line) for line in stripped]


def _beside_bold_questions(lines: Sequence[str]) -> list[bool]:
    """Return for each line whether it is a question all in bold, or follows one and is not bold."""
    are_questions = [bool(_BOLD_QUESTION.match(line)) for line in lines]
    before = [False, *are_questions][: len(lines)]
    return [is_question or follows for is_question, follows in zip(are_questions, before, strict=True)]


def _names_with_times(lines: Sequence[str]) -> list[bool]:
    """Return for each line whether it is a name with a time, or the upper one of two lines that are."""
    are_times = [bool(TIME_LINE.match(line[:60])) for line in lines]
    are_both = [
        not is_time and bool(_NAME_AND_TIME.match(line[:120])) for line, is_time in zip(lines, are_times, strict=True)
    ]
    could_be_names = [len(line) <= _LONGEST_NAME_CHARACTERS and not _SENTENCE_END.search(line) for line in lines]
    above = [is_time and could for is_time, could in _with_following(are_times, could_be_names)]
    below = [could and is_time for could, is_time in _with_following(could_be_names, are_times)]
    shapes = map(_where_several, (are_both, above, below))
    return [any(flags) for flags in zip(*shapes, strict=True)]


def _with_following(first: Sequence[bool], second: Sequence[bool]) -> list[tuple[bool, bool]]:
    """Return each of the first with the one that follows it in the second; nothing follows the last."""
    return list(zip(first, [*second[1:], False][: len(second)], strict=True))


def _where_several(flags: Sequence[bool]) -> list[bool]:
    """Return the flags as they are where at least two of them are set, else none set."""
    return list(flags) if sum(flags) > 1 else [False] * len(flags)
