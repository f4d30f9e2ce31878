"""The real `quotebot serve` in a process of its own, for `python -m tests.bench`."""

import asyncio
import os
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.support.paths import ROOT

_START_SECONDS = 120.0
_LOG_LINES = 20


class ServedBot:
    """A running `quotebot serve` that listens at `url`; what it uses is nan where the system does not tell."""

    def __init__(self, process, url, log):
        self.process, self.url, self.log = process, url, log

    @property
    def cpu_seconds(self):
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return float("nan")
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    @property
    def megabytes(self):
        return self._status("VmRSS:")

    @property
    def peak_megabytes(self):
        return self._status("VmHWM:")

    def _status(self, name):
        status = Path(f"/proc/{self.process.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return next((int(line.split()[1]) / 1000 for line in lines if line.startswith(name)), float("nan"))

    def last_log_lines(self):
        return self.log.read_text(encoding="utf-8").splitlines()[-_LOG_LINES:]


@asynccontextmanager
async def serving(data, folder, *, slack, discord=None, settings=None):
    """Run `quotebot serve` with these peers until the block ends; its state and its log are in `folder`.

    `settings` go before those that it would be given.
    """
    port = free_port()
    platforms = ["slack", "discord"] if discord else ["slack"]
    known = _slack(slack) | (_discord(discord) if discord else {}) | {"QUOTEBOT_HTTP_PORT": str(port)}
    log = Path(folder) / "serve.log"
    with log.open("wb") as lines:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "--data", Path(data).absolute(), "serve", *platforms),
            cwd=folder, env=environment(folder) | known | (settings or {}), stderr=lines,
        )  # fmt: skip
    try:
        await _until_ready(process, port, log)
        yield ServedBot(process, f"http://127.0.0.1:{port}", log)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def environment(folder):
    """Return what the bot is told; numpy's threads are its own affair, whatever this benchmark was started with."""
    kept = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "QUOTEBOT_DATABASE_URL": f"sqlite:///{Path(folder).absolute() / 'state.db'}",
        "QUOTEBOT_LOG_LEVEL": "ERROR",
    }


def _slack(peer):
    return {
        "SLACK_BOT_TOKEN": peer.bot_token,
        "SLACK_APP_TOKEN": peer.app_token,
        "SLACK_API_URL": peer.api_url,
        "QUOTEBOT_SLACK_MODE": "socket",
    }


def _discord(peer):
    return {"DISCORD_TOKEN": peer.token, "DISCORD_API_URL": peer.api_url}


async def _until_ready(process, port, log):
    async with aiohttp.ClientSession() as client, asyncio.timeout(_START_SECONDS):
        while process.returncode is None:
            try:
                async with client.get(f"http://127.0.0.1:{port}/readyz") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientConnectorError:
                pass
            await asyncio.sleep(0.1)
    sys.exit(f"quotebot serve ended with exit code {process.returncode}:\n{log.read_text(encoding='utf-8')}")
