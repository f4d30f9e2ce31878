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
class _Entry:
    """An entry of the file: where it starts, its keys, and the turn that it lists, or the lines that a person wrote."""

    start: int
    keys: Mapping[str, str]
    listed: ListedTurn | None = None
    lines: Sequence[str] = ()


def turns_file_text(inspection: Inspection, roster: Roster, before: str = "") -> str:
    """Return a turns file that lists every turn of a document as it was read; what is prefilled decides nothing.

    Args:
        inspection: How the document was read.
        roster: Who can speak.
        before: The file of this kind that it has already; what a person decided in it is taken over as it stands.
    """
    document = inspection.document
    kept = _kept(document, roster, before) if before else []
    decided = [turn for _, turns in kept for turn in turns]
    text = document.clean.replace("\n", " ")
    read = [_listed_entry(text, listed) for listed in listed_turns(inspection, decided)]
    entries = sorted([*(entry for entry, _ in kept), *read], key=lambda entry: entry.start)
    bodies = [
        list(_body(inspection, entry, following, is_first=number == 0))
        for number, (entry, following) in enumerate(pairwise([*entries, None]))
        if entry
    ]
    return _joined(inspection, entries, bodies, tomllib.loads(before).get("speakers", []))


def _kept(document: Document, roster: Roster, before: str) -> list[tuple[_Entry, list[Turn]]]:
    """Return what a person decided in a file: each entry with its own lines, and what it decides."""
    lines = before.rstrip("\n").split("\n")
    entries = document.curation.turns if document.curation else ()
    firsts = [_first_line(lines, entry.line - 1) for entry in entries]
    ends = dict(zip(entries, [*firsts[1:], len(lines)], strict=True))
    kept = []
    for entry, turns in decisions(document, _turns_without_file(document, roster)):
        own = lines[firsts[entries.index(entry)] : ends[entry]]
        keys = tomllib.loads("\n".join(own))["turn"][0]
        kept += [(_Entry(turns[0].start, keys, lines=[*own, ""] if own[-1] else own), turns)] if turns else []
    return kept


def _first_line(lines: Sequence[str], head: int) -> int:
    """Return where an entry begins: with the notes right above its head, if there are any."""
    return next((number + 1 for number in range(head - 1, -1, -1) if not lines[number].startswith("#")), head)


def _turns_without_file(document: Document, roster: Roster) -> list[Turn]:
    try:
        return split_turns(replace(document, curation=None), roster)
    except CorpusError:
        return []


def _listed_entry(text: str, listed: ListedTurn) -> _Entry:
    starts, after = opening(text, listed.start, listed.end)
    ends = closing(text, listed.start, listed.end) if listed.is_stretch else ""
    reason = (listed.reason or "") if listed.speaker is None else ""
    keys = {"speaker": listed.speaker or "", "after": after, "starts": starts, "ends": ends, "reason": reason}
    return _Entry(listed.start, {key: _as_unicode(value) for key, value in keys.items() if value}, listed)


def _as_unicode(text: str) -> str:
    """Return a text that can be written: half a surrogate pair, which a damaged file may hold, is a question mark."""
    return text.encode("utf-8", "replace").decode()


def _body(inspection: Inspection, entry: _Entry, following: _Entry | None, *, is_first: bool) -> Iterator[str]:
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
    inspection: Inspection, entries: Sequence[_Entry], bodies: Sequence[Sequence[str]], names: Sequence[str]
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
    for kind, places in doubts.items():
        look.append(f"# - {kind}")
        look += [f"#     line {first_lines[place.number]}: {place.words}" for place in places[:MOST_OF_A_KIND]]
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
