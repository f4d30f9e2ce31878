"""What an operator types to be kept, as it is kept: in one line, without what nobody sees."""

from index.errors import SettingsError
from index.text.unseen import clean_line


def typed_line(text: str, what: str) -> str:
    """Return what was typed as it is kept, listed and named again.

    Args:
        text: As it was typed.
        what: What it is, for the error.

    Raises:
        SettingsError: It holds bytes that are no UTF-8, which Python hands on as half surrogate pairs.
    """
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise SettingsError(f"{what} is not written in UTF-8; type it again in a terminal that is set to UTF-8")
    return clean_line(text)
