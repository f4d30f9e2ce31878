"""What is remembered, in SQLite and in PostgreSQL: `bot/state`."""
