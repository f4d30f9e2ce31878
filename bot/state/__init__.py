"""What the bot remembers: work, answers, votes, settings, schedules, posts; one repository over two databases."""

from bot.domain.records import (
    Abandoned,
    Claim,
    EndOfPost,
    FinalStatus,
    GivenAnswer,
    GivenHit,
    PostRecord,
    PostStatus,
    Refusal,
    Scheduled,
    Vote,
    VoteValue,
)
from bot.state.schedules import CHANGED
from bot.state.state import State

__all__ = [
    "CHANGED",
    "Abandoned",
    "Claim",
    "EndOfPost",
    "FinalStatus",
    "GivenAnswer",
    "GivenHit",
    "PostRecord",
    "PostStatus",
    "Refusal",
    "Scheduled",
    "State",
    "Vote",
    "VoteValue",
]
