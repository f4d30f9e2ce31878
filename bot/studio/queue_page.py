"""The page Queue: one thing after another to judge, a key a decision."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from bot.studio.app import see_other
from bot.studio.judging import ChangedMeanwhileError, DecidedMeanwhileError, GoneError, Judging, Sent
from bot.studio.labels import JudgedMeanwhileError
from bot.studio.page import PAGES, Page, Words, render, render_part, viewer_and_words
from bot.studio.queue import Drawn, Queue
from bot.studio.queue_texts import QUEUE_TEXTS
from bot.studio.queue_view import item_view
from bot.studio.studio import STUDIO
from index.advice import quotebot
from index.errors import StorageError

_MOST_PROBLEMS = 5
_MOST_DECIDED = 100
_SHORT_CHARACTERS = 80

Notice = str | None
View = dict[str, Any]


async def _show(request: web.Request) -> web.Response:
    return await _page(request, None)


async def _page(request: web.Request, notice: Notice, status: int = 200) -> web.Response:
    """Return the whole page, with what came of what was sent before."""
    view = await asyncio.to_thread(_page_view, request)
    return render(request, QUEUE, view | {"notice": notice}, status=status)


async def _ahead(request: web.Request) -> web.Response:
    """Return what comes behind the items that a script holds."""
    view = await asyncio.to_thread(_next, request, request.query.get("held", "").split())
    return _part(request, view, None, 200)


def _part(request: web.Request, view: View, notice: Notice, status: int) -> web.Response:
    """Return for a script what came of what it sent, and the next item."""
    return render_part(request, QUEUE, "queue_next.html", view | {"notice": notice}, status=status)


async def _decide(request: web.Request) -> web.Response:
    sent = await request.post()
    fields = {name: str(value) for name, value in sent.items()}
    names = ("key", "verdict", "quote_id", "first", "mark")
    decision = Sent(**{name: fields.get(name, "") for name in names})
    notice, status = await asyncio.to_thread(_decided, request, decision)
    if "held" not in fields:
        return see_other("/queue") if notice is None else await _page(request, notice, status)
    view = await asyncio.to_thread(_next, request, fields["held"].split())
    return _part(request, view, notice, status)


async def _undo(request: web.Request) -> web.Response:
    sent = await request.post()
    key, notice, status = await asyncio.to_thread(_undone, request)
    if "held" not in sent:
        return see_other(f"/queue?item={key}") if notice is None else await _page(request, notice, status)
    view = await asyncio.to_thread(_ready, request, key) if key else await asyncio.to_thread(_nothing, request)
    return _part(request, view, notice, status)


async def _add(request: web.Request) -> web.Response:
    text = str((await request.post()).get("questions", ""))
    queue, (_, say) = request.app[STUDIO].part(Queue), viewer_and_words(request, QUEUE)
    try:
        taken = await asyncio.to_thread(queue.own.add, text)
        judged = await asyncio.to_thread(queue.judged, text)
    except StorageError as error:
        view = await asyncio.to_thread(_page_view, request)
        notice = say("saved_error", reason=error)
        return render(request, QUEUE, view | {"notice": notice, "typed": text}, status=500)
    notice = say("added", new=taken.new, known=taken.known, unusable=taken.unusable)
    if not judged:
        return await _page(request, notice)
    view = await asyncio.to_thread(_page_view, request, judged[0])
    return render(request, QUEUE, view | {"notice": f"{notice} {say('judged_before', count=len(judged))}"})


def _decided(request: web.Request, sent: Sent) -> tuple[Notice, int]:
    """Take a decision, and return what is to be said of it, None where all is well; and the status."""
    queue, (_, say) = request.app[STUDIO].part(Queue), viewer_and_words(request, QUEUE)

    def judged_by(error: JudgedMeanwhileError) -> str:
        item = queue.find(sent.key)
        question = item.question if item else ""
        return say("judged_meanwhile", question=_short(question), who=error.who or say("somebody"))

    return _told(lambda: request.app[STUDIO].part(Judging).decide(sent), say, judged_by)


def _undone(request: web.Request) -> tuple[str, Notice, int]:
    """Take the last decision back; return the key of its item, or "" and what is to be said."""
    judging, (_, say) = request.app[STUDIO].part(Judging), viewer_and_words(request, QUEUE)
    keys: list[str | None] = []
    notice, status = _told(lambda: keys.append(judging.undo()), say)
    if notice is None and keys == [None]:
        return "", say("nothing_to_undo"), 409
    return (keys[0] or "") if keys else "", notice, status


def _told(
    act: Callable[[], None], say: Words, judged_by: Callable[[JudgedMeanwhileError], str] | None = None
) -> tuple[Notice, int]:
    """Do something, and return what is to be said of it, None where all is well; and the status."""
    try:
        act()
    except JudgedMeanwhileError as error:
        return (judged_by(error) if judged_by else str(error)), 409
    except DecidedMeanwhileError:
        return say("decided_meanwhile"), 409
    except GoneError:
        return say("gone"), 410
    except ChangedMeanwhileError:
        return say("changed_meanwhile"), 409
    except StorageError as error:
        return say("saved_error", reason=error), 500
    return None, 200


def _page_view(request: web.Request, key: str = "") -> View:
    queue, key = request.app[STUDIO].part(Queue), key or request.query.get("item", "")
    _, say = viewer_and_words(request, QUEUE)
    view = _ready(request, key) if key else _next(request, ())
    problems, decided = queue.labels.read().problems, queue.decided()
    return view | {
        "decided": decided[:_MOST_DECIDED],
        "decided_count": len(decided),
        "audit_command": quotebot("audit"),
        "problems": [say.problem(problem) for problem in problems[:_MOST_PROBLEMS]],
        "more_problems": len(problems[_MOST_PROBLEMS:]),
        "file": str(queue.labels.path),
        "command": quotebot("eval", queue.labels.path),
        "typed": "",
    }


def _next(request: web.Request, held: list[str] | tuple[str, ...]) -> View:
    """Return the next item but those that are held."""
    drawn, waiting = request.app[STUDIO].part(Queue).draw(held)
    return _view(request, drawn, waiting + len(held))


def _ready(request: web.Request, key: str) -> View:
    """Return the item with a key, the next one where there is none."""
    drawn = request.app[STUDIO].part(Queue).ready(key)
    return _view(request, drawn, None) if drawn else _next(request, ())


def _nothing(request: web.Request) -> View:
    return _view(request, None, None)


def _view(request: web.Request, drawn: Drawn | None, waiting: int | None) -> View:
    studio, (viewer, say) = request.app[STUDIO], viewer_and_words(request, QUEUE)
    people: Mapping[str, Any] = studio.searcher().generation.people
    has_document = any(page.name == "document" for page in request.app[PAGES])
    item = (
        item_view(drawn, request.query.get("quote", ""), people, viewer.interface, say, has_document=has_document)
        if drawn
        else None
    )
    done = studio.part(Judging).count
    return {"item": item, "waiting": waiting, "done": done}


def _short(text: str) -> str:
    return text if len(text) <= _SHORT_CHARACTERS else f"{text[: _SHORT_CHARACTERS - 1]}…"


QUEUE = Page(
    name="queue",
    key="q",
    texts=QUEUE_TEXTS,
    routes=(
        web.get("/queue", _show),
        web.get("/queue/ahead", _ahead),
        web.post("/queue/decide", _decide),
        web.post("/queue/undo", _undo),
        web.post("/queue/questions", _add),
    ),
    keys=(
        ("r", "right"),
        ("p", "partly"),
        ("w", "wrong"),
        ("n", "nobody"),
        ("o", "name_open"),
        ("s", "skip"),
        ("u", "undo"),
        ("c", "context"),
        ("d", "document"),
        ("2 – 6", "key_choose"),
        ("a", "add"),
    ),
)
