"""From a file as found to clean text: one reader a format, and the way back for every character."""

from index.formats.formats import SUFFIXES, format_of, reference_at

__all__ = ["SUFFIXES", "format_of", "reference_at"]
