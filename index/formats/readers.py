"""The one way from a file to segments: each format has its reader."""

from dataclasses import replace
from pathlib import PurePath

from index.formats.books import join_pages
from index.formats.encodings import decode_interview
from index.formats.formats import format_of
from index.formats.json_transcripts import read_json_transcript
from index.formats.line_numbers import without_line_numbers
from index.formats.markdown import read_text_lines
from index.formats.pages import read_page
from index.formats.pdf_documents import read_pdf_document
from index.formats.running_lines import without_running_lines
from index.formats.segments import Reading, Segment
from index.formats.subtitles import are_subtitles, read_subtitles
from index.formats.word_documents import read_word_document


def read_file(content: bytes, name: str) -> Reading:
    """Return how the bytes of a file read; the ending of its name says in which format they are.

    Raises:
        CorpusError: They cannot be decoded, or are not in that format.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix == ".epub":
        raw, facts = join_pages(content)
        return replace(read_text(raw, suffix), facts=facts)
    if format_of(suffix) == "word":
        return read_word_document(content)
    if format_of(suffix) == "pdf":
        return read_pdf_document(content)
    text, guessed = decode_interview(content, name)
    reading = read_text(text, suffix)
    if guessed is None:
        return reading
    warning = f"the encoding was guessed: {guessed}; save the file as UTF-8 if words look wrong"
    return replace(reading, warnings=(*reading.warnings, warning))


def read_text(raw: str, suffix: str) -> Reading:
    """Return how a text reads in the format that the ending of its file's name stands for, or its first lines show."""
    text_format = format_of(suffix)
    if text_format == "page":
        return read_page(raw, suffix)
    if text_format == "json":
        return read_json_transcript(raw, suffix)
    if text_format == "subtitles" or are_subtitles(raw):
        return read_subtitles(raw, suffix)
    return Reading(raw=raw, segments=_text_segments(raw), has_markdown=True)


def _text_segments(raw: str) -> list[Segment]:
    return without_running_lines(without_line_numbers(list(read_text_lines(raw))))
