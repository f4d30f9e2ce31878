"""From a question to what the chat shows of its answer, and what the buttons of one bring."""
