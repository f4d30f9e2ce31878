"""`quotebot serve`: the bot itself."""

import asyncio
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.options import DataOption, settings_of
from bot.logs import configure_logging
from bot.serving import serve as run
from bot.settings import Settings
from index.errors import SettingsError


class Platform(StrEnum):
    """Where the bot can answer."""

    SLACK = "slack"


def serve(
    context: typer.Context,
    platforms: Annotated[
        list[Platform] | None,
        typer.Argument(metavar="[slack]", help="Where to answer; if nothing is named: wherever there is a token."),
    ] = None,
    data: DataOption = None,
) -> None:
    """Answer in Slack until stopped with Ctrl+C.

    Where nothing is indexed yet, QUOTEBOT_SEEDS is, and whoever asks meanwhile is told so.
    """
    settings = settings_of(context, data)
    configure_logging(settings.log_level)
    if not platforms and not _has_slack(settings):
        raise SettingsError("there is no token to serve with; run: quotebot setup slack")
    asyncio.run(run(settings, ["slack"]))


def _has_slack(settings: Settings) -> bool:
    return bool(settings.slack_bot_token or settings.slack_app_token or settings.slack_signing_secret)
