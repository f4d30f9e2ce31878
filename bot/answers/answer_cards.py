"""An answer as somebody sees it who asked by hand, in a terminal or the studio: a card for each of its quotes."""

from collections.abc import Mapping
from dataclasses import replace

from bot.answers.card import quote_card
from bot.answers.quote_language import language_lines
from bot.domain.interface import Interface
from bot.domain.message import AnswerCard, line
from bot.wording.language import say
from index.answer import Answer
from index.domain import NOBODY, Person


def answer_cards(answer: Answer, people: Mapping[str, Person], interface: Interface) -> list[AnswerCard]:
    """Return a card for each match, with its language where that is to be said; above the first whether it is sure.

    Args:
        answer: That is shown.
        people: Who speaks in its generation, by canonical name.
        interface: The language of what is said around the quotes.
    """
    cards = []
    for position, match in enumerate(answer.hits):
        notes = language_lines(match.quote, interface, lacking=answer.lacking, filters=answer.filters)
        if answer.outcome == "unsure" and position == 0:
            notes.append(line(say("unsure", interface)))
        card = quote_card(match.quote, people.get(match.quote.speaker, NOBODY), interface)
        cards.append(replace(card, notes=tuple(notes)))
    return cards
