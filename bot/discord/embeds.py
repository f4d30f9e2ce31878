"""A message as Discord shows it: a quote as an embed, the question above it, links and buttons below."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any

from bot.discord.custom_ids import custom_id
from bot.discord.limits import (
    MOST_AUTHOR_CHARACTERS,
    MOST_BUTTON_LINK_CHARACTERS,
    MOST_CONTENT_CHARACTERS,
    MOST_DESCRIPTION_CHARACTERS,
    MOST_FOOTER_CHARACTERS,
    MOST_LABEL_CHARACTERS,
    MOST_ROW_BUTTONS,
    MOST_ROWS,
    length,
    plain,
)
from bot.discord.markdown import escaped, masked_link, quoted
from bot.domain.message import AnswerCard, Button, Buttons, Line, Message, NamedLink, Part, QuoteBlock, link_line
from bot.wording.truncation import fitted, is_address

Payload = dict[str, Any]

_COLOUR = 0x6B7A8F  # the grey of slate: the quote speaks
_ROW, _BUTTON = 1, 2
_STYLES = {"plain": 2, "danger": 4}
_LINK_STYLE = 5


def discord_message(message: Message) -> Payload:
    """Return a message as Discord's API takes it, within every limit; as an edit it replaces all that was there.

    Nobody is pinged, and nothing that people wrote can act as mark-up.
    """
    links = _button_links(message.card.links) if message.card else []
    buttons = [part for part in message.parts if isinstance(part, Buttons)]
    content, embed = _card(message.card, links) if message.card else _notice(_in_reading_order(message.parts))
    return {
        "content": content,
        "embeds": [embed] if embed else [],
        "components": _rows(links, buttons),
        "allowed_mentions": {"parse": []},
    }


def _notice(parts: Sequence[Part]) -> tuple[str, Payload]:
    """Return what is no card as content; as an embed where it is long, or its links would be previewed."""
    text = _markdown(parts, MOST_DESCRIPTION_CHARACTERS)
    has_link = any(span.link for part in parts if isinstance(part, Line) for span in part.spans)
    if has_link or length(text) > MOST_CONTENT_CHARACTERS:
        return "", {"color": _COLOUR, "description": text}
    return text, {}


def _in_reading_order(parts: Sequence[Part]) -> list[Part]:
    """Return the texts, those that stand right above buttons last: Discord sets all buttons below the text."""
    leading = [above for above, below in pairwise(parts) if isinstance(below, Buttons)]
    texts = [part for part in parts if not isinstance(part, Buttons)]
    return [*(part for part in texts if part not in leading), *(part for part in texts if part in leading)]


def _card(card: AnswerCard, links: Sequence[NamedLink]) -> tuple[str, Payload]:
    """Return what is said above a quote, as content, and an embed: who speaks, the words, where it was said.

    `links` have buttons.
    """
    other_links = link_line(link for link in card.links if link not in links)
    parts: list[Part] = [*card.lead, QuoteBlock(card.quote), *card.follow, other_links, *card.footnotes]
    embed: Payload = {"color": _COLOUR, "description": _markdown(parts, MOST_DESCRIPTION_CHARACTERS)}
    if speaker := plain(card.speaker_marked, MOST_AUTHOR_CHARACTERS):
        embed["author"] = {"name": speaker}
    if source := plain(card.source, MOST_FOOTER_CHARACTERS):
        embed["footer"] = {"text": source}
    return _markdown(card.above, MOST_CONTENT_CHARACTERS), embed


def _button_links(links: Sequence[NamedLink]) -> list[NamedLink]:
    """Return the links that can be buttons."""
    fitting = [link for link in links if is_address(link.url) and len(link.url) <= MOST_BUTTON_LINK_CHARACTERS]
    return fitting[:MOST_ROW_BUTTONS]


def _markdown(parts: Sequence[Part], most: int) -> str:
    """Return lines and quotes in Discord's Markdown, cut where that is longer than `most` characters."""
    room = most
    while (excess := length(text := _joined(fitted(parts, room, size=_escaped_length))) - most) > 0:
        room -= excess
    return text


def _escaped_length(text: str) -> int:
    return length(escaped(text))


def _joined(parts: Sequence[Part]) -> str:
    """Return lines and quotes below each other, an empty line between two quotes."""
    text = ""
    for kind, run in groupby(parts, type):
        between = "\n\n" if kind is QuoteBlock else "\n"
        text += ("\n" if text else "") + between.join(_set(part) for part in run)
    return text


def _set(part: Part) -> str:
    if isinstance(part, QuoteBlock):
        return quoted(part.text)
    if not isinstance(part, Line):
        return ""
    runs = groupby(part.spans, key=lambda span: (span.link, span.bold))
    text = "".join(_span("".join(span.text for span in run), link, is_bold) for (link, is_bold), run in runs)
    return f"-# {text}" if part.is_quiet else text


def _span(text: str, link: str | None, is_bold: bool) -> str:
    shown = masked_link(text, link) if link else escaped(text)
    return f"**{shown}**" if is_bold and text.strip() else shown


def _rows(links: Sequence[NamedLink], parts: Sequence[Buttons]) -> list[Payload]:
    """Return the links in a row, below it those of the buttons, of which those of one part stand together.

    Of buttons that could not be told apart there is the last.
    """
    rows = [[_link_button(link) for link in links]] if links else []
    groups = [[button for button in map(_button, part.buttons) if button["label"]] for part in parts]
    last = {button["custom_id"]: button for group in groups for button in group}
    for group in groups:
        kept = [button for button in group if last[button["custom_id"]] is button]
        rows += [kept[start : start + MOST_ROW_BUTTONS] for start in range(0, len(kept), MOST_ROW_BUTTONS)]
    return [{"type": _ROW, "components": row} for row in rows[:MOST_ROWS]]


def _link_button(link: NamedLink) -> Payload:
    label = plain(link.name, MOST_LABEL_CHARACTERS) or plain(link.url, MOST_LABEL_CHARACTERS)
    return {"type": _BUTTON, "style": _LINK_STYLE, "label": label, "url": link.url}


def _button(button: Button) -> Payload:
    return {
        "type": _BUTTON,
        "style": _STYLES[button.style],
        "label": plain(button.label, MOST_LABEL_CHARACTERS),
        "custom_id": custom_id(button),
    }
