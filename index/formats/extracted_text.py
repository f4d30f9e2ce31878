"""The text of a document that is no text (DOCX, PDF): made while it is read, so that offsets count in it."""

from dataclasses import dataclass, field

from index.domain import BlockKind
from index.formats.segments import Segment


@dataclass(frozen=True, slots=True)
class TextRun:
    """Characters that look alike."""

    text: str
    bold: bool = False
    colour: str = ""


@dataclass(slots=True)
class ExtractedText:
    """What was read so far: the text, its segments, the stretches of it that are bold."""

    parts: list[str] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0

    @property
    def raw(self) -> str:
        """The whole text."""
        return "".join(self.parts)

    def write(self, text: str) -> None:
        """Add text that is in no segment."""
        self.parts.append(text)
        self.length += len(text)

    def add_line(
        self,
        runs: list[TextRun],
        *,
        kind: BlockKind = "text",
        is_list: bool = False,
        begins_paragraph: bool = False,
        voice: str | None = None,
        style: str = "",
        start_seconds: float | None = None,
    ) -> None:
        """Add a line as a segment, and the end of the line; a line of white space is no segment."""
        start = self.length
        for run in runs:
            if run.bold and run.text:
                begins = self.bold.pop()[0] if self.bold and self.bold[-1][1] == self.length else self.length
                self.bold.append((begins, self.length + len(run.text)))
            self.write(run.text)
        text = "".join(run.text for run in runs)
        if text.strip():
            self.segments.append(
                Segment(
                    text=text,
                    offsets=range(start, self.length),
                    kind=kind,
                    is_list=is_list,
                    begins_paragraph=begins_paragraph,
                    voice=voice,
                    style=style,
                    start_seconds=start_seconds,
                )
            )
        self.write("\n")
