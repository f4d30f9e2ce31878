"""What `quotebot doctor` found out, one thing at a time."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["ok", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing that was looked at; a note could be better but stops nothing. All but "ok" say what to do."""

    verdict: Verdict
    what: str
