"""A message that nobody asked for: where it goes, and what became of it."""

from dataclasses import dataclass
from typing import Literal

from bot.domain.request import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel of a platform; a workspace is a Discord guild too."""

    platform: Platform
    workspace: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What became of a message.

    "sent": it is there. "ambiguous": it may be, and must not be sent again. "refused": the channel does not take it,
    and will not until somebody does something. "failed": it is surely not there, but may be taken later. `reason` is
    the platform's word for it, `message` the platform's id of what was sent.
    """

    outcome: Literal["sent", "ambiguous", "refused", "failed"]
    reason: str = ""
    message: str | None = None
