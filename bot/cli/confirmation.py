"""The question before something that is not easily taken back."""

import sys

import typer

from index.errors import SettingsError


def confirm(question: str, outcome: str = "nothing is changed", *, yes: bool) -> None:
    """Return if the operator agrees, or need not be asked.

    Args:
        question: What is asked; Enter means no.
        outcome: What is said where it is not agreed to.
        yes: Do not ask.

    Raises:
        SettingsError: Nobody can be asked.
        typer.Abort: The operator does not agree.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise SettingsError(f"{outcome}, since nobody can be asked here; add --yes")
    if not typer.confirm(question):
        raise typer.Abort(outcome)
