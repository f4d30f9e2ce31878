"""`quotebot serve`: the bot itself."""

import asyncio
import logging
import sys
from collections.abc import Coroutine
from typing import Annotated, Any

import typer

from bot.cli.options import DataOption, PlatformName, settings_of
from bot.operations.preflight import check_start
from bot.runtime.logs import configure_logging
from bot.runtime.serve_lock import serving
from bot.runtime.settings import Settings, unknown_names
from index.errors import SettingsError

logger = logging.getLogger(__name__)


def serve(
    context: typer.Context,
    platforms: Annotated[
        list[PlatformName] | None,
        typer.Argument(
            metavar="[slack] [discord]", help="Where to answer; if neither is named, wherever there is a token."
        ),
    ] = None,
    data: DataOption = None,
) -> None:
    """Answer in Slack and Discord until stopped with Ctrl+C.

    Daily insights are posted too. If there is no index that can be asked, the interviews in QUOTEBOT_SEEDS are
    indexed, and people who ask meanwhile are told so.
    """
    from bot.operations.serve import (
        serve as run,  # here, since the chat libraries take a second, and only this needs them
    )

    settings = settings_of(context, data)
    configure_logging(settings.log_level, as_json=not sys.stderr.isatty(), with_questions=settings.log_questions)
    for unknown in unknown_names():
        logger.warning(unknown)
    names: list[PlatformName] = list(dict.fromkeys(platforms or _with_a_token(settings)))
    if not names:
        raise SettingsError("there is no token to serve with; run: quotebot setup slack, or: quotebot setup discord")
    check_start(settings, [name.value for name in names])
    with serving(settings.data):
        _run_loop(run(settings, [name.value for name in names]))


def _run_loop(work: Coroutine[Any, Any, None]) -> None:
    """Do the work in an event loop: the quickest there is, which acknowledges in half the time under load."""
    try:
        import uvloop
    except ImportError:  # as on Windows
        asyncio.run(work)
    else:
        uvloop.run(work)


def _with_a_token(settings: Settings) -> list[PlatformName]:
    """Return the platforms that anything is set for."""
    has_slack = settings.slack_bot_token or settings.slack_app_token or settings.slack_signing_secret
    return [PlatformName.SLACK] * bool(has_slack) + [PlatformName.DISCORD] * bool(settings.discord_token)
