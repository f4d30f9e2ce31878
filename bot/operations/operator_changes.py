"""What the operator changes outside the chat, noted in the audit log."""

import hashlib
import hmac
import time
from contextlib import closing
from dataclasses import fields

from bot.domain.audit import AuditEntry
from bot.operations.account import operator_here
from bot.operations.bootstrap import state_file
from bot.runtime.redaction import redacted
from bot.runtime.settings import Settings
from bot.state import State


def note_operator_change(
    settings: Settings, action: str, subject: str, before: object = None, after: object = None
) -> None:
    """Note what was done on the command line; `before` and `after` are JSON.

    Where there is no data folder, no bot was ever set up, and none is made for the log alone.

    Raises:
        StorageError: It cannot be written down.
    """
    file = state_file(settings)
    if file and not file.parent.exists():
        return
    with closing(State.open(settings.state_url)) as state:
        state.note_change(operator_entry(action, subject, before, after))


def operator_entry(action: str, subject: str, before: object = None, after: object = None) -> AuditEntry:
    """Return the entry for what is done on the command line, now."""
    return AuditEntry(at=time.time(), actor=operator_here(), action=action, subject=subject, before=before, after=after)


def note_settings(state: State, settings: Settings) -> None:
    """Note the operator's settings as the bot starts, where they differ from those of the last start.

    Of a secret only that it is set, or was changed.

    Raises:
        StorageError: They cannot be written down.
    """
    key = state.settings_key()
    values, secrets = {}, {}
    for setting in fields(Settings):
        name, value = setting.metadata["name"], getattr(settings, setting.name)
        if "secret" not in setting.metadata:
            values[name] = redacted(str(value)) if value is not None else None
        elif value is not None:
            secrets[name] = _mark(key, value)
    state.note_settings(values, secrets, operator_here(), time.time())


def _mark(key: str, secret: str) -> str:
    """Return two bytes of a digest: they tell that a secret was changed, and far too little to guess it by."""
    return hmac.digest(key.encode(), secret.encode("utf-8", "replace"), hashlib.sha256)[:2].hex()
