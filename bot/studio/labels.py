"""The labelled set of a data folder: a line of JSON a question, which judges add to and people may edit by hand."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.operations.learning import LABELS
from bot.studio.lines_file import Lines, change_lines, read_lines
from bot.studio.verdicts import Decision, decided, question_key, verdict_on
from index.errors import QuotebotError
from index.evaluate import LabelledQuestion, LineError, LineProblem, parse_label

_MARK_CHARACTERS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A line that can be read: its number, its bytes, its record, and what evaluation makes of that."""

    number: int
    line: bytes
    record: Mapping[str, Any]
    labelled: LabelledQuestion

    @property
    def mark(self) -> str:
        """What tells this line from what somebody else makes of it."""
        return hashlib.sha256(self.line).hexdigest()[:_MARK_CHARACTERS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """All lines that count, by the key of their question, and each that does not, with the reason."""

    by_key: Mapping[str, Label]
    problems: tuple[LineProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a decision did to the file: the line of a question before, None where there was none, and after."""

    before: bytes | None
    after: bytes


class JudgedMeanwhileError(QuotebotError):
    """Somebody else judged the question since it was shown; what they said stays.

    Attributes:
        who: They.
    """

    def __init__(self, who: str) -> None:
        super().__init__(f"{who or 'somebody'} judged this question meanwhile; that stays")
        self.who = who


class LabelsFile:
    """The labels in a data folder. What cannot be read in it stays as it is, byte for byte."""

    def __init__(self, data: Path) -> None:
        self.path = data / LABELS
        self._read: tuple[Lines, Labels] | None = None

    def read(self) -> Labels:
        """Return what is in the file now.

        Raises:
            StorageError: It cannot be read.
        """
        lines = read_lines(self.path)
        if self._read is None or self._read[0] != lines:
            self._read = (lines, parse_labels(lines, str(self.path)))
        return self._read[1]

    def decide(self, decision: Decision, mark: str) -> Written:
        """Add a decision to the label of its question, or make one, and return what that did to the file.

        Args:
            decision: Is merged with what is known of other quotes.
            mark: Of the label that whoever decided saw; "" where there was none.

        Raises:
            JudgedMeanwhileError: The label is another one by now, and says something else.
            StorageError: The file cannot be written, and is as it was.
        """
        written: list[Written] = []

        def add(lines: Lines) -> Lines:
            label = parse_labels(lines, str(self.path)).by_key.get(question_key(decision.question))
            after = _line(decided(label.record if label else None, decision))
            if label and label.mark != mark:
                if verdict_on(label.record, decision.passage) != decision.verdict:
                    raise JudgedMeanwhileError(str(label.record.get("who") or ""))
                after = label.line  # it was sent twice, or two people agree
            written.append(Written(before=label.line if label else None, after=after))
            if label is None:
                return [*lines, after]
            lines[label.number - 1] = after
            return lines

        change_lines(self.path, add)
        return written[0]

    def undo(self, written: Written) -> bool:
        """Put a line back as it was before a decision, and tell whether it was still as that left it.

        Raises:
            StorageError: The file cannot be written, and is as it was.
        """
        is_done: list[bool] = []

        def put_back(lines: Lines) -> Lines:
            is_done.append(written.after in lines)
            if not is_done[0]:
                return lines
            place = lines.index(written.after)
            return [*lines[:place], *([] if written.before is None else [written.before]), *lines[place + 1 :]]

        change_lines(self.path, put_back)
        return is_done[0]


def parse_labels(lines: Lines, path: str) -> Labels:
    """Return the labels in the lines of a file; of two on one question, the first counts."""
    by_key: dict[str, Label] = {}
    problems: list[LineProblem] = []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                label = _label(number, line)
                first = by_key.setdefault(question_key(label.labelled.question), label)
                if {*first.labelled.spans, *first.labelled.wrong} != {*label.labelled.spans, *label.labelled.wrong}:
                    raise LineError("said")
        except LineError as fault:
            problems.append(LineProblem(path=path, line=number, fault=fault))
    return Labels(by_key=by_key, problems=tuple(problems))


def _label(number: int, line: bytes) -> Label:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise LineError("encoding") from error
    labelled = parse_label(text)
    return Label(number=number, line=line, record=json.loads(text), labelled=labelled)


def _line(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")
