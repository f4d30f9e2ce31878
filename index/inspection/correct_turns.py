"""What a person corrects in how an interview was read, written into its turns file as they would by hand."""

import tomllib
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from index.advice import toml_lines
from index.corpus.curation import parse_curation
from index.errors import CorpusError
from index.inspection.corrections import closing, opening, turn_lines
from index.inspection.file_blocks import block_keys, file_blocks, with_keys, with_name
from index.inspection.passages import Passage, sentence_starts
from index.inspection.reading import Reading, read_again
from index.inspection.turns_file import turns_file_text
from index.reasons import Reason

Action = Literal["name", "nobody", "right", "split", "join"]
LONGEST_NAME_CHARACTERS = 120
NOBODY_SAYS = str(Reason("nobody_says"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction of the passage that begins at `clean[start]`.

    Attributes:
        action: "name" gives it to `speaker`, "nobody" to nobody; "right" states what was read; "split" makes a turn
            of its own of what is said from `clean[at]` on; "join" gives it to the turn before.
        start: Where the passage begins.
        speaker: Of "name".
        at: Of "split".
    """

    action: Action
    start: int
    speaker: str = ""
    at: int = 0


def corrected(reading: Reading, correction: Correction) -> Reading:
    """Return how a document is read with one more correction, and the turns file that says so.

    The file is what `quotebot curate` makes of one in which a person wrote the same by hand; one that was written by
    hand stays one, and lists nothing but what was decided.

    Raises:
        CorpusError: It cannot be corrected so; says why.
    """
    passage = reading.passage(correction.start)
    if passage is None:
        raise CorpusError("no turn begins there any more; choose it anew")
    if passage.is_removed:
        raise CorpusError(f"{passage.reason}, so nobody says it")
    draft = _Draft(reading)
    _ACTIONS[correction.action](draft, reading, passage, correction)
    return read_again(reading, draft.text())


def names_offered(reading: Reading) -> list[str]:
    """Return who may be named, those of this interview first; the order stays as corrections are made."""
    table = tomllib.loads(reading.turns)
    source, roster = reading.inspection.document.source, reading.roster
    stated = [*table.get("speakers", []), *source.guests, *source.hosts]
    speaking = [speaker.name for speaker in reading.inspection.speakers]
    names = dict.fromkeys(map(roster.canonical, [*stated, *speaking, *roster.people]))
    return [name for name in names if not roster.is_removed(name)]


class _Draft:
    """The turns file that a correction is written into: its lines by entry, and where each entry begins."""

    def __init__(self, reading: Reading) -> None:
        self.is_by_hand, self.roster = reading.is_by_hand, reading.roster
        text = reading.turns
        if not self.is_by_hand:
            text = turns_file_text(reading.inspection, reading.roster, text)
        self._head, self._blocks = file_blocks(text, parse_curation(text, reading.path, reading.roster))
        # A file by hand has no entry for what is read otherwise.
        entries = [entry for entry in reading.entries if not (self.is_by_hand and entry.listed)]
        begins = {id(passage.entry): passage.start for passage in reading.passages if passage.entry}
        self._starts = [begins.get(id(entry), entry.start) for entry in entries]

    def text(self) -> str:
        """Return the whole file."""
        return "\n".join([*self._head, *chain.from_iterable(self._blocks)]).rstrip("\n") + "\n"

    def has(self, passage: Passage) -> bool:
        """Tell whether an entry stands for a passage."""
        return passage.start in self._starts

    def keys(self, passage: Passage) -> dict[str, str]:
        """Return what stands in the entry of a passage."""
        return block_keys(self._blocks[self._starts.index(passage.start)])

    def change(self, passage: Passage, changes: Mapping[str, str | None]) -> None:
        """Write other values into the entry of a passage; None: the key goes."""
        number = self._starts.index(passage.start)
        self._blocks[number] = with_keys(self._blocks[number], changes)

    def insert(self, start: int, lines: str) -> None:
        """Write a new entry where it belongs."""
        place = bisect_left(self._starts, start)
        above = self._blocks[place - 1] if place else self._head
        if above and above[-1]:
            above.append("")
        self._starts.insert(place, start)
        self._blocks.insert(place, [*lines.rstrip("\n").split("\n"), ""])

    def remove(self, passage: Passage) -> None:
        """Take the entry of a passage out, so that the one before goes on."""
        number = self._starts.index(passage.start)
        del self._starts[number], self._blocks[number]
        if number and "ends" in block_keys(self._blocks[number - 1]):
            self._blocks[number - 1] = with_keys(self._blocks[number - 1], {"ends": None})

    def allow(self, name: str) -> None:
        """Have somebody among those who may be named."""
        names = map(self.roster.canonical, tomllib.loads("\n".join(self._head)).get("speakers", []))
        if not self.is_by_hand and name not in {*names, *self.roster.people}:
            self._head = with_name(self._head, name)


_Act = Callable[[_Draft, Reading, Passage, Correction], None]


def _name(draft: _Draft, reading: Reading, passage: Passage, correction: Correction) -> None:
    name = reading.roster.canonical(" ".join(correction.speaker.split()))
    if not name or len(name) > LONGEST_NAME_CHARACTERS or not name.isprintable():
        raise CorpusError(f"{name[:LONGEST_NAME_CHARACTERS]!r} is no name; write one of 1 to 120 characters")
    if reading.roster.is_removed(name):
        raise CorpusError(f"{name} is removed in speakers.toml, and can be named nowhere")
    if name == passage.speaker:
        _right(draft, reading, passage, correction)
        return
    draft.allow(name)
    _give(draft, reading, passage, name)


def _nobody(draft: _Draft, reading: Reading, passage: Passage, correction: Correction) -> None:
    if passage.speaker is None:
        _right(draft, reading, passage, correction)
    else:
        _give(draft, reading, passage, None)


def _give(draft: _Draft, reading: Reading, passage: Passage, speaker: str | None) -> None:
    if draft.has(passage):
        reason = draft.keys(passage).get("reason", NOBODY_SAYS)
        draft.change(passage, {"speaker": speaker} | ({} if speaker else {"reason": reason}))
        return
    for start, end in passage.pieces:
        lines = turn_lines(reading.inspection.document, start, end, speaker=speaker, reason=passage.reason)
        draft.insert(start, lines)


def _right(draft: _Draft, reading: Reading, passage: Passage, _: Correction) -> None:
    if not draft.has(passage):
        _give(draft, reading, passage, passage.speaker)
    elif passage.how != "curated":
        draft.change(passage, {"read": None})


def _split(draft: _Draft, reading: Reading, passage: Passage, correction: Correction) -> None:
    at, document = correction.at, reading.inspection.document
    if at not in sentence_starts(reading.inspection, passage)[1:]:
        raise CorpusError("a turn is split where one of its sentences begins; choose one behind the first")
    if not draft.has(passage):
        for start, end in passage.pieces:
            if end > at:
                lines = turn_lines(document, max(start, at), end, speaker=passage.speaker, reason=passage.reason)
                draft.insert(max(start, at), lines)
        return
    line, keys = document.clean.replace("\n", " "), draft.keys(passage)
    starts, after = opening(line, at, passage.end)
    entry = {"speaker": passage.speaker, "after": after, "starts": starts}
    if "ends" in keys:
        first_end = passage.start + len(line[passage.start : at].rstrip())
        draft.change(passage, {"ends": closing(line, passage.start, first_end)})
        entry["ends"] = closing(line, at, passage.end)
    if passage.speaker is None:
        entry["reason"] = keys.get("reason", NOBODY_SAYS)
    draft.insert(at, "[[turn]]\n" + toml_lines({key: value for key, value in entry.items() if value}))


def _join(draft: _Draft, reading: Reading, passage: Passage, _: Correction) -> None:
    before = reading.before(passage)
    if before is None:
        raise CorpusError("no turn stands before this one; give it a name instead")
    if draft.has(passage) and not draft.is_by_hand:
        draft.remove(passage)
    elif before.speaker != passage.speaker:
        _give(draft, reading, passage, before.speaker)


_ACTIONS: Mapping[Action, _Act] = {"name": _name, "nobody": _nobody, "right": _right, "split": _split, "join": _join}
