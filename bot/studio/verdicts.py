"""What a judge says of a quote, and what the label of its question comes to; a label is a line of `labels.jsonl`."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.state.fingerprints import folded_question
from index.domain import Quote
from index.evaluate import LabelledQuestion, answers_question, answers_wrongly, bare
from index.text.language import question_language

Verdict = Literal["right", "partly", "wrong", "nobody"]
Record = Mapping[str, Any]

VERDICTS: tuple[Verdict, ...] = ("right", "partly", "wrong", "nobody")
_GRADES = {"right": 3, "partly": 1}
_ID_CHARACTERS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a document, as labels hold them."""

    doc: str
    quote: str

    @classmethod
    def of(cls, quote: Quote) -> "Passage":
        """Return the passage that a quote is."""
        return cls(doc=quote.source.id, quote=quote.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one person said, of one quote, at an ISO time; `first` is the quote that stood first, None where none did.

    With "nobody" it is said of the question, and `passage` may be None.
    """

    question: str
    verdict: Verdict
    passage: Passage | None
    first: Passage | None
    who: str
    when: str


def decided(before: Record | None, decision: Decision) -> dict[str, Any]:
    """Return the label of a question after a decision, from that before, None where it has none yet.

    Beside what evaluation reads, `shown` holds the quotes that stood first and are not judged themselves: as long as
    one of them does, nobody is asked again.
    """
    record = {**_new(decision.question), **(before or {})}
    signature = {"who": decision.who, "when": decision.when}
    was_nobodys = before is not None and is_nobodys(before)
    lists = {name: _without(_entries(record, name), decision.passage) for name in ("answers", "wrong", "shown")}
    if decision.verdict == "nobody":
        lists["answers"], lists["wrong"] = [], []
    elif decision.passage and not (decision.verdict == "wrong" and was_nobodys):
        said = asdict(decision.passage) | signature
        if decision.verdict == "wrong":
            lists["wrong"].append(said)
        else:
            lists["answers"].append(said | {"grade": _GRADES[decision.verdict]})
    for passage in (decision.first, decision.passage):
        if passage and not any(_is(entry, passage) for entries in lists.values() for entry in entries):
            lists["shown"].append(asdict(passage))
    record |= lists | signature
    return {name: value for name, value in record.items() if value or name not in ("wrong", "shown")}


def verdict_on(record: Record, passage: Passage | None) -> Verdict | None:
    """Return what a label says of a quote, None where it says nothing; of None, whether nothing answers."""
    if is_nobodys(record):
        return "nobody"
    if passage is None:
        return None
    for entry in record["answers"]:
        if _is(entry, passage):
            return "partly" if entry["grade"] == _GRADES["partly"] else "right"
    return "wrong" if any(_is(entry, passage) for entry in record.get("wrong") or []) else None


def is_settled(record: Record, labelled: LabelledQuestion, first: Quote | None) -> bool:
    """Tell whether a label covers what a question comes to now, so that nobody need be asked again.

    Args:
        record: The label.
        labelled: The same, as evaluation reads it.
        first: The quote that stands first now, None where there is none.
    """
    shown = _entries(record, "shown")
    if first is None or (is_nobodys(record) and not shown):
        return True
    passage = Passage.of(first)
    if any(_is(entry, passage) for entry in (*shown, *_judged(record))):
        return True
    return answers_question(labelled, first) or answers_wrongly(labelled, first)


def is_nobodys(record: Record) -> bool:
    """Tell whether a label says that nothing answers the question."""
    return not record["answers"] and not record.get("wrong")


def question_key(question: str) -> str:
    """Return what tells a question from others, whatever its case, width, spaces and punctuation at the end."""
    return hashlib.sha256(folded_question(question).encode("utf-8", "replace")).hexdigest()[:_ID_CHARACTERS]


def _new(question: str) -> dict[str, Any]:
    language = "zh" if question_language(question) == "zh" else "en"
    identity = f"label-{question_key(question)}"
    return {"id": identity, "query": question, "lang": language, "type": "label", "answers": []}


def _judged(record: Record) -> Iterator[Record]:
    yield from record["answers"]
    yield from record.get("wrong") or []


def _entries(record: Record, name: str) -> list[Any]:
    """Return a list of a label; what somebody wrote there by hand may be none."""
    entries = record.get(name)
    return entries if isinstance(entries, list) else []


def _without(entries: list[Any], passage: Passage | None) -> list[Any]:
    return [entry for entry in entries if not (passage and _is(entry, passage))]


def _is(entry: object, passage: Passage) -> bool:
    """Tell whether an entry of a label is a passage; what somebody wrote there by hand may be anything."""
    if not isinstance(entry, dict):
        return False
    return entry.get("doc") == passage.doc and bare(str(entry.get("quote"))) == bare(passage.quote)
