"""The one way from a text to segments: each format has its reader."""

from index.formats.formats import format_of
from index.formats.markdown import read_text_lines
from index.formats.pages import read_page
from index.formats.running_lines import without_running_lines
from index.formats.segments import Reading
from index.formats.subtitles import read_subtitles


def read_text(raw: str, suffix: str) -> Reading:
    """Return how a text reads in the format that the ending of its file's name stands for."""
    text_format = format_of(suffix)
    if text_format == "page":
        return read_page(raw, suffix)
    if text_format == "subtitles":
        return read_subtitles(raw, suffix)
    return Reading(raw=raw, segments=without_running_lines(list(read_text_lines(raw))), has_markdown=True)
