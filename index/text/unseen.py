"""Characters that are not seen: which of them belong to what is seen around them, and which only play tricks.

Kept is what changes what a reader sees: joiners inside an emoji and between letters that join, the letters of a flag,
marks of direction beside a script that runs from right to left, signs that surround numbers. Dropped is what shows
nothing there, hides a text, or turns the order of what follows: controls, lone surrogates, zero-width characters
anywhere else, tags outside flags, and embeddings, overrides and isolates of direction, which reach beyond the place
where a quote may end. So are hints on where a line may break, as the line breaks of a file are.

Source: unicode.org/reports/tr51 (emoji), tr9 (direction), RFC 5892 (joiners).
"""

import re
import unicodedata

_CATEGORIES = ("Cc", "Cf", "Cs")
_EMOJI = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_STAYS_EMOJI = "\ufe0f"  # behind a sign that is a letter or an emoji, as is asked for
_JOINING = (  # from Arabic over the scripts of India to Khmer and Mongolian, and what was added to them since
    "\u0600-\u10ff\u1700-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001eeff"
)
_FLAG_LETTERS = "\U000e0061-\U000e007a"
_FLAG_DIGITS = "\U000e0030-\U000e0039"
_END_OF_FLAG = "\U000e007f"
_SEEN = re.compile(
    rf"(?<=[{_EMOJI}{_STAYS_EMOJI}])\u200d(?=[{_EMOJI}])"
    rf"|(?<=[{_JOINING}])[\u200c\u200d\u180e]"
    rf"|(?<=\U0001f3f4)[{_FLAG_LETTERS}]{{2}}[{_FLAG_LETTERS}{_FLAG_DIGITS}]{{1,3}}{_END_OF_FLAG}"  # 🏴, then gbsct
    r"|[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f]"  # around other signs
)
_DIRECTION_MARKS = "\u061c\u200e\u200f"
_RIGHT_TO_LEFT = ("R", "AL")


def unseen_places(text: str) -> set[int]:
    """Return the places of the characters of a text that are not seen and change nothing that is, or play tricks.

    White space that is a control character, such as the end of a line, is among them.
    """
    places = {place for place, character in enumerate(text) if unicodedata.category(character) in _CATEGORIES}
    if not places:
        return places
    for seen in _SEEN.finditer(text):
        places.difference_update(range(*seen.span()))
    if any(text[place] in _DIRECTION_MARKS for place in places) and _runs_from_right_to_left(text):
        places = {place for place in places if text[place] not in _DIRECTION_MARKS}
    return places


def without_unseen(text: str) -> str:
    """Return a text without what `unseen_places` names."""
    places = unseen_places(text)
    return "".join(character for place, character in enumerate(text) if place not in places) if places else text


def clean_line(text: str) -> str:
    """Return a text in one line, without what is not seen and without space around it."""
    return " ".join(without_unseen(" ".join(text.split())).split())


def _runs_from_right_to_left(text: str) -> bool:
    letters = (character for character in text if character not in _DIRECTION_MARKS)
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in letters)
