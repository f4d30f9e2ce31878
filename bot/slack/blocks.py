"""A message as Slack shows it. Rich text and plain text only: nothing that people wrote can act as mark-up."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby, pairwise
from typing import Any

from bot.domain.message import Button, Buttons, Line, Message, Part, QuoteBlock, Span
from bot.slack.limits import (
    MOST_BLOCKS,
    MOST_ID_CHARACTERS,
    MOST_LABEL_CHARACTERS,
    MOST_MESSAGE_CHARACTERS,
    MOST_ROW_BUTTONS,
    MOST_TEXT_CHARACTERS,
    MOST_VALUE_CHARACTERS,
)
from bot.wording.language import choose, interface_of
from bot.wording.truncation import fitted, one_line, pieces, shortened, visible

Block = dict[str, Any]

_LINE_END: Block = {"type": "text", "text": "\n"}
_MOST_FALLBACK_CHARACTERS = 3000
_MOST_CONFIRMATION_CHARACTERS = 300
_MOST_ANSWER_CHARACTERS = 30


def message_arguments(message: Message) -> dict[str, Any]:
    """Return a message as arguments of chat.postMessage, chat.postEphemeral, chat.update and a response_url."""
    return {
        "text": fallback_text(message),
        "blocks": slack_blocks(message),
        "mrkdwn": False,
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def fallback_text(message: Message) -> str:
    """Return what notifications and screen readers say: the same words and addresses, nothing of it mark-up."""
    parts = fitted(message.parts, _MOST_FALLBACK_CHARACTERS, size=lambda text: len(_escaped(text)))
    texts = [part.text for part in parts if not isinstance(part, Buttons)]
    labels = [one_line(button.label) for part in parts if isinstance(part, Buttons) for button in part.buttons]
    return _escaped("\n".join(texts) or shortened(" · ".join(labels), MOST_LABEL_CHARACTERS))


def slack_blocks(message: Message, most_blocks: int = MOST_BLOCKS) -> list[Block]:
    """Return a message in Block Kit, within every limit."""
    parts = fitted(message.parts, MOST_MESSAGE_CHARACTERS)
    blocks = _blocks(parts)
    if len(blocks) > most_blocks:  # fewer, as lines that are not quiet share a block
        blocks = _blocks([replace(part, is_quiet=False) if isinstance(part, Line) else part for part in parts])
    return blocks[:most_blocks]


def text_object(text: str, most: int) -> Block:
    """Return a text object in which nothing is mark-up, not even :emoji:."""
    return {"type": "plain_text", "text": shortened(one_line(text), most), "emoji": False}


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _blocks(parts: Sequence[Part]) -> list[Block]:
    return [block for make, run in groupby(parts, _maker) for block in make(list(run))]


def _maker(part: Part) -> Callable[[Sequence[Part]], list[Block]]:
    """Return what makes the blocks for a part; a context block is small and pale, but holds no bold and no links."""
    if isinstance(part, Buttons):
        return _rows
    if isinstance(part, Line) and part.is_quiet and not any(span.bold or span.link for span in part.spans):
        return _context_blocks
    return _rich_text


def _context_blocks(lines: Sequence[Part]) -> list[Block]:
    text = "\n".join(part.text for part in lines if isinstance(part, Line))
    texts = [piece.strip("\n") for piece in pieces(text, MOST_TEXT_CHARACTERS)]
    return [_stretch("context", [{"type": "plain_text", "text": piece, "emoji": False}]) for piece in texts]


def _rich_text(parts: Sequence[Part]) -> list[Block]:
    """Return lines and quotes as one block, with an empty line above and below each quote.

    Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block, whose examples set the line ends so.
    """
    elements: list[Block] = []
    for kind, run in groupby(parts, type):
        if kind is QuoteBlock:
            quotes = (part for part in run if isinstance(part, QuoteBlock))
            elements += [_stretch("rich_text_quote", _text_elements(quote.text)) for quote in quotes]
        else:
            lines = (part for part in run if isinstance(part, Line))
            elements.append(_stretch("rich_text_section", _line_elements(lines)))
    for above, below in pairwise(elements):
        if above["type"] == "rich_text_section":
            above["elements"].append(_LINE_END | {"text": "\n\n"})
        elif below["type"] == "rich_text_section":
            below["elements"].insert(0, _LINE_END)
    return [_stretch("rich_text", elements)]


def _stretch(kind: str, elements: list[Block]) -> Block:
    return {"type": kind, "elements": elements}


def _line_elements(lines: Iterable[Line]) -> list[Block]:
    """Return the elements of lines, a line end between each two."""
    elements: list[Block] = []
    for part in lines:
        elements += [_LINE_END] if elements else []
        elements += [element for span in part.spans for element in _elements(span)]
    return elements


def _elements(span: Span) -> list[Block]:
    if span.channel:
        return [{"type": "channel", "channel_id": span.channel, **_style(span.bold)}]
    if not span.link:
        return _text_elements(span.text, is_bold=span.bold)
    return [{"type": "link", "url": span.link, "text": span.text, **_style(span.bold)}]


def _text_elements(text: str, *, is_bold: bool = False) -> list[Block]:
    return [{"type": "text", "text": piece, **_style(is_bold)} for piece in pieces(text, MOST_TEXT_CHARACTERS)]


def _style(is_bold: bool) -> Block:
    return {"style": {"bold": True}} if is_bold else {}


def _rows(parts: Sequence[Part]) -> list[Block]:
    rows: list[Block] = []
    for part in parts:
        buttons = part.buttons if isinstance(part, Buttons) else ()
        elements = [_button(button) for button in buttons if one_line(button.label).strip()]
        starts = range(0, len(elements), MOST_ROW_BUTTONS)
        rows += [_stretch("actions", elements[start : start + MOST_ROW_BUTTONS]) for start in starts]
    return rows


def _button(button: Button) -> Block:
    """Return a button; of a value that is too long the beginning comes back."""
    made: Block = {
        "type": "button",
        "action_id": f"quote:{button.action}"[:MOST_ID_CHARACTERS],
        "text": text_object(button.label, MOST_LABEL_CHARACTERS),
    }
    if value := visible(button.value)[:MOST_VALUE_CHARACTERS]:
        made["value"] = value
    if button.style == "danger":
        made["style"] = "danger"
    if question := one_line(button.confirmation or "").strip():
        made["confirm"] = _confirmation(button, question)
    return made


def _confirmation(button: Button, question: str) -> Block:
    cancel = choose(interface_of(question), {"en": "Cancel", "zh": "取消"})
    asked = {
        "title": text_object(button.label, MOST_LABEL_CHARACTERS),
        "text": text_object(question, _MOST_CONFIRMATION_CHARACTERS),
        "confirm": text_object(button.label, _MOST_ANSWER_CHARACTERS),
        "deny": text_object(cancel, _MOST_ANSWER_CHARACTERS),
    }
    return asked | ({"style": "danger"} if button.style == "danger" else {})
