"""The pages of the studio as one web app, behind the door that lets in one browser alone."""

import re
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from bot.runtime.http_refusals import REFUSALS, Refusals
from bot.runtime.metrics import Metrics
from bot.studio.access import ACCESS, Access, add_headers, guard
from bot.studio.in_its_place import instead
from bot.studio.page import PAGES, Page
from bot.studio.studio import STUDIO, Studio
from bot.studio.viewer import remember

LARGEST_POST_BYTES = 1_048_576
_STATIC = Path(__file__).parent / "static"
_PLACE = r"/(?![/\\])[\w/?=&%.+~:@,-]{0,8000}\Z"


def studio_app(studio: Studio, access: Access, pages: Sequence[Page]) -> web.Application:
    """Return the app that shows pages, the first of them at "/".

    Args:
        studio: What they look at.
        access: Who gets in.
        pages: In the order of the menu, at least one.
    """
    app = web.Application(middlewares=[instead, guard], client_max_size=LARGEST_POST_BYTES)
    app[ACCESS], app[STUDIO], app[PAGES] = access, studio, tuple(pages)
    app[REFUSALS] = Refusals(Metrics())
    app.on_response_prepare.append(add_headers)
    app.add_routes([web.get("/", _first_page), web.post("/viewer", _remember), web.static("/static", _STATIC)])
    for page in pages:
        app.add_routes(page.routes)
        if page.prepare:
            page.prepare(app)
    return app


async def _first_page(request: web.Request) -> web.Response:
    return see_other(f"/{request.app[PAGES][0].name}")


async def _remember(request: web.Request) -> web.Response:
    """Keep how somebody wants to see the studio, and show again what they saw."""
    sent = await request.post()
    response = see_other(str(sent.get("back", "/")))
    for name in ("interface", "colours"):
        remember(response, name, str(sent.get(name, "")))
    return response


def see_other(place: str) -> web.Response:
    """Return the way to another page of ours, such as behind a form; to the first one, if the place is none of ours."""
    return web.Response(status=303, headers={"Location": place if re.match(_PLACE, place) else "/"})
