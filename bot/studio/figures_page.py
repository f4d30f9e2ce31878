"""The page Figures: how good the answers are, what the last change moved, how the bot is used; in pictures."""

import asyncio
from urllib.parse import urlencode

from aiohttp import web

from bot.studio.app import see_other
from bot.studio.figures_texts import FIGURES_TEXTS
from bot.studio.figures_view import figures_view
from bot.studio.labelled_file import read_labelled_file
from bot.studio.measuring import Measuring
from bot.studio.page import Page, render, viewer_and_words
from bot.studio.studio import STUDIO


async def _show(request: web.Request) -> web.Response:
    _, say = viewer_and_words(request, FIGURES)
    view = await asyncio.to_thread(figures_view, request.app[STUDIO], request.query, say)
    return render(request, FIGURES, view)


async def _measure(request: web.Request) -> web.Response:
    """Begin to measure the labelled questions of the file that was sent."""
    named, studio = str((await request.post()).get("file", "")).strip(), request.app[STUDIO]
    labelled = await asyncio.to_thread(read_labelled_file, named, studio.settings.data)
    if labelled.questions:
        studio.part(Measuring).start(labelled)
    return see_other(figures_address(named))


async def _stop(request: web.Request) -> web.Response:
    named = str((await request.post()).get("file", "")).strip()
    await asyncio.to_thread(request.app[STUDIO].part(Measuring).stop)
    return see_other(figures_address(named))


def figures_address(named: str) -> str:
    """Return the address of the page for a file of labelled questions, "" for the data folder's own."""
    return f"/figures?{urlencode({'file': named})}" if named else "/figures"


FIGURES = Page(
    name="figures",
    key="f",
    texts=FIGURES_TEXTS,
    routes=(
        web.get("/figures", _show),
        web.post("/figures/measure", _measure),
        web.post("/figures/stop", _stop),
    ),
    keys=(("m", "key_measure"),),
)
