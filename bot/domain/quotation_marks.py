"""Values in quotation marks, in all that keyboards and phones make of them. Pure."""

import re

_CURLY = "“”„‟〝〞"
_MIXED = f'"＂{_CURLY}'
_SINGLE_OPEN, _SINGLE_CLOSE = "'‘‚‛＇", "'’‘＇"
_PAIRS = ("«»", "»«", "‹›", "›‹", "「」", "『』", "｢｣", "《》", "〈〉")
_NO_WORD = "(?![a-zA-ZÀ-ÿ])"
_MOST_CHARACTERS = 200  # between single marks, which are apostrophes too

QUOTED = "|".join(
    (
        rf'"[^"]*"{_NO_WORD}',  # a mark with a word behind it opens the next value
        *(f"[{marks}][^{marks}]*[{marks}]" for marks in (_CURLY, "＂", _MIXED)),
        rf"[{_SINGLE_OPEN}][^\n]{{1,{_MOST_CHARACTERS}}}?[{_SINGLE_CLOSE}]{_NO_WORD}",
        *(f"{pair[0]}[^{pair}]*{pair[1]}" for pair in _PAIRS),
    )
)
"""A pattern of a value with its marks; double marks of one kind first, as others may stand between them."""

_WHOLE = re.compile(QUOTED)


def quoted(value: str) -> str | None:
    """Return a value in marks from which `unquoted` gives it back; None where no marks do."""
    candidates = (f"{marks[0]}{value}{marks[1]}" for marks in ('""', "''", *_PAIRS))
    return next((text for text in candidates if _is_read_back(text, value)), None)


def as_word(value: str) -> str:
    """Return a value as it can be typed behind a filter: bare where it is one word without marks."""
    is_bare = value and not re.search(r"\s", value) and not _WHOLE.match(value)
    return value if is_bare else quoted(value) or value


def _is_read_back(text: str, value: str) -> bool:
    first = _WHOLE.match(text)
    return first is not None and first[0] == text and unquoted(text) == value


def unquoted(text: str) -> str:
    """Return a value without the marks around it, and without white space at its ends; others stay as they are."""
    value = text.strip()
    return value[1:-1].strip() if _WHOLE.fullmatch(value) else value
