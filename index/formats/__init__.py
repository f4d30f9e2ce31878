"""From a file as found to clean text: one reader a format, and the way back for every character."""

from index.formats.formats import SUFFIXES, declared_encoding, format_of, reference_at

__all__ = ["SUFFIXES", "declared_encoding", "format_of", "reference_at"]
