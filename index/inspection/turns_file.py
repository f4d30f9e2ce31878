"""The turns file of a document, prefilled with what was read, for a person to correct in a text editor."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, pairwise

from index.advice import toml_lines
from index.corpus.curated_turns import decisions
from index.corpus.curation import mark_of
from index.corpus.people import Roster
from index.domain import Document, Turn
from index.errors import CorpusError
from index.inspection.corrections import closing, opening
from index.inspection.doubtful_places import MOST_OF_A_KIND, doubtful_places
from index.inspection.file_blocks import block_keys, file_blocks
from index.inspection.inspection import Inspection
from index.inspection.listed_turns import ListedTurn, listed_turns
from index.turns import split_turns

_WIDTH = 100
_WORD = re.compile(r"[^\s\u2e80-\uffef]+\s?|[^\x00-\x1f\x7f]")  # Chinese may be broken anywhere
_HEAD = """\
# Who says what in {name}, as it was read. Correct what is wrong and save; it counts from the next quotebot index on.
#
# A wrong name       Change `speaker`, to one of `speakers` below or somebody in speakers.toml. Add who is missing.
# A wrong boundary   Change `starts` to the first words of the turn. It goes on to the next [[turn]].
# A missing turn     Write [[turn]] with `speaker` and `starts` where it belongs, as short as that.
# A turn too many    Delete it; the turn before goes on, if it has no `ends`.
# Nobody's words     Add `speaker` to give them to somebody; or delete `speaker`, and say why in `reason = "…"`.
# Doubtful but right Delete the `read` line of the turn: then it is you who states it.
#
# What you leave as it is decides nothing. It is read anew each time, and better when the reader gets better.
# A name that is wrong all through, such as SPEAKER_00, is quicker stated by `people` in sources.toml.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the file: where it starts, its keys, and the turn that it lists, or what a person wrote.

    Attributes:
        start: Where it begins in the clean text.
        keys: What stands in it.
        listed: The turn that was read; None where a person decided.
        lines: What a person wrote, with the notes above it.
        decided: The turns that this comes to.
    """

    start: int
    keys: Mapping[str, str]
    listed: ListedTurn | None = None
    lines: Sequence[str] = ()
    decided: Sequence[Turn] = ()


def turns_file_text(inspection: Inspection, roster: Roster, before: str = "") -> str:
    """Return a turns file that lists every turn of a document as it was read; what is prefilled decides nothing.

    Args:
        inspection: How the document was read.
        roster: Who can speak.
        before: The file of this kind that it has already; what a person decided in it is taken over as it stands.
    """
    entries = file_entries(inspection, roster, before)
    bodies = [
        list(_body(inspection, entry, following, is_first=number == 0))
        for number, (entry, following) in enumerate(pairwise([*entries, None]))
        if entry
    ]
    return _joined(inspection, entries, bodies, tomllib.loads(before).get("speakers", []))


def file_entries(inspection: Inspection, roster: Roster, before: str = "") -> list[Entry]:
    """Return the entries of a turns file in order: what a person decided, and each turn that is read otherwise.

    Args:
        inspection: How the document was read.
        roster: Who can speak.
        before: The turns file that it has already, prefilled or written by hand.
    """
    document = inspection.document
    kept = _kept(document, roster, before) if before else []
    text = document.clean.replace("\n", " ")
    listed = listed_turns(inspection, [turn for entry in kept for turn in entry.decided])
    return sorted([*kept, *(_listed_entry(text, turn) for turn in listed)], key=lambda entry: entry.start)


def _kept(document: Document, roster: Roster, before: str) -> list[Entry]:
    """Return what a person decided in a file, each with its own lines."""
    if document.curation is None:
        return []
    blocks = dict(zip(document.curation.turns, file_blocks(before, document.curation)[1], strict=True))
    kept = []
    for entry, turns in decisions(document, _turns_without_file(document, roster)):
        own = blocks[entry]
        if turns:
            kept.append(Entry(turns[0].start, block_keys(own), None, [*own, ""] if own[-1] else own, turns))
    return kept


def _turns_without_file(document: Document, roster: Roster) -> list[Turn]:
    try:
        return split_turns(replace(document, curation=None), roster)
    except CorpusError:
        return []


def _listed_entry(text: str, listed: ListedTurn) -> Entry:
    starts, after = opening(text, listed.start, listed.end)
    ends = closing(text, listed.start, listed.end) if listed.is_stretch else ""
    reason = str(listed.reason or "") if listed.speaker is None else ""
    keys = {"speaker": listed.speaker or "", "after": after, "starts": starts, "ends": ends, "reason": reason}
    return Entry(listed.start, {key: _as_unicode(value) for key, value in keys.items() if value}, listed)


def _as_unicode(text: str) -> str:
    """Return a text that can be written: half a surrogate pair, which a damaged file may hold, is a question mark."""
    return text.encode("utf-8", "replace").decode()


def _body(inspection: Inspection, entry: Entry, following: Entry | None, *, is_first: bool) -> Iterator[str]:
    """Yield the lines of an entry: its keys, then its words as a comment, where a person finds and copies them."""
    if entry.listed is None:
        yield from entry.lines
        return
    mark = mark_of(entry.keys, following.keys if following else None, is_first=is_first)
    yield "[[turn]]"
    yield from toml_lines({**entry.keys, "read": f"{entry.listed.how} {mark}"}).rstrip("\n").split("\n")
    if entry.listed.start_seconds is not None:
        yield f"# {_clock(entry.listed.start_seconds)}"
    for start, end in entry.listed.pieces:
        for paragraph in inspection.document.clean[start:end].split("\n"):
            yield from (f"# {line}" for line in _wrapped(paragraph))
    yield ""


def _joined(
    inspection: Inspection, entries: Sequence[Entry], bodies: Sequence[Sequence[str]], names: Sequence[str]
) -> str:
    """Return the whole file: how to correct it, who may be named, where to look first, and the entries."""
    source = inspection.document.source
    people = [*names, *source.guests, *source.hosts, *(speaker.name for speaker in inspection.speakers)]
    settings = toml_lines({"all_turns": True, "speakers": list(dict.fromkeys(map(_as_unicode, people)))})
    head = [*_HEAD.format(name=f"{source.id}{source.suffix}").split("\n"), *settings.split("\n")]
    doubts = doubtful_places(inspection, [entry.listed for entry in entries])
    count = sum(1 + min(len(places), MOST_OF_A_KIND + 1) for places in doubts.values()) + 2 if doubts else 0
    first_lines = [*accumulate(map(len, bodies), initial=len(head) + count + 1)]
    look = ["# Look at these first"] if doubts else []
    for doubt, places in doubts.items():
        look.append(f"# - {doubt}")
        look += [f"#     line {first_lines[place.number]}: {place}" for place in places[:MOST_OF_A_KIND]]
        look += [f"#     and {len(places) - MOST_OF_A_KIND} more"] if len(places) > MOST_OF_A_KIND else []
    look += [""] if look else []
    return "\n".join([*head, *look, *chain.from_iterable(bodies)])


def _clock(seconds: float) -> str:
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def _wrapped(paragraph: str) -> Iterator[str]:
    """Yield a paragraph in lines; a Chinese character is as wide as two others."""
    line, width = "", 0
    for word in _WORD.findall(paragraph):
        word_width = len(word) if word[0] < "\u2e80" else 2
        if line and width + word_width > _WIDTH:
            yield line.rstrip()
            line, width = "", 0
        line, width = line + word, width + word_width
    if line.strip():
        yield line.rstrip()
