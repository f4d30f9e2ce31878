"""Adding several interviews: each is tried, whatever became of the others."""

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.cli.add_pages import is_address
from bot.cli.fetched_documents import Outcome
from bot.cli.outcome_table import OutcomeRow
from index.corpus.files import document_id_of, read_bytes
from index.downloads import shown_url
from index.errors import CorpusError, QuotebotError


def add_each(interviews: Sequence[str], add_one: Callable[[str], tuple[str, Outcome]]) -> list[OutcomeRow]:
    """Add interviews in their order; return for each its outcome, with its name in the folder or why it failed."""
    rows: list[OutcomeRow] = []
    taken: dict[str, Path] = {}
    for interview in interviews:
        try:
            if not is_address(interview):
                _check_namesake(Path(interview), taken)
            name, outcome = add_one(interview)
        except QuotebotError as error:
            rows.append((shown_name(interview), "failed", str(error).removeprefix(f"{shown_name(interview)}: ")))
            continue
        rows.append((shown_name(interview), outcome, name))
        if not is_address(interview):
            taken[document_id_of(Path(interview))] = Path(interview)
    return rows


def shown_name(interview: str) -> str:
    """Return what a file or an address is called in messages: a secret of an address is in none."""
    return shown_url(interview) if is_address(interview) else interview


def _check_namesake(file: Path, taken: dict[str, Path]) -> None:
    """Return if no other file of the same name came just before, whose new version this one would be taken for.

    Raises:
        CorpusError: One did, and has another content.
    """
    before = taken.get(document_id_of(file))
    if before is not None and read_bytes(before) != read_bytes(file):
        raise CorpusError(f"{before} has the same name, and was taken; give one of the two files another name")
