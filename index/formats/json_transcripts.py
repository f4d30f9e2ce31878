"""Transcripts in JSON: of Whisper, WhisperX, the podcast namespace, speech services, and others of their shape."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from index.errors import CorpusError
from index.formats.json_shapes import RowList, find_rows, plain_key, printed_name
from index.formats.json_text import JsonText, JsonValue, characters_of, parse_json
from index.formats.json_times import start_seconds
from index.formats.segments import PARAGRAPH_CHARACTERS, Reading, Segment

_BLANK_LINE = re.compile(r"\n[ \t\r\f\v\u3000]*\n")
_SENTENCE_END = re.compile(r"[.。!！?？…][\"'”’」』)）]*\s*\Z")
_CLOSING_MARK = re.compile(r"[,.;:!?%)\]}’”、。，；：！？…]")
_WIDE = re.compile(r"[\u3000-\u9fff\uff00-\uff65\U00020000-\U0003ffff]")
_LINK = re.compile(r"https?://\S+")
_MOST_WORDS = 60
_FACTS = {
    "title": "title", "episodetitle": "title", "标题": "title",
    "link": "link", "url": "link", "permalink": "link", "sourceurl": "link",
    "recording": "recording", "audiourl": "recording", "mediaurl": "recording", "videourl": "recording",
    "published": "published", "publishedat": "published", "pubdate": "published", "date": "published",
    "publisher": "publisher", "show": "show", "podcast": "show", "language": "language",
}  # fmt: skip
_ABOUT = ("metadata", "meta", "info", "episode")
_REFUSAL = (
    "no transcript in this JSON; looked for a list of objects with a text ('text', 'body', 'transcript' …) and a "
    "speaker or a time ('speaker', 'start' …); export it as SRT, VTT or text instead"
)


def read_json_transcript(raw: str, suffix: str = ".json") -> Reading:
    """Return the segments of a transcript in JSON or JSON Lines; offsets point into its string literals.

    The speaker of an object is its voice, as printed. Where the words of an object are given to somebody else too,
    it is nobody's.

    Raises:
        CorpusError: It is no JSON, or no list in it is a transcript.
    """
    values = parse_json(raw)
    rows = find_rows(values)
    if rows is None:
        raise CorpusError(_REFUSAL)
    rows.rows.sort(key=lambda row: row.text.start)
    voices = _voices(rows, _names_by_id(values))
    times = start_seconds([row.start for row in rows.rows], rows.rows[0].keys[2] or "", rows.characters)
    pieces = [
        Segment(text=text, offsets=offsets, voice=voice, start_seconds=time)
        for (text, offsets), voice, time in zip(
            (characters_of(raw, row.text, suffix) for row in rows.rows), voices, times, strict=True
        )
    ]
    segments = _join_words(pieces) if rows.is_words else (part for piece in pieces for part in _split_paragraphs(piece))
    return Reading(
        raw=raw,
        segments=list(_with_paragraphs(segments)),
        facts=_facts(values),
        warnings=_warnings(rows, voices),
    )


def _voices(rows: RowList, names: Mapping[str, str]) -> list[str | None]:
    """Return who speaks in each object: empty where it is not sure, None throughout where nobody is named at all."""
    if not rows.has_speakers:
        return [None] * len(rows.rows)
    return [
        "" if row.speaker is None or row.word_speakers - {row.speaker} else names.get(row.speaker, row.speaker)
        for row in rows.rows
    ]


def _names_by_id(values: Sequence[JsonValue]) -> dict[str, str]:
    """Return the names that a file gives its speakers once: {"SPEAKER_00": "Ada"}, or a list with ids and names."""
    names: dict[str, str] = {}
    for value in values[:1]:
        speakers = value.get("speakers") if isinstance(value, dict) else None
        if isinstance(speakers, dict):
            names |= {key: name for key, child in speakers.items() if (name := printed_name(child))}
        for speaker in speakers if isinstance(speakers, list) else ():
            if isinstance(speaker, dict):
                keys = {plain_key(key).removeprefix("speaker"): child for key, child in speaker.items()}
                number, name = printed_name(keys.get("id")), printed_name(keys.get("name"))
                if number and name:
                    names[number] = name
    return names


def _split_paragraphs(piece: Segment) -> Iterator[Segment]:
    """Yield the paragraphs of one object's text, with a space before it: the quotation mark that opens it."""
    position = 0
    for gap in [*_BLANK_LINE.finditer(piece.text), None]:
        end = gap.start() if gap else len(piece.text)
        text, offsets = piece.text[position:end], list(piece.offsets[position:end])
        if text.strip():
            if not position:
                text, offsets = f" {text}", [offsets[0] - 1, *offsets]
            yield replace(piece, text=text, offsets=offsets, begins_paragraph=position > 0)
        position = gap.end() if gap else end


