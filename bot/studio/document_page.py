"""The page Document: an interview with its speakers, and what a person corrects in it."""

import asyncio
import re
from typing import Any

from aiohttp import web

from bot.studio.app import see_other
from bot.studio.document_conflict import conflict_view
from bot.studio.document_desk import Desk
from bot.studio.document_files import ChangedError, NoDocumentError
from bot.studio.document_list import counts_view, list_view
from bot.studio.document_texts import DOCUMENT_TEXTS
from bot.studio.document_view import address_of, interview_view, quotes_of
from bot.studio.index_run import IndexRun
from bot.studio.page import Page, render, render_part
from bot.studio.studio import STUDIO
from index.errors import CorpusError, QuotebotError
from index.inspection.correct_turns import Action, Correction

INDEX_RUN = web.AppKey("index_run", IndexRun)
_ACTIONS: tuple[Action, ...] = ("name", "nobody", "right", "split", "join")


def _prepare(app: web.Application) -> None:
    app[INDEX_RUN] = IndexRun(app[STUDIO].settings)
    app.on_cleanup.append(_stop_indexing)


async def _stop_indexing(app: web.Application) -> None:
    await app[INDEX_RUN].stop()


async def _list(request: web.Request) -> web.Response:
    if "source" in request.query:
        return await _found(request, request.query["source"], request.query.get("quote", ""))
    view = await asyncio.to_thread(list_view, request.app[STUDIO].part(Desk), request.query.get("q", ""))
    return render(request, DOCUMENT, view)


async def _found(request: web.Request, own_id: str, quote_id: str) -> web.Response:
    """Lead to the passage of a quote, which other pages know by its id."""
    try:
        opened = await asyncio.to_thread(request.app[STUDIO].part(Desk).open, own_id)
    except QuotebotError:
        return see_other(address_of(own_id))  # which says why
    start = next((quote.start for quote in opened.reading.inspection.quotes if quote.id == quote_id), None)
    passage = None if start is None else opened.reading.passage_at(start)
    return see_other(address_of(own_id) + (f"?at={passage.start}" if passage else ""))


async def _counts(request: web.Request) -> web.Response:
    view = await asyncio.to_thread(counts_view, request.app[STUDIO].part(Desk), request.match_info["id"])
    return render_part(request, DOCUMENT, "document_counts.html", view)


async def _read(request: web.Request) -> web.Response:
    own_id, chosen = request.match_info["id"], _place(request.query.get("at", ""))
    try:
        opened = await asyncio.to_thread(request.app[STUDIO].part(Desk).open, own_id)
    except NoDocumentError:
        return _gone(request, own_id)
    except CorpusError as error:
        return _cannot(request, "unreadable", own_id, str(error), status=422)
    view = await asyncio.to_thread(
        interview_view, request.app[STUDIO], opened, chosen, is_splitting="split" in request.query
    )
    return render(request, DOCUMENT, view | {"run": request.app[INDEX_RUN]}, template="document_read.html")


async def _quotes(request: web.Request) -> web.Response:
    """Give the quotes of one passage, which a script puts below it."""
    own_id, start = request.match_info["id"], _place(request.query.get("at", ""))
    try:
        opened = await asyncio.to_thread(request.app[STUDIO].part(Desk).open, own_id)
    except NoDocumentError:
        return _gone(request, own_id)
    quotes = await asyncio.to_thread(quotes_of, request.app[STUDIO], opened.reading, start)
    return render_part(request, DOCUMENT, "document_quotes.html", {"quotes": quotes})


async def _correct(request: web.Request) -> web.Response:
    own_id, sent, desk = request.match_info["id"], await request.post(), request.app[STUDIO].part(Desk)
    fields = {name: str(value) for name, value in sent.items()}
    seen, correction = fields.get("seen", ""), _correction(fields)
    try:
        if correction is None:
            await asyncio.to_thread(desk.undo, own_id, seen)
        else:
            await asyncio.to_thread(desk.correct, own_id, seen, correction)
    except NoDocumentError:
        return _gone(request, own_id)
    except ChangedError as error:
        return render(
            request, DOCUMENT, conflict_view(own_id, error, correction), template="document_conflict.html", status=409
        )
    except QuotebotError as error:
        return _cannot(request, "not_corrected", own_id, str(error), status=422)
    start = _place(fields.get("split", "")) or _place(fields.get("start", ""))
    return see_other(address_of(own_id) + (f"?at={start}" if start is not None else ""))


async def _index(request: web.Request) -> web.Response:
    """Index now, beside the studio."""
    sent = await request.post()
    await request.app[INDEX_RUN].start()
    return see_other(str(sent.get("back", "/document")))


async def _index_run(request: web.Request) -> web.Response:
    """Give how far indexing is, which a script shows."""
    return render_part(request, DOCUMENT, "document_run.html", {"run": request.app[INDEX_RUN]})


def _correction(fields: dict[str, str]) -> Correction | None:
    """Return what was sent; None: the last correction is to be taken back.

    Raises:
        web.HTTPBadRequest: It is nothing that can be done.
    """
    start, done = _place(fields.get("start", "")), fields.get("do", "name")
    if "named" in fields:
        done, fields = "name", fields | {"speaker": fields["named"]}
    if "split" in fields:
        done = "split"
    if done == "undo":
        return None
    at = _place(fields.get("split", "")) or 0
    action = next((action for action in _ACTIONS if action == done), None)
    if start is None or action is None:
        raise web.HTTPBadRequest
    return Correction(action=action, start=start, speaker=fields.get("speaker", ""), at=at)


def _place(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text) else None


def _gone(request: web.Request, own_id: str) -> web.Response:
    view: dict[str, Any] = {"key": "gone", "id": own_id, "corpus": str(request.app[STUDIO].settings.seeds), "why": ""}
    return render(request, DOCUMENT, view, template="document_cannot.html", status=404)


def _cannot(request: web.Request, key: str, own_id: str, why: str, *, status: int) -> web.Response:
    view: dict[str, Any] = {"key": key, "id": own_id, "address": address_of(own_id), "why": why}
    return render(request, DOCUMENT, view, template="document_cannot.html", status=status)


DOCUMENT = Page(
    name="document",
    key="d",
    texts=DOCUMENT_TEXTS,
    routes=(
        web.get("/document", _list),
        web.get("/document/read/{id}", _read),
        web.get("/document/counts/{id}", _counts),
        web.get("/document/quotes/{id}", _quotes),
        web.post("/document/correct/{id}", _correct),
        web.post("/document/index", _index),
        web.get("/document/index", _index_run),
    ),
    keys=(
        ("j k", "key_move"),
        ("d", "key_doubt"),
        ("1–9", "key_person"),
        ("n", "key_name"),
        ("0", "key_nobody"),
        ("y", "key_right"),
        ("s", "key_split"),
        ("m", "key_join"),
        ("u", "key_undo"),
        ("i", "key_index"),
    ),
    prepare=_prepare,
)
