"""What the page Queue shows of an item: why it is here, its question, and the quotes to judge as chat shows them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from bot.answers.card import quote_card
from bot.domain.interface import Interface
from bot.domain.message import AnswerCard
from bot.domain.withheld import Withheld
from bot.studio.page import Words
from bot.studio.queue import Drawn
from index.domain import NOBODY, Person, Quote

_OUTCOMES = {"unsure": "not_sure", "nothing": "refused"}
_BUTTONS = {
    "report": (("right", "r", "release"), ("wrong", "w", "keep")),
    "name": (("right", "r", "name_right"), ("wrong", "w", "name_wrong")),
    "confirmed": (("right", "r", "name_right"), ("wrong", "w", "name_wrong"), ("open", "o", "name_open")),
    "question": (
        ("right", "r", "right"),
        ("partly", "p", "partly"),
        ("wrong", "w", "wrong"),
        ("nobody", "n", "nobody"),
    ),
    "nothing": (("nobody", "n", "nobody"),),
}


def item_view(
    drawn: Drawn, chosen: str, people: Mapping[str, Person], interface: Interface, say: Words, *, has_document: bool
) -> dict[str, Any]:
    """Return an item as plain data.

    Args:
        drawn: The item.
        chosen: The id of the quote that is to be judged first, if it is one of them.
        people: Who speaks, by canonical name.
        interface: The language of what is said around the quotes.
        say: Says the page's texts in it.
        has_document: Whether there is a page where a quote can be corrected.
    """
    quotes = [_quote(quote, people, interface, has_document=has_document) for quote in drawn.quotes]
    if drawn.report and not quotes:
        quotes = [_gone(drawn.report)]
    numbers = [number for number, quote in enumerate(quotes) if quote["id"] == chosen]
    return {
        "key": drawn.item.key,
        "kind": drawn.item.kind,
        "why": why(drawn, say),
        "question": drawn.item.question,
        "mark": drawn.mark,
        "first": drawn.first.id if drawn.first else "",
        "above": _above(drawn, say),
        "quotes": quotes,
        "chosen": numbers[0] if numbers else 0,
        "buttons": _buttons(drawn),
    }


def why(drawn: Drawn, say: Words) -> str:
    """Return in one sentence why an item is in the queue."""
    item, facts = drawn.item, dict(drawn.item.facts)
    if drawn.report:
        return _why_report(drawn.report, say)
    if drawn.is_confirmed:
        return say("why_name_confirmed")
    if item.kind == "down" and not item.quote_id:
        return say("why_down_gone")
    if "reason" in facts:
        facts["reason"] = _reason(str(facts["reason"]), say)
    return say(f"why_{item.kind}", **facts)


def _why_report(report: Withheld, say: Words) -> str:
    if not report.is_open:
        return say("why_report_decided")
    reason = _reason(report.reason, say)
    if report.is_shown:
        return say("why_report_shown", reason=reason, count=report.reports)
    return say("why_report", reason=reason)


def _reason(reason: str, say: Words) -> str:
    """Return a reason in words; an operator's own is in their words."""
    return say(f"reason_{reason}") if reason in ("person", "words", "off_point", "link", "none") else reason


def _above(drawn: Drawn, say: Words) -> str:
    if not drawn.quotes:
        return say("quote_gone" if drawn.report else "nothing_close")
    is_first = drawn.first is not None and drawn.quotes[0].id == drawn.first.id
    return say(_OUTCOMES[drawn.outcome]) if is_first and drawn.outcome in _OUTCOMES else ""


def _buttons(drawn: Drawn) -> tuple[tuple[str, str, str], ...]:
    """Return each decision with its key and the key of its text."""
    if drawn.item.question:
        return _BUTTONS["question" if drawn.quotes else "nothing"]
    return _BUTTONS["confirmed" if drawn.is_confirmed else drawn.item.kind]


def _quote(quote: Quote, people: Mapping[str, Person], interface: Interface, *, has_document: bool) -> dict[str, Any]:
    return {
        "id": quote.id,
        "card": quote_card(quote, people.get(quote.speaker, NOBODY), interface),
        "language": quote.language,
        "answers": quote.answers,
        "before": quote.context_before,
        "after": quote.context_after,
        "document": document_address(quote) if has_document else "",
    }


def _gone(report: Withheld) -> dict[str, Any]:
    """Return what is known of a reported quote that the index does not have any more."""
    card = AnswerCard(quote=report.text, speaker=report.speaker, source=report.source)
    around = {"answers": "", "before": "", "after": "", "document": ""}
    return {"id": report.quote_id, "card": card, "language": ""} | around


def document_address(quote: Quote) -> str:
    """Return where a quote can be corrected."""
    return f"/document?{urlencode({'source': quote.source.id, 'quote': quote.id})}"
