"""Hides the labels of labelled interviews, and measures whom their words are given to.

    python -m tests.eval.hidden_labels FILE_OR_FOLDER … [--shape NAME]…

Each interview in which two people speak is written again without its labels, once in each shape: the questions in bold,
as headings and so on. Its host and its guest are listed. What is then read is compared with the labels: precision is
the share of the quotes and turns with a speaker that bear the right one, coverage the share of the guest's words that
the guest is given. What editors wrote around the turns stays where it was, as nobody's. In the shapes "nothing",
nothing is set apart; there the answers that are proposed count as turns, and quotes have no speaker.
Nothing is written.
"""

import argparse
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.corpus.documents import parse_document, read_documents
from index.corpus.people import Roster
from index.domain import Document, Source, Turn
from index.errors import CorpusError
from index.extraction import extract_document
from index.text.language import text_language
from index.text.sentences import split_sentences
from index.turns import split_turns
from index.turns.unlabelled import proposed_answers

SHAPES = {
    "bold": (".md", "**{}**", "{}"),
    "bold, a tenth lost": (".md", "**{}**", "{}"),
    "headings": (".md", "## {}", "{}"),
    "italics": (".md", "*{}*", "{}"),
    "numbered": (".md", "{number}. {}", "{}"),
    "list items": (".md", "- {}", "{}"),
    "block quotes": (".md", "> {}", "{}"),
    "answers quoted": (".md", "{}", "> {}"),
    "dashes": (".txt", "——{}", "{}"),
    "signs": (".txt", "▲ {}", "{}"),
    "labelled": (".txt", "Q: {}", "{}"),
    "page bold": (".html", "<p><strong>{}</strong></p>", "<p>{}</p>"),
    "page italics": (".html", "<p><em>{}</em></p>", "<p>{}</p>"),
    "page colour": (".html", '<p style="color:#a00">{}</p>', "<p>{}</p>"),
    "page terms": (".html", "<dl><dt>{}</dt></dl>", "<p>{}</p>"),
    "nothing": (".txt", "{}", "{}"),
    "nothing, cut anew": (".txt", "{}", "{}"),
}
_HOST, _GUEST = "Hester Oakes", "Gwen Tarn"  # in the words of no interview, so that no name helps
_CUT_ANEW_CHARACTERS = 500
_TWO_SPEAK_SHARE = 0.95
_EDITORS = ("An editor wrote this before the talk began, and it is about the two of them.", "本文经整理，略有删节。")
Span = tuple[int, int, bool]
"""Where something is said, and whether the host says it."""

_LEVELS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)


