"""How an interview was read, before anything is indexed: who says what and why, and which words are nobody's."""

from index.inspection.corrections import source_lines, turn_lines
from index.inspection.inspection import Inspection, Speaker, inspect_document, inspect_file
from index.inspection.turns_file import turns_file_text
from index.inspection.unattributed import Stretch

__all__ = [
    "Inspection",
    "Speaker",
    "Stretch",
    "inspect_document",
    "inspect_file",
    "source_lines",
    "turn_lines",
    "turns_file_text",
]
