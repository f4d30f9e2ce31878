"""What became of interviews that were to be added, as a table whose lines nothing breaks: commands in it are pasted."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

_STYLES = {"failed": "red", "refused": "yellow", "gone": "yellow", "removed": "dim", "unchanged": "dim"}
_WIDEST_NAME = 60

OutcomeRow = tuple[str, str, str]
"""What was to be added, the outcome, and what is said of it, "" for nothing."""


def print_outcomes(heading: str, rows: Sequence[OutcomeRow], screen: Console) -> None:
    """Print a line for each row below a heading; nothing if there is none."""
    if not rows:
        return
    width = min(max(cell_len(name) for name in (heading, *(name for name, _, _ in rows))), _WIDEST_NAME)
    screen.print(Text(f"{_padded(heading, width)}  Outcome", style="dim"), soft_wrap=True)
    for name, outcome, said in rows:
        shown = Text(f"{outcome}: {said}" if said else outcome, style=_STYLES.get(outcome, ""))
        screen.print(Text.assemble(_padded(name, width), "  ", shown), soft_wrap=True)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))
