"""A message that speaks of the commands as they are called where it is read."""

import re
from dataclasses import replace

from bot.domain.message import Line, Message

_COMMAND = re.compile(r"/quote(?!\w)")


def with_command_name(message: Message, name: str) -> Message:
    """Return a message whose lines call `/quote` as somebody typed it; quotes and buttons stay as they are.

    Args:
        message: What is said back; of an answer only a quote speaks, so it stays as it is.
        name: The command with its slash, such as "/quotebot"; "" where none was typed.
    """
    if not name or message.card:
        return message
    parts = (_renamed(part, name) if isinstance(part, Line) else part for part in message.parts)
    return replace(message, parts=tuple(parts))


def _renamed(line: Line, name: str) -> Line:
    spans = (replace(span, text=_COMMAND.sub(lambda _: name, span.text)) for span in line.spans)
    return replace(line, spans=tuple(spans))
