"""Reads Discord's Markdown as Discord does: what is shown, and which marks act.

Sources: https://docs.discord.com/developers/reference#message-formatting,
https://support.discord.com/hc/en-us/articles/210298617-Markdown-Text-101; the escape is that of simple-markdown, on
which Discord's own program is built.
"""

import re

_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_AT_LINE_START = {
    "heading": re.compile(r" *#{1,3} +"),
    "quiet": re.compile(r" *-# +"),
    "rest quoted": re.compile(r" *>>> ?"),
    "quote": re.compile(r" *> "),
    "list": re.compile(r" *(?:[-*+]|\d+\.) +(?=\S)"),
}
_INSIDE = {
    "fence": re.compile(r"```(.+?)```", re.DOTALL),
    "code": re.compile(r"(`+)(.*?[^`])\1(?!`)", re.DOTALL),
    "bold": re.compile(r"\*\*((?:\\.|[^\\])+?)\*\*(?!\*)", re.DOTALL),
    "underline": re.compile(r"__((?:\\.|[^\\])+?)__(?!_)", re.DOTALL),
    "italic": re.compile(r"\*(?=\S)((?:\\.|[^\\*])+?)\*|_((?:\\.|[^\\_])+?)_(?!\w)", re.DOTALL),
    "struck": re.compile(r"~~((?:\\.|[^\\])+?)~~", re.DOTALL),
    "spoiler": re.compile(r"\|\|(.+?)\|\|", re.DOTALL),
    "link": re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]\(<?(https?://[^\s()<>]+)>?\)"),
    "address": re.compile(r"<?(?:https?|discord|steam)://[^\s<]+", re.IGNORECASE),
    "invitation": re.compile(r"discord(?:app)?\.(?:gg|com)/[\w/-]+", re.IGNORECASE),
    "mention": re.compile(r"<(?:@!?|@&|#)\d+>|@everyone|@here"),
    "command": re.compile(r"</[^<>]+:\d+>"),
    "custom emoji": re.compile(r"<a?:\w+:\d+>"),
    "time": re.compile(r"<t:-?\d+(?::\w)?>"),
    "guide": re.compile(r"<id:[\w:-]+>"),
    "mail": re.compile(r"<[^<>\s@]+@[^<>\s]+>|<\+[\d -]+>"),
    "emoji": re.compile(r":[\w+-]+(?:::skin-tone-\d)?:"),
    "shrug": re.compile(r"¯\\_\(ツ\)_/¯"),
}


def read(markdown):
    """Yield (mark, what is shown of it) for every mark that acts, ("", text) for what stands between."""
    place, is_line_start = 0, True
    while place < len(markdown):
        rules = (_AT_LINE_START | _INSIDE) if is_line_start else _INSIDE
        escape = _ESCAPE.match(markdown, place)
        shrug = _INSIDE["shrug"].match(markdown, place)
        named_match = next(
            ((name, named_match) for name, rule in rules.items() if (named_match := rule.match(markdown, place))), None
        )
        if escape and not shrug:
            yield "", escape[1]
            place, is_line_start = escape.end(), False
        elif named_match:
            name, match = named_match
            inner = next((group for group in match.groups() if group), match[0]) if name in _INSIDE else ""
            yield name, shown(inner) if name == "bold" else inner
            place, is_line_start = match.end(), name in ("quote", "quiet")
        else:
            yield "", markdown[place]
            is_line_start = markdown[place] == "\n"
            place += 1


def shown(markdown):
    """Return the text that is seen; the marks that act are not."""
    return "".join(text for _, text in read(markdown))


def marks(markdown):
    """Return which marks act, in order."""
    return [mark for mark, _ in read(markdown) if mark]


def links(markdown):
    """Return (name, address) of the links that are shown by a name."""
    unescaped = _ESCAPE.sub("", markdown)
    return _INSIDE["link"].findall(unescaped)
