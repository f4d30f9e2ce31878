"""Which kinds of file are read as interviews, by the ending of the file's name."""

from typing import Literal

FileFormat = Literal["text", "subtitles", "page", "json", "word", "pdf"]

_FORMATS: dict[str, FileFormat] = {
    ".txt": "text",
    ".md": "text",
    ".markdown": "text",
    ".srt": "subtitles",
    ".vtt": "subtitles",
    ".html": "page",
    ".htm": "page",
    ".epub": "page",
    ".json": "json",
    ".jsonl": "json",
    ".docx": "word",
    ".pdf": "pdf",
}
SUFFIXES = tuple(_FORMATS)


def format_of(suffix: str) -> FileFormat:
    """Return how a file whose name ends with `suffix` is read; an unknown ending is text."""
    return _FORMATS.get(suffix.lower(), "text")
