"""Where the words of a turns file stand in its document."""

from index.domain import CuratedTurn, Curation
from index.errors import CorpusError

_SHOWN_CHARACTERS = 40


def find_start(text: str, entry: CuratedTurn, path: str) -> int:
    """Return where a turn starts, which must be one place.

    Args:
        text: The clean text of the document, in one line.
        entry: The turn.
        path: Its file, for messages.

    Raises:
        CorpusError: Its first words stand nowhere, or more than once.
    """
    for separator in ("", " ") if entry.after else ("",):
        needle = entry.after + separator + entry.starts
        position = text.find(needle)
        if position < 0:
            continue
        if text.find(needle, position + 1) >= 0:
            raise CorpusError(
                f"{path}:{entry.line}: {entry.starts[:_SHOWN_CHARACTERS]!r} stands in the document more than once; "
                "give more words, or the words before them in after = …"
            )
        return position + len(entry.after + separator)
    raise CorpusError(
        f"{path}:{entry.line}: {(entry.after + entry.starts)[:_SHOWN_CHARACTERS]!r} does not stand in the document, "
        "which may have changed; correct the words"
    )


def find_end(text: str, entry: CuratedTurn, start: int, following: int, curation: Curation) -> int:
    """Return where a turn ends: behind its last words, or where the next one starts.

    Raises:
        CorpusError: Its last words do not stand before the next turn, or are needed and missing.
    """
    if entry.ends is None:
        if curation.printed_labels:
            raise CorpusError(
                f"{curation.path}:{entry.line}: beside printed labels a turn needs its last words: ends = …"
            )
        return start + len(text[start:following].rstrip())
    position = text.find(entry.ends, start, following + len(entry.ends))
    if position < 0:
        raise CorpusError(
            f"{curation.path}:{entry.line}: {entry.ends[:_SHOWN_CHARACTERS]!r} does not follow in the document before "
            "the next turn; correct the last words"
        )
    return position + len(entry.ends)


def overlap_error(entry: CuratedTurn, path: str) -> CorpusError:
    """Return what is wrong where a turn does not end before the next one starts."""
    return CorpusError(
        f"{path}:{entry.line}: {entry.starts[:_SHOWN_CHARACTERS]!r} overlaps the next turn, or stands behind it "
        "in the document; put the turns in the document's order"
    )
