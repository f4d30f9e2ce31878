"""What the whole of `bot` speaks of: requests, messages, commands, schedules. Frozen data; imports no other room."""

__all__ = [
    "audit",
    "button_value",
    "channel_post",
    "check_result",
    "command",
    "interface",
    "message",
    "outlet",
    "quotation_marks",
    "records",
    "reply",
    "request",
    "rules",
    "schedule",
    "schedule_wish",
    "signals",
    "withheld",
]
