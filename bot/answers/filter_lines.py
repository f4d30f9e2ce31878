"""What is said of what a question was narrowed to, and of whoever does not speak here, with the buttons to both."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.button_value import ButtonValue
from bot.domain.interface import Interface
from bot.domain.message import Button, Line, line
from bot.wording.language import language_name, say
from bot.wording.quote import bracketed
from index.answer import Absent, Filters


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
    values_by_name = {"speakers": filters.speakers, "languages": languages, "sources": filters.sources, "days": days}
    return {name: ", ".join(values) for name, values in values_by_name.items() if values}


def narrowed_lines(filters: Filters, interface: Interface) -> list[Line]:
    """Return the line that says which filters were applied, if any was."""
    names = filter_text(filters, interface)
    return [line(say("only", interface, names=names), quiet=True)] if names else []


def remove_buttons(filters: Filters, button_value: ButtonValue, interface: Interface) -> tuple[Button, ...]:
    """Return a button for each applied filter that asks the question again without it."""
    return tuple(
        Button(action=f"ask:without:{name}", label=say("remove", interface, what=what), value=button_value.encode())
        for name, what in filter_names(filters, interface).items()
        if button_value.question
    )


def where_buttons(absent: Sequence[Absent], interface: Interface) -> tuple[Button, ...]:
    """Return the button that asks where the first of them who is mentioned is."""
    mentioned = [person.name for person in absent if person.mentions][:1]
    return tuple(Button(action="ask:where", label=say("see_where", interface), value=name) for name in mentioned)
