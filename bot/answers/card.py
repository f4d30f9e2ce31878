"""A quote as the chat sees it, as an answer to a question or with what stands around it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.filter_lines import absent_text, narrowed_lines, remove_buttons, where_buttons
from bot.answers.quote_language import language_lines, read_alone_line, show_buttons
from bot.domain.button_value import ButtonValue
from bot.domain.interface import Interface
from bot.domain.message import AnswerCard, Button, Buttons, Line, Message, NamedLink, Visibility, line
from bot.domain.records import GivenAnswer
from bot.wording.language import language_name, language_of, say
from bot.wording.quote import links, source_line, speaker_name
from index.answer import Absent
from index.domain import Person, Quote

_LONGEST_ASKED_CHARACTERS = 300
_DOWN_REASONS = ("off_point", "person", "words", "link")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """A quote of an answer that was given, and what decides how it is shown to somebody."""

    quote: Quote
    person: Person
    given: GivenAnswer
    button_value: ButtonValue
    interface: Interface
    absent: tuple[Absent, ...] = ()


def quote_card(quote: Quote, person: Person, interface: Interface) -> AnswerCard:
    """Return what is shown of a quote wherever it is shown: its words, who said them, where and when, the links."""
    is_inferred = quote.attribution == "inferred"
    marks = [key for key, holds in (("host", quote.role == "host"), ("inferred", is_inferred)) if holds]
    return AnswerCard(
        quote=quote.text,
        quote_id=quote.id,
        speaker=speaker_name(person, interface),
        marks=tuple(say(key, interface) for key in marks),
        source=source_line(quote, interface),
        links=tuple(NamedLink(name, url) for name, url in links(quote, interface)),
    )


def answer_message(
    view: AnswerView,
    visibility: Visibility,
    *,
    title: Line | None = None,
    replaces: bool = False,
    removes: bool = False,
) -> Message:
    """Return the message that shows a quote as (one of) an answer."""
    button_value, interface = view.button_value, view.interface
    is_asked_above = button_value.asker and button_value.question
    card = replace(
        quote_card(view.quote, view.person, interface),
        asked=asked_line(button_value.asker, button_value.question, interface) if is_asked_above else None,
        notes=(*([title] if title else []), *_notes(view)),
        buttons=_buttons(view, visibility),
    )
    return Message(card=card, visibility=visibility, replaces=replaces, removes=removes)


def context_message(view: AnswerView) -> Message:
    """Return what stands around a quote: the question it answers, the words before and after, who says what."""
    quote, interface = view.quote, view.interface
    lead = [context_line(quote, interface)] if quote.answers else []
    lead += [line(f"… {quote.context_before}")] if quote.context_before else []
    follow = (line(f"{quote.context_after} …"),) if quote.context_after else ()
    return Message(card=replace(quote_card(quote, view.person, interface), lead=tuple(lead), follow=follow))


def asked_line(asker: str, question: str, interface: Interface) -> Line:
    """Return who asked what, in one line that stays short; the name is as buttons carry it."""
    return line(say("asked", interface, name=" ".join(asker.split()), question=_shortened(question)))


def context_line(quote: Quote, interface: Interface) -> Line:
    """Return what a quote was said in answer to, in one line that stays short."""
    return line(say("context", interface, question=_shortened(quote.answers or "")), quiet=True)


def delete_button(value: str, interface: Interface) -> Button:
    """Return the button that takes a message away, for everybody."""
    confirmation, label = say("delete_confirmation", interface), say("delete", interface)
    return Button(action="delete", label=label, value=value, style="danger", confirmation=confirmation)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_ASKED_CHARACTERS else f"{text[: _LONGEST_ASKED_CHARACTERS - 1]}…"


def _notes(view: AnswerView) -> list[Line]:
    """Return which filter was applied, which language the quote is in, and whether it is only the closest."""
    given, interface = view.given, view.interface
    notes = narrowed_lines(given.filters, interface)
    notes += [line(absent_text(absent, interface)) for absent in view.absent]
    if given.lacking and given.outcome != "answer":
        notes.append(read_alone_line(given.lacking, interface, given.platform))
    notes += language_lines(view.quote, interface, given.expected, lacking=given.lacking, filters=given.filters)
    is_closest = given.outcome == "unsure" and view.button_value.position == 0
    if is_closest or (given.outcome == "answer" and view.quote.language == given.lacking):
        notes.append(line(say("unsure", interface)))
    return notes


def _buttons(view: AnswerView, visibility: Visibility) -> tuple[Button, ...]:
    interface, given, value = view.interface, view.given, view.button_value.encode()
    labels = {"context": say("show_context", interface), "up": "👍", "down": "👎"}
    if view.button_value.position + 1 < len(given.hits):
        labels = {"next": say("next", interface)} | labels
    if view.button_value.question:
        labels["why"] = say("why", interface)
    if given.other_language and given.other_language != view.quote.id:
        asked_in = language_name(given.expected or language_of(interface), interface)
        labels["language"] = say("in_language", interface, language=asked_in)
    if visibility == "private":
        labels["share"] = say("share", interface)
    buttons = [Button(action=action, label=label, value=value) for action, label in labels.items()]
    buttons += where_buttons(view.absent, interface)
    buttons += show_buttons(given.lacking, given.outcome, view.button_value, interface)
    buttons += remove_buttons(given.filters, view.button_value, interface)
    if visibility == "public":
        buttons.append(delete_button(value, interface))
    return tuple(buttons)


def down_message(button_value: ButtonValue, interface: Interface, *, has_link: bool = True) -> Message:
    """Return the one thing that is asked of who votes a quote down; of a link only where there is one."""
    bare = replace(button_value, asker="", question="").encode()
    buttons = [
        Button(action=f"down:{reason}", label=say(f"down_{reason}", interface), value=bare)
        for reason in _DOWN_REASONS
        if has_link or reason != "link"
    ]
    return Message(parts=(line(say("down_which", interface)), Buttons(tuple(buttons))))


def question_buttons(questions: Sequence[str]) -> Buttons:
    """Return a button for each question, which asks it."""
    return Buttons(
        tuple(Button(action=f"ask:{number}", label=text, value=text) for number, text in enumerate(questions, 1))
    )
