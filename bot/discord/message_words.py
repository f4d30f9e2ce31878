"""Every text that members see in a message of Discord's, whichever of its fields it stands in.

Source: https://docs.discord.com/developers/resources/message and https://docs.discord.com/developers/components/reference
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.discord.plain_text import plain_text

Payload = Mapping[str, Any]

_TEXT_DISPLAY = 10
_INNER = ("components", "accessory")  # of containers and sections


def words_of(message: Payload) -> str:
    """Return the words of a message in one line: its own, then its cards, its poll, its components, what it forwards.

    The author and the footer of a card count only where there is nothing else: they say where it is from. Labels of
    buttons, names of files and what stands in pictures are no words of the message.

    Args:
        message: As Discord sends it in an interaction; "" is returned for one without words.
    """
    return _joined(_words(message)) or _joined(_origins(message))


def _words(message: Payload) -> Iterator[str]:
    users = _parts(message, "mentions")
    names = {user["id"]: user.get("global_name") or user.get("username", "") for user in users}
    own = (_text(message, "content"), *_on_cards(message), *_in_poll(message))
    for text in (*own, *_in_components(_parts(message, "components"))):
        yield plain_text(text, names)
    for snapshot in _parts(message, "message_snapshots"):
        yield words_of(_part(snapshot, "message"))


def _on_cards(message: Payload) -> Iterator[str]:
    for embed in _parts(message, "embeds"):
        yield from (_text(embed, "title"), _text(embed, "description"))
        for field in _parts(embed, "fields"):
            yield from (_text(field, "name"), _text(field, "value"))


def _in_poll(message: Payload) -> Iterator[str]:
    poll = _part(message, "poll")
    yield _text(_part(poll, "question"), "text")
    for answer in _parts(poll, "answers"):
        yield _text(_part(answer, "poll_media"), "text")


def _in_components(components: Iterable[Payload]) -> Iterator[str]:
    for component in components:
        if component.get("type") == _TEXT_DISPLAY:
            yield _text(component, "content")
        for name in _INNER:
            inner = component.get(name) or ()
            yield from _in_components([inner] if isinstance(inner, Mapping) else inner)


def _origins(message: Payload) -> Iterator[str]:
    for embed in _parts(message, "embeds"):
        yield from (_text(_part(embed, "author"), "name"), _text(_part(embed, "footer"), "text"))


def _text(part: Payload, name: str) -> str:
    return part.get(name) or ""


def _part(part: Payload, name: str) -> Payload:
    return part.get(name) or {}


def _parts(part: Payload, name: str) -> Iterable[Payload]:
    return part.get(name) or ()


def _joined(texts: Iterable[str]) -> str:
    return " ".join(text for text in texts if text)
