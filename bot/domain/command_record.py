"""Commands as JSON: the state keeps a request until it is answered."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from bot.domain.command import Ask, Command, Daily, Forget, Random, Show, Tell
from bot.domain.schedule_wish import Misread, ScheduleWish

_CLASSES: dict[str, type] = {
    "ask": Ask,
    "show": Show,
    "random": Random,
    "tell": Tell,
    "daily": Daily,
    "forget": Forget,
}
_KINDS = {made: kind for kind, made in _CLASSES.items()}


def command_record(command: Command) -> dict[str, Any]:
    """Return a command as JSON, with the `kind` that it is of."""
    record = {"kind": _KINDS[type(command)]} | asdict(command)
    if isinstance(command, Daily) and isinstance(command.wish, ScheduleWish) and command.wish.at:
        record["wish"]["at"] = command.wish.at.isoformat()
    return record


def read_command(record: Mapping[str, Any]) -> Command | None:
    """Return the command that a record tells of, None if another version knows it alone."""
    kind = _CLASSES.get(record["kind"])
    if kind is None:
        return None
    values = _values_of(kind, record)
    if kind is Daily:
        values["wish"] = _read_wish(record["wish"])
    made: Command = kind(**values)
    return made


def _read_wish(record: Mapping[str, Any]) -> ScheduleWish | Misread:
    if "key" in record:
        return Misread(**_values_of(Misread, record))
    values = _values_of(ScheduleWish, record)
    return ScheduleWish(**values | {"at": datetime.time.fromisoformat(values["at"]) if values.get("at") else None})


def _values_of(kind: type, record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that a class takes; what another version wrote besides is left out."""
    return {field.name: _frozen(record[field.name]) for field in fields(kind) if field.name in record}


def _frozen(value: object) -> object:
    """Return a value of JSON with its lists as tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value
