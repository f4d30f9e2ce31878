"""What the bot remembers: work in hand, answers given, votes, settings; one repository over SQLite or PostgreSQL."""

from bot.state.records import (
    Abandoned,
    FinalStatus,
    GivenAnswer,
    GivenHit,
    Refusal,
    Vote,
)
from bot.state.state import State

__all__ = ["Abandoned", "FinalStatus", "GivenAnswer", "GivenHit", "Refusal", "State", "Vote"]
