"""Everything that is said, in both languages, and how it is made to fit."""

__all__ = ["autocomplete", "language", "quote", "truncation", "wrap_lines"]
