"""An answer as the chat sees it: the quote, who and where, links, buttons; and what its buttons bring."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.reading import language_lines, read_alone_line, show_buttons
from bot.domain.button_value import Ticket
from bot.domain.interface import Interface
from bot.domain.message import Button, Buttons, Line, Message, Part, QuoteBlock, Span, Visibility, line
from bot.domain.records import GivenAnswer
from bot.wording.language import language_name, say
from bot.wording.quote import bracketed, links, source_line, speaker_name
from index.domain import Absent, Answer, Filters, Person, Quote

_FAIRLY_SURE, _QUITE_SURE = 0.3, 0.6
_LONGEST_ASKED_CHARACTERS = 300
_DOWN_REASONS = ("off_point", "person", "words", "link")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A quote of an answer, ready to be shown to somebody."""

    quote: Quote
    person: Person
    given: GivenAnswer
    ticket: Ticket
    interface: Interface
    absent: tuple[Absent, ...] = ()


def answer_message(shown: Shown, visibility: Visibility, *, replaces: bool = False, removes: bool = False) -> Message:
    """Return the message that shows a quote as (one of) an answer."""
    parts = (*_above(shown), QuoteBlock(shown.quote.text), *about_lines(shown), Buttons(_buttons(shown, visibility)))
    return Message(parts=parts, visibility=visibility, replaces=replaces, removes=removes)


def _above(shown: Shown) -> list[Part]:
    """Return who asked what, which filter was applied, which language it is in, and whether it is only the closest."""
    ticket, given, interface = shown.ticket, shown.given, shown.interface
    parts: list[Part] = []
    if ticket.asker and ticket.question:
        parts.append(asked_line(ticket.asker, ticket.question, interface))
    parts += _narrowed_lines(given.filters, interface)
    parts += [line(absent_text(each, interface)) for each in shown.absent]
    if given.lacking and given.outcome != "answer":
        parts.append(read_alone_line(given.lacking, interface, given.platform))
    parts += language_lines(shown.quote, interface, given.expected, lacking=given.lacking, filters=given.filters)
    is_closest = given.outcome == "unsure" and ticket.position == 0
    if is_closest or (given.outcome == "answer" and shown.quote.language == given.lacking):
        parts.append(line(say("unsure", interface)))
    return parts


def about_lines(shown: Shown) -> list[Part]:
    """Return who said it, where and when, and the links."""
    quote, interface = shown.quote, shown.interface
    marks = [key for key, holds in (("host", quote.role == "host"), ("inferred", _is_inferred(quote))) if holds]
    told = "".join(f" · {say(mark, interface)}" for mark in marks)
    spans = [Span(speaker_name(shown.person, interface), bold=True), *([Span(told)] if told else [])]
    return [Line(tuple(spans)), line(source_line(quote, interface), quiet=True), *link_lines(quote, interface)]


def asked_line(asker: str, question: str, interface: Interface) -> Line:
    """Return who asked what, in one line that stays short."""
    return line(say("asked", interface, name=asker, question=_shortened(question)))


def context_line(quote: Quote, interface: Interface) -> Line:
    """Return what a quote was said in answer to, in one line that stays short."""
    return line(say("context", interface, question=_shortened(quote.answers or "")), quiet=True)


def delete_button(value: str, interface: Interface) -> Button:
    """Return the button that takes a message away, for everybody."""
    confirmation, label = say("delete_confirmation", interface), say("delete", interface)
    return Button(action="delete", label=label, value=value, style="danger", confirmation=confirmation)


def _is_inferred(quote: Quote) -> bool:
    return quote.attribution in ("inferred", "none")


def link_lines(quote: Quote, interface: Interface) -> list[Part]:
    """Return the links of a quote in a line, each named for what it is; no line where there are none."""
    spans: list[Span] = []
    for name, url in links(quote, interface):
        spans += [Span(" · ")] * bool(spans) + [Span(name, link=url)]
    return [Line(tuple(spans))] if spans else []


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_ASKED_CHARACTERS else f"{text[: _LONGEST_ASKED_CHARACTERS - 1]}…"


def _buttons(shown: Shown, visibility: Visibility) -> tuple[Button, ...]:
    interface, given, value = shown.interface, shown.given, shown.ticket.encode()
    labels = {"context": say("show_context", interface), "up": "👍", "down": "👎"}
    if shown.ticket.position + 1 < len(given.hits):
        labels = {"next": say("next", interface)} | labels
    if shown.ticket.question:
        labels["why"] = say("why", interface)
    if given.other_language and given.other_language != shown.quote.id:
        labels["language"] = say("in_en" if shown.quote.language == "zh" else "in_zh", interface)
    if visibility == "private":
        labels["share"] = say("share", interface)
    buttons = [Button(action=action, label=label, value=value) for action, label in labels.items()]
    buttons += _where_buttons(shown.absent, interface)
    buttons += show_buttons(given.lacking, given.outcome, shown.ticket, interface)
    buttons += _remove_buttons(given.filters, shown.ticket, interface)
    if visibility == "public":
        buttons.append(delete_button(value, interface))
    return tuple(buttons)


def context_message(shown: Shown) -> Message:
    """Return what stands around a quote: the question it answers, the words before and after, who says what."""
    quote, interface = shown.quote, shown.interface
    parts: list[Part] = []
    if quote.answers:
        parts.append(context_line(quote, interface))
    if quote.context_before:
        parts.append(line(f"… {quote.context_before}"))
    parts.append(QuoteBlock(quote.text))
    if quote.context_after:
        parts.append(line(f"{quote.context_after} …"))
    return Message(parts=(*parts, *about_lines(shown)))


