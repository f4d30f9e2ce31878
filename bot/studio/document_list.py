"""The interviews as the page Document lists them, and what each comes to."""

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.studio.document_desk import Desk
from bot.studio.document_view import address_of
from index.corpus.people import Roster
from index.errors import QuotebotError


def list_view(desk: Desk, typed: str) -> dict[str, Any]:
    """Return the interviews that match what is typed, by their titles, people, shows and ids; all, if nothing is.

    Raises:
        CorpusError: There are none, or a file beside them is broken.
    """
    files, wanted = desk.files(), _folded(typed.strip())
    rows = []
    for own_id, file in files.files:
        listed, roster = files.listings[file.parent].get(own_id, {}), files.rosters[file.parent]
        if all(word in _searched(own_id, listed, roster) for word in wanted.split()):
            rows.append(_row(own_id, file, listed, desk))
    return {
        "typed": typed,
        "rows": rows,
        "total": len(files.files),
        "failures": sorted(files.failures.items()),
    }


def counts_view(desk: Desk, own_id: str) -> dict[str, Any]:
    """Return what an interview comes to, which takes a second for a long one; why it cannot be read, if so."""
    try:
        return {"counts": desk.counts(own_id), "why": None}
    except QuotebotError as error:
        return {"counts": None, "why": str(error)}


def _row(own_id: str, file: Path, listed: Mapping[str, Any], desk: Desk) -> dict[str, Any]:
    return {
        "id": own_id,
        "address": address_of(own_id),
        "counts_address": address_of(own_id, "counts"),
        "title": str(listed.get("title") or own_id),
        "show": str(listed.get("show") or listed.get("publisher") or ""),
        "day": str(listed.get("aired") or listed.get("published") or ""),
        "counts": desk.known_counts(own_id, file),
    }


def _searched(own_id: str, listed: Mapping[str, Any], roster: Roster) -> str:
    names = [str(name) for key in ("guests", "hosts") for name in listed.get(key) or []]
    spellings = [form for name in names for form in (roster.person(name).other_script, *roster.person(name).aliases)]
    stated = [listed.get(key) for key in ("title", "show", "publisher", "aired", "published")]
    return _folded(" ".join(str(part) for part in [own_id, *stated, *names, *spellings] if part))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
