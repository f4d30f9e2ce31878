"""A real `quotebot serve` that can be killed, stopped and started again."""

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

from tests.support.paths import ROOT


class BotProcess:
    """`quotebot serve` in a process of its own, in Slack; another platform is a subclass."""

    def __init__(self, peer: Any, folder: Path) -> None:
        self._peer = peer
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    def settings(self) -> dict[str, str]:
        """Return what leads it to its platform."""
        return {
            "SLACK_BOT_TOKEN": self._peer.bot_token,
            "SLACK_APP_TOKEN": self._peer.app_token,
            "SLACK_API_URL": self._peer.api_url,
        }

    def is_reached(self) -> bool:
        """Return whether its platform reaches it."""
        return len(self._peer.connections) == 2

    async def start(self) -> None:
        """Start it, and wait until its platform reaches it."""
        environment = os.environ | {
            **self.settings(),
            "QUOTEBOT_HTTP_PORT": "0",
            "QUOTEBOT_LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "bot", "serve"]
        self._process = await asyncio.create_subprocess_exec(
            *command, cwd=self._folder, env=environment, preexec_fn=_hear_hanging_up
        )
        await self._peer.wait_for(self.is_reached, timeout_seconds=60)

    async def kill(self) -> None:
        """End it with no chance to tidy up."""
        assert self._process
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()
        await self._peer.wait_for(lambda: not self._peer.connections)

    def work_in_hand(self) -> int:
        """Return how many requests are accepted and neither answered nor apologised for."""
        with contextlib.closing(sqlite3.connect(self._folder / "data" / "state.db")) as connection:
            [[count]] = connection.execute("SELECT count(*) FROM work WHERE status IN ('accepted', 'sending')")
        return count

    def end_leases(self) -> None:
        """Have the leases of what is being answered end now, as they do some seconds after who held them has died."""
        with contextlib.closing(sqlite3.connect(self._folder / "data" / "state.db")) as connection, connection:
            connection.execute("UPDATE work SET lease_until = 0 WHERE status IN ('accepted', 'sending')")

    async def end(self) -> None:
        """End it if it still runs."""
        if self._process and self._process.returncode is None:
            await self.kill()

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self._process
        self._process.send_signal(number)

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it with SIGTERM, or another signal, and return its exit code."""
        self.send(number)
        assert self._process
        return await self._process.wait()


class DiscordBotProcess(BotProcess):
    """The same process, in Discord."""

    sessions_before = 0

    def settings(self) -> dict[str, str]:
        return {"DISCORD_TOKEN": self._peer.token, "DISCORD_API_URL": self._peer.api_url}

    def is_reached(self) -> bool:
        return len(self._peer.identified) > self.sessions_before

    async def start(self) -> None:
        self.sessions_before = len(self._peer.identified)
        await super().start()


def _hear_hanging_up() -> None:
    """Have SIGHUP end a process, as it does unless whoever started this one was told to ignore it (nohup)."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
