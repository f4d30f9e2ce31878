"""Whether quotes stand word for word in their documents, and which of the candidates are shown."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from index.advice import quotebot
from index.answer import Match
from index.domain import Quote
from index.errors import IndexDamagedError
from index.storage.generations import Generation

_DOCUMENTS_IN_MEMORY = 64


class VerbatimCheck:
    """Holds quotes of a generation against its documents, of which those that were read last stay in memory."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._clean_document = lru_cache(maxsize=_DOCUMENTS_IN_MEMORY)(self._read)

    def is_verbatim(self, quote: Quote) -> bool:
        """Tell whether a quote stands word for word in its document.

        Raises:
            IndexDamagedError: The document cannot be read.
        """
        return self._clean_document(quote.source.id)[quote.start : quote.end] == quote.text

    def _read(self, document_id: str) -> str:
        try:
            return self._generation.clean_document(document_id)
        except (OSError, ValueError) as error:
            raise IndexDamagedError(
                f"the index in '{self._generation.folder}' cannot be read ({error}); run: {quotebot('index')}"
            ) from error


def pick_matches(candidates: Iterable[Match], count: int, is_verbatim: Callable[[Quote], bool]) -> list[Match]:
    """Return up to `count` candidates, given best first, that are verbatim and do not overlap with a better one."""
    picked: list[Match] = []
    for match in candidates:
        if any(_overlap(match.quote, other.quote) for other in picked):
            continue
        if is_verbatim(match.quote):
            picked.append(match)
        if len(picked) == count:
            break
    return picked


def _overlap(quote: Quote, other: Quote) -> bool:
    return quote.source.id == other.source.id and quote.start < other.end and other.start < quote.end
