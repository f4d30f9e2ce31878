"""What the bot says, in parts that every platform sets in its own way. Texts are plain: no mark-up, not escaped."""

from dataclasses import dataclass
from typing import Literal

Visibility = Literal["public", "private"]
ButtonStyle = Literal["plain", "danger"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line; `link` is an http(s) address that we made or that the corpus lists as a source.

    `channel` is the platform's id of a channel that is shown by its name where the platform can, else as the text.
    """

    text: str
    bold: bool = False
    link: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line; a quiet one is set smaller or paler where the platform can."""

    spans: tuple[Span, ...]
    is_quiet: bool = False

    @property
    def text(self) -> str:
        """The line without its looks; an address stands behind the name of its link."""
        return "".join(f"{span.text} {span.link}" if span.link else span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """Somebody's words, set off as a quotation: nothing before or after them in the block."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button; its id on the platform is "quote:" and `action`. `value` comes back when it is pressed.

    `confirmation` is a question that is asked before it counts.
    """

    action: str
    label: str
    value: str = ""
    style: ButtonStyle = "plain"
    confirmation: str | None = None


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons, no two with the same action."""

    buttons: tuple[Button, ...]


Part = Line | QuoteBlock | Buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is said. A private one is seen by the asker alone.

    `replaces` means that it stands in for the message whose button was pressed; `removes` that this message
    goes away (with parts: something is said besides). `thread` is where it goes, if not where the request came from.
    """

    parts: tuple[Part, ...] = ()
    visibility: Visibility = "private"
    replaces: bool = False
    removes: bool = False
    thread: str | None = None

    @property
    def text(self) -> str:
        """Everything it says, as plain text; buttons are left out."""
        lines = [part.text for part in self.parts if not isinstance(part, Buttons)]
        return "\n".join(line for line in lines if line)


def line(*texts: str | Span, quiet: bool = False) -> Line:
    """Return a line of texts and spans."""
    return Line(tuple(Span(text) if isinstance(text, str) else text for text in texts), is_quiet=quiet)


def notice(text: str) -> Message:
    """Return a private message of one line."""
    return Message(parts=(line(text),))
