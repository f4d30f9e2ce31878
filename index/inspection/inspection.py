"""How one interview was read: its turns and quotes, whose they are and why, and what a person should look at."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from index.corpus.documents import read_document, read_roster, read_sources
from index.corpus.files import document_id_of
from index.corpus.people import Roster
from index.domain import Document, Language, Quote, Role, Turn
from index.errors import CorpusError
from index.evidence import Contradiction
from index.extraction import extract_document
from index.inspection.unattributed import Stretch, nobody_stretches
from index.quotes.repeats import without_repeats
from index.reading_notes import things_to_look_at
from index.text.language import document_languages


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who speaks in a document, with how many turns and quotes."""

    name: str
    role: Role
    turns: int
    quotes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """How a document was read.

    Attributes:
        document: As it was read.
        turns: In order, those without a speaker among them; none where it is refused.
        quotes: What would be indexed of it.
        nobody: The words that no quote is made of since nobody is named for them, in order.
        warnings: What a person should look at.
        contradicted: The quotes that are left out since the file says otherwise.
        refusal: Why it would not be indexed, and what to do; None where it would.
        listed: What sources.toml says about it.
    """

    document: Document
    turns: tuple[Turn, ...] = ()
    quotes: tuple[Quote, ...] = ()
    nobody: tuple[Stretch, ...] = ()
    warnings: tuple[str, ...] = ()
    contradicted: tuple[Contradiction, ...] = ()
    refusal: str | None = None
    listed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        """The language that most of the text is in."""
        return document_languages(self.document.clean, self.document.source.language)[0]

    @property
    def speakers(self) -> list[Speaker]:
        """Who speaks, those with most turns first."""
        turns = Counter(turn.speaker for turn in self.turns if turn.speaker)
        roles = {turn.speaker: turn.role for turn in self.turns}
        quotes = Counter(quote.speaker for quote in self.quotes)
        return [
            Speaker(name=name, role=roles[name], turns=count, quotes=quotes[name])
            for name, count in turns.most_common()
        ]

    @property
    def doubts(self) -> int:
        """How many places a person should look at: words of nobody, quotes left out, inferred speakers."""
        spans = {(turn.start, turn.end) for turn in self.doubtful_turns}
        others = [
            stretch for stretch in self.nobody if stretch.is_doubtful and (stretch.start, stretch.end) not in spans
        ]
        return len(spans) + len(others) + len(self.contradicted)

    @property
    def doubtful_turns(self) -> list[Turn]:
        """The turns that a person should look at: first those of nobody, then those that were inferred."""
        nameless = [turn for turn in self.turns if turn.speaker is None]
        inferred = [turn for turn in self.turns if turn.speaker and turn.attribution in ("inferred", "none")]
        return [*nameless, *sorted(inferred, key=lambda turn: (turn.confidence, turn.start))]


def inspect_file(file: Path, overrides: Mapping[str, Any]) -> Inspection:
    """Return how a file was read, with what is known about it in its folder.

    Args:
        file: An interview; it needs no link.
        overrides: Win over its table in sources.toml, by the same keys.

    Raises:
        CorpusError: It cannot be read or decoded, or a file beside it is broken.
    """
    roster, own_id = read_roster(file.parent), document_id_of(file)
    listed = read_sources(file.parent).get(own_id, {})
    try:
        document = read_document(file, {own_id: {**listed, **overrides}}, roster, needs_link=False)
    except CorpusError as error:
        raise error if file.name in str(error) else CorpusError(f"{file.name}: {error}") from error
    return replace(inspect_document(document, roster), listed=listed)


def inspect_document(document: Document, roster: Roster) -> Inspection:
    """Return how a document was read; no I/O."""
    try:
        cut = extract_document(document, roster)
    except CorpusError as error:
        nobody = tuple(nobody_stretches(document, [], roster))
        return Inspection(document=document, nobody=nobody, warnings=document.warnings, refusal=str(error))
    return Inspection(
        document=document,
        turns=tuple(cut.turns),
        quotes=tuple(without_repeats(cut.quotes)),
        nobody=tuple(nobody_stretches(document, cut.turns, roster)),
        warnings=tuple(things_to_look_at(document, cut.turns, cut.contradicted)),
        contradicted=tuple(cut.contradicted),
    )
