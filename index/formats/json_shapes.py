"""Which list of a JSON file is the transcript: the one whose objects have a text, and a speaker or a time.

It is told by its shape, not by who made it: objects at the same place of the file ("results.utterances[]") are one
list, and the keys of a text, a speaker and a time are looked for among those that transcripts have.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from index.formats.json_text import JsonText, JsonValue
from index.formats.json_times import is_time
from index.text.scripts import HAN
from index.text.unseen import without_unseen

# Capitals, spaces, dots, dashes and underscores of keys do not count; surer ones come first.
_TEXTS = (
    "text", "body", "transcript", "utterance", "sentence", "display", "displaytext", "punctuatedword", "word",
    "speech", "utf8", "文本", "正文", "原文", "content", "内容", "caption", "message", "value", "line", "quote",
)  # fmt: skip
_SPEAKERS = (
    "speaker", "speakername", "speakerdisplayname", "speakerlabel", "speakerid", "speakertag", "speakernumber",
    "voice", "说话人", "发言人", "讲话人", "話者",
)  # fmt: skip
_LOOSE_SPEAKERS = ("name", "author", "participant", "user", "role", "who", "from", "姓名", "角色")
_NAMES = ("name", "displayname", "fullname", "label", "id")
_STARTS = (
    "start", "starttime", "startseconds", "startsec", "startms", "startmilliseconds", "tstartms", "startoffset",
    "startoffsetms", "begin", "begintime", "offset", "offsetseconds", "offsets", "timestamps", "timestamp", "time",
    "timecode", "from", "ts", "datastart", "audiostart", "开始", "开始时间", "时间",
)  # fmt: skip
_NO_TEXTS = frozenset(("title", "name", "url", "link", "href", "id", "type", "language", "description", "summary"))
_OTHER_GUESSES = frozenset(("alternatives", "nbest"))  # lists of which only the first is what was heard
_GUESSED_CHARACTERS = 20
_WORD_CHARACTERS = 9
_EAST_ASIAN = re.compile(rf"[\u3040-\u30ff{HAN}]")
_BETWEEN_LETTERS = re.compile(r"[\s_.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One object of a transcript.

    Attributes:
        text: What is said.
        keys: Those of text, speaker and start, None where there is none.
        is_sure: Whether a key says that this is speech: a sure one of a speaker, or one of a text beside a time.
        speaker: As printed; None where the object and those around it name nobody.
        start: When, as it is written.
        word_speakers: Who speaks in the words that the object holds beside its text.
    """

    text: JsonText
    keys: tuple[str | None, str | None, str | None]
    is_sure: bool
    speaker: str | None
    start: JsonValue
    word_speakers: frozenset[str]


@dataclass(slots=True)
class RowList:
    """All objects with a text at one place of the file."""

    rows: list[Row] = field(default_factory=list)

    @property
    def has_speakers(self) -> bool:
        """Whether any object has a speaker."""
        return any(row.speaker for row in self.rows)

    @property
    def is_sure(self) -> bool:
        """Whether the keys of most objects say that they are speech."""
        return 2 * sum(row.is_sure for row in self.rows) > len(self.rows)

    @property
    def guessed_keys(self) -> tuple[str, ...]:
        """The keys of the first object that need not be those of a text or a speaker."""
        text, speaker, _ = self.rows[0].keys
        doubtful = (
            text if plain_key(text or "") not in _TEXTS else None,
            speaker if plain_key(speaker or "") not in _SPEAKERS else None,
        )
        return tuple(key for key in doubtful if key)

    @property
    def characters(self) -> int:
        """How much text there is in all."""
        return sum(len(row.text.value) for row in self.rows)

    @property
    def is_words(self) -> bool:
        """Whether each object is but a word or a mark."""
        texts = [row.text.value.strip() for row in self.rows]
        words = sum(" " not in text for text in texts)
        letters = self.characters + 2 * sum(len(_EAST_ASIAN.findall(text)) for text in texts)
        return len(texts) > 1 and words > 0.9 * len(texts) and letters < _WORD_CHARACTERS * len(texts)

    @property
    def could_be_transcript(self) -> bool:
        """Whether there are speakers or times; where the keys are no sure sign, the texts must be of some length."""
        if not self.has_speakers and not any(is_time(row.start) for row in self.rows):
            return False
        return self.is_sure or self.characters >= _GUESSED_CHARACTERS * len(self.rows)


def find_rows(values: list[JsonValue]) -> RowList | None:
    """Return the list of a JSON file that is a transcript, None where there is none.

    Of several, one with speakers wins, then one with sure keys, then sentences over words, then most text.
    """
    lists: dict[str, RowList] = {}
    for place, row in _rows(values, "", (None, None)):
        lists.setdefault(place, RowList()).rows.append(row)
    return max((rows for rows in lists.values() if rows.could_be_transcript), key=_rank, default=None)


