"""How the press of a button is acknowledged, within Discord's three seconds and before it is known what comes of it.

Source: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
"""

from typing import Literal

from bot.intake.button_verbs import verb_of

LOADING: Literal[5] = 5
UPDATE: Literal[6] = 6


def ack_type(action: str, *, is_private: bool) -> Literal[5, 6]:
    """Return how the press of a button is acknowledged.

    Args:
        action: What stands behind "quote:" in the button's id, such as "next" or "down:words".
        is_private: Whether the button is on a message that only the presser sees.

    Returns:
        UPDATE where the message with the button is going to change or go away. Else LOADING, to be seen by the
        presser alone: such a message can be filled again and again, until that surely was done.
    """
    verb = verb_of(action)
    return UPDATE if verb and verb.changes_message(is_private=is_private) else LOADING
