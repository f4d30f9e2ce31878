"""What is noted of a reply once it is there: what people did with quotes, and questions where they are kept."""

import logging

from bot.answers.error_replies import log_failure
from bot.answers.forget import forget_asker
from bot.domain.outlet import Delivery
from bot.domain.reply import Reply
from bot.domain.request import Request
from bot.intake.button_verbs import vote_in
from bot.intake.work_in_hand import WorkInHand
from bot.runtime.metrics import Metrics
from bot.state import State
from index.errors import QuotebotError, StorageError

logger = logging.getLogger(__name__)


def note_outcome(request: Request, reply: Reply, outcome: Delivery, seconds: float, metrics: Metrics) -> None:
    """Count what became of a request, and log it; what was asked is left out of the log below DEBUG."""
    metrics.note_answer(request, reply.outcome, outcome, vote_in(request))
    metrics.note_judgement(reply.judged)
    facts = {"kind": request.kind, "outcome": outcome, "seconds": round(seconds, 3), "question": request.text}
    logger.info("a request is %s", outcome, extra=facts)


async def note_reply(reply: Reply, outcome: Delivery, state: State, work: WorkInHand, metrics: Metrics) -> None:
    """Note what a reply has to be remembered for, behind all that somebody waits for.

    What cannot be written down is lost: no answer depends on it. Of one that did not arrive there is nothing to note.
    """
    if outcome == "failed":
        return
    try:
        if signal := reply.signal:
            metrics.signals.labels(signal.platform, signal.kind).inc()
            await work.note(state.note_signal, signal)
        given = reply.given
        if given and given.question_key:
            count = await work.note(state.note_asked_again, given)
            metrics.signals.labels(given.platform, "asked_again").inc(count)
        if reply.asked:
            await work.note(state.keep_question, reply.asked)
    except StorageError:
        log_failure("what somebody did with an answer could not be written down")


async def scrub_asker(request: Request, state: State, work: WorkInHand) -> None:
    """Take who was forgotten off the disk, with what was still to be noted of them; nobody waits for that."""
    try:
        await work.note(forget_asker, state, request)
        await state.run(state.scrub)
    except QuotebotError:
        log_failure("what was forgotten is not off the disk yet")
