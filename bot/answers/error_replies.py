"""What is said where there is no answer, and the reference by which an operator finds in the log why."""

import logging
import secrets

from bot.answers.audience import interface_for
from bot.domain.message import notice
from bot.domain.reply import Reply
from bot.domain.request import Request
from bot.wording.language import say

logger = logging.getLogger(__name__)


def apology(request: Request, key: str, **values: str) -> Reply:
    """Return a text of the interface as the reply to a request, in the language that it is asked in.

    What is set in the channel is not known: the state may be what does not work.
    """
    return Reply(message=notice(say(key, interface_for({}, request, request.text), **values)))


def rounded(seconds: float) -> str:
    """Return whole seconds to tell people, at least 1."""
    return str(max(1, round(seconds)))


def log_failure(what: str) -> str:
    """Log the exception that is being handled, and return the short reference that people are given."""
    reference = secrets.token_hex(2).upper()
    logger.exception("%s (reference %s)", what, reference)
    return reference
