"""How a document is read with the turns file that it has: what a person looks at who corrects it."""

from dataclasses import dataclass, replace

from index.corpus.curation import parse_curation
from index.corpus.people import Roster
from index.inspection.inspection import Inspection, inspect_document
from index.inspection.passages import Passage, passages_of
from index.inspection.turns_file import Entry, file_entries, turns_file_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document in passages, beside its turns file.

    Attributes:
        inspection: How it was read.
        roster: Who can speak.
        turns: The text of its turns file, "" where it has none.
        path: Where that is, or would be.
        entries: What stands in that file, and each turn that is read otherwise, in order.
        passages: All of it, in order.
    """

    inspection: Inspection
    roster: Roster
    turns: str
    path: str
    entries: tuple[Entry, ...]
    passages: tuple[Passage, ...]

    @property
    def is_by_hand(self) -> bool:
        """Whether the turns file was written by hand: it lists what a person decided, and nothing else."""
        curation = self.inspection.document.curation
        return bool(self.turns) and not (curation and curation.lists_all_turns)

    def passage(self, start: int) -> Passage | None:
        """Return the passage that begins at a place of the clean text, None where none does."""
        return next((passage for passage in self.passages if passage.start == start), None)

    def passage_at(self, position: int) -> Passage | None:
        """Return the passage that a place of the clean text is in, None where it is in none."""
        spans = ((start, end, passage) for passage in self.passages for start, end in passage.pieces)
        return next((passage for start, end, passage in spans if start <= position < end), None)

    def before(self, passage: Passage) -> Passage | None:
        """Return the one that the turns file lists before a passage, None before the first."""
        earlier = [other for other in self.passages if other.start < passage.start and other.entry]
        return earlier[-1] if earlier else None


def reading_of(inspection: Inspection, roster: Roster, turns: str, path: str) -> Reading:
    """Return how a document is read.

    Raises:
        CorpusError: The turns file does not fit it; names the line.
    """
    entries = tuple(file_entries(inspection, roster, turns))
    return Reading(
        inspection=inspection,
        roster=roster,
        turns=turns,
        path=path,
        entries=entries,
        passages=tuple(passages_of(inspection, entries, roster)),
    )


def read_again(reading: Reading, turns: str) -> Reading:
    """Return how the same document is read with another turns file, laid out as `quotebot curate --again` does.

    Raises:
        CorpusError: It is no turns file, or does not fit the document.
    """
    document = replace(reading.inspection.document, curation=parse_curation(turns, reading.path, reading.roster))
    inspection = replace(inspect_document(document, reading.roster), listed=reading.inspection.listed)
    curation = inspection.document.curation
    if curation and curation.lists_all_turns:
        turns = turns_file_text(inspection, reading.roster, turns)
        # The same decisions, on other lines.
        document = replace(inspection.document, curation=parse_curation(turns, reading.path, reading.roster))
        inspection = replace(inspection, document=document)
    return reading_of(inspection, reading.roster, turns, reading.path)
