"""The labelled questions that figures are about: those of the data folder, or those in a file that is named."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.operations.learning import LABELS
from index.corpus.documents import read_lines
from index.errors import CorpusError
from index.evaluate import LabelledQuestion, LineProblem, label_key, parse_lines, within


@dataclass(frozen=True, kw_only=True)
class LabelledFile:
    """What a file of labelled questions holds.

    Attributes:
        path: The file.
        questions: Those that can be measured, by the key of their label: with a right answer, or that nothing answers.
        open_count: How many questions are beside them of which only wrong answers are known.
        problems: Each line that counts for nothing, and why.
        missing: Whether there is no such file, or no line in it.
    """

    path: Path
    questions: dict[str, LabelledQuestion]
    open_count: int = 0
    problems: tuple[LineProblem, ...] = ()
    missing: bool = False

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of the labels."""
        return frozenset(self.questions)

    def within(self, document_ids: Collection[str]) -> dict[str, LabelledQuestion]:
        """Return the questions that can be answered, or refused, by these documents, each with its answers there."""
        kept = zip(self.questions, within(self.questions.values(), document_ids), strict=True)
        return {key: question for key, question in kept if question}


def read_labelled_file(named: str, data: Path) -> LabelledFile:
    """Return the labelled questions of the file that is named, of the data folder's own where none is.

    Raises:
        CorpusError: There is no such file, or no text in it.
    """
    path = _path(named) if named else data / LABELS
    if not named and not path.exists():
        return LabelledFile(path=path, questions={}, missing=True)
    text = read_lines(path)
    if not text.strip():
        return LabelledFile(path=path, questions={}, missing=True)
    questions, problems = parse_lines(text, path.name)
    measured = {label_key(question): question for question in questions if not question.is_open}
    return LabelledFile(
        path=path, questions=measured, open_count=len(questions) - len(measured), problems=tuple(problems)
    )


def _path(named: str) -> Path:
    """Return the path that somebody typed.

    Raises:
        CorpusError: No file can be called so.
    """
    try:
        path = Path(named).expanduser()
        path.stat()
    except (ValueError, RuntimeError) as error:
        raise CorpusError(f"no file can be called {named!r} ({error}); name another") from error
    except OSError:  # what reads it says so
        pass
    return path
