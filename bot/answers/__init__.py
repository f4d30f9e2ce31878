"""From a question to what the chat shows of its answer, and what the buttons of one bring."""

__all__ = [
    "about",
    "answer_cards",
    "audience",
    "buttons",
    "card",
    "channel_settings",
    "error_replies",
    "examples",
    "filter_lines",
    "filters",
    "forget",
    "history",
    "question",
    "quote_language",
    "renamed_command",
    "restrictions",
]
