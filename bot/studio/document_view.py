"""What the page Document shows of one interview: whose each passage is, quotes in their place, what is doubtful."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote as percent_encode

from bot.studio.document_files import Opened
from bot.studio.studio import Studio
from bot.wording.language import clock
from index.advice import quotebot
from index.corpus.recording_links import second_link
from index.domain import Quote
from index.errors import IndexMissingError, QuotebotError
from index.inspection.correct_turns import names_offered
from index.inspection.doubtful_places import Doubt, DoubtfulPlace, doubtful_places
from index.inspection.passages import Passage, sentence_starts
from index.inspection.reading import Reading
from index.search.restrictions import NO_RESTRICTIONS
from index.storage.generations import Generation

_COLOURS = 5  # the sixth is everybody else's
_KEYS = 9

Spans = Sequence[tuple[int, int]]


def interview_view(studio: Studio, opened: Opened, chosen: int | None, *, is_splitting: bool = False) -> dict[str, Any]:
    """Return what is shown of an interview, with one of its passages chosen.

    Args:
        studio: Has the index and what is withheld.
        opened: The interview.
        chosen: A place in the chosen passage, None where none is.
        is_splitting: Whether it is to be split, so that its sentences are offered.

    Raises:
        QuotebotError: The state cannot be read.
    """
    reading, source = opened.reading, opened.reading.inspection.document.source
    generation, problem = _generation(studio)
    withheld = {quote.quote_id for quote in studio.state().withheld_now()}
    names = names_offered(reading)
    voices = {name: min(number, _COLOURS) + 1 for number, name in enumerate(names)}
    passages = list(_shown(reading, voices, withheld))
    passage = None if chosen is None else reading.passage_at(chosen)
    current = next((shown for shown in passages if passage and shown["start"] == passage.start), None)
    if current and passage:
        current["quotes"] = quotes_view(reading, passage.start, generation, withheld)
        current["cuts"] = sentence_starts(reading.inspection, passage)[1:] if is_splitting else []
    return {
        "id": source.id,
        "address": address_of(source.id),
        "correct_address": address_of(source.id, "correct"),
        "quotes_address": address_of(source.id, "quotes"),
        "source": source,
        "document": opened,
        "reading": reading,
        "passages": passages,
        "chosen": current,
        "is_splitting": is_splitting,
        "names": list(enumerate(names, 1)),
        "keys_of_names": _KEYS,
        "speakers": [(speaker, voices.get(speaker.name, _COLOURS + 1)) for speaker in reading.inspection.speakers],
        "doubts": _doubts(reading),
        "index_state": index_state(opened, generation, reading),
        "index_problem": problem,
        "command": quotebot("index"),
        "language": reading.inspection.language,
    }


def quotes_view(
    reading: Reading, start: int, generation: Generation | None, withheld: set[str]
) -> list[dict[str, Any]]:
    """Return the quotes that begin in a passage, with what the index has of each."""
    passage = reading.passage(start)
    if passage is None:
        return []
    indexed = {quote.id: quote for quote in generation.quotes} if generation else {}
    return [
        {
            "quote": quote,
            "is_withheld": quote.id in withheld,
            "indexed": indexed.get(quote.id),
            "ask": f"/ask?q={percent_encode(quote.text, safe='')}",
        }
        for quote in _within(reading.inspection.quotes, passage.start, passage.end)
    ]


def quotes_of(studio: Studio, reading: Reading, start: int | None) -> list[dict[str, Any]]:
    """Return the quotes that begin in the passage at a place, as `quotes_view` does."""
    withheld = {quote.quote_id for quote in studio.state().withheld_now()}
    return [] if start is None else quotes_view(reading, start, _generation(studio)[0], withheld)


def address_of(own_id: str, what: str = "read") -> str:
    """Return the address of an interview's page, or of what else there is of it: "counts", "quotes", "correct"."""
    return f"/document/{what}/{percent_encode(own_id, safe='')}"


def index_state(opened: Opened, generation: Generation | None, reading: Reading) -> str:
    """Return how the index has an interview: "same", "changed", "file_changed", "absent"; "none" without an index."""
    if generation is None:
        return "none"
    document = reading.inspection.document
    indexed = {(quote.id, quote.speaker) for quote in generation.quotes if quote.source.id == document.source.id}
    read = {(quote.id, quote.speaker) for quote in reading.inspection.quotes}
    if indexed == read and read:
        return "same"
    if not indexed:
        return "absent"
    if generation.clean_document(document.source.id) != document.clean:
        return "file_changed"
    # What another interview says in the same words is indexed there: that is no change.
    is_newer = generation.built_at > opened.changed_at
    return "same" if indexed <= read and is_newer else "changed"


