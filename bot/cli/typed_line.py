"""What an operator types to be kept, as it is kept: in one line of some length, without what nobody sees."""

from index.errors import SettingsError
from index.text.unseen import clean_line

# Each stands in a line of a list and, for good, in one of the audit log.
LONGEST_REASON_CHARACTERS = 500
LONGEST_RULE_CHARACTERS = 200  # a word, a few words on a topic, or the id of a place


def typed_line(text: str, what: str, most_characters: int | None = None) -> str:
    """Return what was typed as it is kept, listed and named again.

    Args:
        text: As it was typed.
        what: What it is, for the error.
        most_characters: How long it may be; None where it only names what is kept already.

    Raises:
        SettingsError: It is too long, or holds bytes that are no UTF-8, which Python hands on as half surrogate pairs.
    """
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise SettingsError(f"{what} is not written in UTF-8; type it again in a terminal that is set to UTF-8")
    line = clean_line(text)
    if most_characters is not None and len(line) > most_characters:
        raise SettingsError(f"{what} has {len(line):,} characters; say it in {most_characters}")
    return line
