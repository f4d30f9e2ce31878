"""The bot's own web server: whether it lives, whether it is ready, what it counted; Slack's HTTP mode joins it."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError, LineTooLong
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.runtime.host_checks import cannot_listen
from bot.runtime.http_refusals import REFUSALS, Refusals
from bot.runtime.metrics import Metrics
from bot.runtime.redaction import redacted

_IDLE_SECONDS = 60.0  # also the longest that the head of a request may take
_DRAIN_SECONDS = 2.0  # what is acknowledged comes back at once; aiohttp waits for this up to twice
_LONGEST_ADDRESS_BYTES = 8190  # aiohttp's own
_LINGER_SECONDS = 5.0  # for senders that read the refusal only after all is sent

logger = logging.getLogger(__name__)


def health_app(why_not_ready: Callable[[], Awaitable[str | None]], metrics: Metrics) -> web.Application:
    """Return a web app that answers GET /healthz, /readyz and /metrics.

    /readyz says what stands in the way in words, or as {"ready", "reason"} to who accepts JSON.

    Args:
        why_not_ready: What stands in the way of answering questions, None where nothing does.
        metrics: What /metrics tells, and where refusals are counted.
    """

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def readyz(request: web.Request) -> web.Response:
        reason = redacted(await why_not_ready() or "") or None
        status = 503 if reason else 200
        if "application/json" in request.headers.get("Accept", ""):
            return web.json_response({"ready": reason is None, "reason": reason}, status=status)
        return web.Response(text=reason or "ok", status=status)

    async def counts(_: web.Request) -> web.Response:
        metrics.ready.set(await why_not_ready() is None)
        return web.Response(body=generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app[REFUSALS] = Refusals(metrics)
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", counts)])
    return app


async def serve_http(
    app: web.Application, host: str, port: int, *, longest_address_bytes: int = _LONGEST_ADDRESS_BYTES
) -> web.AppRunner:
    """Serve an app, which keeps its REFUSALS, and return its runner; `await runner.cleanup()` drains and closes.

    Port 0 takes any free one; `runner.addresses` tells which. A request whose address is longer is refused.

    Raises:
        SettingsError: Nothing can listen there.
    """
    runner = _Runner(app, shutdown_timeout=_DRAIN_SECONDS)
    runner.longest_address_bytes = longest_address_bytes
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise cannot_listen(host, port) from error
    return runner


class _Runner(web.AppRunner):
    """Runs an app on connections of ours; aiohttp offers no other way to choose their class."""

    longest_address_bytes = _LONGEST_ADDRESS_BYTES

    async def _make_server(self) -> web.Server:
        return _Server(await super()._make_server(), self.app[REFUSALS], self.longest_address_bytes)


class _Server(web.Server):
    """Answers as the app does, and whatever goes wrong in a few plain words."""

    def __init__(self, server: web.Server, refusals: Refusals, longest_address_bytes: int) -> None:
        super().__init__(self._answer, request_factory=server.request_factory)
        self._answer_of_app = server.request_handler
        self._refusals = refusals
        self._longest_address_bytes = longest_address_bytes

    def __call__(self) -> web.RequestHandler:
        return _Connection(self, self._refusals, self._longest_address_bytes)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.headers.get("Expect", "100-continue").lower() != "100-continue":
            return self._refusals.answer("expectation")  # aiohttp (3.14) fails on one that is not UTF-8
        try:
            return await self._answer_of_app(request)
        except web.HTTPException as refusal:
            refusal.text = refusal.reason  # aiohttp's own text may repeat what was sent
            raise
        except Exception:
            reference = secrets.token_hex(4)
            logger.exception("could not answer an HTTP request, reference %s", reference)
            return web.Response(status=500, text=f"Something went wrong here; reference {reference}.")


class _Connection(web.RequestHandler):
    """Refuses what is not HTTP without a traceback and without repeating it, unlike aiohttp's own."""

    __slots__ = ("_refusals",)

    def __init__(self, server: web.Server, refusals: Refusals, longest_address_bytes: int) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=_IDLE_SECONDS,
            lingering_time=_LINGER_SECONDS,
            max_line_size=longest_address_bytes,
            access_log=None,  # type: ignore[arg-type]  # None is what turns it off
            auto_decompress=False,  # signatures are over the bytes as sent
        )
        self._refusals = refusals

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Return the answer to what could not be read as HTTP, or is longer than is taken."""
        return self._refusals.answer("size" if isinstance(exc, LineTooLong) else "malformed")

    def log_exception(self, *args: object, **kw: object) -> None:
        """Log what is our own fault, and count what is the sender's."""
        if isinstance(kw.get("exc_info"), web.RequestPayloadError | HttpProcessingError):
            self._refusals.answer("malformed")
        else:
            super().log_exception(*args, **kw)
