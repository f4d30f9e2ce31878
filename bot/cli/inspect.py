"""`quotebot inspect`: how files are read, before anything is indexed."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.options import DataOption, GuestOption, HostOption, JsonOption, LinkOption, console, print_json
from bot.cli.show_inspection import inspection_json, print_inspection, refusal_json
from index.errors import CorpusError, QuotebotError
from index.inspection import Inspection, inspect_file


def inspect(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Interviews, in any format that is read.")],
    guest: GuestOption = None,
    host: HostOption = None,
    link: LinkOption = None,
    as_json: JsonOption = False,
    data: DataOption = None,  # every command takes it; here nothing is indexed
) -> None:
    """Show how files are read, before anything is indexed.

    That is who says what and why, the doubtful turns first, and which words are nobody's, with the reason. At the end
    stand the lines that correct it. What sources.toml, speakers.toml and a turns file beside a file say is used;
    options win. With --json: one object a file, each on a line.
    """
    details = {key: value for key, value in {"guests": guest, "hosts": host, "link": link}.items() if value}
    refusals = []
    for file in files:
        inspection, refusal = _inspect(file, details)
        if refusal:
            refusals.append(refusal)
        if as_json:
            print_json(inspection_json(file, inspection) if inspection else refusal_json(file, refusal))
        elif inspection and not refusal:
            print_inspection(file, inspection, console())
    if refusals and as_json:
        raise typer.Exit(1)
    if refusals:
        raise QuotebotError(*refusals)


def _inspect(file: Path, details: dict[str, Any]) -> tuple[Inspection | None, str]:
    """Return how a file was read, as far as it was, and why it is refused, if it is."""
    try:
        inspection = inspect_file(file, details)
    except CorpusError as error:
        return None, str(error)
    return inspection, inspection.refusal or ""
