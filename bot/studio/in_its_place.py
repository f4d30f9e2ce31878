"""What stands in the place of a page that cannot be shown: no index yet, no such page, something refused."""

import asyncio
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.runtime.redaction import redacted
from bot.studio.page import PAGES, Page, render
from bot.studio.studio import STUDIO
from index.advice import quotebot
from index.errors import IndexDamagedError, IndexMissingError, QuotebotError

_REFUSALS = {404: "cannot_nowhere", 413: "cannot_too_large"}


@web.middleware
async def instead(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Show what is wrong, in words, inside the frame."""
    try:
        return await handler(request)
    except IndexDamagedError as error:
        return _shown(request, {"text": str(error)}, status=503)
    except IndexMissingError:
        return await _without_index(request)
    except QuotebotError as error:
        return _shown(request, {"text": redacted(str(error))}, status=500)
    except web.HTTPException as error:
        key = _REFUSALS.get(error.status, "cannot_refused")
        return _shown(request, {"key": key, "reason": error.reason}, status=error.status)


async def _without_index(request: web.Request) -> web.Response:
    """Return the page that says that there is no index, or that one is being built; it looks again by itself."""
    studio = request.app[STUDIO]
    builder = await asyncio.to_thread(studio.builder)
    view = {"builder": builder, "command": quotebot("index")}
    return render(request, _page(request), view, template="no_index.html", status=503)


def _shown(request: web.Request, view: Mapping[str, Any], *, status: int) -> web.Response:
    nothing = {"text": None, "key": None, "reason": None}
    return render(request, _page(request), nothing | dict(view), template="cannot.html", status=status)


def _page(request: web.Request) -> Page:
    """Return the page that was asked for, by the beginning of the address, else the first."""
    pages = request.app[PAGES]
    name = request.path.strip("/").partition("/")[0]
    return next((page for page in pages if page.name == name), pages[0])
