"""The proof: every quote of a generation against the files it came from."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.corpus.documents import Corpus
from index.domain import Document, Quote, Turn
from index.errors import CorpusError
from index.evidence import contradictions
from index.formats import reference_at
from index.turns import split_turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How many quotes were checked, and each one that failed with the reason."""

    quote_count: int
    problems: tuple[tuple[Quote, str], ...]


def verify_quotes(quotes: Sequence[Quote], corpus: Corpus) -> Verdict:
    """Check every quote against the files as they are now.

    A quote is sound when each of its characters stands in the file at its offset in this order, with nothing
    but markup and white space between; when it lies inside one turn, and that turn is said by its speaker;
    when it has the link that is listed for it, if there is one; and when nothing in the raw file contradicts it, which
    is looked up apart from the readers.
    """
    documents = {document.source.id: document for document in corpus.documents}
    turns: dict[str, list[Turn] | str] = {}
    for name, document in documents.items():
        try:
            turns[name] = split_turns(document, corpus.roster)
        except CorpusError as error:
            turns[name] = str(error)
    reasons = {}
    for quote in quotes:
        if reason := _problem(quote, documents.get(quote.source.id), turns.get(quote.source.id, [])):
            reasons[quote.id] = reason
    reasons |= _contradiction_reasons([quote for quote in quotes if quote.id not in reasons], documents, corpus)
    problems = tuple((quote, reasons[quote.id]) for quote in quotes if quote.id in reasons)
    return Verdict(quote_count=len(quotes), problems=problems)


def _contradiction_reasons(
    quotes: Sequence[Quote], documents: Mapping[str, Document], corpus: Corpus
) -> dict[str, str]:
    """Return the reason by id of the quotes that their own file contradicts."""
    by_document: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        by_document[quote.source.id].append(quote)
    return {
        contradiction.quote.id: str(contradiction)
        for name, own in by_document.items()
        for contradiction in contradictions(documents[name], own, corpus.roster)
    }


def _problem(quote: Quote, document: Document | None, turns: list[Turn] | str) -> str | None:
    """Return what is wrong with a quote, or None."""
    if document is None:
        return "its document is gone or cannot be read"
    if isinstance(turns, str):
        return turns
    if document.clean[quote.start : quote.end] != quote.text:
        return "its words do not stand in the document where they did"
    if not _stands_in_raw(quote, document):
        return "its words are not the file's"
    holding = [turn for turn in turns if turn.start <= quote.start and quote.end <= turn.end]
    if [turn.speaker or "" for turn in holding] != [quote.speaker]:
        return f"the document does not give these words to {quote.speaker or 'nobody'}"
    if quote.source.link == "" or document.source.link != quote.source.link:
        return "its link is missing or has changed"
    return None


def _stands_in_raw(quote: Quote, document: Document) -> bool:
    """Tell whether the raw characters at the quote's offsets are its own, in order and between its raw ends."""
    offsets = document.raw_offsets[quote.start : quote.end]
    if document.raw_span(quote.start, quote.end) != (quote.raw_start, quote.raw_end):
        return False
    in_order = all(before < after for before, after in pairwise(offsets))
    return in_order and all(
        _is_at(document, offset, character) for offset, character in zip(offsets, quote.text, strict=True)
    )


def _is_at(document: Document, offset: int, character: str) -> bool:
    """Tell whether the raw text holds a character, white space for a space, or what stands for either ("&#8217;")."""
    reference = reference_at(document.raw, offset, document.source.suffix)
    written = reference[0] if reference else document.raw[offset]
    return written == character or (character == " " and written.isspace())


def count_by_source(quotes: Sequence[Quote]) -> Counter[str]:
    """Return the number of quotes a source id."""
    return Counter(quote.source.id for quote in quotes)
