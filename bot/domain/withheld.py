"""What people report as a wrong person or wrong words, and what becomes of the quote."""

from dataclasses import dataclass
from typing import Literal, TypeGuard

from bot.domain.request import Platform

ReportReason = Literal["person", "words"]
Status = Literal["reported", "withheld", "released", "kept"]
Decision = Literal["released", "kept"]
ReportOutcome = Literal["noted", "withheld", "already", "checked", "gone"]

PEOPLE_NEEDED = 2
"""So many different people withhold a quote; of the admins of a place one is enough."""


def is_report(reason: str) -> TypeGuard[ReportReason]:
    """Tell whether a reason of a 👎 says that the quote itself is wrong, and not only out of place."""
    return reason in ("person", "words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One person's word that a quote names the wrong person or has the wrong words, at `reported_at`."""

    platform: Platform
    workspace: str
    user: str
    quote_id: str
    reason: ReportReason
    is_admin: bool
    reported_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A quote that was reported, or withheld by the operator, as it was then: `text` is `clean[start:end]` of `source`.

    Its status is "reported" while too few have said so, "withheld" until the operator decides, and after that
    "released" (it is right) or "kept" (never shown again). `reason` is "person", "words", or what the operator wrote.
    `since` is when it came to be reported or withheld, and `decided_at` when the operator last decided. `reports` is
    how many people say so and were not yet answered by a release.
    """

    quote_id: str
    source: str
    speaker: str
    start: int
    end: int
    text: str
    reason: str
    since: float
    status: Status
    decided_at: float | None = None
    reports: int = 0

    @property
    def is_shown(self) -> bool:
        """Whether the quote is shown all the same."""
        return self.status in ("reported", "released")

    @property
    def is_open(self) -> bool:
        """Whether it waits for the operator's decision."""
        return self.status == "withheld" or (self.is_shown and self.reports > 0)

    def overlaps(self, other: "Withheld") -> bool:
        """Whether some of its words are those of another."""
        return self.source == other.source and self.start < other.end and other.start < self.end
