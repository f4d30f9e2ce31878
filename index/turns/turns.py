"""Who says what: the turns of a document, from its printed labels and from what a person wrote down."""

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from index.advice import toml_head
from index.corpus.curated_turns import curated_turns
from index.corpus.people import Roster
from index.domain import Block, Document, Turn
from index.errors import CorpusError
from index.reasons import Reason
from index.text.names import is_answering, is_asking
from index.text.scripts import HAN
from index.text.sentences import ASKS
from index.turns.asker import find_asker
from index.turns.furniture import ends_speech, is_biography
from index.turns.holes import cut_holes, piece
from index.turns.host import clear_host
from index.turns.label_candidates import Label
from index.turns.labels import find_labels
from index.turns.marked_questions import answers_to_labelled, marked_turns
from index.turns.unlabelled import unlabelled_turns, why_not_quoted

_REMARK = re.compile(r"[\[(（【][^\[\](（【）】)]*[\])）】]\Z")
_QUESTION = re.compile(rf"{ASKS}[\"'”’)）]*(?=\s|[{HAN}])")


def split_turns(document: Document, roster: Roster) -> list[Turn]:
    """Return who says what in a document, in order and without overlap.

    Turns that a person wrote down win over printed labels. Text in no turn is nobody's:
    headlines, introductions, adverts, page furniture. So is what somebody said who is removed.

    Raises:
        CorpusError: No speaker was found, or the turns file does not fit the document.
    """
    reads_labels = document.curation is None or document.curation.printed_labels
    printed = _printed_turns(document, roster) if reads_labels else []
    curated = curated_turns(document, printed)
    remaining = _without_stretches(document.clean, printed, curated)
    turns = sorted(remaining + curated, key=lambda turn: turn.start)
    if not any(turn.speaker or turn.is_unlabelled for turn in turns):
        name = document.source.id
        raise CorpusError(
            f"no speaker found in {name}{why_not_quoted(document)}; label each turn 'Name: …', list hosts and guests "
            f"under {toml_head(name)} in sources.toml, or write down who speaks in {name}.turns.toml"
        )
    return [_without_speaker(turn) if roster.is_removed(turn.speaker) else turn for turn in turns]


def _without_speaker(turn: Turn) -> Turn:
    """Return a turn of somebody who was taken out again: it still ends the one before, and is nobody's."""
    return replace(
        turn,
        speaker=None,
        attribution="none",
        confidence=0.0,
        reason=Reason("removed", who=turn.speaker or ""),
        removed=turn.speaker,
    )


def _printed_turns(document: Document, roster: Roster) -> list[Turn]:
    """Return the turns that printed labels open; each goes on until something that is no speech."""
    labels = find_labels(document, roster)
    if not labels and (without_asides := _with_asides_as_text(document)) != document:
        labels = find_labels(without_asides, roster)
        document = without_asides if labels else document
    if not labels:
        return cut_holes(document.clean, marked_turns(document) or unlabelled_turns(document))
    turns = _Turns(document, labels)
    for number, block in enumerate(document.blocks):
        turns.read(number, block)
    finished = [*_with_roles(document, turns.finished), *answers_to_labelled(document, labels, turns.finished)]
    return cut_holes(document.clean, sorted(finished, key=lambda turn: turn.start))


def _with_asides_as_text(document: Document) -> Document:
    """Return a document whose block quotes are text: in some transcripts all that is said stands in them."""
    blocks = (replace(block, kind="text" if block.kind == "aside" else block.kind) for block in document.blocks)
    return replace(document, blocks=tuple(blocks))


