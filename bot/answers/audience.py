"""How somebody is spoken to: in which language, and before whose eyes."""

from collections.abc import Mapping

from bot.domain.interface import Interface
from bot.domain.message import Visibility
from bot.domain.request import Request
from bot.wording.language import chosen_interface, interface_of, interface_of_locale


def interface_for(settings: Mapping[str, str], request: Request, question: str = "") -> Interface:
    """Return the language of the interface: as set, else that of the question, else of who asks.

    Who types a command in Chinese wants to read Chinese; who types it in English may want to all the same.
    """
    if chosen := chosen_interface(settings):
        return chosen
    typed = interface_of(question or request.text)
    is_typed = question or (typed != "en" and request.kind != "button")
    return typed if is_typed else interface_of_locale(request.locale) or typed


def first_seen_by(request: Request, settings: Mapping[str, str], *, is_private: bool) -> Visibility:
    """Return who sees an answer first; where nobody else is there, it is an ordinary message."""
    is_private = is_private or settings.get("answers_first") == "private"
    return "private" if is_private and request.kind != "direct" else "public"
