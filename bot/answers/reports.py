"""A quote that somebody reports as a wrong person's, or as wrong words: noted, and what happens now is told."""

import logging

from bot.domain.interface import Interface
from bot.domain.request import Request
from bot.domain.withheld import Report, ReportReason
from bot.state import State
from bot.wording.language import say
from index.advice import quotebot
from index.domain import Quote

logger = logging.getLogger(__name__)


def report_quote(
    state: State,
    request: Request,
    reason: ReportReason,
    quote_id: str,
    quote: Quote | None,
    interface: Interface,
    *,
    may_delete: bool,
) -> str:
    """Note a report, and return what the reporter is told of it, in one line.

    Args:
        state: Where it is noted.
        request: The press that reports.
        reason: What is wrong with the quote.
        quote_id: The id of the quote below which it was pressed.
        quote: That quote, None where the index has it no more.
        interface: The reporter's language.
        may_delete: Whether the reporter may delete the answer that shows it.
    """
    report = Report(
        platform=request.platform,
        workspace=request.workspace,
        user=request.user,
        quote_id=quote_id,
        reason=reason,
        is_admin=request.is_admin,
        reported_at=request.asked_at,
    )
    outcome = state.report(report, quote)
    if outcome == "withheld":
        logger.warning("quote %s is reported as wrong and withheld; see: %s", quote_id, quotebot("withheld"))
    elif outcome == "noted":
        logger.info("quote %s is reported as wrong; see: %s", quote_id, quotebot("withheld"))
    told = say("gone" if outcome == "gone" else f"report_{outcome}", interface)
    if may_delete and outcome in ("withheld", "already"):
        told += " " + say("report_delete", interface)
    return told
