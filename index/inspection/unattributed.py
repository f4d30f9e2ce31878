"""The words of a document that nobody is named for, and why: those in no turn, and those in one without a speaker."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.corpus.people import Roster, fold_name
from index.domain import Block, Document, Turn
from index.reasons import Reason, ReasonKind
from index.text.names import TIME

_TIMES = re.compile(TIME)
_LONGEST_LABEL_CHARACTERS = 100
_LABEL_END = re.compile(r"[:：]\W*\Z")
_SENTENCE = re.compile(r"(?<!\w)[a-z][\w'’]*[.!?]\s|[。！？]")  # "Mr. Ruiz:" is none
_REMARK = re.compile(r"\W*[\[(（【]")
_UNDOUBTED: tuple[ReasonKind, ...] = ("heading", "aside", "before_labels", "after_turns", "remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """`clean[start:end]` of a document, which nobody is named for, and why."""

    start: int
    end: int
    reason: Reason

    @property
    def is_doubtful(self) -> bool:
        """Whether these may be somebody's words, as far as the reason goes."""
        return self.reason.kind not in _UNDOUBTED


def nobody_stretches(document: Document, turns: Sequence[Turn], roster: Roster) -> list[Stretch]:
    """Return every stretch of words that nobody is named for, in order.

    A label that was understood belongs to the turn behind it. Neighbours with the same reason are one stretch.

    Args:
        document: What was read.
        turns: Its turns, in order and without overlap; none where no speaker was found.
        roster: Who can speak, and by which other names.
    """
    nameless = [
        Stretch(start=turn.start, end=turn.end, reason=turn.reason or Reason("nobody_named"))
        for turn in turns
        if turn.speaker is None
    ]
    unlabelled = [
        Stretch(start=start, end=end, reason=Reason(_kind(document, block, start, turns)))
        for block, start, end in _gaps(document, turns)
        if not _is_label(document, block, (start, end), turns, roster)
    ]
    return sorted([*_merge(document, unlabelled), *nameless], key=lambda stretch: stretch.start)


def _gaps(document: Document, turns: Sequence[Turn]) -> Iterator[tuple[Block, int, int]]:
    """Yield each part of a block that is in no turn and holds a letter, without white space around."""
    for block in document.blocks:
        position = block.start
        first = bisect_left(turns, block.start + 1, key=lambda turn: turn.end)
        for turn in [*turns[first : bisect_left(turns, block.end, key=lambda turn: turn.start)], None]:
            end = max(position, turn.start) if turn else block.end
            text = document.clean[position:end]
            if any(character.isalpha() for character in text):
                start = position + len(text) - len(text.lstrip())
                yield block, start, start + len(text.strip())
            position = max(position, turn.end) if turn else block.end


def _is_label(document: Document, block: Block, gap: tuple[int, int], turns: Sequence[Turn], roster: Roster) -> bool:
    """Tell whether a stretch is the label of the turn right behind it."""
    start, end = gap
    text = document.clean[start:end]
    following = _turn_behind(document, end, turns)
    if following is None or len(text) > _LONGEST_LABEL_CHARACTERS or _SENTENCE.search(text):
        return False
    if following.start >= block.end:
        return start == block.start and _names_speaker(text, following, roster)
    return bool(_LABEL_END.search(text)) or (start == block.start and not _REMARK.match(text))


def _turn_behind(document: Document, position: int, turns: Sequence[Turn]) -> Turn | None:
    """Return the turn that begins behind a place with no letter between, None where there is none."""
    following = bisect_left(turns, position, key=lambda turn: turn.start)
    if following == len(turns):
        return None
    between = document.clean[position : turns[following].start]
    return None if any(character.isalpha() for character in between) else turns[following]


def _names_speaker(text: str, turn: Turn, roster: Roster) -> bool:
    """Tell whether a line of its own names who speaks in the turn below it."""
    printed = _TIMES.sub("", text).strip(" []【】<>*_,，|·–—-:：")
    if turn.speaker is None:
        return bool(printed) and turn.reason == Reason("label_names_nobody", printed)
    folded, speaker = fold_name(printed), fold_name(turn.speaker)
    return bool(folded) and (folded == speaker or roster.resolve(printed, [turn.speaker]) is not None)


def _kind(document: Document, block: Block, start: int, turns: Sequence[Turn]) -> ReasonKind:
    if block.kind != "text":
        return block.kind
    if not turns:
        return "no_speaker"
    if start < turns[0].start:
        return "before_labels"
    if start >= turns[-1].end:
        return "after_turns"
    if block.voice == "":
        return "no_voice"
    if any(turn.start < block.end and block.start < turn.end for turn in turns):
        return "remark" if _REMARK.match(document.clean, start) else "cut_off"
    return "unlabelled"


def _merge(document: Document, stretches: Sequence[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for stretch in stretches:
        last = merged[-1] if merged else None
        if last and last.reason == stretch.reason and not document.clean[last.end : stretch.start].strip():
            merged[-1] = replace(last, end=stretch.end)
        else:
            merged.append(stretch)
    return merged
