"""The proof: every quote of a generation against the files it came from."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

from index.corpus.documents import Corpus, CorpusFiles
from index.corpus.people import Roster
from index.domain import Document, Quote, Turn
from index.errors import CorpusError
from index.evidence import contradictions
from index.formats import reference_at
from index.turns import split_turns

Progress = Callable[[int, int], None]  # with interviews that are done, and interviews in all


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How many quotes were checked, and each one that failed with the reason."""

    quote_count: int
    problems: tuple[tuple[Quote, str], ...]


def verify_files(quotes: Sequence[Quote], files: CorpusFiles, progress: Progress) -> Verdict:
    """Check every quote against the files as they are now, one interview at a time.

    Args:
        quotes: Of any number of interviews.
        files: Where these lie.
        progress: Told how many are done, as often as one is.
    """
    return _verify(quotes, _readable(files, progress), files.roster)


def verify_quotes(quotes: Sequence[Quote], corpus: Corpus) -> Verdict:
    """Check every quote against its document.

    A quote is sound when each of its characters stands in the file at its offset in this order, with nothing
    but markup and white space between; when it lies inside one turn, and that turn is said by its speaker;
    when it has the link that is listed for it, if there is one; and when nothing in the raw file contradicts it, which
    is looked up apart from the readers.
    """
    return _verify(quotes, corpus.documents, corpus.roster)


def _readable(files: CorpusFiles, progress: Progress) -> Iterator[Document]:
    for number, (_, file) in enumerate(files.files):
        progress(number, len(files.files))
        with suppress(CorpusError):  # its quotes then have no document
            yield files.read(file)
    progress(len(files.files), len(files.files))


def _verify(quotes: Sequence[Quote], documents: Iterable[Document], roster: Roster) -> Verdict:
    unseen: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        unseen[quote.source.id].append(quote)
    reasons: dict[str, str] = {}
    for document in documents:
        reasons |= _reasons(unseen.pop(document.source.id, []), document, roster)
    for own in unseen.values():
        reasons |= {quote.id: "its document is gone or cannot be read" for quote in own}
    problems = tuple((quote, reasons[quote.id]) for quote in quotes if quote.id in reasons)
    return Verdict(quote_count=len(quotes), problems=problems)


def _reasons(quotes: Sequence[Quote], document: Document, roster: Roster) -> dict[str, str]:
    """Return what is wrong with quotes of one document, by id; nothing of those that are sound."""
    if not quotes:
        return {}
    try:
        turns = split_turns(document, roster)
    except CorpusError as error:
        return {quote.id: str(error) for quote in quotes}
    reasons = {quote.id: reason for quote in quotes if (reason := _problem(quote, document, turns))}
    others = [quote for quote in quotes if quote.id not in reasons]
    return reasons | {own.quote.id: str(own) for own in contradictions(document, others, roster)}


def _problem(quote: Quote, document: Document, turns: Sequence[Turn]) -> str | None:
    """Return what is wrong with a quote, or None."""
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
