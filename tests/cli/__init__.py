"""The commands in a terminal, run as processes: `bot/cli`."""
