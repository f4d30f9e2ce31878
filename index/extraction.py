"""From interviews to everything that is said in them: quotes, questions, who speaks, and what failed.

What its own file contradicts is no quote.
"""

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from index.corpus.documents import Corpus
from index.corpus.people import Roster
from index.domain import Document, Language, Quote, Source, Turn
from index.errors import CorpusError
from index.evidence import Contradiction, contradictions
from index.quotes import asked_questions, cut_quotes
from index.quotes.repeats import without_repeats
from index.reading_notes import things_to_look_at
from index.turns import split_turns
from index.turns.introductions import Introduction, introductions


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """What one document came to: all that an index needs of it, and so little that ten thousand fit into memory.

    Attributes:
        source: What is known about it.
        fingerprint: A hash of its text, of what is known about it and of its turns file.
        packed_texts: Its raw and its clean text, see `texts`.
        quotes: In order; what its file contradicts is none.
        questions: That anybody asks in it, in order, each behind its language.
        turn_counts: Of each speaker.
        warnings: What a person should look at.
        introductions: What it says that people are.
        failure: Why nothing is taken from it; None where something is.
    """

    source: Source
    fingerprint: str
    packed_texts: bytes = field(repr=False)
    quotes: tuple[Quote, ...] = ()
    questions: tuple[tuple[Language, str], ...] = ()
    turn_counts: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    introductions: tuple[Introduction, ...] = ()
    failure: str | None = None

    def texts(self) -> tuple[str, str]:
        """Return the raw and the clean text."""
        raw, clean = json.loads(zlib.decompress(self.packed_texts))
        return raw, clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What interviews came to.

    `interviews` have their own quotes, `quotes` all that are left when each is there once; `failures` has a reason by
    file or id.
    """

    interviews: tuple[Interview, ...] = ()
    quotes: tuple[Quote, ...] = ()
    roster: Roster = field(default_factory=Roster)
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def questions(self) -> list[tuple[Language, str]]:
        """Every question that anybody asks in them, each behind its language."""
        return [question for interview in self.interviews for question in interview.questions]

    @property
    def corpus_hash(self) -> str:
        """What `corpus_hash` says of the same documents."""
        return combined_hash((interview.fingerprint for interview in self.interviews), self.roster)


def extract_corpus(corpus: Corpus) -> Extraction:
    """Return the quotes of all documents, each once; one document's failure does not stop the others."""
    interviews = [extract_interview(document, corpus.roster) for document in corpus.documents]
    return make_extraction(interviews, corpus.roster, corpus.failures)


def make_extraction(interviews: Sequence[Interview], roster: Roster, failures: Mapping[str, str]) -> Extraction:
    """Return what interviews come to together, and the files that could not be read."""
    failed = {interview.source.id: interview.failure for interview in interviews if interview.failure}
    return Extraction(
        interviews=tuple(interviews),
        quotes=tuple(without_repeats([quote for interview in interviews for quote in interview.quotes])),
        roster=roster,
        failures={**failures, **failed},
    )


def extract_interview(document: Document, roster: Roster) -> Interview:
    """Return what one document comes to, or why nothing is taken from it."""
    bare = packed(document)
    try:
        cut = extract_document(document, roster)
    except CorpusError as error:
        return replace(bare, failure=str(error))
    speaking = list(dict.fromkeys(quote.speaker for quote in cut.quotes if quote.speaker))
    return replace(
        bare,
        quotes=tuple(cut.quotes),
        questions=tuple(asked_questions(document, cut.turns)),
        turn_counts=Counter(turn.speaker or "" for turn in cut.turns if turn.speaker or turn.is_unlabelled),
        warnings=tuple(things_to_look_at(document, cut.turns, cut.contradicted)),
        introductions=tuple(introductions(document, roster, speaking)),
    )


def packed(document: Document) -> Interview:
    """Return a document as an interview that nothing was taken from yet."""
    texts = zlib.compress(json.dumps([document.raw, document.clean]).encode(), 1)
    return Interview(source=document.source, fingerprint=fingerprint(document), packed_texts=texts)


@dataclass(frozen=True, slots=True)
class DocumentExtraction:
    """What one document came to: turns, quotes that its file does not contradict, and what it does contradict."""

    turns: list[Turn]
    quotes: list[Quote]
    contradicted: list[Contradiction]


def extract_document(document: Document, roster: Roster) -> DocumentExtraction:
    """Return the turns and quotes of one document.

    Raises:
        CorpusError: Nobody speaks in it, or its turns file does not fit it.
    """
    turns = split_turns(document, roster)
    quotes = cut_quotes(document, turns)
    contradicted = contradictions(document, quotes, roster)
    left_out = {contradiction.quote.id for contradiction in contradicted}
    return DocumentExtraction(turns, [quote for quote in quotes if quote.id not in left_out], contradicted)


def corpus_hash(corpus: Corpus) -> str:
    """Return a hash of the documents' texts, of what is known about them and of who speaks; not of where they are."""
    return combined_hash(map(fingerprint, corpus.documents), corpus.roster)


def fingerprint(document: Document) -> str:
    """Return a hash of a document's text, of what is known about it and of its turns file, not of where they are."""
    curation = document.curation and replace(document.curation, path="")
    digest = hashlib.sha256()
    for part in (json.dumps(asdict(document.source)), document.raw, repr(curation)):
        digest.update(hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest())
    return digest.hexdigest()[:32]


def combined_hash(fingerprints: Iterable[str], roster: Roster) -> str:
    """Return a hash of documents with these fingerprints, and of who speaks."""
    digest = hashlib.sha256("".join(fingerprints).encode())
    digest.update(repr(sorted(roster.by_alias.items())).encode())
    digest.update(repr(sorted((name, person.roles) for name, person in roster.people.items())).encode())
    digest.update(repr(sorted(roster.removed)).encode())
    return digest.hexdigest()[:16]
