"""What became of each interview of a build, for a person to look at."""

from collections import Counter
from dataclasses import dataclass, field

from index.domain import Source
from index.extraction import Extraction, Interview


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