@dataclass(slots=True)
class Score:
    """Counts of one shape: quotes and characters of turns, right, wrong, and those of the guest that could be found."""

    quotes: int = 0
    right_quotes: int = 0
    guest_characters: int = 0
    found_characters: int = 0
    turns: int = 0
    right_turns: int = 0
    documents: int = 0
    read_documents: int = 0
    by_confidence: dict[float, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def add(self, other: "Score") -> None:
        """Add the counts of another."""
        for name in ("quotes", "right_quotes", "guest_characters", "found_characters", "turns", "right_turns"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.documents += other.documents
        self.read_documents += other.read_documents
        for level, (count, right) in other.by_confidence.items():
            self.by_confidence[level][0] += count
            self.by_confidence[level][1] += right

    def line(self) -> str:
        """Return the score in a line."""
        precision = self.right_quotes / self.quotes if self.quotes else float("nan")
        turn_precision = self.right_turns / self.turns if self.turns else float("nan")
        coverage = self.found_characters / self.guest_characters if self.guest_characters else float("nan")
        return (
            f"{self.read_documents:3}/{self.documents:<3} read  quotes {self.right_quotes:6}/{self.quotes:<6} "
            f"{precision:7.4f}  turns {self.right_turns:6}/{self.turns:<6} {turn_precision:7.4f}  "
            f"coverage {coverage:.3f}"
        )


def labelled_paragraphs(document: Document, roster: Roster) -> list[tuple[bool, str]] | None:
    """Return the paragraphs that are said, each with whether the host says it; None unless one asks and one answers."""
    turns = [turn for turn in split_turns(document, roster) if turn.speaker and turn.attribution != "inferred"]
    counts = Counter(turn.speaker for turn in turns)
    if len(counts) < 2 or sum(count for _, count in counts.most_common(2)) < _TWO_SPEAK_SHARE * len(turns):
        return None
    two = [name for name, _ in counts.most_common(2)]
    host = next((name for name in two if name in document.source.hosts), None)
    host = host or next((turn.speaker for turn in turns if turn.role == "host" and turn.speaker in two), None)
    if host is None:
        return None
    spoken = [(turn.speaker == host, _text(document, turn)) for turn in turns if turn.speaker in two]
    return [(is_host, part) for is_host, text in spoken for part in text.split("\n") if part.strip()]


def _text(document: Document, turn: Turn) -> str:
    return document.clean[turn.start : turn.end]


def hide_labels(paragraphs: Sequence[tuple[bool, str]], shape: str) -> tuple[str, list[Span]]:
    """Return a text without labels in a shape, and (start, end, whether it is the host's) of what is said in it."""
    if shape.endswith("cut anew"):
        return _cut_anew(paragraphs)
    _, question, answer = SHAPES[shape]
    parts: list[str] = [_wrapped(shape, _EDITORS[0])]
    spans: list[Span] = []
    length, number, was_host = len(parts[0]), 0, False
    for is_host, text in paragraphs:
        number += is_host and not was_host
        was_host = is_host
        text = text.replace("&", "and").replace("<", "(") if shape.startswith("page") else text
        is_lost = shape.endswith("lost") and number % 10 == 9
        before, after = (question if is_host and not is_lost else answer).replace("{number}", str(number)).split("{}")
        parts += ["\n\n", before, text, after]
        start = length + 2 + len(before)
        spans.append((start, start + len(text), is_host))
        length = start + len(text) + len(after)
    return "".join([*parts, "\n\n", _wrapped(shape, _EDITORS[1]), "\n"]), spans


def _cut_anew(paragraphs: Sequence[tuple[bool, str]]) -> tuple[str, list[Span]]:
    """Return the words in paragraphs that are not one person's, as programs make them that hear no speakers."""
    parts: list[str] = []
    spans: list[Span] = []
    length = in_paragraph = 0
    for is_host, text in paragraphs:
        for start, end in split_sentences(text):
            separator = "\n\n" if in_paragraph > _CUT_ANEW_CHARACTERS else " " * bool(parts)
            in_paragraph = (0 if separator == "\n\n" else in_paragraph) + end - start
            parts += [separator, text[start:end]]
            spans.append((length + len(separator), length + len(separator) + end - start, is_host))
            length += len(separator) + end - start
    return "".join(parts), spans


def _wrapped(shape: str, text: str) -> str:
    return f"<p>{text}</p>" if shape.startswith("page") else text


def score(paragraphs: Sequence[tuple[bool, str]], shape: str) -> Score:
    """Return how the words of one interview are attributed in one shape."""
    raw, spans = hide_labels(paragraphs, shape)
    suffix = SHAPES[shape][0]
    source = Source(
        id="hidden",
        title="hidden",
        link=None,
        link_kind=None,
        hosts=(_HOST,),
        guests=(_GUEST,),
        suffix=suffix,
        quotes_of_nobody=shape.startswith("nothing"),
    )
    result = Score(documents=1, guest_characters=sum(end - start for start, end, is_host in spans if not is_host))
    document = parse_document(raw, source)
    try:
        cut = extract_document(document, Roster())
    except CorpusError:
        return result
    result.read_documents = 1
    turns = _proposals(document) if shape.startswith("nothing") else [turn for turn in cut.turns if turn.speaker]
    for turn in turns:
        start, end = document.raw_span(turn.start, turn.end)
        is_right = _is_right(spans, start, end, is_host=turn.speaker == _HOST)
        result.turns += 1
        result.right_turns += is_right
        if is_right and turn.speaker == _GUEST:
            result.found_characters += end - start
        level = max(level for level in _LEVELS if level <= turn.confidence)
        result.by_confidence[level][0] += 1
        result.by_confidence[level][1] += is_right
    for quote in (quote for quote in cut.quotes if quote.speaker):
        result.quotes += 1
        result.right_quotes += _is_right(spans, quote.raw_start, quote.raw_end, is_host=quote.speaker == _HOST)
    return result


def _proposals(document: Document) -> list[Turn]:
    """Return as turns the answers that are proposed where nothing is attributed."""
    blocks = (document.blocks[number] for number in sorted(proposed_answers(document)))
    return [Turn(start=block.start, end=block.end, speaker=_GUEST, confidence=0.0) for block in blocks]


def _is_right(spans: Sequence[Span], start: int, end: int, *, is_host: bool) -> bool:
    """Tell whether all of a stretch is said by who it is given to."""
    first = max(bisect_right(spans, start, key=lambda span: span[0]) - 1, 0)
    touched = [span for span in spans[first : first + 40] if span[0] < end and start < span[1]]
    return bool(touched) and all(span[2] == is_host for span in touched)


def main(arguments: Sequence[str]) -> int:
    """Print the scores of each shape and language, and how often each level of confidence is right."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.hidden_labels")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--shape", action="append", choices=list(SHAPES))
    options = parser.parse_args(arguments)
    scores: dict[tuple[str, str], Score] = {}
    for language, shape, result in _results(options.paths, options.shape or list(SHAPES)):
        scores.setdefault((shape, language), Score()).add(result)
    for (shape, language), total in sorted(scores.items()):
        sys.stdout.write(f"{shape:18} {language}  {total.line()}\n")
    sys.stdout.write("\nconfidence of turns, and how many are right\n")
    for level in _LEVELS:
        counts = [score.by_confidence[level] for score in scores.values() if level in score.by_confidence]
        if total := sum(count for count, _ in counts):
            right = sum(right for _, right in counts)
            sys.stdout.write(f"{level:.2f}+  {right:6}/{total:<6} {right / total:.4f}\n")
    return 0


def _results(paths: Sequence[Path], shapes: Sequence[str]) -> Iterator[tuple[str, str, Score]]:
    corpus = read_documents(paths)
    for document in corpus.documents:
        try:
            paragraphs = labelled_paragraphs(document, corpus.roster)
        except CorpusError as error:
            sys.stderr.write(f"{error}\n")
            continue
        if paragraphs is None:
            sys.stderr.write(f"{document.source.id}: not one who asks and one who answers\n")
            continue
        for shape in shapes:
            yield text_language(document.clean), shape, score(paragraphs, shape)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
