"""What the elements of a web page stand for: lines, headings, asides, what is not seen, who speaks."""

import re
from collections.abc import Mapping
from typing import Literal

MarkKind = Literal["name", "time", "voice"]

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
UNSEEN = frozenset(("head", "object", "select", "button", "nav", "form", "dialog", "audio", "video", "canvas"))
EMPTY = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"
))  # fmt: skip
ITALICS = frozenset(("em", "i"))
# What the elements around a line set it apart as.
MARKS = {"blockquote": "a block quote", "dt": "a term", "summary": "a summary", "li": "a list item"}
_ASIDES = frozenset(("blockquote", "aside", "figcaption", "caption", "footer"))
BLOCKS = HEADINGS | _ASIDES | {
    "address", "article", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figure", "form",
    "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
# What an element's beginning ends where its end tag was left out.
ENDED_BY = {
    "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "td": ("td", "th"), "th": ("td", "th"),
    "tr": ("td", "th", "tr"),
}  # fmt: skip

_HIDING = re.compile(
    r"\shidden(?:[\s=>/]|\Z)|aria-hidden\s{0,5}=\s{0,5}[\"']?true|display\s{0,5}:\s{0,5}none"
    r"|visibility\s{0,5}:\s{0,5}hidden",
    re.IGNORECASE,
)
# WeChat hides an article until its script has run; a saved copy still says so.
_SHOWN_LATER = re.compile(r"id\s{0,5}=\s{0,5}[\"']?js_content\b")

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_A-Za-z]+")
_FURNITURE = frozenset((
    "related", "recommended", "recommendations", "share", "sharing", "sharedaddy", "social", "cookie", "cookies",
    "consent", "newsletter", "comment", "comments", "kommentar", "kommentare", "respond", "disqus", "footer", "sidebar",
    "breadcrumb", "breadcrumbs", "navigation", "navbar", "menu", "pagination", "pager", "outbrain", "taboola",
    "advert", "advertisement", "promo", "subscribe", "login", "optin", "copyright", "teaser", "bio", "tags",
))  # fmt: skip
_ABOUT_ANOTHER = frozenset(("no", "has", "with", "without", "hide", "is", "show", "open", "closed", "enabled"))
_NAMING = frozenset(("speaker", "speakername", "sprecher", "talker", "interlocutor", "说话人", "发言人"))
_PERHAPS_NAMING = frozenset((
    "name", "author", "user", "username", "sender", "nick", "nickname", "person", "who", "participant", "host",
    "guest", "interviewer", "interviewee", "label", "from",
))  # fmt: skip
_TIMING = frozenset(("timestamp", "timecode", "time", "ts", "clock", "start", "timing"))
_VOICES = frozenset((
    "q", "a", "question", "answer", "interviewer", "interviewee", "host", "guest", "speaker", "frage", "antwort",
    "moderator", "narrator", "respondent", "participant",
))  # fmt: skip
_VOICE_ATTRIBUTES = ("data-speaker", "data-speaker-name", "data-speakername", "data-voice", "data-author")
_TIME_ATTRIBUTES = {
    "data-start": 1.0, "data-start-time": 1.0, "data-starttime": 1.0, "data-begin": 1.0, "data-time": 1.0,
    "data-timestamp": 1.0, "data-timecode": 1.0, "data-t": 1.0, "data-seconds": 1.0, "data-m": 0.001,
    "data-start-ms": 0.001,
}  # fmt: skip
_COLOUR = re.compile(r"(?:^|;)\s{0,20}color\s{0,5}:\s{0,5}([^;!]{1,60})", re.IGNORECASE)
_NO_COLOUR = re.compile(
    r"inherit|initial|unset|black|windowtext|currentcolor|#0{3,8}|rgba?\(0,0,0(?:,1(?:\.0)?)?\)", re.IGNORECASE
)
_LONGEST_RECORDING_SECONDS = 100 * 3600  # a greater number counts the seconds since 1970
_SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2}(?:[.,]\d{1,6})?)")


def is_hidden(name: str, attributes: str) -> bool:
    """Tell whether a reader of the page does not see an element, from its name and what stands in its start tag."""
    hides = _HIDING.search(attributes) and not _SHOWN_LATER.search(attributes)
    return name in UNSEEN or (bool(hides) and name not in EMPTY)


def is_aside(name: str) -> bool:
    """Tell whether an element is by its name no part of what is said."""
    return name in _ASIDES


def is_furniture(name: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether class or id say that an element holds comments, a menu, other articles and the like."""
    if name in ("html", "body", "main", "article"):
        return False
    tokens = attributes.get("class", "").split() + attributes.get("id", "").split()
    words = (set(_words(token)) for token in tokens)
    return any(word_set & _FURNITURE and not word_set & _ABOUT_ANOTHER for word_set in words)


def naming_class(name: str, attributes: Mapping[str, str]) -> tuple[str, bool] | None:
    """Return what marks an element whose content seems to be a speaker's name, and whether it says so clearly."""
    if name == "cite":
        return "cite", True
    if name == "dt":
        return "dt", False
    for token in attributes.get("class", "").split():
        words = _words(token.rstrip("-_0123456789"))
        if words and (words[-1] in _NAMING or (words[-1] in ("name", "label") and set(words[:-1]) & _NAMING)):
            return token, True
        if words and words[-1] in _PERHAPS_NAMING:
            return token, False
    return None


def timing_class(name: str, attributes: Mapping[str, str]) -> str | None:
    """Return what marks an element whose content seems to be a time of the recording."""
    if name == "time":
        return "time"
    return next((token for token in attributes.get("class", "").split() if _TIMING & set(_words(token)[-1:])), None)


def voice_attribute(attributes: Mapping[str, str]) -> str | None:
    """Return who says what stands in an element, where an attribute says so."""
    values = (attributes[name].strip() for name in _VOICE_ATTRIBUTES if name in attributes)
    return next((value for value in values if value and len(value) <= 60 and value[0] not in "{[<"), None)


def time_attribute(attributes: Mapping[str, str]) -> float | None:
    """Return the second of the recording at which an element is heard, where an attribute says so."""
    for name, unit in _TIME_ATTRIBUTES.items():
        value = attributes.get(name, "").strip()
        seconds = float(value) * unit if _SECONDS.fullmatch(value) else clock_seconds(value)
        if seconds is not None and seconds < _LONGEST_RECORDING_SECONDS:
            return seconds
    return None


def clock_seconds(text: str) -> float | None:
    """Return the seconds that a time such as "1:02:03" or "[00:12]" stands for, None for any other text."""
    match = _CLOCK.fullmatch(text.strip(" \t\r\n[](){}<>（）【】|·–—-"))
    if not match:
        return None
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3].replace(",", "."))


def style_of(name: str, attributes: Mapping[str, str]) -> str:
    """Return the class or colour of an element that may tell voices apart, empty for none.

    Only classes count whose words name a voice ("question", "host"): others are about layout.
    """
    for token in attributes.get("class", "").split():
        words = _words(token)
        if "readspeaker" in token.lower():
            continue  # a service that reads pages out
        if set(words) & _VOICES and words[-1] not in _NAMING and words[-1] != "name":
            return token
    match = _COLOUR.search(attributes.get("style", ""))
    colour = match[1] if match else attributes.get("color", "") if name == "font" else ""
    colour = "".join(colour.split()).lower()
    return f"color: {colour}" if colour and not _NO_COLOUR.fullmatch(colour) else ""


def _words(token: str) -> list[str]:
    """Return the words of a class name, in small letters: "ts-name" and "tsName" have two."""
    return [word.lower() for word in _WORD.findall(token[:80])]
