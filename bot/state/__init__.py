"""What the bot remembers: work, answers, votes, settings, schedules, posts; one repository over two databases."""

from bot.state.schedules import CHANGED
from bot.state.state import State

__all__ = ["CHANGED", "State", "engine", "failures", "fingerprints", "leases", "schema", "tables"]
