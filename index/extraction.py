"""From a corpus to everything that is said in it: turns, quotes, questions, and what failed.

What its own file contradicts is no quote.
"""

from dataclasses import dataclass, field

from index.corpus.documents import Corpus
from index.corpus.people import Roster
from index.domain import Document, Quote, Turn
from index.errors import CorpusError
from index.evidence import Contradiction, contradictions
from index.quotes import asked_questions, cut_quotes
from index.quotes.repeats import without_repeats
from index.turns import split_turns


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a corpus came to.

    `turns` has the turns of each document by id, `contradicted` what was left out of it because the file says
    otherwise; `failures` has a reason by file or id.
    """

    quotes: list[Quote] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    turns: dict[str, list[Turn]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    contradicted: dict[str, list[Contradiction]] = field(default_factory=dict)


def extract_corpus(corpus: Corpus) -> Extraction:
    """Return the quotes of all documents, each once; one document's failure does not stop the others."""
    extraction = Extraction(failures=dict(corpus.failures))
    quotes: list[Quote] = []
    for document in corpus.documents:
        try:
            own = extract_document(document, corpus.roster)
        except CorpusError as error:
            extraction.failures[document.source.id] = str(error)
            continue
        extraction.turns[document.source.id] = own.turns
        extraction.contradicted[document.source.id] = own.contradicted
        extraction.questions.extend(asked_questions(document, own.turns))
        quotes += own.quotes
    extraction.quotes.extend(without_repeats(quotes))
    return extraction


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
