"""Serving, the checks before it, `doctor` and backups: `bot/operations`."""
