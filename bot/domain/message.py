"""What the bot says, which every platform sets in its own way. Texts are plain: no mark-up, not escaped."""

from collections.abc import Iterable
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class NamedLink:
    """An address that the corpus lists for a quote, and what it is called."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCard:
    """A quote with everything that is shown of it, each thing for itself.

    `speaker` is a name with that in the other script, `marks` are such as "host" or "inferred", `source` is where and
    when it was said, `quote_id` the quote's id. `asked` is who asked what, and `notes` what else is said above the
    quote. `lead` and `follow` are the words around it, and `footnotes` stand below everything but the buttons.
    """

    quote: str
    speaker: str
    source: str
    marks: tuple[str, ...] = ()
    links: tuple[NamedLink, ...] = ()
    asked: Line | None = None
    notes: tuple[Line, ...] = ()
    lead: tuple[Line, ...] = ()
    follow: tuple[Line, ...] = ()
    footnotes: tuple[Line, ...] = ()
    buttons: tuple[Button, ...] = ()
    quote_id: str = field(default="", compare=False)

    @property
    def above(self) -> tuple[Line, ...]:
        """What is said before the quote is shown."""
        return (*((self.asked,) if self.asked else ()), *self.notes)

    @property
    def speaker_marked(self) -> str:
        """The speaker with the marks, as one text."""
        return " · ".join((self.speaker, *self.marks))

    @property
    def parts(self) -> tuple[Part, ...]:
        """All of it in the order in which it is read."""
        marks = self.speaker_marked.removeprefix(self.speaker)
        parts: list[Part] = [*self.above, *self.lead, QuoteBlock(self.quote), *self.follow]
        parts.append(line(Span(self.speaker, bold=True), *([marks] if marks else [])))
        parts.append(line(self.source, quiet=True))
        parts += [link_line(self.links)] if self.links else []
        parts += self.footnotes
        parts += [Buttons(self.buttons)] if self.buttons else []
        return tuple(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is said: a card with a quote, or other parts. A private one is seen by the asker alone.

    Of a card, `parts` are what it is made of, in the order in which it is read. `replaces` means that it stands in for
    the message whose button was pressed; `removes` that this message goes away (with parts: something is said
    besides). `thread` is where it goes, if not where the request came from.
    """

    parts: tuple[Part, ...] = ()
    visibility: Visibility = "private"
    replaces: bool = False
    removes: bool = False
    thread: str | None = None
    card: AnswerCard | None = None

    def __post_init__(self) -> None:
        """Take the parts from the card, where there is one."""
        if self.card:
            object.__setattr__(self, "parts", self.card.parts)

    @property
    def quote_ids(self) -> tuple[str, ...]:
        """The ids of the quotes whose words it shows."""
        return (self.card.quote_id,) if self.card and self.card.quote_id else ()

    @property
    def text(self) -> str:
        """Everything it says, as plain text; buttons are left out."""
        lines = [part.text for part in self.parts if not isinstance(part, Buttons)]
        return "\n".join(line for line in lines if line)


def line(*texts: str | Span, quiet: bool = False) -> Line:
    """Return a line of texts and spans."""
    return Line(tuple(Span(text) if isinstance(text, str) else text for text in texts), is_quiet=quiet)


def link_line(links: Iterable[NamedLink]) -> Line:
    """Return links beside each other in one line."""
    spans: list[Span] = []
    for link in links:
        spans += [Span(" · ")] * bool(spans) + [Span(link.name, link=link.url)]
    return Line(tuple(spans))


def notice(text: str) -> Message:
    """Return a private message of one line."""
    return Message(parts=(line(text),))
