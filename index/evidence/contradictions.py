"""Quotes that their own file contradicts: somebody else's words, and what nobody said.

The readers find who speaks by rules; verifying with the same rules finds nothing where a rule is wrong. Here the
outcome is looked at beside the raw file, by plainer means, and only what is certain counts against a quote.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.corpus.people import Roster
from index.domain import Document, Quote
from index.evidence.certainty import is_no_name
from index.evidence.known_people import People, name_key
from index.evidence.label_places import LabelPlace, label_places
from index.evidence.leftovers import label_like, leftover
from index.evidence.lines import Line, read_lines
from index.evidence.voice_marks import change_places, object_places, voice_places
from index.reasons import Reason

_FEWEST_DOUBLED_WORDS = 3
_FEWEST_DOUBLED_HAN = 6
_FEWEST_PAGES = 3
_QUESTION = re.compile(r"[\s\x00]*\x01+[^\x01]*[?？][\s\x00]*\x01+[\s\x00]*")
_NUMBERED = 0.5  # the share of lines with a number in front, from which on their numbers are the page's
_LINE_NUMBER = re.compile(r"[\s\x00]*\d{1,2}(?=\s)")
_NOTHING = re.compile(r"(?!)")
_NUMBER = re.compile(r"\d+")
_HAN = re.compile(r"[\u3040-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """What the file says against a quote, and the line of it, counted from 1, where it does."""

    quote: Quote
    reason: Reason
    line: int

    @property
    def where(self) -> str:
        """The file and the line: "talk.txt:4"."""
        return f"{self.quote.source.id}{self.quote.source.suffix}:{self.line}"

    def __str__(self) -> str:
        return f"{self.where} {self.reason}"


def contradictions(document: Document, quotes: Sequence[Quote], roster: Roster) -> list[Contradiction]:
    """Return the quotes of one document that its raw text contradicts, in order, each with the first reason."""
    evidence = _Evidence(document, quotes, roster)
    contradicted = []
    for quote in quotes:
        if reason := next(evidence.against(quote), None):
            contradicted.append(Contradiction(quote=quote, reason=reason[0], line=evidence.line_number(reason[1])))
    return contradicted


class _Evidence:
    """What one raw file says, prepared once, so that each quote is looked up in it."""

    def __init__(self, document: Document, quotes: Sequence[Quote], roster: Roster) -> None:
        self._document = document
        raw, suffix = document.raw, document.source.suffix
        self._people = People(document.source, quotes, roster)
        is_json = suffix.lower() in (".json", ".jsonl")
        self._lines: list[Line] = [] if is_json else read_lines(raw, suffix)
        self._starts = [line.start for line in self._lines]
        self._is_cued = bool(self._lines) and self._lines[-1].cue > 0
        self._line_number, self._recurring = _page_furniture([] if self._is_cued else self._lines)
        self._places = self._read_places(raw, is_json)
        self._place_starts = [place.start for place in self._places]
        self._labels = {name_key(place.name) for place in self._places if place.name}
        self._line_ends = [line_end.start() for line_end in re.finditer(r"\r\n|\r|\n", raw)]

    def _read_places(self, raw: str, is_json: bool) -> list[LabelPlace]:
        if is_json:
            return object_places(raw)
        voices = voice_places(raw, self._lines) if self._is_cued else []
        named = voices or label_places(self._lines, self._people)
        # A change of speakers is said to be whose it is by a label on the same line.
        labelled = {bisect_right(self._starts, place.start) for place in named}
        changes = change_places(raw, self._lines)
        unnamed = [place for place in changes if bisect_right(self._starts, place.start) not in labelled]
        return sorted([*named, *unnamed], key=lambda place: place.start)

    def line_number(self, place: int) -> int:
        """Return the line of the file, counted from 1, that holds a place in it."""
        return bisect_left(self._line_ends, place) + 1

    def against(self, quote: Quote) -> Iterator[tuple[Reason, int]]:
        """Yield each reason against a quote with its place in the raw text."""
        yield from self._leftovers(quote)
        yield from self._labels_inside(quote)
        if quote.attribution == "printed":
            yield from self._label_before(quote)
        yield from self._lines_against(quote)

    def _leftovers(self, quote: Quote) -> Iterator[tuple[Reason, int]]:
        if is_no_name(quote.speaker) and not self._people.is_listed(quote.speaker):
            yield Reason("not_a_name", quote.speaker), quote.raw_start
        if mark := leftover(quote.text, self._is_cued):
            yield Reason("holds", mark), self._find(quote, mark)
        for name in label_like(quote.text):
            if name_key(name) in self._labels or self._people.is_full_name(name):
                yield Reason("holds_label", name), self._find(quote, name)

    def _labels_inside(self, quote: Quote) -> Iterator[tuple[Reason, int]]:
        first = bisect_right(self._place_starts, quote.raw_start)
        for place in self._places[first : bisect_left(self._place_starts, quote.raw_end)]:
            if place.name is None:
                yield Reason("over_change"), place.start
            elif not place.name:
                yield Reason("over_nobody"), place.start
            elif not self._people.is_same(place.name, quote.speaker):
                yield Reason("over_label", place.name), place.start

    def _label_before(self, quote: Quote) -> Iterator[tuple[Reason, int]]:
        number = bisect_right(self._place_starts, quote.raw_start) - 1
        if number < 0:
            return
        place = self._places[number]
        if place.name is None:
            yield Reason("behind_change", who=quote.speaker), place.start
        elif not place.name:
            yield Reason("where_nobody"), place.start
        elif not self._people.is_same(place.name, quote.speaker):
            yield Reason("behind_label", place.name, quote.speaker), place.start

    def _lines_against(self, quote: Quote) -> Iterator[tuple[Reason, int]]:
        """Yield the lines that a quote holds words of, but should not: a cue's number, a page's head, a question."""
        held = [line for line in self._lines_of(quote) if line.kind != "blank" and self._holds(quote, line)]
        for line in held:
            number = self._line_number.match(line.text)
            if line.kind == "cue":
                yield Reason("holds_cue"), line.start
            elif number and self._holds(quote, line, number.end()):
                yield Reason("holds_line_number"), line.start
            elif len(held) > 1 and _QUESTION.fullmatch(line.text):
                yield Reason("over_question"), line.start
            elif len(held) > 1 and self._recurring[_without_numbers(line)] >= _FEWEST_PAGES:
                yield Reason("over_recurring", line.words[:40]), line.start
        for before, line in pairwise(held):  # rolling captions have a line of one cue again in the next
            if before.cue != line.cue and before.words == line.words and _is_long(line.words):
                yield Reason("twice", line.words[:40]), line.start

    def _lines_of(self, quote: Quote) -> Sequence[Line]:
        first = max(bisect_right(self._starts, quote.raw_start) - 1, 0)
        return self._lines[first : bisect_left(self._starts, quote.raw_end)]

    def _holds(self, quote: Quote, line: Line, length: int | None = None) -> bool:
        """Tell whether a line, or its first characters, give words to a quote, and not white space alone."""
        offsets = self._document.raw_offsets
        end = line.end if length is None else line.start + length
        first = bisect_left(offsets, line.start, quote.start, quote.end)
        last = bisect_left(offsets, end, quote.start, quote.end)
        return bool(self._document.clean[first:last].strip())

    def _find(self, quote: Quote, words: str) -> int:
        place = self._document.raw.find(words, quote.raw_start, quote.raw_end)
        return quote.raw_start if place < 0 else place


def _page_furniture(lines: Sequence[Line]) -> tuple[re.Pattern[str], Counter[str]]:
    """Return what the numbers of lines look like, where lines have any, and how often each text is a whole line.

    Lines that end a sentence are speech, and so are short ones.
    """
    spoken = [line for line in lines if line.kind == "text"]
    numbered = sum(bool(_LINE_NUMBER.match(line.text)) for line in spoken)
    headlike = [line for line in spoken if _is_long(line.words) and line.words[-1] not in ".?!。？！…"]
    pattern = _LINE_NUMBER if numbered > _NUMBERED * len(spoken) else _NOTHING
    return pattern, Counter(map(_without_numbers, headlike))


def _is_long(text: str) -> bool:
    return len(text.split()) >= _FEWEST_DOUBLED_WORDS or len(_HAN.findall(text)) >= _FEWEST_DOUBLED_HAN


def _without_numbers(line: Line) -> str:
    return _NUMBER.sub("0", line.words)