def _generation(studio: Studio) -> tuple[Generation | None, str]:
    """Return what is indexed now, and why that cannot be told, if it cannot."""
    try:
        with studio.searcher().current(NO_RESTRICTIONS) as searcher:
            return searcher.generation, ""
    except IndexMissingError:
        return None, ""
    except QuotebotError as error:
        return None, str(error)


def _doubts(reading: Reading) -> list[tuple[Doubt, list[tuple[int, DoubtfulPlace]]]]:
    """Return the doubtful places, by what is in doubt, each with where its passage begins."""
    begins = {id(passage.entry): passage.start for passage in reading.passages if passage.entry}
    listed = [entry.listed for entry in reading.entries]
    places = doubtful_places(reading.inspection, listed)
    return [
        (doubt, [(begins[id(entry)], place) for place in own if id(entry := reading.entries[place.number]) in begins])
        for doubt, own in places.items()
    ]


def _shown(reading: Reading, voices: Mapping[str, int], withheld: set[str]) -> Iterator[dict[str, Any]]:
    """Yield what is shown of each passage."""
    inspection = reading.inspection
    quoted = _merged([(quote.start, quote.end) for quote in inspection.quotes])
    kept_back = _merged([(quote.start, quote.end) for quote in inspection.quotes if quote.id in withheld])
    source = inspection.document.source
    for passage in reading.passages:
        seconds = passage.start_seconds
        link = second_link(source.recording or source.link or "", seconds) if seconds is not None else None
        own = _within(inspection.quotes, passage.start, passage.end)
        yield {
            "start": passage.start,
            "speaker": passage.speaker,
            "voice": voices.get(passage.speaker, _COLOURS + 1) if passage.speaker else 0,
            "how": passage.how,
            "percent": round(passage.confidence * 100),
            "reason": passage.reason,
            "is_doubtful": passage.is_doubtful,
            "is_removed": passage.is_removed,
            "time": clock(seconds) if seconds is not None else "",
            "hear": link,
            "quote_count": len(own),
            "withheld_count": sum(quote.id in withheld for quote in own),
            "paragraphs": [] if passage.is_removed else list(_paragraphs(reading, passage, quoted, kept_back)),
        }


def _paragraphs(
    reading: Reading, passage: Passage, quoted: Spans, kept_back: Spans
) -> Iterator[list[tuple[str, int, bool, bool, bool]]]:
    """Yield each paragraph in pieces.

    Of each: its text, where it begins, whether a sentence begins there, whether quotes are made of it, and whether one
    of them is withheld.
    """
    clean = reading.inspection.document.clean
    sentences = sentence_starts(reading.inspection, passage)
    for start, end in passage.pieces:
        for paragraph in clean[start:end].splitlines(keepends=True):
            stop = start + len(paragraph)
            text_end = start + len(paragraph.rstrip())
            marks = [start, *(at for at in sentences if start < at < text_end)]
            for spans in (quoted, kept_back):
                marks += [
                    place for span in _overlapping(spans, start, text_end) for place in span if start < place < text_end
                ]
            places = sorted(set(marks))
            pieces = [
                (clean[first:last], first, first in sentences, _is_in(quoted, first), _is_in(kept_back, first))
                for first, last in zip(places, [*places[1:], text_end], strict=True)
            ]
            if text_end > start:
                yield pieces
            start = stop


def _within(quotes: Sequence[Quote], start: int, end: int) -> list[Quote]:
    """Return the quotes that begin in a stretch; they are in order."""
    first = bisect_left(quotes, start, key=lambda quote: quote.start)
    return list(quotes[first : bisect_left(quotes, end, key=lambda quote: quote.start)])


def _merged(spans: Spans) -> list[tuple[int, int]]:
    """Return stretches in order, those that overlap or touch as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _overlapping(spans: Spans, start: int, end: int) -> Spans:
    first = bisect_left(spans, start, key=lambda span: span[1])
    return spans[first : bisect_left(spans, end, key=lambda span: span[0])]


def _is_in(spans: Spans, position: int) -> bool:
    return any(start <= position < end for start, end in _overlapping(spans, position, position + 1))
