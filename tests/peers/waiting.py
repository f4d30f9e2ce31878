"""Waiting for what a bot posts, the same at every peer."""

import asyncio
from collections.abc import Callable
from typing import Any


class Waiting:
    """Whatever keeps `posts` and `calls` in order, for a test to wait for."""

    posts: list[Any]
    calls: list[Any]

    def called(self, method: str) -> list[Any]:
        """Return the calls of one method."""
        return [call for call in self.calls if call.method == method]

    async def wait_for(self, condition: int | Callable[[], bool], *, timeout_seconds: float = 10) -> list[Any]:
        """Wait until there are that many posts, or until a condition holds; return all posts.

        Raises:
            TimeoutError: It took too long; says what there is.
        """
        is_met = condition if callable(condition) else lambda: len(self.posts) >= condition
        try:
            async with asyncio.timeout(timeout_seconds):
                while not is_met():
                    await asyncio.sleep(0.005)
        except TimeoutError:
            raise TimeoutError(f"not within {timeout_seconds} s; until now {self}") from None
        return self.posts

    async def quiet(self, seconds: float) -> None:
        """Wait, and fail if anything was posted meanwhile."""
        before = len(self.posts)
        await asyncio.sleep(seconds)
        assert self.posts[before:] == []
