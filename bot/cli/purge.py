"""`quotebot purge`: what an operator deletes of people and workspaces who want to be forgotten."""

from typing import Annotated

import typer

from bot.cli.options import DataOption, PlatformName, console, settings_of
from bot.operations.operator_changes import operator_entry
from bot.runtime.settings import Settings
from bot.state import State
from index.errors import QuotebotError

app = typer.Typer(rich_markup_mode=None)
_EVERYWHERE = "all"
PlatformArgument = Annotated[PlatformName, typer.Argument(metavar="PLATFORM", help="slack or discord.")]
_WORKSPACE = "Its id there; in Discord that of the server."


@app.callback()
def common() -> None:
    """Delete what is kept about a person or a workspace.

    It is gone down to the bytes in the database's file and log. PostgreSQL's own log keeps it until that is reused,
    and backups as long as you keep those.
    """


@app.command()
def user(
    context: typer.Context,
    platform: PlatformArgument,
    workspace: Annotated[str, typer.Argument(metavar="WORKSPACE", help=f"{_WORKSPACE} Or: {_EVERYWHERE}.")],
    user: Annotated[str, typer.Argument(metavar="USER", help="The person's id there.")],
    data: DataOption = None,
) -> None:
    """Delete everything with a person's id.

    Votes stay as counts, and daily insights that they set go on.
    """
    settings = settings_of(context, data)
    state = State.open(settings.state_url)
    try:
        where = None if workspace == _EVERYWHERE else workspace
        with state.together():
            count = state.forget_user(platform.value, where, user) + state.drop_work(platform.value, where, user)
            _note(state, "purge person", platform, count)
        state.scrub(thoroughly=True)
    finally:
        state.close()
    _tell(count, user, settings)


@app.command()
def workspace(
    context: typer.Context,
    platform: PlatformArgument,
    workspace: Annotated[str, typer.Argument(metavar="WORKSPACE", help=_WORKSPACE)],
    data: DataOption = None,
) -> None:
    """Delete everything with a workspace's id.

    Its daily insights are deleted too; votes stay as counts.
    """
    settings = settings_of(context, data)
    state = State.open(settings.state_url)
    try:
        with state.together():
            count = state.forget_workspace(platform.value, workspace) + state.drop_work(platform.value, workspace, None)
            _note(state, "purge workspace", platform, count)
        state.scrub(thoroughly=True)
    finally:
        state.close()
    _tell(count, workspace, settings)


def _note(state: State, action: str, platform: PlatformName, count: int) -> None:
    """Note in the audit log that somebody was forgotten, and not who."""
    if count:
        state.note_change(operator_entry(action, platform.value, before={"entries": count}))


def _tell(count: int, whose: str, settings: Settings) -> None:
    if not count:
        raise QuotebotError(f"nothing is kept of {whose!r}; see that the id, the workspace and the platform are right")
    entries = "1 entry is" if count == 1 else f"{count} entries are"
    where = "in the database and its log; backups made before still hold them"
    if not str(settings.state_url).startswith("sqlite"):
        where = (
            "in the database; PostgreSQL's own log holds them until it is written over, backups made before for ever"
        )
    console().print(f"{entries} forgotten, {where}.", soft_wrap=True)
