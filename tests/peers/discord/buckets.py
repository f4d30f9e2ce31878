"""Rate limits that are kept: so many calls in so many seconds, for each channel or token by itself.

Source: https://docs.discord.com/developers/topics/rate-limits
"""

import time
from dataclasses import dataclass
from typing import Literal

Scope = Literal["user", "global", "shared"]


@dataclass(slots=True, kw_only=True)
class Bucket:
    """The calls of one operation on one channel or token in the window that runs now."""

    most: int
    seconds: float
    ends_at: float = 0
    used: int = 0

    def take(self, now: float) -> float | None:
        """Count a call; return how long to wait, in seconds, if it is one too many."""
        if now >= self.ends_at:
            self.ends_at, self.used = now + self.seconds, 0
        if self.used >= self.most:
            return self.ends_at - now
        self.used += 1
        return None


class Buckets:
    """The buckets of the operations that are limited; by default none is."""

    def __init__(self) -> None:
        self._limits: dict[str, tuple[int, float]] = {}
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def limit(self, method: str, requests: int, *, seconds: float) -> None:
        """Allow so many calls of an operation in so many seconds, and say so with every answer."""
        self._limits[method] = requests, seconds

    def take(self, method: str, place: str) -> tuple[dict[str, str], float | None]:
        """Count a call; return the headers of its answer, and how long to wait if it is one too many."""
        if method not in self._limits:
            return {}, None
        most, seconds = self._limits[method]
        bucket = self._buckets.setdefault((method, place), Bucket(most=most, seconds=seconds))
        now = time.time()
        wait = bucket.take(now)
        return _headers(method, bucket, now) | (refusal_headers(wait, "user") if wait else {}), wait


def _headers(method: str, bucket: Bucket, now: float) -> dict[str, str]:
    return bucket_headers(method, bucket.most, bucket.most - bucket.used, ends_at=bucket.ends_at, now=now)


def bucket_headers(name: str, most: int, remaining: int, *, ends_at: float, now: float) -> dict[str, str]:
    """Return what every answer says about the bucket of its operation."""
    return {
        "X-RateLimit-Limit": str(most), "X-RateLimit-Remaining": str(remaining), "X-RateLimit-Bucket": name,
        "X-RateLimit-Reset": f"{ends_at:.3f}", "X-RateLimit-Reset-After": f"{ends_at - now:.3f}",
    }  # fmt: skip


def refusal_headers(retry_after: float, scope: Scope) -> dict[str, str]:
    """Return what a 429 says besides the state of its bucket."""
    headers = {"Retry-After": str(max(1, round(retry_after))), "X-RateLimit-Scope": scope}
    return headers | ({"X-RateLimit-Global": "true"} if scope == "global" else {})


def refusal_body(retry_after: float, scope: Scope) -> dict[str, object]:
    """Return the JSON of a 429."""
    resource = "The resource is" if scope == "shared" else "You are"
    message = f"{resource} being rate limited."
    return {"message": message, "retry_after": retry_after, "global": scope == "global"}
