"""What a page of the studio is, and how it is drawn: a template inside the frame that all pages share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.domain.interface import Interface
from bot.studio.access import ACCESS
from bot.studio.frame_texts import FRAME_TEXTS
from bot.studio.line_problem_texts import problem_words
from bot.studio.reason_texts import reason_words
from bot.studio.studio import STUDIO
from bot.studio.viewer import COLOURS, INTERFACES, Viewer, viewer_of
from bot.wording.language import choose
from index.advice import quotebot
from index.domain import Language
from index.evaluate import LineProblem
from index.reasons import Reason

Texts = Mapping[str, Mapping[Language, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: all that the frame has to know of it.

    Attributes:
        name: Of its address ("/ask"), its template ("ask.html") and, where it has them, its script and style.
        key: The letter that leads there behind g.
        texts: What it says, by key; "title" is among them.
        routes: Its own address, and those that its forms and scripts send to.
        keys: Its own keys, each with the key of the text that tells what it does.
        prepare: Puts what it keeps between requests into the app.
    """

    name: str
    key: str
    texts: Texts
    routes: tuple[web.RouteDef, ...]
    keys: tuple[tuple[str, str], ...] = ()
    prepare: Callable[[web.Application], None] | None = None


PAGES = web.AppKey("pages", tuple[Page, ...])
"""Under this key the app keeps its pages, in the order of the menu."""

templates = Environment(
    loader=PackageLoader("bot.studio"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Words:
    """Says texts of a page, or of the frame, in the language of an interface; a template calls it `say`."""

    def __init__(self, texts: Texts, interface: Interface) -> None:
        self._texts = {**FRAME_TEXTS, **texts}
        self._interface = interface

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its values filled in, numbers with a comma behind each thousand.

        Raises:
            KeyError: Neither the page nor the frame has this text, or a value is missing.
        """
        written = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
        return choose(self._interface, self._texts[key]).format(**written)

    def named(self, kind: str, name: str) -> str:
        """Return what something is called whose text is `kind` and `name`; its name itself, where it has no text."""
        key = f"{kind}_{name}"
        return self(key) if key in self._texts else name

    def reason(self, reason: Reason) -> str:
        """Return why words are whose they are, or nobody's."""
        return reason_words(reason, self._interface)

    def problem(self, problem: LineProblem) -> str:
        """Return which line of the label file counts for nothing, and why."""
        return problem_words(problem, self._interface)


def render(
    request: web.Request, page: Page, view: Mapping[str, Any], *, template: str | None = None, status: int = 200
) -> web.Response:
    """Return a page as it is shown to whoever asks for it.

    Args:
        request: Whose viewer, and address, the frame needs.
        page: The page, whose template extends `frame.html`.
        view: What the template shows. Everything in it is escaped.
        template: Another template than the page's own.
        status: Of the response.
    """
    studio, viewer = request.app[STUDIO], viewer_of(request)
    frame = {
        "page": page,
        "pages": request.app[PAGES],
        "viewer": viewer,
        "say": Words(page.texts, viewer.interface),
        "titles": {other.name: choose(viewer.interface, other.texts["title"]) for other in request.app[PAGES]},
        "form_token": request.app[ACCESS].form_token,
        "here": str(request.rel_url),
        "interfaces": INTERFACES,
        "colours": COLOURS,
        "folder": str(studio.settings.data),
        "opened": studio.opened,
        "index_command": quotebot("index"),
    }
    html = templates.get_template(template or f"{page.name}.html").render(frame | dict(view))
    return _html_response(html, status)


def render_part(
    request: web.Request, page: Page, template: str, view: Mapping[str, Any], *, status: int = 200
) -> web.Response:
    """Return a piece of a page, for a script of ours to put in: the template alone, without the frame."""
    viewer = viewer_of(request)
    frame = {"page": page, "viewer": viewer, "say": Words(page.texts, viewer.interface)}
    frame["form_token"] = cast(Any, request.app[ACCESS].form_token)
    html = templates.get_template(template).render(frame | dict(view))
    return _html_response(html, status)


def _html_response(html: str, status: int) -> web.Response:
    """Return a page or a piece of one; half a surrogate pair, which quotes may hold, is a question mark."""
    return web.Response(status=status, body=html.encode("utf-8", "replace"), content_type="text/html", charset="utf-8")


def viewer_and_words(request: web.Request, page: Page) -> tuple[Viewer, Words]:
    """Return how somebody wants to see a page, and what says its texts."""
    viewer = viewer_of(request)
    return viewer, Words(page.texts, viewer.interface)