class _Turns:
    """The turns of a document while its blocks are read in order: who speaks now, and whether that goes on."""

    def __init__(self, document: Document, labels: Sequence[Label]) -> None:
        self.finished: list[Turn] = []
        self._document = document
        self._asker = find_asker(document, labels)
        self._speakers = {label.speaker for label in labels if label.speaker}
        self._is_alone = len(self._speakers) == 1 and _are_half_of_it(document, labels, self._speakers)
        self._last_label = labels[-1].start
        self._labels: dict[int, list[Label]] = defaultdict(list)
        for label in labels:
            self._labels[label.block].append(label)
        self._current: Label | None = None
        self._style = ""
        self._is_open = False

    def read(self, number: int, block: Block) -> None:
        """Read one block: what goes on in it, and what its labels begin."""
        labels = self._labels.get(number, [])
        first_end = labels[0].start if labels else block.end
        if first_end > block.start:
            self._go_on(block, first_end)
        ends = [*(label.start for label in labels), block.end][1:]
        for label, end in zip(labels, ends, strict=True):
            self._begin(label, block, end)

    def _go_on(self, block: Block, end: int) -> None:
        """Let whoever spoke before go on, unless the block is no speech or looks like somebody else's."""
        if ends_speech(self._document, block) or block.style != self._style or self._is_biography(block):
            self._current = None
        self._add(block, block.start, end)

    def _is_biography(self, block: Block) -> bool:
        """Tell whether a block tells of whoever speaks now, or behind the last label of anybody, as editors do."""
        names = [self._current.speaker] if self._current and self._current.speaker else []
        if block.start > self._last_label:
            source = self._document.source
            names += [*source.hosts, *source.guests, *self._speakers]
        return is_biography(self._document, block, names)

    def _begin(self, label: Label, block: Block, end: int) -> None:
        goes_on = self._current and label.shape == "voice" and label.speaker == self._current.speaker
        self._current, self._style = label, block.style
        self._is_open = self._is_open and bool(goes_on)
        self._add(block, label.body_start, self._own_end(label, end))
        if label.whole_bold and self._asker:
            self._current, self._is_open = self._asker.answer_label(label), False
        elif self._is_alone:
            self._current = None  # whoever else speaks has no labels, so only what is labelled is sure

    def _own_end(self, label: Label, end: int) -> int:
        """Return where the words behind a label end that are sure to be that speaker's.

        Where only those who ask have labels, somebody else answers: it may be in the same paragraph.
        """
        source = self._document.source
        others = {*source.hosts, *source.guests} - {label.speaker}
        if not self._is_alone or not (others or is_asking(label.printed)):
            return end
        question = _QUESTION.search(self._document.clean, label.body_start, end)
        return question.end() if question else end

    def _add(self, block: Block, start: int, end: int) -> None:
        """Add a stretch of a block to what is said now."""
        document = self._document
        end = start + len(document.clean[start:end].rstrip())
        if self._current is None or _is_unsaid(document, block, start, end):
            self._is_open = False
        elif self._is_open:
            self.finished[-1] = replace(self.finished[-1], end=end)
        else:
            self.finished.append(_turn(document, self._current, start, end))
            self._is_open = True


def _are_half_of_it(document: Document, labels: Sequence[Label], speakers: Collection[str]) -> bool:
    """Tell whether others speak who have no labels: where those of one person alone stand, beside credits perhaps."""
    roles = [label.speaker for label in labels if is_asking(label.printed) or is_answering(label.printed)]
    if None in roles:
        return False  # the others have labels too, such as "Q:", which name nobody
    listed = {*document.source.hosts, *document.source.guests}
    return bool(listed.difference(speakers) or roles) or all(label.speaker for label in labels)


def _turn(document: Document, label: Label, start: int, end: int) -> Turn:
    if label.speaker is None:
        reason = Reason("label_names_nobody", label.printed) if label.printed else Reason("no_voice_here")
        return Turn(start=start, end=end, speaker=None, attribution="none", confidence=0.0, reason=reason)
    return Turn(
        start=start,
        end=end,
        speaker=label.speaker,
        role=document.source.role_of(label.speaker),
        attribution=label.attribution,
        confidence=label.confidence,
        start_seconds=label.start_seconds if label.start_seconds is not None else _heard_at(document, start),
    )


def _heard_at(document: Document, start: int) -> float | None:
    """Return the second at which the clean place `start` is heard, None where the document has no times."""
    place = bisect_right(document.times, (document.raw_offsets[start], math.inf)) - 1
    return document.times[place][1] if place >= 0 else None


def _is_unsaid(document: Document, block: Block, start: int, end: int) -> bool:
    """Tell whether a stretch inside a turn is not part of it: an aside, a remark, nothing behind a label."""
    return block.kind == "aside" or start >= end or _is_remark(document, start, end)


def _is_remark(document: Document, start: int, end: int) -> bool:
    return bool(_REMARK.match(document.clean, start, end))


def _with_roles(document: Document, turns: list[Turn]) -> list[Turn]:
    """Return the turns with a host: whose label says so, or, if none is listed, who clearly asks."""
    asking = {turn.speaker for turn in turns if turn.speaker and is_asking(turn.speaker)}
    if not asking and not document.source.hosts:
        asking = {host} if (host := clear_host(document, turns)) else set()
    return [replace(turn, role="host") if turn.speaker in asking else turn for turn in turns]


def _without_stretches(clean: str, turns: list[Turn], stretches: list[Turn]) -> list[Turn]:
    """Return `turns` without the given stretches; words that are left on either side stay."""
    for stretch in stretches:
        remaining: list[Turn] = []
        for turn in turns:
            if turn.start < stretch.end and stretch.start < turn.end:
                remaining += piece(clean, turn, turn.start, stretch.start) + piece(clean, turn, stretch.end, turn.end)
            else:
                remaining.append(turn)
        turns = remaining
    return turns
