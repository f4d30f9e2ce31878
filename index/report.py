"""What became of each interview of a build, for a person to look at."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.corpus.documents import Corpus
from index.cutting import Cut
from index.domain import Document, Source, Turn


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


def make_report(corpus: Corpus, cut: Cut) -> BuildReport:
    """Return the report of a corpus that was cut into quotes."""
    sources = [_source_report(document, cut) for document in corpus.documents if document.source.id in cut.turns]
    return BuildReport(sources=tuple(sources), quote_count=len(cut.quotes), failures=cut.failures)


def _source_report(document: Document, cut: Cut) -> SourceReport:
    turns = cut.turns[document.source.id]
    return SourceReport(
        source=document.source,
        turns=Counter(turn.speaker for turn in turns if turn.speaker),
        quotes=Counter(quote.speaker for quote in cut.quotes if quote.source.id == document.source.id),
        warnings=tuple(things_to_look_at(document, turns)),
    )


def things_to_look_at(document: Document, turns: Sequence[Turn]) -> list[str]:
    """Return what a person should look at: listed people who say nothing, turns that nobody may be named for."""
    speakers = {turn.speaker for turn in turns}
    source = document.source
    listed = (*source.hosts, *source.guests)
    warnings = [f"{name} is listed but says nothing" for name in listed if name not in speakers]
    unlisted = sorted(name for name in speakers - {None, *listed} if name)
    if listed and unlisted:
        warnings.append(f"not listed as host or guest: {', '.join(unlisted)}")
    if not source.hosts:
        warnings.append("no hosts listed; who asks was told from the questions")
    unnamed = sum(turn.speaker is None for turn in turns)
    if unnamed:
        warnings.append(f"{unnamed} {'stretch' if unnamed == 1 else 'stretches'} of words that nobody is named for")
    return warnings
