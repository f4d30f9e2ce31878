"""What the whole of `bot` speaks of: requests, messages, commands, schedules. Frozen data; imports no other room."""
