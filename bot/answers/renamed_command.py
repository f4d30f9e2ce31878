"""A message that speaks of the commands as they are called where it is read."""

import re
from dataclasses import replace

from bot.domain.message import Line, Message

_COMMAND = re.compile(r"(?<![\w/.])/quote(?![\w/-]|\.\w)")


def has_command_name(message: Message) -> bool:
    """Tell whether a message speaks of `/quote`."""
    return any(_COMMAND.search(line.text) for line in _our_lines(message))


def with_command_name(message: Message, name: str) -> Message:
    """Return a message whose own lines call `/quote` by another name; quotes, questions and buttons stay as they are.

    Args:
        message: What is said; of a card only the notes above the quote are our words.
        name: The command with its slash, such as "/quotebot".
    """
    if message.card:
        notes = tuple(_renamed(line, name) for line in message.card.notes)
        return replace(message, card=replace(message.card, notes=notes))
    parts = (_renamed(part, name) if isinstance(part, Line) else part for part in message.parts)
    return replace(message, parts=tuple(parts))


def _our_lines(message: Message) -> tuple[Line, ...]:
    return message.card.notes if message.card else tuple(part for part in message.parts if isinstance(part, Line))


def _renamed(line: Line, name: str) -> Line:
    spans = (replace(span, text=_COMMAND.sub(lambda _: name, span.text)) for span in line.spans)
    return replace(line, spans=tuple(spans))
