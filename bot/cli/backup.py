"""`quotebot backup` and `quotebot restore`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.cli.corpus import build
from bot.cli.options import DataOption, console, settings_of
from bot.operations.backup.restore import restore as put_back
from bot.operations.backup.save import has_index, save
from bot.operations.learning import LABELS, OWN_QUESTIONS
from index.search.learned_weights import LEARNED_WEIGHTS

_LEARNED = {LABELS: "the labels", OWN_QUESTIONS: "the questions to judge", LEARNED_WEIGHTS: "the learned weights"}


def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write; it must be empty or not exist.")],
    index: Annotated[
        bool, typer.Option("--index", help="Save the index too; otherwise restore builds it anew.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Save the state and the interviews, while the bot goes on.

    The state is copied by its database's own means, and every file is listed with its hash. The backup holds ids of
    people: keep it as safe as the database itself.
    """
    manifest = save(settings_of(context, data), folder, with_index=index)
    state = f"the state (schema {manifest.schema})" if manifest.state else "no state, as there is none yet"
    learned = [name for file, name in _LEARNED.items() if file in manifest.files]
    count = "1 file" if len(manifest.files) == 1 else f"{len(manifest.files):,} files"
    kept = ", ".join([state, "the corpus", *learned, *(["the index"] if index else [])])
    console().print(Text(f"{count} in {folder}: {kept}."), soft_wrap=True)


def restore(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that quotebot backup wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Set aside what is there already, instead of refusing.")
    ] = False,
    no_index: Annotated[
        bool,
        typer.Option("--no-index", help="Do not build an index that is not in the backup; the bot's next start does."),
    ] = False,
    data: DataOption = None,
) -> None:
    """Put a backup back, and build the index anew.

    Nothing is changed where a bot runs, or where something is there already.
    """
    settings = settings_of(context, data)
    manifest, aside = put_back(settings, folder, replace=replace)
    screen = console()
    for path in aside:
        screen.print(Text(f"Set aside: {path}"))
    screen.print(Text(f"Restored what {folder} holds, made on {manifest.made}."))
    if not (no_index or has_index(settings, folder)):
        build(settings, [settings.seeds])
