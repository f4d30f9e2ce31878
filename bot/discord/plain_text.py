"""What somebody wrote in Discord, without Discord's mark-up."""

import re
from collections.abc import Mapping

from bot.discord.markdown import unescaped
from bot.wording.truncation import visible

_REFERENCE = re.compile(r"<(@&|@!?|#|/|a?:|t:|id:)([^<>\s][^<>]*)>")
_ADDRESS = re.compile(r"<(https?://[^<>\s]+)>")
_LINE_MARK = re.compile(r"^[ \t]*(?:>>>|>|-#|#{1,3})[ \t]+", re.MULTILINE)
# Doubled marks first: single ones are parts of them.
_MARKED = [
    re.compile(rf"(?<![\\\w]){mark}(?=\S)((?:(?!{mark}).)+)(?<=[^\s\\]){mark}(?!\w)", re.DOTALL)
    for mark in (r"\*\*", "__", "~~", r"\|\|", r"\*", "_", "`")
]


def plain_text(text: str, names: Mapping[str, str], bot_user: str = "") -> str:
    """Return a message in one plain line: names for references, no marks around words, none of a server's own emoji.

    Args:
        text: As Discord sends it.
        names: What the mentioned people, roles and channels are called, by id; others are left out.
        bot_user: Whose mention says nothing.
    """
    text = _LINE_MARK.sub("", text.replace("```", " "))
    for marked in _MARKED:
        text = marked.sub(r"\1", text)
    text = _REFERENCE.sub(lambda reference: _meaning(reference[1], reference[2], names, bot_user), text)
    return visible(" ".join(unescaped(_ADDRESS.sub(r"\1", text)).split())).strip()


def _meaning(kind: str, target: str, names: Mapping[str, str], bot_user: str) -> str:
    if kind in ("@", "@!", "@&", "#"):
        return " " if target == bot_user else names.get(target, " ")
    return f"/{target.partition(':')[0]}" if kind == "/" else " "
