"""Where sentences end, by the marks of many scripts and in texts that mix them; what a dot means tells the language."""

import re

from index.domain import Language
from index.text.abbreviations import ENDS_NO_SENTENCE
from index.text.scripts import HAN_CHARACTER

_OTHER_ENDS = "।॥؟۔։።፧။។"  # Devanagari, Arabic, Urdu, Armenian, Ethiopic, Burmese, Khmer
_END = re.compile(rf"(?P<wide>[。！？{_OTHER_ENDS}]+|…+)|(?P<narrow>[!?]+(?:\.\.\.)?)|(?P<stop>\.+)")
_CLOSERS = "\"'”’」』)）]】»›"
_PAIRS = {"“": "”", "「": "」", "『": "』", "«": "»", "„": "“"}
_LONGEST_KEPT_SPEECH_CHARACTERS = 160
_GOES_ON = tuple("的之等地，,、；;：:—")  # after a closing quotation mark: the sentence is not over
_ABBREVIATION = re.compile(r"(?:^|[\s(\"“])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|vs|e\.g|i\.e|cf|approx|Jr|Sr)\.\Z")
_INITIALS = re.compile(r"(?:^|\s)(?:[A-Z]\.)+\Z")
_BEFORE_NUMBER = re.compile(r"(?:^|[\s(\"“])(?:No|Fig)\.\Z")
_ITEM_NUMBER = re.compile(r"(?:^|[.!?:;。！？：；]\s*)\d{1,2}\.\Z")
_HIRAGANA = re.compile(r"[\u3041-\u3096]")  # behind a quotation: a particle, with which the sentence goes on
_WITHOUT_MARKS = frozenset({"th", "lo"})  # a space ends a sentence, as far as anything does


def _syllables_with(final: int) -> str:
    """Return the Korean syllables that end in one of the 27 final consonants, for a class of characters."""
    return "".join(chr(code) for code in range(0xAC00, 0xD7A4) if (code - 0xAC00) % 28 == final)


# In Japanese and Korean a question ends with a word, and a full stop may stand behind it.
_ASKING_WORD = (
    rf"[すたうのん]か|[{_syllables_with(17)}]니까|[{_syllables_with(8)}]까요?|나요|[{_syllables_with(4)}]가요"
)
ASKS = rf"(?:[?？؟]|(?:{_ASKING_WORD})[。．.])"
QUESTION_END = re.compile(rf"{ASKS}[\"'”’)）]*\s*\Z")  # at the end of a text that asks
_VISIBLE = re.compile(r"\S")
_UNSPACED = re.compile(r"\S+")


def split_sentences(text: str, language: Language = "en") -> list[tuple[int, int]]:
    """Return (start, end) of each sentence in a paragraph, in order, white space between them left out.

    Marks that close (quotation, bracket) belong to the sentence before them. A full stop inside a quotation
    of up to 160 characters ends no sentence, nor do decimals, initials, common abbreviations, the number of a
    list's item, or an ellipsis that a small letter follows. The last sentence may lack its full stop.

    Args:
        text: The paragraph.
        language: What it is in, which tells its abbreviations.
    """
    if language in _WITHOUT_MARKS:
        return [match.span() for match in _UNSPACED.finditer(text)]
    protected = _quoted_positions(text)
    sentences: list[tuple[int, int]] = []
    start = 0
    for marks in _END.finditer(text):
        if marks.start() < start:
            continue
        end = _behind_closers(text, marks.end(), language)
        if _ends_sentence(text, marks, end, protected, language):
            _append_stripped(sentences, text, start, end)
            start = end
    _append_stripped(sentences, text, start, len(text))
    return sentences


def is_finished(sentence: str, language: Language = "en") -> bool:
    """Tell whether a sentence ends with a mark that ends one, if its language has any."""
    return language in _WITHOUT_MARKS or _without_closers(sentence)[-1:] in tuple(f"。！？…!?.{_OTHER_ENDS}")


def is_question(sentence: str) -> bool:
    """Tell whether a sentence ends with a question mark, or as questions do in Japanese and Korean."""
    text = _without_closers(sentence)
    return text.endswith("፧") or bool(QUESTION_END.search(text, max(len(text) - 10, 0)))


def _without_closers(sentence: str) -> str:
    return sentence.rstrip(f"{_CLOSERS}“ \u00a0\u202f")


def _append_stripped(sentences: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    if start < end:
        sentences.append((start, end))


def _behind_closers(text: str, position: int, language: Language) -> int:
    """Return the place behind closing marks; a mark that may open as well does so before a letter."""
    closers = _CLOSERS if language in ("en", "zh") else f"{_CLOSERS}“«"
    while position < len(text):
        if text[position : position + 2] in (" »", "\u00a0»", "\u202f»"):
            position += 2
            continue
        if text[position] not in closers:
            break
        if text[position] in "\"'“«»" and position + 1 < len(text) and text[position + 1].isalnum():
            break
        position += 1
    return position


def _ends_sentence(text: str, marks: re.Match[str], end: int, protected: set[int], language: Language) -> bool:
    """Tell whether some marks, closed at `end`, end a sentence."""
    closed = end > marks.end()
    if marks.start() in protected and not (closed and end - 1 not in protected):
        return False
    next_character = _VISIBLE.search(text, end)
    if not next_character:
        return True
    following = next_character[0]
    if closed and (following in _GOES_ON or _HIRAGANA.match(following)):
        return False
    if marks["wide"]:
        return not (marks["wide"].startswith("…") and following in "，,、。？！?!")
    spaced = text[end : end + 1].isspace()
    if not spaced and not HAN_CHARACTER.match(following) and following not in "“「《«„¿¡":
        return False
    if marks["stop"]:
        return not _is_inner_stop(text, marks, following, language)
    return not following.islower()


def _is_inner_stop(text: str, marks: re.Match[str], following: str, language: Language) -> bool:
    """Tell whether a full stop belongs to an abbreviation, initials, or a pause."""
    if following.islower():
        return True
    if len(marks["stop"]) > 1:
        return False
    before = text[max(marks.end() - 12, 0) : marks.end()]
    if following.isdigit() and _BEFORE_NUMBER.search(before):
        return True
    if language in ENDS_NO_SENTENCE and ENDS_NO_SENTENCE[language].search(before):
        return True
    return any(pattern.search(before) for pattern in (_ABBREVIATION, _INITIALS, _ITEM_NUMBER))


def _quoted_positions(text: str) -> set[int]:
    """Return the positions inside quotations that are closed within 160 characters."""
    inside: set[int] = set()
    for opening, closing in _PAIRS.items():
        position = text.find(opening)
        while position >= 0 and (end := text.find(closing, position)) >= 0:
            if end - position <= _LONGEST_KEPT_SPEECH_CHARACTERS:
                inside.update(range(position, end))
            position = text.find(opening, end)
    places = [mark.start() for mark in re.finditer('"', text)]
    if len(places) % 2 == 0:
        for position, end in zip(places[::2], places[1::2], strict=True):
            if end - position <= _LONGEST_KEPT_SPEECH_CHARACTERS:
                inside.update(range(position, end))
    return inside
