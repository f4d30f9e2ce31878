"""What is said where nothing answers a question, and what is close by."""

from collections.abc import Sequence

from bot.answers.card import asked_line, question_buttons
from bot.answers.filter_lines import absent_text, narrowed_lines, remove_buttons, where_buttons
from bot.answers.quote_language import show_buttons
from bot.domain.button_value import ButtonValue
from bot.domain.interface import Interface
from bot.domain.message import Buttons, Message, Part, line
from bot.wording.language import say
from index.answer import Answer


def nothing_message(
    answer: Answer,
    reason: Sequence[Part],
    topics: Sequence[str],
    names: str,
    interface: Interface,
    button_value: ButtonValue,
) -> Message:
    """Return that nothing answers the question, as `reason` says, and what does: topics, who speaks."""
    parts: list[Part] = []
    if button_value.asker:
        parts.append(asked_line(button_value.asker, answer.question, interface))
    parts += narrowed_lines(answer.filters, interface)
    parts += [line(absent_text(absent, interface)) for absent in answer.absent]
    parts += reason
    buttons = (
        *where_buttons(answer.absent, interface),
        *show_buttons(answer.lacking, answer.outcome, button_value, interface),
        *remove_buttons(answer.filters, button_value, interface),
    )
    parts += [Buttons(buttons)] if buttons else []
    parts += _topic_parts(topics, interface)
    parts += [line(say("speaking_here", interface, names=names), quiet=True)] if names else []
    return Message(parts=tuple(parts))


def _topic_parts(topics: Sequence[str], interface: Interface) -> list[Part]:
    """Return topics as buttons that ask them."""
    if not topics:
        return []
    return [line(say("close_by", interface), quiet=True), question_buttons(topics)]
