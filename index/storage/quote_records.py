"""Quotes and sources as plain dicts, the way a generation keeps them on disk."""

from collections.abc import Collection
from dataclasses import asdict, fields, replace
from typing import Any

from index.domain import Quote, Source


def source_record(source: Source) -> dict[str, Any]:
    """Return a source as a dict that JSON can hold."""
    return asdict(source)


def without_people(source: Source, names: Collection[str]) -> Source:
    """Return a source that does not name these people."""
    if not names:
        return source
    hosts, guests = (tuple(name for name in own if name not in names) for own in (source.hosts, source.guests))
    people = tuple((label, name) for label, name in source.people if name not in names)
    return replace(source, hosts=hosts, guests=guests, people=people)


def source_from_record(record: dict[str, Any]) -> Source:
    """Return the source behind a dict of `source_record`."""
    names = {key: tuple(record[key]) for key in ("hosts", "guests")}
    people = tuple((label, name) for label, name in record["people"])
    return Source(**{**record, **names, "people": people})


def quote_record(quote: Quote) -> dict[str, Any]:
    """Return a quote as a dict that JSON can hold, its source by id alone, without what is of no use after a build."""
    record = {field.name: getattr(quote, field.name) for field in fields(quote) if field.name != "sentences"}
    return {**record, "source": quote.source.id}


def quote_from_record(record: dict[str, Any], sources: dict[str, Source]) -> Quote:
    """Return the quote behind a dict of `quote_record`."""
    return Quote(**{**record, "source": sources[record["source"]]})
