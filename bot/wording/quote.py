"""A quote in its parts, the same for every platform, and as JSON and Markdown."""

import re
from typing import Any
from urllib.parse import quote as percent_encode

from bot.domain.interface import Interface
from bot.wording.language import clock, day, language_name, link_name, say
from index.answer import Answer, Match
from index.corpus.recording_links import second_link
from index.domain import NOBODY, Person, Quote

_MARKDOWN_MARKS = re.compile(r"[\\`*_{}\[\]()#+!|<>~&]|\A-|(?<=\A\d)\.|(?<=\A\d\d)\.")
_ENDS_ADDRESS = re.compile(r"[\s()<>]")


def speaker_name(person: Person, interface: Interface) -> str:
    """Return a person's canonical name, and behind it the name in the other script; that nobody is named, if so."""
    if person == NOBODY:
        return say("speaker_not_named", interface)
    return bracketed(person.name, person.other_script, interface)


def bracketed(name: str, note: str | None, interface: Interface) -> str:
    """Return a name with what else there is to say of it in brackets, if anything."""
    if not note:
        return name
    return f"{name} ({note})" if interface == "en" else f"{name}（{note}）"


def source_line(quote: Quote, interface: Interface) -> str:
    """Return where and when it was said, at which second if that is known, and whose translation or transcript this is.

    The title is always named where there is no link, and the line of the file where there is no second either.
    """
    source = quote.source
    parts = [source.show or source.title] if source.link else [source.title, *filter(None, [source.show])]
    if date := source.aired or source.published:
        parts.append(day(date, interface))
    parts += _place(quote, interface)
    line = (", " if interface == "en" else "，").join(parts)
    note = _provenance(quote, interface)
    return f"{line} · {note}" if note else line


def _place(quote: Quote, interface: Interface) -> list[str]:
    """Return when it is heard, if that is known; else, where no link leads there, its line."""
    if quote.start_seconds is not None:
        return [say("at_time", interface, time=clock(quote.start_seconds))]
    if quote.source.link is None and quote.line is not None:
        return [say("at_line", interface, number=str(quote.line))]
    return []


def _provenance(quote: Quote, interface: Interface) -> str:
    source = quote.source
    if source.translated_from and source.translated_from != quote.language:
        to, of = language_name(quote.language, interface), language_name(source.translated_from, interface)
        if source.publisher:
            return say("translation", interface, to=to, of=of, publisher=source.publisher)
        return say("translation_anonymous", interface, to=to, of=of)
    if source.machine_transcript:
        return say("machine_transcript", interface, of=language_name(quote.language, interface))
    return ""


def links(quote: Quote, interface: Interface) -> list[tuple[str, str]]:
    """Return (name, URL) of each link, the one to the words first, named for what it is; none of what has no link."""
    source = quote.source
    links: list[tuple[str, str]] = []
    if source.link and source.link_kind:
        links.append((link_name(source.link_kind, interface), quote.deep_link or source.link))
    if source.recording:
        at_second = None if quote.start_seconds is None else second_link(source.recording, quote.start_seconds)
        links.append((say("recording", interface), at_second or source.recording))
    if source.transcript:
        links.append((say("also_transcript", interface), source.transcript))
    return links


def quote_json(quote: Quote) -> dict[str, Any]:
    """Return a quote as the JSON that is promised to the outside."""
    source = quote.source
    return {
        "id": quote.id,
        "text": quote.text,
        "speaker": quote.speaker or None,
        "role": quote.role,
        "attribution": quote.attribution,
        "attribution_confidence": quote.attribution_confidence,
        "language": quote.language,
        "source": {
            "id": source.id,
            "title": source.title,
            "published": source.published,
            "publisher": source.publisher,
            "translated_from": source.translated_from,
        },
        "link": source.link,
        "link_kind": source.link_kind,
        "deep_link": quote.deep_link,
        "start": quote.start,
        "end": quote.end,
        "raw_start": quote.raw_start,
        "raw_end": quote.raw_end,
        "start_seconds": quote.start_seconds,
        "context_before": quote.context_before,
        "context_after": quote.context_after,
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as the JSON that is promised to the outside; the answer itself is null unless it is sure."""
    return {
        "query": answer.question,
        "outcome": answer.outcome,
        "answer": match_json(answer.best) if answer.best else None,
        "answer_confidence": round(answer.confidence, 4),
        "hits": [match_json(match) for match in answer.hits],
        "reason": answer.reason,
        "speaker_filter": ", ".join(answer.speaker_filter) or None,
    }


def match_json(match: Match) -> dict[str, Any]:
    """Return a found quote as JSON, with its score."""
    return {**quote_json(match.quote), "score": round(match.score, 6)}


def quote_markdown(quote: Quote, person: Person, interface: Interface) -> str:
    """Return a quote ready to paste into a document."""
    said = f"**{_escaped(speaker_name(person, interface))}**, {_escaped(source_line(quote, interface))}"
    link = "".join(f" [{name}]({_address(url)})" for name, url in links(quote, interface)[:1])
    return f"> {_escaped(quote.text)}\n>\n> — {said}.{link}"


def _address(url: str) -> str:
    return _ENDS_ADDRESS.sub(lambda match: percent_encode(match[0]), url)


def _escaped(text: str) -> str:
    return _MARKDOWN_MARKS.sub(r"\\\g<0>", text)
