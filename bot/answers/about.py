"""What the bot says of itself and of its corpus: help, privacy, who speaks, which interviews, the first page."""

from collections.abc import Sequence

from bot.answers.card import question_buttons
from bot.domain.interface import Interface
from bot.domain.message import Message, Part, Span, line
from bot.domain.request import Platform
from bot.wording.language import day, link_name, say
from bot.wording.quote import speaker_name
from index.search.catalogue import list_sources, list_speakers
from index.storage.generations import Generation

_MOST_ROWS = 40
_HELP_COMMANDS: dict[Platform, str] = {"slack": "/quote help", "discord": "/quotes help"}
_FORGET_COMMANDS: dict[Platform, str] = {"slack": "/quote forget me", "discord": "/quotes forget"}


def help_message(
    generation: Generation,
    examples: Sequence[str],
    interface: Interface,
    platform: Platform,
    *,
    kept_question_days: int = 0,
) -> Message:
    """Return how to ask, with examples that work on this corpus, and one sentence on what is stored."""
    parts: list[Part] = [
        line(say("help_ask", interface)),
        *_examples(examples, interface),
        line(say(f"help_narrow_{platform}", interface, name=_short_name(generation))),
        line(say(f"help_thread_{platform}", interface)),
        line(say("help_edits", interface), quiet=True),
        line(say(f"help_more_{platform}", interface)),
        *([line(say("help_other_language", interface))] if platform == "slack" else []),
        line(holdings(generation, interface), quiet=True),
        line(_what_is_kept(interface, platform, kept_question_days), quiet=True),
    ]
    return Message(parts=tuple(parts))


def home_message(
    generation: Generation,
    examples: Sequence[str],
    own: Sequence[Part],
    interface: Interface,
    *,
    kept_question_days: int = 0,
) -> Message:
    """Return the bot's own page: what it is, examples, what the viewer set (`own`), who speaks, what is stored."""
    parts: list[Part] = [
        line(Span(say("home_title", interface), bold=True)),
        line(say("home_what", interface)),
        *_examples(examples, interface),
        *own,
        *speakers_message(generation, interface).parts,
        *sources_message(generation, interface).parts,
        line(_privacy(interface, "slack", kept_question_days), quiet=True),
    ]
    return Message(parts=tuple(parts))


def hint_message(examples: Sequence[str], interface: Interface) -> Message:
    """Return what to write, for somebody who wrote only the bot's name."""
    example = examples[0] if examples else "…"
    return Message(parts=(line(say("hint", interface, example=example)),))


def unhandled_message(interface: Interface, platform: Platform) -> Message:
    """Return that nothing handles what somebody did, and where it says what does something."""
    return Message(parts=(line(say("unhandled", interface, help=_HELP_COMMANDS[platform])),))


def privacy_message(interface: Interface, platform: Platform, kept_question_days: int) -> Message:
    """Return what is stored, why, for how long, and how to be forgotten; questions for so many days, or for none."""
    return Message(parts=(line(_privacy(interface, platform, kept_question_days)),))


def speakers_message(generation: Generation, interface: Interface) -> Message:
    """Return who speaks here, guests first, with how many quotes."""
    rows: list[Part] = [line(Span(say("speakers_title", interface), bold=True))]
    for speaker in list_speakers(generation.quotes, generation.people)[:_MOST_ROWS]:
        mark = f" · {say('host', interface)}" if speaker.role == "host" else ""
        count = say(
            "one_quote" if speaker.quote_count == 1 else "many_quotes", interface, count=f"{speaker.quote_count:,}"
        )
        rows.append(line(f"{speaker_name(speaker.person, interface)}{mark} · {count}"))
    return Message(parts=tuple(rows))


def sources_message(generation: Generation, interface: Interface) -> Message:
    """Return the interviews, each with its link if it has one."""
    rows: list[Part] = [line(Span(say("sources_title", interface), bold=True))]
    for source, _ in list_sources(generation.quotes)[:_MOST_ROWS]:
        date = source.aired or source.published
        aired = f" · {day(date, interface)}" if date else ""
        if source.link_kind is None:
            rows.append(line(f"{source.title}{aired}"))
            continue
        link = Span(link_name(source.link_kind, interface), link=source.link)
        rows.append(line(f"{source.title}{aired} · ", link))
    return Message(parts=tuple(rows))


def holdings(generation: Generation, interface: Interface) -> str:
    """Return how much there is to ask."""
    sources = [source for source, _ in list_sources(generation.quotes)]
    dates = [date for source in sources if (date := source.aired or source.published)]
    return say(
        "holdings",
        interface,
        interviews=str(len(sources)),
        voices=str(len(generation.people)),
        quotes=f"{len(generation.quotes):,}",
        newest=day(max(dates), interface) if dates else "–",
    )


def _privacy(interface: Interface, platform: Platform, kept_question_days: int) -> str:
    question = say("question_until_answered", interface)
    if kept_question_days:
        question = say("question_for_days", interface, days=_days(kept_question_days, interface))
    return say("privacy", interface, question=question, command=_FORGET_COMMANDS[platform])


def _what_is_kept(interface: Interface, platform: Platform, kept_question_days: int) -> str:
    key = "what_is_kept_with_questions" if kept_question_days else "what_is_kept"
    return say(key, interface, days=_days(kept_question_days, interface), command=_FORGET_COMMANDS[platform])


def _days(count: int, interface: Interface) -> str:
    return say("one_day" if count == 1 else "many_days", interface, count=str(count))


def _examples(examples: Sequence[str], interface: Interface) -> list[Part]:
    if not examples:
        return []
    return [line(say("help_try", interface), quiet=True), question_buttons(examples)]


def _short_name(generation: Generation) -> str:
    """Return what somebody would type for the person who has most to say: the last word of the name."""
    first = next(iter(list_speakers(generation.quotes, generation.people)), None)
    return first.person.name.split()[-1].casefold() if first else "name"