def why_message(shown: Shown, quote_count: int) -> Message:
    """Return why this quote was shown: a sentence for everybody, then the stages."""
    given, interface = shown.given, shown.interface
    hit = given.hits[shown.ticket.position]
    reason = say("why_meaning", interface)
    if hit.dense_rank is None:
        reason = say("why_words", interface)
    elif hit.dense_rank > 1:
        reason = say("why_rank", interface, rank=str(hit.dense_rank))
    sureness = say(_sureness(given.confidence), interface)
    parts = [line(say("why_among", interface, reason=reason, count=f"{quote_count:,}", sureness=sureness))]
    if shown.quote.answers:
        parts.append(line(say("why_context", interface, question=shown.quote.answers)))
    stages = say(
        "why_stages",
        interface,
        similarity=f"{hit.similarity:.2f}",
        dense_rank=_rank(hit.dense_rank),
        word_score=f"{hit.word_score:.2f}",
        word_rank=_rank(hit.word_rank),
        score=f"{hit.score:.2f}",
        confidence=f"{given.confidence:.2f}",
    )
    return Message(parts=(*parts, line(stages, quiet=True)))


def _sureness(confidence: float) -> str:
    if confidence >= _QUITE_SURE:
        return "sure"
    return "fairly_sure" if confidence >= _FAIRLY_SURE else "not_sure"


def _rank(rank: int | None) -> str:
    return "–" if rank is None else str(rank)


def down_message(ticket: Ticket, interface: Interface, *, has_link: bool = True) -> Message:
    """Return the one thing that is asked of who votes a quote down; of a link only where there is one."""
    bare = replace(ticket, asker="", question="").encode()
    buttons = [
        Button(action=f"down:{reason}", label=say(f"down_{reason}", interface), value=bare)
        for reason in _DOWN_REASONS
        if has_link or reason != "link"
    ]
    return Message(parts=(line(say("down_which", interface)), Buttons(tuple(buttons))))


def nothing_message(
    answer: Answer, told: Sequence[Part], topics: Sequence[str], names: str, interface: Interface, ticket: Ticket
) -> Message:
    """Return that nothing answers the question, as `told`, and what is close by: topics with answers, who speaks."""
    parts: list[Part] = []
    if ticket.asker:
        parts.append(asked_line(ticket.asker, answer.question, interface))
    parts += _narrowed_lines(answer.filters, interface)
    parts += [line(absent_text(each, interface)) for each in answer.absent]
    parts += told
    buttons = (
        *_where_buttons(answer.absent, interface),
        *show_buttons(answer.lacking, answer.outcome, ticket, interface),
        *_remove_buttons(answer.filters, ticket, interface),
    )
    parts += [Buttons(buttons)] if buttons else []
    parts += topic_parts(topics, interface)
    parts.append(line(say("speaking_here", interface, names=names), quiet=True))
    return Message(parts=tuple(parts))


def absent_text(absent: Absent, interface: Interface) -> str:
    """Return that somebody does not speak here, and how often others mention them."""
    key = {0: "absent", 1: "absent_once", 2: "absent_twice"}.get(absent.mentions, "absent_often")
    return say(key, interface, name=bracketed(absent.name, absent.role, interface), count=str(absent.mentions))


def filter_text(filters: Filters, interface: Interface) -> str:
    """Return what all applied filters narrow to, in words, with the roles by which people were meant."""
    roles = filters.roles or ("",) * len(filters.speakers)
    speakers = (bracketed(name, role, interface) for name, role in zip(filters.speakers, roles, strict=True))
    return " · ".join(filter_names(replace(filters, speakers=tuple(speakers)), interface).values())


def filter_names(filters: Filters, interface: Interface) -> dict[str, str]:
    """Return what each applied filter narrows to, in a few words; none that was not applied."""
    languages = [language_name(language, interface) for language in filters.languages]
    days = [say(name, interface, day=day) for name in ("after", "before") if (day := getattr(filters, name))]
    told = {"speakers": filters.speakers, "languages": languages, "sources": filters.sources, "days": days}
    return {name: ", ".join(values) for name, values in told.items() if values}


def _narrowed_lines(filters: Filters, interface: Interface) -> list[Part]:
    told = filter_text(filters, interface)
    return [line(say("only", interface, names=told), quiet=True)] if told else []


def _remove_buttons(filters: Filters, ticket: Ticket, interface: Interface) -> tuple[Button, ...]:
    """Return a button for each applied filter that asks the question again without it."""
    return tuple(
        Button(action=f"ask:without:{name}", label=say("remove", interface, what=told), value=ticket.encode())
        for name, told in filter_names(filters, interface).items()
        if ticket.question
    )


def _where_buttons(absent: Sequence[Absent], interface: Interface) -> tuple[Button, ...]:
    """Return the button that asks where the first of them who is mentioned is."""
    mentioned = [each.name for each in absent if each.mentions][:1]
    return tuple(Button(action="ask:where", label=say("see_where", interface), value=name) for name in mentioned)


def topic_parts(topics: Sequence[str], interface: Interface) -> list[Part]:
    """Return topics as buttons that ask them."""
    if not topics:
        return []
    return [line(say("close_by", interface), quiet=True), question_buttons(topics)]


def question_buttons(questions: Sequence[str]) -> Buttons:
    """Return a button for each question, which asks it."""
    return Buttons(
        tuple(Button(action=f"ask:{number}", label=text, value=text) for number, text in enumerate(questions, 1))
    )
