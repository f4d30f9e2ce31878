"""The daily insight as a channel sees it."""

import datetime

from bot.answers.card import Shown, about_lines, context_line, delete_button
from bot.answers.reading import language_lines
from bot.domain.interface import Interface
from bot.domain.message import Button, Buttons, Message, Part, QuoteBlock, line
from bot.wording.language import say, weekday_and_day


def insight_message(shown: Shown, date: datetime.date, *, begins_again: bool = False) -> Message:
    """Return the message with a day's insight.

    Args:
        shown: The quote.
        date: The day, where the channel is.
        begins_again: Whether everything there is has been shown before.
    """
    interface = shown.interface
    parts: list[Part] = [line(say("todays_insight", interface, day=weekday_and_day(date, interface)))]
    if begins_again:
        parts.append(line(say("insights_used_up", interface), quiet=True))
    parts += [
        *language_lines(shown.quote, interface, shown.given.expected),
        QuoteBlock(shown.quote.text),
        *about_lines(shown),
    ]
    if shown.quote.answers:
        parts.append(context_line(shown.quote, interface))
    return Message(parts=(*parts, _buttons(shown.ticket.encode(), interface)), visibility="public")


def _buttons(value: str, interface: Interface) -> Buttons:
    labels = {
        "up": "👍",
        "down": "👎",
        "context": say("show_context", interface),
        "like": say("more_like_this", interface),
    }
    plain = [Button(action=action, label=label, value=value) for action, label in labels.items()]
    return Buttons((*plain, delete_button(value, interface)))
