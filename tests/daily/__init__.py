"""The insight of the day: `bot/daily`."""
