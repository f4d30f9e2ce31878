"""How an interview was read, as JSON for programs and as tables for people."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.wording.language import clock, link_name
from index.advice import quotebot
from index.corpus.documents import turns_file
from index.domain import Document, Turn
from index.formats import format_of
from index.inspection import Inspection, Stretch, source_lines, turn_lines
from index.text.language_codes import english_name

_MOST_DOUBTFUL = 20
_MOST_SHOWN_CHARACTERS = 200
_WHERE, _WHO, _WHY = 10, 22, 26  # widths of columns

Place = Turn | Stretch


def inspection_json(file: Path, inspection: Inspection) -> dict[str, Any]:
    """Return how a file was read as the JSON that is promised to the outside; offsets count characters of the file."""
    document = inspection.document
    return {
        "file": str(file),
        "outcome": "read" if inspection.refusal is None else "refused",
        "message": inspection.refusal,
        "language": inspection.language,
        "title": document.source.title,
        "link": document.source.link,
        "people": [
            {"name": speaker.name, "role": speaker.role, "turns": speaker.turns, "quotes": speaker.quotes}
            for speaker in inspection.speakers
        ],
        "turns": [_turn_json(document, turn) for turn in inspection.turns],
        "quotes": [
            {
                "text": quote.text,
                "speaker": quote.speaker or None,
                "raw_start": quote.raw_start,
                "raw_end": quote.raw_end,
                "start_seconds": quote.start_seconds,
            }
            for quote in inspection.quotes
        ],
        "nobody": [
            {**_span_json(document, stretch.start, stretch.end), "reason": str(stretch.reason)}
            for stretch in inspection.nobody
        ],
        "warnings": list(inspection.warnings),
    }


def refusal_json(file: Path, message: str) -> dict[str, Any]:
    """Return that a file could not be read at all, and why, with the keys of `inspection_json`."""
    unknown = dict.fromkeys(("language", "title", "link"))
    empty: dict[str, Any] = {key: [] for key in ("people", "turns", "quotes", "nobody", "warnings")}
    return {"file": str(file), "outcome": "refused", "message": message, **unknown, **empty}


def _turn_json(document: Document, turn: Turn) -> dict[str, Any]:
    return {
        "speaker": turn.speaker,
        "attribution": turn.attribution,
        "start_seconds": turn.start_seconds,
        **_span_json(document, turn.start, turn.end),
        "text": document.clean[turn.start : turn.end],
    }


def _span_json(document: Document, start: int, end: int) -> dict[str, int]:
    raw_start, raw_end = document.raw_span(start, end)
    return {"raw_start": raw_start, "raw_end": raw_end}


def print_inspection(file: Path, inspection: Inspection, screen: Console) -> None:
    """Print what a file says of itself, who speaks, what is doubtful, every turn, and how to correct one."""
    screen.print(_head(file, inspection))
    for speaker in inspection.speakers:
        counts = f"{_count(speaker.turns, 'turn')}, {_count(speaker.quotes, 'quote')}"
        screen.print(Text.assemble("  ", (speaker.name, "bold"), (f" · {speaker.role} · {counts}", "dim")))
    for warning in inspection.warnings:
        screen.print(Text(f"  note: {warning}", style="yellow"))
    nameless = [stretch for stretch in inspection.nobody if not _is_turn(inspection, stretch)]
    doubtful: list[Place] = [*inspection.doubtful_turns, *(stretch for stretch in nameless if stretch.is_doubtful)]
    everything: list[Place] = [*inspection.turns, *nameless]
    if doubtful:
        screen.print(Text("\nLook at these first", style="bold"))
        screen.print(_table(inspection, doubtful[:_MOST_DOUBTFUL], screen.width))
        if more := len(doubtful[_MOST_DOUBTFUL:]):
            screen.print(Text(f"… and {more} more", style="dim"))
    screen.print(Text("\nWho says what", style="bold"))
    screen.print(_table(inspection, sorted(everything, key=lambda place: place.start), screen.width))
    _print_corrections(file, inspection, doubtful, screen)


def _head(file: Path, inspection: Inspection) -> Text:
    source = inspection.document.source
    title = [source.title] if source.title != source.id else []
    link = [f"{link_name(source.link_kind, 'en')}: {source.link}"] if source.link_kind else ["no link known"]
    facts = [*title, english_name(inspection.language), *link]
    return Text.assemble("\n", (str(file), "bold"), f"  {' · '.join(facts)}")


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"


def _is_turn(inspection: Inspection, stretch: Stretch) -> bool:
    return any((turn.start, turn.end) == (stretch.start, stretch.end) for turn in inspection.turns)


def _table(inspection: Inspection, places: Sequence[Place], width: int) -> Table:
    """Return a row a place: where, who, why, and the first words, in as many columns of characters as there are."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    widths = (_WHERE, _WHO, _WHY, max(width - _WHERE - _WHO - _WHY - 6, _WHY))
    for column in widths:
        table.add_column(width=column, no_wrap=column != _WHY, overflow="ellipsis")
    for place in places:
        table.add_row(*_cells(inspection.document, place))
    return table


def _cells(document: Document, place: Place) -> list[Text]:
    words = document.clean[place.start : min(place.end, place.start + _MOST_SHOWN_CHARACTERS)].replace("\n", " ")
    where, why = Text(_where(document, place), style="dim"), _why(place)
    if not isinstance(place, Turn) or place.speaker is None:
        return [where, *(Text(text, style="dim") for text in ("nobody", why, words))]
    is_sure = place.attribution in ("printed", "curated") and place.confidence == 1
    return [where, Text(place.speaker, style="bold"), Text(why, style="dim" if is_sure else "yellow"), Text(words)]


def _where(document: Document, place: Place) -> str:
    """Return when a place is heard, else its line in a file that a person can open as it is."""
    if isinstance(place, Turn) and place.start_seconds is not None:
        return clock(place.start_seconds)
    is_text = format_of(document.source.suffix) == "text"
    return f"line {document.raw_line(place.start)}" if is_text else ""


def _why(place: Place) -> str:
    if isinstance(place, Stretch):
        return str(place.reason)
    sureness = f" ({place.confidence:.0%} sure)" if 0 < place.confidence < 1 else ""
    reason = str(place.reason or "")
    if place.speaker is not None:
        reason = ": ".join(filter(None, (place.attribution, reason)))
    return f"{reason or place.attribution}{sureness}"


def _print_corrections(file: Path, inspection: Inspection, doubtful: Sequence[Place], screen: Console) -> None:
    """Print what to write where: lines that can be pasted as they are, and that a person then changes."""
    for place in (doubtful or [*inspection.turns])[:1]:
        speaker = place.speaker if isinstance(place, Turn) else None
        instead = "" if speaker else " (speaker instead of reason gives it to somebody)"
        by_hand = f"Or write into {turns_file(file)}, such as{instead}:"
        advice = f"\nTo correct who says something: {quotebot('curate', file)}\n{by_hand}\n"
        screen.print(Text(advice, style="dim"), soft_wrap=True)
        lines = turn_lines(inspection.document, place.start, place.end, speaker=speaker, reason=place.reason)
        screen.print(Text(lines), soft_wrap=True)
    if lines := source_lines(inspection):
        table = "" if not inspection.listed else f" below the table of {inspection.document.source.id}"
        advice = f"What {file.with_name('sources.toml')} lacks{table}, as understood:\n"
        screen.print(Text(advice, style="dim"), soft_wrap=True)
        screen.print(Text(lines), soft_wrap=True)
