"""Where a format itself marks a voice: voice tags, a key of a JSON object, dashes and arrows, a change of colour."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.evidence.label_places import LabelPlace
from index.evidence.lines import Line

_VOICE = re.compile(r"<v(?:\.[^\s<>]{1,100})?[ \t]+(?P<name>[^<>\r\n]{1,100})>")
_CHANGE = re.compile(r"[\s\x00\x01]*(?:>>|[-–][\s\x00\x01]?(?=[^\W\d_a-z\x00]))")
_COLOUR = re.compile(
    r"<font\b[^<>]{0,200}?\bcolou?r\s?=\s?[\"']?(?P<font>[#\w]{1,30})[^<>]{0,200}>|(?P<end></font>|</c>)"
    r"|<c\.(?:[\w.]{0,60}\.)?(?P<colour>white|lime|cyan|red|yellow|magenta|blue|green)\b[^<>]{0,100}>",
    re.IGNORECASE,
)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)
_SPEAKER_KEYS = (
    "speaker",
    "speaker_name",
    "speakername",
    "speaker_label",
    "speakerlabel",
    "voice",
    "speaker_id",
    "speakerid",
)
_ID_KEYS = ("id", "speaker_id", "speakerid", "speaker", "label", "key")
_KEYS = frozenset((*_SPEAKER_KEYS, *_ID_KEYS, "name"))


def voice_places(raw: str, lines: Sequence[Line]) -> list[LabelPlace]:
    """Return the voice tags of subtitles, and the cues without one, which are nobody's where others have one."""
    voices = {tag.start(): tag["name"].strip() for tag in _VOICE.finditer(raw)}
    if not voices:
        return []
    places = [LabelPlace(start, name) for start, name in voices.items()]
    unnamed = [
        LabelPlace(line.start, "")
        for line in lines
        if line.kind == "text" and line.opens and line.cue and not _VOICE.match(raw, line.start + _blanks(line))
    ]
    return sorted(places + unnamed, key=lambda place: place.start)


def _blanks(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip())


def change_places(raw: str, lines: Sequence[Line]) -> list[LabelPlace]:
    """Return where a subtitle says that somebody else begins, but not who: ">>", dashes, another colour."""
    places = [
        LabelPlace(line.start, None) for line in lines if line.cue and line.kind == "text" and _CHANGE.match(line.text)
    ]
    colours = [(line.start, colour) for line, colour in _with_colours(raw, lines)]
    before = colours[0][1] if colours else ""
    for start, colour in colours:
        if colour != before:
            places.append(LabelPlace(start, None))
        before = colour
    return sorted(places, key=lambda place: place.start)


def _with_colours(raw: str, lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Yield the lines of cues with the colour of their first word; a cue begins without one."""
    colour, cue = "", 0
    for line in lines:
        if line.kind != "text" or not line.cue:
            continue
        colour, cue = ("" if line.cue != cue else colour), line.cue
        first: str | None = None
        text_start = line.start + len(line.text) - len(line.text.lstrip("\x00\x01 \t"))
        for tag in _COLOUR.finditer(raw, line.start, line.end):
            if tag.start() >= text_start and first is None:
                first = colour
            colour = "" if tag["end"] else (tag["font"] or tag["colour"]).lower()
        yield line, colour if first is None else first


@dataclass(slots=True)
class _Object:
    """A JSON object or list: where it begins and ends, who speaks in it, and the objects and lists inside."""

    start: int
    end: int = 0
    keys: dict[str, str] = field(default_factory=dict)
    members: list["_Object"] = field(default_factory=list)

    @property
    def speaker(self) -> str | None:
        """Who speaks in it, where it says so itself."""
        return next((self.keys[key] for key in _SPEAKER_KEYS if self.keys.get(key)), None)


def object_places(raw: str) -> list[LabelPlace]:
    """Return who speaks in each JSON object that says it, wherever in it the key stands; none where no object does.

    An object that does not say it, among others of one list that do, is nobody's. Behind its end counts again what
    it stands in.
    """
    root, objects = _read_objects(raw)
    names = {
        value.keys[key]: value.keys["name"]
        for value in objects
        if value.keys.get("name")
        for key in _ID_KEYS
        if key in value.keys
    }
    if not any(value.speaker for value in objects):
        return []
    places: list[LabelPlace] = []
    inside = [(root, "")]
    while inside:
        value, outer = inside.pop()
        own = names.get(value.speaker, value.speaker) if value.speaker else outer
        places += [LabelPlace(value.start, own), LabelPlace(value.end, outer)]
        some_speak = any(member.speaker for member in value.members)
        inside += [(member, "" if some_speak else own) for member in value.members]
    places.sort(key=lambda place: place.start)
    following = [*(place.start for place in places[1:]), len(raw)]
    # Between two objects of a list nothing is said, so that who speaks in both goes on.
    return [place for place, end in zip(places, following, strict=True) if raw.find('"', place.start, end) >= 0]


def _read_objects(raw: str) -> tuple[_Object, list[_Object]]:
    """Return the whole of a JSON text, and all objects and lists in it, read as far as it can be."""
    root = _Object(0, len(raw))
    objects, unclosed = [root], [root]
    key, previous = "", ""
    for token in _TOKEN.finditer(raw):
        piece = token.group()
        if piece in ("{", "["):
            value = _Object(token.start(), len(raw))
            unclosed[-1].members.append(value)
            objects.append(value)
            unclosed.append(value)
        elif piece in ("}", "]") and len(unclosed) > 1:
            unclosed.pop().end = token.start()
        elif previous == ":" and key in _KEYS:
            unclosed[-1].keys.setdefault(key, _value(piece))
        elif piece == ":":
            key = previous.strip('"').lower()
        previous = piece
    return root, objects


def _value(piece: str) -> str:
    """Return a JSON text or number as a text; empty for what is neither."""
    if not piece.startswith('"'):
        return piece if piece.isdigit() else ""
    try:
        return str(json.loads(piece, strict=False)).strip()
    except json.JSONDecodeError:
        return ""
