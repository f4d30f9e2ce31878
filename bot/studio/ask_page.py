"""The page Ask: the answer to a question, as chat shows it, and how it came about."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.answers.answer_cards import answer_cards
from bot.answers.examples import example_questions
from bot.answers.filter_lines import absent_text, filter_names
from bot.answers.filters import UnknownValueError, narrowed, refiltered, speaking_here
from bot.domain.interface import Interface
from bot.domain.message import Line, Message, line
from bot.intake.commands import parse_question
from bot.studio.ask_texts import ASK_TEXTS
from bot.studio.page import Page, render
from bot.studio.studio import STUDIO, Studio
from bot.studio.trace_view import trace_view
from bot.studio.viewer import viewer_of
from bot.wording.language import language_of, say
from index.answer import Answer, Filters
from index.errors import UnaskableError
from index.language_preference import LanguagePreference
from index.search import Searcher
from index.search.observed import observed
from index.search.reader_search import ask_reader
from index.search.suggestions import nearest_topics
from index.search.trace import Trace

_HITS = 10
_FILTERS = ("speakers", "languages", "sources", "days")


async def _show(request: web.Request) -> web.Response:
    studio, interface = request.app[STUDIO], viewer_of(request).interface
    view = await asyncio.to_thread(ask_view, studio, request.query, interface)
    return render(request, ASK, view)


def ask_view(studio: Studio, query: Mapping[str, str], interface: Interface) -> dict[str, Any]:
    """Return what the page shows: the answer to `q`, or examples where nothing is asked.

    Args:
        studio: Has the index.
        query: Of the address: `q`, `reading`, and `without`, the names of filters that are not applied.
        interface: The language of what is said around quotes.

    Raises:
        QuotebotError: There is no index, or it cannot be used.
    """
    live, typed = studio.searcher(), query.get("q", "").strip()
    reading = _reading(query.get("reading", ""), live.reading)
    view: dict[str, Any] = {"typed": typed, "reading": reading, "readings": list(LanguagePreference)}
    with live.current(studio.restrictions()) as searcher:
        if not typed:
            return view | {"examples": example_questions(searcher, interface), "answer": None, "message": None}
        without = [name for name in query.get("without", "").split() if name in _FILTERS]
        return view | {"examples": []} | _answered(searcher, typed, without, reading, interface)


def _answered(
    searcher: Searcher, typed: str, without: list[str], reading: LanguagePreference, interface: Interface
) -> dict[str, Any]:
    """Return the answer with its cards; a message in its place where the question cannot be asked."""
    command, trace = parse_question(typed), Trace()
    try:
        filters = narrowed(searcher, command, interface)
        for name in without:
            filters = refiltered(filters, f"ask:without:{name}")
        answer = ask_reader(observed(searcher, trace), command.question, _HITS, filters, reading)
    except UnknownValueError as error:
        return {"answer": None, "message": error.reply}
    except UnaskableError as error:
        return {"answer": None, "message": Message(parts=(line(say(error.key, interface, **error.values)),))}
    return {
        "answer": answer,
        "message": None,
        "cards": answer_cards(answer, searcher.generation.people, interface),
        "notices": [absent_text(absent, interface) for absent in answer.absent],
        "applied": _applied(answer.filters, typed, without, reading, interface),
        "nothing": _nothing(searcher, answer, interface) if answer.outcome == "nothing" else [],
        "topics": _topics(searcher, answer, interface) if answer.outcome == "nothing" else [],
        "trace": trace_view(trace.steps, answer, searcher.generation, interface),
    }


def _applied(
    filters: Filters, typed: str, without: list[str], reading: LanguagePreference, interface: Interface
) -> list[tuple[str, str]]:
    """Return each applied filter in words, with the address that asks the same without it."""
    return [
        (text, ask_address(typed, without=[*without, name], reading=reading))
        for name, text in filter_names(filters, interface).items()
    ]


def _nothing(searcher: Searcher, answer: Answer, interface: Interface) -> list[Line]:
    return [
        line(say("nothing", interface)),
        line(say("speaking_here", interface, names=speaking_here(searcher)), quiet=True),
    ]


def _topics(searcher: Searcher, answer: Answer, interface: Interface) -> list[str]:
    return nearest_topics(searcher, answer, language_of(interface))


def ask_address(typed: str, *, reading: LanguagePreference, without: Sequence[str] = ()) -> str:
    """Return the address at which the page answers a question."""
    fields = {"q": typed, "reading": reading.value} | ({"without": " ".join(without)} if without else {})
    return f"/ask?{urlencode(fields)}"


def _reading(chosen: str, usual: LanguagePreference) -> LanguagePreference:
    return LanguagePreference(chosen) if chosen in list(LanguagePreference) else usual


ASK = Page(
    name="ask",
    key="a",
    texts=ASK_TEXTS,
    routes=(web.get("/ask", _show),),
    keys=(("o", "key_others"), ("t", "key_trace")),
)
