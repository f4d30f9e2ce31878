"""The daily insight as a channel sees it."""

import datetime
from dataclasses import replace

from bot.answers.card import AnswerView, context_line, delete_button, quote_card
from bot.answers.quote_language import language_lines
from bot.domain.interface import Interface
from bot.domain.message import AnswerCard, Button, Message, line
from bot.wording.language import say, weekday_and_day


def insight_card(view: AnswerView, date: datetime.date, *, begins_again: bool = False) -> AnswerCard:
    """Return what a channel sees of a day's insight.

    Args:
        view: The quote.
        date: The day, where the channel is.
        begins_again: Whether everything there is has been shown before.
    """
    interface, quote = view.interface, view.quote
    notes = [line(say("todays_insight", interface, day=weekday_and_day(date, interface)))]
    notes += [line(say("insights_used_up", interface), quiet=True)] if begins_again else []
    return replace(
        quote_card(quote, view.person, interface),
        notes=(*notes, *language_lines(quote, interface, view.given.expected)),
        footnotes=(context_line(quote, interface),) if quote.answers else (),
        buttons=_buttons(view.button_value.encode(), interface),
    )


def insight_message(view: AnswerView, date: datetime.date, *, begins_again: bool = False) -> Message:
    """Return the message that a channel gets; the arguments are those of `insight_card`."""
    return Message(card=insight_card(view, date, begins_again=begins_again), visibility="public")


def _buttons(value: str, interface: Interface) -> tuple[Button, ...]:
    labels = {
        "up": "👍",
        "down": "👎",
        "context": say("show_context", interface),
        "like": say("more_like_this", interface),
    }
    plain = [Button(action=action, label=label, value=value) for action, label in labels.items()]
    return (*plain, delete_button(value, interface))
