"""A generation as a place may see it: without what is restricted there, as if the interviews did not hold it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from urllib.parse import unquote

from index.domain import Person, Quote, Source
from index.search.forbidden_words import ForbiddenWords
from index.search.withheld_words import Places, link_prefix, without_withheld
from index.storage.generations import Generation

Changes = Mapping[str, Quote | None]  # quotes by their ids: as they are shown, None where they are not


def restricted_generation(
    generation: Generation,
    *,
    sources: Collection[str] | None,
    changes: Changes,
    about_topics: Collection[str],
    places: Places,
    words: ForbiddenWords,
) -> Generation:
    """Return a generation without what must not be shown; who has no quote left does not speak in it.

    Args:
        generation: With everything.
        sources: Ids of the interviews that alone are shown; None for all.
        changes: What forbidden words make of its quotes.
        about_topics: Ids of quotes that are about forbidden topics.
        places: What is withheld.
        words: That are forbidden.
    """

    def shown() -> Iterator[Quote]:
        for quote in generation.quotes:
            if quote.id in about_topics or (sources is not None and quote.source.id not in sources):
                continue
            changed = changes.get(quote.id, quote)
            if changed and (withheld := places.get(quote.source.id)):
                changed = without_withheld(changed, withheld)
            if changed:
                yield changed

    quotes = tuple(shown())
    speaking = {quote.speaker for quote in quotes}
    people = {name: _in_words(person, words) for name, person in generation.people.items() if name in speaking}
    others = {
        name: _in_words(person, words) for name, person in generation.others.items() if not _is_named(person, words)
    }
    return replace(generation, quotes=quotes, people=people, others=others)


def forbidden_in(generation: Generation, words: ForbiddenWords) -> Changes:
    """Return what forbidden words make of the quotes of a generation: those that stay as they are are left out.

    A quote is not shown if they are in its text, in the question that it answers, or in what is shown of its interview
    or of who says it; around it, only the words are not shown that hold them.
    """
    are_in = cache(words.are_in)  # what stands around a quote stands around others too
    sources = {quote.source.id: quote.source for quote in generation.quotes}
    forbidden_sources = {own_id for own_id, source in sources.items() if words.are_in(*_shown_of(source))}
    forbidden_people = {name for name, person in generation.people.items() if _is_named(person, words)}
    changes: dict[str, Quote | None] = {}
    for quote in generation.quotes:
        is_forbidden = quote.source.id in forbidden_sources or quote.speaker in forbidden_people
        if is_forbidden or are_in(quote.text) or are_in(quote.answers):
            changes[quote.id] = None
        elif are_in(quote.context_before) or are_in(quote.context_after) or are_in(unquote(link_prefix(quote))):
            changes[quote.id] = _without_words_around(quote, words)
    return changes


def _without_words_around(quote: Quote, words: ForbiddenWords) -> Quote:
    return replace(
        quote,
        context_before="" if words.are_in(quote.context_before) else quote.context_before,
        context_after="" if words.are_in(quote.context_after) else quote.context_after,
        deep_link=None if words.are_in(unquote(link_prefix(quote))) else quote.deep_link,
    )


def _shown_of(source: Source) -> Iterable[str]:
    shown = (source.id, source.title, source.show, source.publisher, source.link, source.recording, source.transcript)
    return (text for text in shown if text)


def _is_named(person: Person, words: ForbiddenWords) -> bool:
    return words.are_in(person.name, person.other_script or "", *person.aliases)


def _in_words(person: Person, words: ForbiddenWords) -> Person:
    """Return a person without the roles that hold a forbidden word."""
    if not words.are_in(*person.roles):
        return person
    return replace(person, roles=tuple(role for role in person.roles if not words.are_in(role)))