def _join_words(words: Sequence[Segment]) -> Iterator[Segment]:
    """Yield sentences joined from words; a space between two is the quotation mark that opens the second one.

    Where words bring their own spaces (" Hello", ","), none is added.
    """
    adds_spaces = not any(word.text[:1].isspace() or word.text[-1:].isspace() for word in words)
    sentence: list[Segment] = []
    for word in words:
        if not word.text:
            continue
        opens = adds_spaces and not _CLOSING_MARK.match(word.text)
        if sentence and (word.voice != sentence[0].voice or _is_over(sentence, opens or word.text[0].isspace())):
            yield _join(sentence)
            sentence = []
        is_apart = opens and not (sentence and _WIDE.match(word.text) and _WIDE.match(sentence[-1].text[-1]))
        offsets = word.offsets
        sentence.append(replace(word, text=f" {word.text}", offsets=[offsets[0] - 1, *offsets]) if is_apart else word)
    if sentence:
        yield _join(sentence)


def _is_over(sentence: Sequence[Segment], opens: bool) -> bool:
    return opens and (bool(_SENTENCE_END.search(sentence[-1].text)) or len(sentence) >= _MOST_WORDS)


def _join(words: Sequence[Segment]) -> Segment:
    text = "".join(word.text for word in words)
    return replace(words[0], text=text, offsets=[offset for word in words for offset in word.offsets])


def _with_paragraphs(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Yield the segments, with a paragraph's end in long speech where one ends with a sentence."""
    length = 0
    before: Segment | None = None
    for segment in segments:
        if before and length > PARAGRAPH_CHARACTERS and _SENTENCE_END.search(before.text[-40:]):
            segment = replace(segment, begins_paragraph=True)
        goes_on = before and before.voice == segment.voice and not segment.begins_paragraph
        length = len(segment.text) + (length if goes_on else 0)
        before = segment
        yield segment


def _facts(values: Sequence[JsonValue]) -> dict[str, str]:
    """Return what the file says about itself in its outermost object, or in one such as "metadata" inside that."""
    facts: dict[str, str] = {}
    outer = values[0] if values else None
    inner = [outer.get(key) for key in _ABOUT] if isinstance(outer, dict) else []
    for table in (outer, *inner):
        for key, value in table.items() if isinstance(table, dict) else ():
            fact = _FACTS.get(plain_key(key))
            text = printed_name(value) if isinstance(value, JsonText) else None
            if fact and text and (fact not in ("link", "recording") or _LINK.fullmatch(text)):
                facts.setdefault(fact, text)
    return facts


def _warnings(rows: RowList, voices: Sequence[str | None]) -> list[str]:
    """Return what was guessed, and what is nobody's though the file names somebody."""
    warnings = []
    if rows.guessed_keys:
        text, speaker, _ = rows.rows[0].keys
        warnings.append(f"keys of this JSON were guessed: text from {text!r}, speaker from {speaker!r}")
    mixed = sum(row.speaker is not None and not voice for row, voice in zip(rows.rows, voices, strict=True))
    if mixed and rows.has_speakers:
        warnings.append(f"{mixed} of {len(rows.rows)} pieces have words of several speakers and are nobody's")
    return warnings
