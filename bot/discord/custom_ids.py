"""What a button of ours is called on Discord: "quote:ACTION:VALUE", all that comes back when it is pressed."""

from bot.discord.limits import MOST_ID_CHARACTERS
from bot.domain.message import Button
from bot.wording.truncation import visible

_PREFIX = "quote:"


def custom_id(button: Button) -> str:
    """Return the id of a button: its action, and of its value the first line.

    A value that is the button's own label, or does not fit, is left out.
    """
    value = visible(button.value).partition("\n")[0]
    made = f"{_PREFIX}{button.action}:{value}"
    if button.value == button.label or ":" in value or len(made) > MOST_ID_CHARACTERS:
        return f"{_PREFIX}{button.action}"[: MOST_ID_CHARACTERS - 1] + ":"
    return made


def read_custom_id(text: str) -> tuple[str, str] | None:
    """Return the action and the value in the id of a button, the value "" if it was left out; None if not ours."""
    action, colon, value = text.removeprefix(_PREFIX).rpartition(":")
    return (action, value) if text.startswith(_PREFIX) and colon else None
