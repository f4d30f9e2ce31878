"""What can be quoted: a few sentences of one turn, where they are found on the page, and each said only once."""

from index.quotes.quotes import asked_questions, cut_quotes

__all__ = ["asked_questions", "cut_quotes"]
