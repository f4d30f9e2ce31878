"""Every text that members see in a message of Slack's, whichever of its fields it stands in.

Source: https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/messaging/#attachments
"""

from collections.abc import Iterable, Iterator

from bot.slack.payloads import Payload, text_at
from bot.slack.plain_text import plain_text
from bot.wording.truncation import visible

# What Slack writes into the text of a message that has none.
_NO_WORDS = ("This content can't be displayed.", "This message contains interactive elements.")
_CONTROLS = ("actions", "context_actions", "input", "button", "image", "overflow", "static_select")
_INLINE = ("rich_text_section", "rich_text_quote", "rich_text_preformatted")
# In the order in which they are read, whatever the block.
_READ = ("title", "subtitle", "text", "body", "description", "fields", "elements", "rows")
_FROM = ("author_name", "footer")


def words_of(message: Payload) -> str:
    """Return the words of a message in one line: of its blocks, or else its text; then of its attachments.

    With blocks, the text is only what notifications say. Where an attachment is from counts only where there is
    nothing else. Labels of buttons, names of files and what stands in pictures are no words of the message.

    Args:
        message: As Slack sends it in an interaction; "" is returned for one without words.
    """
    attachments = _parts(message.get("attachments"))
    words = _joined([_said(message), *map(_attached, attachments)])
    return words or _joined(plain_text(text_at(one, name)) for one in attachments for name in _FROM)


def _said(message: Payload) -> str:
    text = text_at(message, "text")
    own = "" if text.strip() in _NO_WORDS else plain_text(text)
    return _joined(_texts(message.get("blocks"))) or own


def _attached(attachment: Payload) -> str:
    """Return the words of an attachment: a card, a link's page, or a message that was shared."""
    shared = [part.get("message") for part in _parts(attachment.get("message_blocks"))]
    blocks = _joined(_texts([attachment.get("blocks"), *(part.get("blocks") for part in _parts(shared))]))
    names = ("title",) if blocks else ("title", "text")
    card = [plain_text(text_at(attachment, name)) for name in names]
    cells = [(part, name) for part in _parts(attachment.get("fields")) for name in ("title", "value")]
    fields = [plain_text(text_at(part, name)) for part, name in cells]
    words = _joined([plain_text(text_at(attachment, "pretext")), *card, blocks, *fields])
    return words or plain_text(text_at(attachment, "fallback"))


def _texts(part: object) -> Iterator[str]:
    """Yield what is read in blocks, and in what they hold, in its order."""
    if isinstance(part, list):
        for inner in part:
            yield from _texts(inner)
    if not isinstance(part, dict) or part.get("type") in _CONTROLS:
        return
    text = text_at(part, "text")
    if part.get("type") in _INLINE:
        yield _one_line("".join(_inline(element) for element in _parts(part.get("elements"))))
    elif text:
        yield _one_line(text) if part.get("type") in ("plain_text", "raw_text") else plain_text(text)
    else:
        for name in _READ:
            yield from _texts(part.get(name))


def _inline(element: Payload) -> str:
    """Return what an element of rich text reads as; people and channels are told by their ids alone."""
    return text_at(element, "text") or text_at(element, "fallback") or text_at(element, "url")


def _one_line(text: str) -> str:
    return visible(" ".join(text.split()))


def _parts(value: object) -> list[Payload]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _joined(texts: Iterable[str]) -> str:
    return " ".join(text for text in texts if text)
