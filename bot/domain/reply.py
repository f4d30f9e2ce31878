"""What comes of a request: what is said back, what is remembered of it, and what must be tried first."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from bot.domain.channel_post import Place, Posted
from bot.domain.message import Message
from bot.domain.records import GivenAnswer
from bot.domain.signals import AskedQuestion, Signal
from index.answer import JudgementOutcome, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A message that has to arrive in a channel before something holds.

    `accept` makes it hold, and `refuse` does not; each returns what the asker is told.
    """

    place: Place
    message: Message
    accept: Callable[[], Message]
    refuse: Callable[[Posted], Message]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is said back; `given` is what has to be remembered so that the message's buttons work.

    With a trial, what it comes to is said instead of the message, which tells only who sees it. `outcome` is what a
    question came to, and `judged` what a language model made of it. `signal` is what its presser did with a quote, and
    `asked` the question, where it is kept; both are noted once the reply is there. With `forgets`, what was deleted is
    taken off the disk once this request is done, too. `generation` is the name of the one that it was told from, and
    `restrictions` what was to be left out of it then: once others hold it is not sent any more; None where that does
    not matter, or it cannot be told twice.
    """

    message: Message
    given: GivenAnswer | None = None
    trial: Trial | None = None
    outcome: Outcome | None = None
    judged: JudgementOutcome | None = None
    signal: Signal | None = None
    asked: AskedQuestion | None = None
    forgets: bool = False
    generation: str | None = None
    restrictions: Hashable | None = None
