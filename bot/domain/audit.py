"""Who changed what, when: entries of the audit log."""

from dataclasses import dataclass
from typing import Any

from bot.domain.request import Platform

REPORTS = "reports of members"
"""The actor where several members withheld a quote together; who they are stays with their reports."""

MEMBER = "a member"
"""The actor where a member was forgotten: who that was is what must not be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One change by an operator or an admin, at a time in seconds since 1970.

    `actor` is what `operator` or `member` return, REPORTS or MEMBER; `action` is a verb or two, such as "release
    quote", and `subject` what it was done to, such as the id of a quote. `before` and `after` are JSON; None where
    there is nothing. An entry holds no question and no secret.
    """

    at: float
    actor: str
    action: str
    subject: str
    before: Any = None
    after: Any = None


def operator(account: str) -> str:
    """Return the actor for whoever uses the command line of the machine, by the name of their account."""
    return f"operator {account}"


def member(platform: Platform, workspace: str, user: str) -> str:
    """Return the actor for somebody in a chat, from which they can be blanked again."""
    return f"{platform}:{workspace}:{user}"


def place(platform: Platform, workspace: str, channel: str) -> str:
    """Return the subject for a channel; "" stands for the whole workspace."""
    return f"{platform}:{workspace}:{channel}"
