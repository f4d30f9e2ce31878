"""Runs the studio until it is stopped: one at a time on a data folder, on loopback alone."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from bot.runtime.http_server import serve_http
from bot.runtime.redaction import remember_secrets
from bot.runtime.serve_lock import serving
from bot.runtime.settings import Settings
from bot.studio.access import Access
from bot.studio.app import studio_app
from bot.studio.pages import PAGES_OF_STUDIO
from bot.studio.queue import Queue
from bot.studio.studio import Studio
from index.errors import QuotebotError, SettingsError, StorageError
from index.storage.lock import exclusive, this_process

HOST = "127.0.0.1"
LONGEST_ADDRESS_BYTES = 131_072  # of a request: a long question in Chinese takes nine bytes a character

logger = logging.getLogger(__name__)

Announce = Callable[[str, str, int], None]


def run_studio(settings: Settings, port: int, announce: Announce) -> None:
    """Show the studio of a data folder until SIGINT, SIGTERM or SIGHUP.

    Args:
        settings: Name the data folder.
        port: On loopback; 0 for any free one.
        announce: Called once it can be opened, with its link, with another that works once, and with the port.

    Raises:
        StorageError: Another studio runs on the folder, or a backup is being put back there.
        SettingsError: Nothing can listen on the port.
    """
    with serving(settings.data), exclusive(settings.data / "studio.lock", _second(settings.data)) as write_holder:
        asyncio.run(_serve(settings, port, announce, write_holder))


def _second(data: Path) -> Callable[[str], StorageError]:
    return lambda holder: StorageError(
        f"a studio runs on '{data}' already ({holder}); open the link that it printed, or stop it and run this again"
    )


async def _serve(settings: Settings, port: int, announce: Announce, write_holder: Callable[[str], None]) -> None:
    access, studio = Access(settings.data), Studio(settings)
    remember_secrets(access.token)
    stopped = _stop_signals()
    runner = await _listen(studio, access, port)
    opening = asyncio.create_task(open_ahead(studio))
    try:
        port = runner.addresses[0][1]
        write_holder(f"{this_process()}, port {port}")
        announce(_link(port, access.token), _link(port, access.ticket()), port)
        await stopped.wait()
    finally:
        await runner.cleanup()
        await opening  # a model that is being loaded cannot be left half-way
        studio.close()


async def _listen(studio: Studio, access: Access, port: int) -> web.AppRunner:
    try:
        app = studio_app(studio, access, PAGES_OF_STUDIO)
        return await serve_http(app, HOST, port, longest_address_bytes=LONGEST_ADDRESS_BYTES)
    except SettingsError as error:
        raise SettingsError(
            f"cannot listen on port {port} of {HOST}; give a free port above 1023 with --port, or leave it out"
        ) from error


async def open_ahead(studio: Studio) -> None:
    """Do before anybody asks what takes seconds: load the models, and find what the interviews give to judge.

    What is wrong with the index or the state, the pages say.
    """
    with contextlib.suppress(QuotebotError):
        await asyncio.to_thread(studio.searcher)
        await asyncio.to_thread(studio.part(Queue).draw)


def _link(port: int, token: str) -> str:
    return f"http://{HOST}:{port}/?token={token}"


def _stop_signals() -> asyncio.Event:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as it is under nohup
        loop.add_signal_handler(signal.SIGHUP, stopped.set)
    return stopped
