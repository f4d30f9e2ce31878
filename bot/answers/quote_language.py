"""Which languages a place reads quotes in, and what is said of them around an answer."""

from collections.abc import Mapping

from bot.domain.button_value import ButtonValue
from bot.domain.interface import Interface
from bot.domain.message import Button, Line, Part, line
from bot.domain.request import Platform
from bot.wording.language import language_name, language_of, say
from index.answer import EVERYTHING, Answer, Filters, Outcome
from index.domain import Language, Quote
from index.language_preference import LanguagePreference
from index.search import Searcher
from index.search.reader_search import other_language

SETTING = "quote_language"
_SETTINGS_COMMANDS: dict[Platform, str] = {"slack": "/quote settings", "discord": "/quotes settings"}


def with_default(settings: Mapping[str, str], default: LanguagePreference) -> dict[str, str]:
    """Return the settings of a place; where it sets no language of quotes, the operator's holds."""
    return {SETTING: default.value, **settings}


def reading_of(settings: Mapping[str, str]) -> LanguagePreference:
    """Return what is read in a place, from its settings; a value that this version does not know says nothing."""
    value = settings.get(SETTING, "")
    return LanguagePreference(value) if value in list(LanguagePreference) else LanguagePreference.ANY


def language_lines(
    quote: Quote,
    interface: Interface,
    expected: Language | None = None,
    *,
    lacking: Language | None = None,
    filters: Filters = EVERYTHING,
) -> list[Line]:
    """Return the line that says which language a quote is in; none where that is said or to be expected.

    Args:
        quote: That stands below the line.
        interface: The language of the line.
        expected: The language that the quote is taken to be in, None for the interface's.
        lacking: The language that was to answer and does not.
        filters: What is said above to have been searched.
    """
    name = language_name(quote.language, interface)
    if lacking and quote.language != lacking:
        text = say("answers_instead", interface, lacking=language_name(lacking, interface), language=name)
        return [line(text, quiet=True)]
    if quote.language == (expected or language_of(interface)) or filters.languages == (quote.language,):
        return []
    return [line(say("is_in", interface, language=name), quiet=True)]


def read_alone_line(language: Language, interface: Interface, platform: Platform) -> Line:
    """Return the line that says that quotes in one language alone are shown, and where that is set."""
    command = _SETTINGS_COMMANDS[platform]
    return line(say("read_alone", interface, language=language_name(language, interface), command=command), quiet=True)


def nothing_lines(
    searcher: Searcher, answer: Answer, reading: LanguagePreference, interface: Interface, platform: Platform
) -> list[Part]:
    """Return that nothing answers a question; that the other language would, or that there is no quote to be read."""
    for language in reading.languages if not answer.filters.languages else ():
        if not has_quotes(searcher, language):
            return [none_line(language, interface, platform)]
    if answer.lacking is None:
        return [line(say("nothing", interface))]
    return [read_alone_line(answer.lacking, interface, platform), line(nothing_in(answer.lacking, interface))]


def nothing_in(lacking: Language, interface: Interface) -> str:
    """Return that one language does not answer, and that the other does."""
    other = language_name(other_language(lacking), interface)
    return say("nothing_in", interface, lacking=language_name(lacking, interface), language=other)


def nothing_random(
    searcher: Searcher, topic: str, reading: LanguagePreference, interface: Interface, platform: Platform
) -> str:
    """Return that no quote to be read is about a topic, or that none is there at all."""
    for language in reading.languages:
        if not has_quotes(searcher, language):
            return none_line(language, interface, platform).text
        return say("nothing_random_in", interface, topic=topic, language=language_name(language, interface))
    return say("nothing_random", interface, topic=topic)


def none_line(language: Language, interface: Interface, platform: Platform) -> Line:
    """Return the line that says that quotes are wanted in a language alone that none is in."""
    command = _SETTINGS_COMMANDS[platform]
    return line(say("none_in", interface, language=language_name(language, interface), command=command))


def has_quotes(searcher: Searcher, language: Language) -> bool:
    """Tell whether any quote is in a language."""
    return any(quote.language == language for quote in searcher.generation.quotes)


def show_buttons(
    lacking: Language | None, outcome: Outcome, button_value: ButtonValue, interface: Interface
) -> tuple[Button, ...]:
    """Return the button that asks a question of the other language, where that alone has an answer and is not read."""
    if lacking is None or outcome == "answer" or not button_value.question:
        return ()
    other = other_language(lacking)
    label = say("show_in", interface, language=language_name(other, interface))
    return (Button(action=f"ask:in:{other}", label=label, value=button_value.encode()),)
