"""How somebody wants to see the studio: the language of its interface, and its colours."""

from dataclasses import dataclass
from typing import Literal, get_args

from aiohttp import web

from bot.domain.interface import Interface
from bot.wording.language import interface_of_locale

Colours = Literal["auto", "light", "dark"]

INTERFACES: tuple[Interface, ...] = get_args(Interface)
COLOURS: tuple[Colours, ...] = get_args(Colours)
_HTML_LANGUAGES: dict[Interface, str] = {"en": "en", "zh": "zh-Hans", "zh-Hant": "zh-Hant"}
_YEAR_SECONDS = 31_536_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """What somebody has chosen, or what their browser asks for; `colours` "auto" are the system's."""

    interface: Interface = "en"
    colours: Colours = "auto"

    @property
    def html_language(self) -> str:
        """The interface's language as HTML names it."""
        return _HTML_LANGUAGES[self.interface]


def viewer_of(request: web.Request) -> Viewer:
    """Return how the sender of a request wants to see the studio."""
    chosen, colours = request.cookies.get("quotebot_interface"), request.cookies.get("quotebot_colours")
    accepted = interface_accepted(request.headers.get("Accept-Language", ""))
    return Viewer(
        interface=next((interface for interface in INTERFACES if interface == chosen), accepted),
        colours=next((known for known in COLOURS if known == colours), "auto"),
    )


def interface_accepted(accept_language: str) -> Interface:
    """Return the interface for what a browser accepts, such as "zh-TW,zh;q=0.9": the first of our languages."""
    tags = [tag.partition(";")[0].strip() for tag in accept_language.split(",")]
    tag = next((tag for tag in tags if tag.startswith(("en", "zh"))), "en")
    return "zh-Hant" if tag.startswith("zh-Hant") else interface_of_locale(tag) or "en"


def remember(response: web.Response, name: str, value: str) -> None:
    """Have a browser keep a choice for a year; what is no choice changes nothing."""
    if value in {"interface": INTERFACES, "colours": COLOURS}.get(name, ()):
        response.set_cookie(
            f"quotebot_{name}", value, max_age=_YEAR_SECONDS, httponly=True, samesite="Strict", path="/"
        )
