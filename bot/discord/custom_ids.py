"""What a button of ours is called on Discord: "quote:ACTION:VALUE", all that comes back when it is pressed.

There is no room in it for a question. Below an answer that is headed by who asked what, the value ends with how many
characters of that line are the name, so that nothing in the line has to be searched for.
"""

import re
from dataclasses import dataclass

from bot.discord.limits import MOST_ID_CHARACTERS
from bot.domain.button_value import ButtonValue
from bot.domain.message import Button
from bot.wording.truncation import one_line, visible

_PREFIX = "quote:"
_WITH_NAME = re.compile(r"(\w+\.\d+)\.(\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class PressedId:
    """The id of a button: its action, the first line of its value, "" if it was left out.

    `asker_characters` is how much of the line above the answer is the asker's name, 0 where no such line is there.
    """

    action: str
    value: str
    asker_characters: int = 0


def custom_id(button: Button) -> str:
    """Return the id of a button.

    A value that is the button's own label, or does not fit, is left out.
    """
    value = visible(button.value).partition("\n")[0]
    if (button_value := ButtonValue.decode(button.value)) and button_value.asker:
        value += f".{len(one_line(button_value.asker))}"
    made = f"{_PREFIX}{button.action}:{value}"
    if button.value == button.label or ":" in value or len(made) > MOST_ID_CHARACTERS:
        return f"{_PREFIX}{button.action}"[: MOST_ID_CHARACTERS - 1] + ":"
    return made


def read_custom_id(text: str) -> PressedId | None:
    """Return what the id of a button says; None if it is none of ours."""
    action, colon, value = text.removeprefix(_PREFIX).rpartition(":")
    if not text.startswith(_PREFIX) or not colon:
        return None
    if with_name := _WITH_NAME.fullmatch(value):
        return PressedId(action, with_name[1], int(with_name[2]))
    return PressedId(action, value)
