"""Questions that the operator wants judged: typed or pasted into the page, a line each, and kept until they are."""

from dataclasses import dataclass
from pathlib import Path

from bot.operations.learning import OWN_QUESTIONS
from bot.studio.lines_file import Lines, change_lines, read_lines
from bot.studio.verdicts import question_key
from index.errors import UnaskableError
from index.search import usable_question

LONGEST_CHARACTERS = 1000
"""So much of a question is searched; a longer line is no question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of a text: how many of its lines are new questions, were there before, and are none."""

    new: int
    known: int
    unusable: int


class OwnQuestions:
    """`questions-to-judge.txt` in a data folder, which may be edited by hand as well."""

    def __init__(self, data: Path) -> None:
        self.path = data / OWN_QUESTIONS

    def read(self) -> list[str]:
        """Return the questions, in order.

        Raises:
            StorageError: The file cannot be read.
        """
        lines = (line.decode("utf-8", "replace") for line in read_lines(self.path))
        return [line for line in lines if _is_question(line)]

    def add(self, text: str) -> Taken:
        """Add a question for each line that is one and is not there yet.

        Raises:
            StorageError: The file cannot be written, and is as it was.
        """
        lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        asked: dict[str, str] = {}
        for line in filter(_is_question, lines):
            asked.setdefault(question_key(line), line)
        new: list[str] = []

        def append(before: Lines) -> Lines:
            there = {question_key(line.decode("utf-8", "replace")) for line in before}
            new[:] = [line for key, line in asked.items() if key not in there]
            return [*before, *(line.encode("utf-8", "replace") for line in new)]

        change_lines(self.path, append)
        unusable = sum(not _is_question(line) for line in lines)
        return Taken(new=len(new), known=len(lines) - unusable - len(new), unusable=unusable)


def _is_question(line: str) -> bool:
    if len(line) > LONGEST_CHARACTERS:
        return False
    try:
        return bool(usable_question(line))
    except UnaskableError:
        return False
