"""Questions with their right answers, as a file of JSON lines holds them."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

from index.domain import Language
from index.errors import CorpusError
from index.evaluate.line_problems import LineError, LineProblem
from index.text.language import text_language

GOOD = 2  # the grade from which a hit counts as right
_GRADES = (1, 2, 3)
_MOST_NAMED = 3
_IGNORED = re.compile(r"[\s*]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A text that answers a question, in the document whose id begins with `document`; grade 3 is exact."""

    document: str
    text: str
    grade: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledQuestion:
    """A question with every span that a fair judge accepts, and some that one rejects; neither: nothing answers it."""

    id: str
    question: str
    language: Language
    type: str
    spans: tuple[Span, ...]
    speaker: str | None = None
    wrong: tuple[Span, ...] = ()

    @property
    def has_right_answer(self) -> bool:
        """Whether an answer is known that counts as right."""
        return any(span.grade >= GOOD for span in self.spans)

    @property
    def is_open(self) -> bool:
        """Whether only wrong or half right answers are known: nobody has said yet what is right, if anything is."""
        return not self.has_right_answer and bool(self.spans or self.wrong)

    @property
    def is_unanswerable(self) -> bool:
        """Whether it is known that nothing answers it."""
        return not self.spans and not self.is_open

    @property
    def answer_languages(self) -> frozenset[Language]:
        """The languages in which it has a good answer; none for a question that nothing answers."""
        return frozenset(text_language(span.text) for span in self.spans if span.grade >= GOOD)

    @property
    def direction(self) -> str | None:
        """The language of the question and of its answers, such as "zh-en" or "en-both"."""
        languages = self.answer_languages
        if not languages:
            return None
        return f"{self.language}-{'both' if len(languages) > 1 else min(languages)}"


def parse_labelled(text: str, path: str) -> tuple[list[LabelledQuestion], list[LineProblem]]:
    """Return the labelled questions of a JSON-lines text, and a problem for each line that counts for nothing.

    Raises:
        CorpusError: There is none; names some lines.
    """
    questions, problems = parse_lines(text, path)
    if not questions:
        shape = "each line is a JSON object with id, query, lang, type and answers"
        more = len(problems) - _MOST_NAMED
        others = [f"and {more:,} more"] if more > 0 else []
        named = map(str, problems[:_MOST_NAMED])
        raise CorpusError("; ".join([f"{path}: no labelled questions; {shape}", *named, *others]))
    return questions, problems


def parse_lines(text: str, path: str) -> tuple[list[LabelledQuestion], list[LineProblem]]:
    """Return the labelled questions of a JSON-lines text, if any, and a problem for each line that counts for nothing.

    Of two lines that say different things of a question, the first counts.
    """
    questions: dict[str, LabelledQuestion] = {}
    said: dict[str, object] = {}
    problems: list[LineProblem] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            question = parse_label(line)
            if question.id in questions:
                raise LineError("same_id", value=repr(question.id))
            answers = {*question.spans, *question.wrong}
            if said.setdefault(question.question, answers) != answers:
                raise LineError("said")
            questions[question.id] = question
        except LineError as fault:
            problems.append(LineProblem(path=path, line=number, fault=fault))
    return list(questions.values()), problems


def parse_label(line: str) -> LabelledQuestion:
    """Return the labelled question of one line.

    Raises:
        LineError: It cannot be read; says why.
    """
    return _labelled(_record(line))


def within(questions: Iterable[LabelledQuestion], document_ids: Collection[str]) -> Iterator[LabelledQuestion | None]:
    """Yield each question with the answers that are in these documents, None where it had some and none is.

    What is asked of interviews that are gone can be answered by nobody, and tells nothing about those that are there.
    """
    is_there = cache(lambda document: any(name.startswith(document) for name in document_ids))
    for question in questions:
        spans = tuple(span for span in question.spans if is_there(span.document))
        yield replace(question, spans=spans) if spans or not question.spans else None


def bare(text: str) -> str:
    """Return a text as spans are compared: without white space and asterisks."""
    return _IGNORED.sub("", text)


def _record(line: str) -> dict[str, Any]:
    try:
        line.encode()
        record = json.loads(line)
        json.dumps(record, ensure_ascii=False).encode()  # an escape may be half a character
    except UnicodeEncodeError as error:
        raise LineError("encoding") from error
    except json.JSONDecodeError as error:
        raise LineError("json", column=error.colno) from error
    except RecursionError as error:
        raise LineError("depth") from error
    except ValueError as error:
        raise LineError("digits") from error
    if not isinstance(record, dict):
        raise LineError("object")
    return record


def _labelled(record: Mapping[str, Any]) -> LabelledQuestion:
    answers = record.get("answers")
    if record.get("lang") not in ("en", "zh"):
        raise LineError("language", value=repr(record.get("lang")))
    if not isinstance(answers, list) or not all(isinstance(answer, dict) for answer in answers):
        raise LineError("answers")
    identity = record.get("id")
    if not isinstance(identity, str | int):
        raise LineError("id")
    return LabelledQuestion(
        id=str(identity),
        question=_text(record, "query"),
        language=cast(Language, record["lang"]),
        type=_text(record, "type"),
        spans=tuple(_span(answer) for answer in answers),
        speaker=record.get("speaker"),
        wrong=tuple(_wrong(record.get("wrong", []))),
    )


def _wrong(records: object) -> list[Span]:
    """Return the spans that do not answer; their grade is 0."""
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise LineError("wrong")
    return [Span(document=_text(record, "doc"), text=bare(_text(record, "quote")), grade=0) for record in records]


def _span(record: Mapping[str, Any]) -> Span:
    if record.get("grade") not in _GRADES:
        raise LineError("grade", value=repr(record.get("grade")))
    return Span(document=_text(record, "doc"), text=bare(_text(record, "quote")), grade=record["grade"])


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise LineError("text", key=key, value=repr(value))
    return value
