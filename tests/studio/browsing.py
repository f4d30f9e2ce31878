"""A browser without a screen: it keeps cookies, follows what it is told to, and says what it got."""

import asyncio
import io
import threading
from dataclasses import dataclass

from aiohttp import ClientSession, CookieJar

from bot.runtime.http_server import serve_http
from bot.studio.access import Access
from bot.studio.app import studio_app
from bot.studio.run import LONGEST_ADDRESS_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """What came back: the status, the headers, the text."""

    status: int
    headers: dict
    text: str


class Served:
    """The studio on a free port; `open` and `send` are a browser that was let in, `strange` one that was not."""

    def __init__(self, runner: asyncio.Runner, studio, pages) -> None:
        self._runner = runner
        self.access = Access(studio.settings.data)
        app = studio_app(studio, self.access, pages)
        self._server = runner.run(serve_http(app, "127.0.0.1", 0, longest_address_bytes=LONGEST_ADDRESS_BYTES))
        self.port = self._server.addresses[0][1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self._session = runner.run(self._new_session())
        self.let_in = self.open(f"/?token={self.access.token}")

    def open(self, path: str, **headers: str) -> Got:
        """Open an address of the studio; where it leads elsewhere, that is not followed."""
        return self._runner.run(self._ask(self._session, "GET", path, headers, None))

    def send(self, path: str, fields: dict, **headers: str) -> Got:
        """Send a form, as one of the studio's own pages does."""
        return self._runner.run(self._ask(self._session, "POST", path, headers, fields))

    def send_bytes(self, path: str, content: bytes, **headers: str) -> Got:
        """Send whatever bytes, with the headers that are named."""
        return self._runner.run(self._ask(self._session, "POST", path, headers, io.BytesIO(content)))

    def strange(self, path: str, **headers: str) -> Got:
        """Open an address in a browser that has no cookie."""
        return self._runner.run(self._ask_afresh(path, headers))

    def close(self) -> None:
        self._runner.run(self._session.close())
        self._runner.run(self._server.cleanup())

    async def _new_session(self) -> ClientSession:
        return ClientSession(cookie_jar=CookieJar(unsafe=True))

    async def _ask_afresh(self, path: str, headers: dict) -> Got:
        async with await self._new_session() as session:
            return await self._ask(session, "GET", path, headers, None)

    async def _ask(self, session: ClientSession, method: str, path: str, headers: dict, fields: object) -> Got:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with session.request(
            method, self.origin + path, headers=named, data=fields, allow_redirects=False
        ) as response:
            return Got(status=response.status, headers=dict(response.headers), text=await response.text())


class Running:
    """The studio on a free port, served from a thread of its own, for a browser that loads several things at once."""

    def __init__(self, studio, pages) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        access = Access(studio.settings.data)
        serving = serve_http(studio_app(studio, access, pages), "127.0.0.1", 0)
        self._server = self._run(serving)
        self.origin = f"http://127.0.0.1:{self._server.addresses[0][1]}"
        self.link = f"{self.origin}/?token={access.token}"

    def close(self) -> None:
        self._run(self._server.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
