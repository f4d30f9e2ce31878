"""What somebody wrote in Slack, without Slack's mark-up (docs.slack.dev/messaging/formatting-message-text)."""

import re

from bot.wording.truncation import visible

_REFERENCE = re.compile(r"<([^<>]*)>")
# A run of them, each perhaps with a skin tone; Slack sends no emoji as such, and workspaces name their own.
_EMOJI = re.compile(r"(?<!\w)(?::[^\s:<>]{1,100}:)+(?!\w)")
_BROADCASTS = ("!here", "!channel", "!everyone")
# Underscores first: they count as parts of words, so they would hide the other marks inside them.
_MARKED = [
    re.compile(rf"<[^<>]*>|(?<!\w){mark}(?=\S)((?:<[^<>]*>|[^{mark}<>\n])+)(?<=\S){mark}(?!\w)")
    for mark in ("_", r"\*", "~", "`")
]


def is_mentioned(text: str, user: str) -> bool:
    """Tell whether a message mentions a user."""
    return f"<@{user}>" in text or f"<@{user}|" in text


def plain_text(text: str, bot_user: str = "") -> str:
    """Return a message in one plain line: names for references, no marks around words, no emoji, no entities.

    Args:
        text: As Slack sends it.
        bot_user: Whose mention says nothing. Other people are left out too where Slack does not tell their names.
    """
    text = text.replace("```", " ")
    for marked in _MARKED:
        text = marked.sub(lambda words: words[1] or words[0], text)
    text = _EMOJI.sub(" ", _REFERENCE.sub(lambda reference: _meaning(reference[1], bot_user), text))
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return visible(" ".join(text.split())).strip()


def _meaning(reference: str, bot_user: str) -> str:
    target, _, label = reference.partition("|")
    if target == f"@{bot_user}" or target in _BROADCASTS:
        return " "
    if target.startswith(("@", "!")):
        return label.removeprefix("@")
    if target.startswith("#"):
        return label and f"#{label.removeprefix('#')}"
    return label or target
