"""What Discord takes (discord.com/developers/docs/resources/message#embed-object-embed-limits), and how it is kept."""

from bot.wording.truncation import one_line, shortened

MOST_CONTENT_CHARACTERS = 2000
MOST_DESCRIPTION_CHARACTERS = 4096
MOST_AUTHOR_CHARACTERS = 256
MOST_FOOTER_CHARACTERS = 1024  # 2048, but all of an embed may not be over 6000
MOST_LABEL_CHARACTERS = 80
MOST_ID_CHARACTERS = 100
MOST_BUTTON_LINK_CHARACTERS = 512
MOST_ROWS = 5
MOST_ROW_BUTTONS = 5


def length(text: str) -> int:
    """Return how long a text is as Discord may count it: what is beyond Unicode's first plane counts twice.

    Whether it does is not documented; its own programs are written in languages that do.
    """
    return len(text) + sum(character > "\uffff" for character in text)


def plain(text: str, most: int) -> str:
    """Return what is visible of a text, in one line of at most `most` characters."""
    seen = one_line(text).strip()
    beyond = length(seen) - len(seen)
    return seen if length(seen) <= most else shortened(seen, max(most - beyond, most // 2))
