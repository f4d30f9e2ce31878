r"""Discord's Markdown: people's words so that nothing in them acts, and the few marks that are ours.

A backslash before a mark takes its meaning away and is not shown. Marks that mean nothing where they stand are left
alone, for wherever the text is shown raw. discord.py's `escape_markdown` leaves brackets, mentions, emoji, "1.", "-#"
after a space, and by default whatever looks like an address.

Source: discord.com/developers/docs/reference#message-formatting;
support.discord.com/hc/en-us/articles/210298617-Markdown-Text-101.
"""

import re
from urllib.parse import quote as percent_encode

_MARKS = re.compile(
    r"[\\*_~`|<>\[\]@#]"
    r"|:(?=\S)"  # :emoji: and https:; without the colon an address is no address
    r"|[-+](?=\s|\Z)"  # a list's mark is followed by a space
    r"|(?<=\d)\.(?=\s|\Z)"  # so is a list's number
    r"|(?<=\w)\.(?=\w)"  # discord.gg/x is an invitation, without any https:
)
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_LABEL_MARKS = re.compile(r"[\\*_~`|<>\[\]@#:]")
_ENDS_ADDRESS = re.compile(r"[\s()<>\\]")


def escaped(text: str) -> str:
    """Return a text that Discord shows character for character, wherever in a line it stands."""
    return _MARKS.sub(r"\\\g<0>", text)


def unescaped(text: str) -> str:
    """Return what Discord shows of an escaped text."""
    return _ESCAPED.sub(r"\1", text)


def quoted(text: str) -> str:
    """Return a text, escaped, as a block quote; it ends with the first line that does not begin with ">"."""
    return "\n".join(f"> {escaped(row)}" for row in text.split("\n"))


def masked_link(name: str, url: str) -> str:
    """Return a link that is shown by its name.

    In such a name a backslash would be seen (https://github.com/discord/discord-api-docs/issues/6185), so marks are
    left out of it, and the colon, without which it cannot pass for another address.
    """
    label = " ".join(_LABEL_MARKS.sub("", name).split()) or "…"
    return f"[{label}]({link_address(url)})"


def link_address(url: str) -> str:
    """Return an address without what would end it early in a masked link; it still leads to the same place."""
    return _ENDS_ADDRESS.sub(lambda character: percent_encode(character[0]), url)
