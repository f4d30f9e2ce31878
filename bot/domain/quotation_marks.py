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


def unquoted(text: str) -> str:
    """Return a value without the marks around it, and without white space at its ends; others stay as they are."""
    value = text.strip()
    return value[1:-1].strip() if _WHOLE.fullmatch(value) else value
