"""How much the bot takes on at once, and how long it takes over it."""

import os
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long things may take and how much may wait. A lease is how long a silent process keeps what it took."""

    workers: int = field(default_factory=lambda: max(2, (os.cpu_count() or 2) - 1))
    deadline_seconds: float = 60.0
    longest_wait_seconds: float = 12.0
    told_wait_seconds: float = 4.0
    told_unwritten_seconds: float = 1.5  # platforms wait for 3 s
    lease_seconds: float = 10.0
    too_old_seconds: float = 25 * 60.0
    burst_questions: int = 30
    seconds_a_question: float = 2.0
