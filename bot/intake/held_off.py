"""Replies that a platform makes wait: when the wait is over, they must still be as they would be given then."""

from asyncio import Future

from bot.domain.reply import Reply
from bot.domain.request import Request
from bot.intake.service import QuoteService


def still_holds(service: Future[QuoteService], request: Request, reply: Reply) -> bool:
    """Tell whether a reply that had to wait may still be given; what is from no interview always may."""
    return not (reply.generation or reply.message.quote_ids) or service.result().holds(request, reply)
