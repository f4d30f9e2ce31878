"""Knowing that nothing is under way in an event loop that a bot shares with its peers."""

import asyncio

# Tasks that keep a connection up for as long as it lasts; what it brings is done in tasks of its own.
_KEEPING_UP = {
    "RequestHandler.start",  # aiohttp's, at a peer
    "RequestHandler._handle_request",  # the same, while a WebSocket is open
    "Connection.write",  # of Discord's peer
    "Sockets._close_later",  # of Slack's peer
    "Connection._receive",  # the bot's, to Slack
    "Connection.retire",
    "ConnectProxy._serve",
    "_copy",  # the proxy's as well
    "Shard.worker",  # discord.py's
}
# What a peer has just sent takes a few turns of the loop from the socket to the task that sees to it.
_IDLE_TURNS = 50


class IdleWatch:
    """Tells when every task is done but those that were there when it was made.

    Whatever the bot still does, in a thread, in a call or in a wait before it tries again, a task waits for.
    """

    def __init__(self) -> None:
        self._standing = asyncio.all_tasks()

    async def wait(self, timeout_seconds: float = 10) -> None:
        """Wait until nothing is under way, sockets that were written to included.

        Raises:
            TimeoutError: It took too long; says what is still being done.
        """
        idle_turns = 0
        try:
            async with asyncio.timeout(timeout_seconds):
                while idle_turns < _IDLE_TURNS:
                    await asyncio.sleep(0.002 if self._under_way() else 0)
                    idle_turns = 0 if self._under_way() else idle_turns + 1
        except TimeoutError:
            raise TimeoutError(f"after {timeout_seconds} s there is still {self._under_way()}") from None

    def _under_way(self) -> list[asyncio.Task]:
        started = asyncio.all_tasks() - self._standing
        return [task for task in started if task.get_coro().__qualname__ not in _KEEPING_UP]