def plain_key(key: str) -> str:
    """Return a key without what does not count in it."""
    return _BETWEEN_LETTERS.sub("", key.lower())


def printed_name(value: JsonValue) -> str | None:
    """Return the name that a value prints: a text, a number, or an object's name; None for none."""
    if isinstance(value, JsonText):
        one_line = without_unseen(" ".join(value.value.split()))
        return " ".join(one_line.split()) or None
    if isinstance(value, float) and not isinstance(value, bool) and value.is_integer():
        return str(int(value))
    if isinstance(value, dict):
        fields = {plain_key(key): child for key, child in value.items() if not isinstance(child, dict)}
        return next((name for key in _NAMES if (name := printed_name(fields.get(key)))), None)
    return None


def _rank(rows: RowList) -> tuple[bool, bool, bool, int]:
    return rows.has_speakers, rows.is_sure, not rows.is_words, rows.characters


def _rows(value: JsonValue, place: str, outer: tuple[str | None, JsonValue]) -> Iterator[tuple[str, Row]]:
    """Yield the objects of lists that have a text, with their place; `outer` are the speaker and start around them."""
    if isinstance(value, list):
        for child in value:
            yield from _rows(child, f"{place}[]", outer)
    elif isinstance(value, dict):
        if place.endswith("[]"):
            row, outer = _row(value, outer)
            if row:
                yield f"{place}.{row.keys[0]}", row
        for key, child in value.items():
            if isinstance(child, list | dict):
                first = isinstance(child, list) and plain_key(key) in _OTHER_GUESSES
                yield from _rows(child[:1] if first and isinstance(child, list) else child, f"{place}.{key}", outer)


def _row(
    value: dict[str, JsonValue], outer: tuple[str | None, JsonValue]
) -> tuple[Row | None, tuple[str | None, JsonValue]]:
    """Return an object as a row, None where it has no text; and the speaker and the start that hold inside it."""
    speaker_key, start_key, texts, loose_speakers = _keys(tuple(value))
    speaker = printed_name(value[speaker_key]) if speaker_key else None
    inside = (speaker or outer[0], value[start_key] if start_key else outer[1])
    text_key = next((key for key in texts if isinstance(value[key], JsonText)), None)
    if text_key is None and (speaker_key or start_key):
        text_key = _guessed_text(value, (speaker_key, start_key))
    text = value[text_key] if text_key else None
    if text_key is None or not isinstance(text, JsonText):
        return None, inside
    is_sure = inside[0] is not None or (inside[1] is not None and plain_key(text_key) in _TEXTS)
    if not speaker_key and inside[0] is None:
        names = {key: printed_name(value[key]) for key in loose_speakers if not is_time(value[key])}
        speaker_key = next((key for key, name in names.items() if name), None)
    row = Row(
        text=text,
        keys=(text_key, speaker_key, start_key),
        is_sure=is_sure,
        speaker=printed_name(value[speaker_key]) if speaker_key else inside[0],
        start=inside[1],
        word_speakers=frozenset(_word_speakers(value)),
    )
    return row, inside


def _guessed_text(value: dict[str, JsonValue], other_keys: tuple[str | None, ...]) -> str | None:
    """Return the key of the longest text of an object that says who speaks or when, None where all are short."""
    lengths = {
        key: len(child.value)
        for key, child in value.items()
        if isinstance(child, JsonText) and key not in other_keys and plain_key(key) not in _NO_TEXTS
    }
    longest = max(lengths, key=lambda key: lengths[key], default=None)
    return longest if longest is not None and lengths[longest] >= _GUESSED_CHARACTERS else None


@lru_cache(maxsize=1000)
def _keys(keys: tuple[str, ...]) -> tuple[str | None, str | None, tuple[str, ...], tuple[str, ...]]:
    """Return which keys of an object are speaker and start, and which could be its text or a looser speaker."""
    plain = {plain_key(key): key for key in reversed(keys)}
    speaker = next((plain[key] for key in _SPEAKERS if key in plain), None)
    start = next((plain[key] for key in _STARTS if key in plain), None)
    texts = [plain[key] for key in _TEXTS if key in plain]
    return speaker, start, tuple(texts), tuple(plain[key] for key in _LOOSE_SPEAKERS if key in plain)


def _word_speakers(value: dict[str, JsonValue]) -> Iterator[str]:
    """Yield who speaks in the words that an object lists beside its text."""
    words = next((child for key, child in value.items() if plain_key(key) == "words"), None)
    for word in words if isinstance(words, list) else ():
        if isinstance(word, dict) and (key := _keys(tuple(word))[0]) and (name := printed_name(word[key])):
            yield name
