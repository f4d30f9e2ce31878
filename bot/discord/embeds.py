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
from bot.domain.message import Button, Buttons, Line, Message, Part, QuoteBlock, Span
from bot.wording.truncation import fitted

Payload = dict[str, Any]

_COLOUR = 0x6B7A8F  # the grey of slate: the quote speaks
_ROW, _BUTTON = 1, 2
_STYLES = {"plain": 2, "danger": 4}
_LINK_STYLE = 5
_NO_LIMIT = 1 << 30


def discord_message(message: Message) -> Payload:
    """Return a message as Discord's API takes it, within every limit; as an edit it replaces all that was there.

    Nobody is pinged, and nothing that people wrote can act as mark-up.
    """
    parts = fitted(message.parts, _NO_LIMIT)  # tidied: nothing unseen, no odd addresses
    texts = [part for part in parts if not isinstance(part, Buttons)]
    buttons = [part for part in parts if isinstance(part, Buttons)]
    links = _button_links(texts)
    if any(isinstance(part, QuoteBlock) for part in texts):
        content, embed = _answer(texts, links) if buttons else ("", _card(texts, links))
    else:
        content, embed = _notice(_in_reading_order(parts))
    return {
        "content": content,
        "embeds": [embed] if embed else [],
        "components": _rows(links, buttons),
        "allowed_mentions": {"parse": []},
    }


def _notice(lines: Sequence[Part]) -> tuple[str, Payload]:
    """Return lines without a quote as content; as an embed where they are long, or their links would be previewed."""
    text = _markdown(lines, MOST_DESCRIPTION_CHARACTERS)
    has_link = any(span.link for part in lines if isinstance(part, Line) for span in part.spans)
    if has_link or length(text) > MOST_CONTENT_CHARACTERS:
        return "", {"color": _COLOUR, "description": text}
    return text, {}


def _in_reading_order(parts: Sequence[Part]) -> list[Part]:
    """Return the lines, those that stand right above buttons last: Discord sets all buttons below the text."""
    leading = [above for above, below in pairwise(parts) if isinstance(below, Buttons)]
    lines = [part for part in parts if isinstance(part, Line)]
    return [*(part for part in lines if part not in leading), *(part for part in leading if isinstance(part, Line))]


def _answer(parts: Sequence[Part], links: Sequence[Span]) -> tuple[str, Payload]:
    """Return who asked what, as content, and the quote that answers."""
    first = next(place for place, part in enumerate(parts) if isinstance(part, QuoteBlock))
    return _markdown(parts[:first], MOST_CONTENT_CHARACTERS), _card(parts[first:], links)


def _card(parts: Sequence[Part], links: Sequence[Span]) -> Payload:
    """Return an embed: who speaks above, the words, where it was said below. `links` have buttons."""
    about = _below_quote(parts)
    speaker = next((part for part in about if part.spans[0].bold), None)
    source = next((part for part in about if part.is_quiet and not any(span.link for span in part.spans)), None)
    rest = [part for part in parts if part is not speaker and part is not source]
    shown = [_without(part, links) if isinstance(part, Line) else part for part in rest]
    card: Payload = {"color": _COLOUR, "description": _markdown(shown, MOST_DESCRIPTION_CHARACTERS)}
    if speaker:
        card["author"] = {"name": plain(speaker.text, MOST_AUTHOR_CHARACTERS)}
    if source:
        card["footer"] = {"text": plain(source.text, MOST_FOOTER_CHARACTERS)}
    return card


def _below_quote(parts: Sequence[Part]) -> list[Line]:
    last = max((place for place, part in enumerate(parts) if isinstance(part, QuoteBlock)), default=len(parts))
    return [part for part in parts[last + 1 :] if isinstance(part, Line)]


def _button_links(parts: Sequence[Part]) -> list[Span]:
    """Return the links below a quote that can be buttons."""
    spans = [span for part in _below_quote(parts) if _is_links(part) for span in part.spans]
    return [span for span in spans if span.link and len(span.link) <= MOST_BUTTON_LINK_CHARACTERS][:MOST_ROW_BUTTONS]


def _is_links(part: Line) -> bool:
    """Tell whether a line holds nothing but links and what separates them."""
    return any(span.link for span in part.spans) and all(
        span.link or span.text.strip(" ·") == "" for span in part.spans
    )


def _without(part: Line, links: Sequence[Span]) -> Line:
    """Return a line of links without those that have buttons."""
    if not _is_links(part):
        return part
    kept = [span for span in part.spans if span.link and span not in links]
    return Line(tuple(each for span in kept for each in (Span(" · "), span))[1:], is_quiet=part.is_quiet)


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


def _rows(links: Sequence[Span], parts: Sequence[Buttons]) -> list[Payload]:
    """Return the links in a row, below it those of the buttons, of which those of one part stand together.

    Of buttons that could not be told apart there is the last.
    """
    rows = [[_link_button(span) for span in links]] if links else []
    made = [[each for button in part.buttons if (each := _button(button))["label"]] for part in parts]
    last = {each["custom_id"]: each for together in made for each in together}
    for together in made:
        kept = [each for each in together if last[each["custom_id"]] is each]
        rows += [kept[start : start + MOST_ROW_BUTTONS] for start in range(0, len(kept), MOST_ROW_BUTTONS)]
    return [{"type": _ROW, "components": row} for row in rows[:MOST_ROWS]]


def _link_button(span: Span) -> Payload:
    return {"type": _BUTTON, "style": _LINK_STYLE, "label": plain(span.text, MOST_LABEL_CHARACTERS), "url": span.link}


def _button(button: Button) -> Payload:
    return {
        "type": _BUTTON,
        "style": _STYLES[button.style],
        "label": plain(button.label, MOST_LABEL_CHARACTERS),
        "custom_id": custom_id(button),
    }
