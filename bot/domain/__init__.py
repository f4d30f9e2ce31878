"""What the whole of `bot` speaks of: requests, messages, commands, schedules. Frozen data; imports no other room."""

__all__ = [
    "button_value",
    "channel_post",
    "check_result",
    "command",
    "interface",
    "message",
    "outlet",
    "records",
    "reply",
    "request",
    "schedule",
    "schedule_wish",
]
