"""From a file as found to clean text: one reader a format, and the way back for every character."""

from index.formats.escapes import reference_at
from index.formats.formats import SUFFIXES, format_of

__all__ = ["SUFFIXES", "format_of", "reference_at"]
