"""Rules that an operator makes about what the bot shows: words, topics, and the interviews of a channel."""

from dataclasses import dataclass
from typing import Literal

RuleKind = Literal["word", "topic", "source", "every_source"]

DIRECT = "direct"
"""Stands for the channel of all direct messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a rule holds: in one channel, in all direct messages (DIRECT), or, as "", in all of a workspace.

    A workspace of "" is every workspace, and a platform of "" both platforms.
    """

    platform: str = ""
    workspace: str = ""
    channel: str = ""


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Something an operator said at `made_at`, in seconds since 1970.

    `value` is a forbidden word, or a forbidden topic, which hold everywhere; or the id of an interview ("source"),
    which with the others of its scope alone is shown there. "every_source" shows them all, whatever holds around it.
    """

    kind: RuleKind
    value: str
    scope: Scope = EVERYWHERE
    made_at: float
