"""Why words are whose they are, or nobody's, or no quote: each reason is a kind with its values.

In a terminal and in a turns file it reads as English here; a page says it in its own words, by its kind.
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ReasonKind = Literal[
    "stated",
    "heading",
    "aside",
    "before_labels",
    "after_turns",
    "remark",
    "cut_off",
    "no_voice_here",
    "no_voice",
    "unlabelled",
    "no_speaker",
    "nobody_named",
    "label_names_nobody",
    "removed",
    "unlisted",
    "nobody_says",
    "untold",
    "proposal",
    "marked",
    "not_a_name",
    "holds",
    "holds_label",
    "over_change",
    "over_nobody",
    "over_label",
    "behind_change",
    "where_nobody",
    "behind_label",
    "holds_cue",
    "holds_line_number",
    "over_question",
    "over_recurring",
    "twice",
]
_ENGLISH: Mapping[ReasonKind, str] = {
    "stated": "{what}",  # by a person, in a turns file
    # Words in no turn
    "heading": "heading",
    "aside": "aside",
    "before_labels": "before the first label",
    "after_turns": "after the last turn",
    "remark": "a note or a remark",
    "cut_off": "cut off by a time, a note or a remark",
    "no_voice": "no voice, where other words have one",
    "unlabelled": "not labelled, and no part of the turn before",
    "no_speaker": "no speaker was found",
    # Words in a turn of nobody's
    "nobody_named": "nobody is named for it",
    "label_names_nobody": "the label {what!r} names nobody",
    "no_voice_here": "the file names no voice here",
    "removed": "{who} is removed in speakers.toml",
    "unlisted": "no turn in the turns file lists it",
    "nobody_says": "nobody that may be named says this",
    "untold": "no label, and nothing that tells whose words these are",
    "proposal": "no label; perhaps {who}'s, who says “I” at length right behind a question to “you”",
    # Words whose speaker is inferred
    "marked": "no label: the questions are {what}, and one host and one guest are listed",
    # Quotes that their own file contradicts
    "not_a_name": "is given to {what!r}, which is no name",
    "holds": "holds {what!r}",
    "holds_label": "holds the label {what!r}",
    "over_change": "runs over a change of speakers",
    "over_nobody": "runs into words that the file names nobody for",
    "over_label": "runs over the label {what!r}",
    "behind_change": "stands behind a change of speakers that does not name {who}",
    "where_nobody": "stands where the file names nobody",
    "behind_label": "stands behind the label {what!r}, not {who}'s",
    "holds_cue": "holds the number or time of a cue",
    "holds_line_number": "holds the number of a line",
    "over_question": "runs over a question in bold",
    "over_recurring": "runs over {what!r}, which recurs",
    "twice": "says {what!r} twice",
}
_VALUES = {r"\{what!r\}": r"(?P<what>'.*'|\".*\")", r"\{what\}": "(?P<what>.+)", r"\{who\}": "(?P<who>.+)"}


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason of one kind.

    Attributes:
        kind: It.
        what: The words that it speaks of, "" where it speaks of none.
        who: The person that it speaks of, "" where it speaks of nobody.
    """

    kind: ReasonKind
    what: str = ""
    who: str = ""

    def __str__(self) -> str:
        """Return it in English."""
        return _ENGLISH[self.kind].format(what=self.what, who=self.who)


def read_reason(text: str | None) -> Reason | None:
    """Return the reason that stands in a turns file; what is in no words of ours, a person stated."""
    if text is None:
        return None
    for kind, pattern in _PATTERNS.items():
        if match := pattern.fullmatch(text):
            values = match.groupdict(default="")
            what, who = values.get("what", ""), values.get("who", "")
            return Reason(kind, _unquoted(what) if "!r" in _ENGLISH[kind] else what, who)
    return Reason("stated", text)


def _unquoted(literal: str) -> str:
    try:
        return str(ast.literal_eval(literal))
    except (ValueError, SyntaxError):
        return literal[1:-1]


def _pattern(template: str) -> re.Pattern[str]:
    expression = re.escape(template)
    for value, group in _VALUES.items():
        expression = expression.replace(value, group)
    return re.compile(expression, re.DOTALL)


_PATTERNS = {kind: _pattern(template) for kind, template in _ENGLISH.items() if kind != "stated"}
