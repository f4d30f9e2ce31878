"""What a question is narrowed to: the filters that somebody typed, and what is said where one means nothing here."""

from dataclasses import replace

from bot.answers.card import question_buttons
from bot.domain.command import Ask, as_typed
from bot.domain.interface import Interface
from bot.domain.message import Message, Part, line
from bot.domain.quotation_marks import as_word
from bot.wording.language import language_name, say
from index.answer import Filters
from index.corpus.people import compose_name
from index.domain import Language
from index.errors import QuestionError
from index.search import Searcher
from index.search.catalogue import list_sources, list_speakers
from index.search.similar_names import similar_people, similar_values

MOST_NAMES = 12
_MOST_LABEL_CHARACTERS = 75  # a longer label is cut, and on Discord nothing else comes back
_ALWAYS: tuple[Language, ...] = ("en", "zh")  # are taken though no quote is in them


class UnknownValueError(QuestionError):
    """A filter has a value that nothing here has; `reply` says so and offers the nearest ones."""

    def __init__(self, text: str, near: list[str], commands: list[Ask], interface: Interface) -> None:
        meant = [say("did_you_mean", interface, names=" · ".join(near))] if near else []
        super().__init__(" · ".join([text, *meant]))
        parts: list[Part] = [line(row) for row in (text, *meant)]
        typed = [question for question in map(as_typed, commands) if question]
        questions = [question for question in typed if len(question) <= _MOST_LABEL_CHARACTERS]
        if questions:
            parts.append(question_buttons(questions))
        self.reply = Message(parts=tuple(parts))


def narrowed(searcher: Searcher, command: Ask, interface: Interface) -> Filters:
    """Return what a question is narrowed to.

    Raises:
        UnknownValueError: A value means nothing here.
    """
    for name, value in command.unknown:
        raise _unknown(searcher, command, name, value, interface)
    for language in command.languages:
        if language not in {*_ALWAYS, *searcher.languages}:
            raise _no_language(searcher, replace(command, languages=()), language_name(language, interface), interface)
    return Filters(
        speakers=tuple(name for typed in command.speakers for name in _called(searcher, command, typed, interface)),
        languages=command.languages,
        sources=tuple(_source(searcher, command, typed, interface) for typed in command.sources),
        after=command.after,
        before=command.before,
    )


def refiltered(filters: Filters, action: str) -> Filters:
    """Return filters as a button wants them: "ask:without:NAME" without one of them, "ask:in:zh" in a language.

    Without speakers, whoever the question names is not one again.
    """
    _, verb, name = action.split(":", 2)
    if verb == "in":
        return replace(filters, languages=(name,))
    if name == "speakers":
        return replace(filters, speakers=(), roles=(), everybody=True)
    if name == "days":
        return replace(filters, after=None, before=None)
    return replace(filters, languages=()) if name == "languages" else replace(filters, sources=())


def speaking_here(searcher: Searcher) -> str:
    """Return the names of who speaks here, guests first."""
    speakers = list_speakers(searcher.generation.quotes, searcher.generation.people)
    return ", ".join(speaker.person.name for speaker in speakers[:MOST_NAMES])


def _called(searcher: Searcher, command: Ask, typed: str, interface: Interface) -> tuple[str, ...]:
    try:
        return searcher.speakers_called(typed)
    except QuestionError:
        near = similar_people(typed, searcher.generation.people.values())
        text = say("nobody_called", interface, name=typed, names=speaking_here(searcher))
        instead = [replace(command, speakers=_put(name, typed, command.speakers)) for name in near]
        raise UnknownValueError(text, near, instead, interface) from None


def _source(searcher: Searcher, command: Ask, typed: str, interface: Interface) -> str:
    sources = [source for source, _ in list_sources(searcher.generation.quotes)]
    called = {_as_compared(source.id): source.id for source in sources}
    if _as_compared(typed) in called:
        return called[_as_compared(typed)]
    names = {
        source.id: [source.id, source.title, source.show or "", source.publisher or "", *source.guests]
        for source in sources
    }
    near = similar_values(typed, names)
    text = say("no_such_source", interface, id=typed, ids=", ".join(map(as_word, list(called.values())[:MOST_NAMES])))
    instead = [replace(command, sources=_put(name, typed, command.sources)) for name in near]
    raise UnknownValueError(text, near, instead, interface)


def _as_compared(source_id: str) -> str:
    """Return an id without what nobody can type behind a filter: blanks at its ends, another form of Unicode."""
    return compose_name(source_id).strip()


def _unknown(searcher: Searcher, command: Ask, name: str, value: str, interface: Interface) -> UnknownValueError:
    """Return what is said of a language that nobody speaks here, or of a day that is none."""
    without = replace(command, unknown=tuple(pair for pair in command.unknown if pair != (name, value)))
    if name == "lang":
        return _no_language(searcher, without, value, interface)
    days = sorted(day for source, _ in list_sources(searcher.generation.quotes) if (day := source.day))
    key = "no_such_day" if days else "no_days"
    text = say(key, interface, name=name, value=value, first=days[0] if days else "", last=days[-1] if days else "")
    return UnknownValueError(text, [], [without] if without.question else [], interface)


def _no_language(searcher: Searcher, command: Ask, typed: str, interface: Interface) -> UnknownValueError:
    """Return what is said of a language that no quote is in, with buttons for those that it may be meant for."""
    here = sorted({*_ALWAYS, *searcher.languages}, reverse=True)
    names = [f"lang:{language}" for language in here]
    text = say("no_such_language_here", interface, typed=typed, languages=say("or", interface).join(names))
    near = [language for language in here if similar_values(typed, {language: _names(language)})]
    return UnknownValueError(text, [], [replace(command, languages=(language,)) for language in near], interface)


def _names(language: Language) -> list[str]:
    return [language, language_name(language, "en"), language_name(language, "zh")]


def _put(name: str, typed: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name if value == typed else value for value in values)
