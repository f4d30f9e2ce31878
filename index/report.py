"""What became of each interview of a build, for a person to look at."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.domain import Source
from index.extraction import Extraction, Interview

_MOST_NAMED = 3  # of more that have one reason, only the first is named
_OWN = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|\d[\d,.]*")  # what differs in a reason from one file to the next


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What became of one document: turns and quotes of each speaker, and what a person should look at."""

    source: Source
    turns: Counter[str]
    quotes: Counter[str]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What was built: a report a document, and what could not be read, by file or document id."""

    sources: tuple[SourceReport, ...]
    quote_count: int
    failures: dict[str, str] = field(default_factory=dict)


def make_report(extraction: Extraction) -> BuildReport:
    """Return the report of what interviews came to."""
    quotes: dict[str, Counter[str]] = {}
    for quote in extraction.quotes:
        quotes.setdefault(quote.source.id, Counter())[quote.speaker] += 1
    sources = [_source_report(interview, quotes) for interview in extraction.interviews]
    return BuildReport(sources=tuple(sources), quote_count=len(extraction.quotes), failures=extraction.failures)


def _source_report(interview: Interview, quotes: dict[str, Counter[str]]) -> SourceReport:
    return SourceReport(
        source=interview.source,
        turns=Counter(interview.turn_counts),
        quotes=quotes.get(interview.source.id, Counter()),
        warnings=interview.warnings,
    )


def grouped(reasons: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield names with their reasons; of many with a reason of one kind, the first and how many others there are."""
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for name, reason in reasons:
        groups[_kind_of(reason, name)].setdefault(name, reason)
    for group in groups.values():
        if len(group) <= _MOST_NAMED:
            yield from group.items()
        else:
            first, reason = next(iter(group.items()))
            yield f"{first} and {len(group) - 1:,} others", reason


def _kind_of(reason: str, name: str) -> str:
    """Return a reason without what is of one file alone: its path, name and id, and what is quoted or counted."""
    for own in (name, Path(name).name, Path(name).stem):
        reason = reason.replace(own, "")
    return _OWN.sub("", reason)
