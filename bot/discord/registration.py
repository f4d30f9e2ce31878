"""The bot's commands in Discord: put there whenever they are not as this version put them."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot.discord.definitions import command_definitions, definitions_hash
from bot.state import State

logger = logging.getLogger(__name__)

_SETTING = "commands"
_ENTRY_POINT = 4  # what starts an app's activity: https://docs.discord.com/developers/interactions/application-commands
_DISCORDS_OWN = ("application_id", "version")
# Source: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
_FIXES = {
    20012: "DISCORD_TOKEN is of another app",
    30032: "the app has as many commands as it may have; delete some that the bot does not need",
    30034: "200 commands were made today, by whatever else uses this app; start the bot again tomorrow",
    50001: "invite the bot anew with the link of: quotebot setup discord",
    50035: "it finds a command wrong; upgrade Quotebot, or report this",
    50240: "the app's entry point command was made meanwhile; start the bot again",
}

Command = Mapping[str, Any]


async def register_commands(client: discord.Client, state: State) -> None:
    """Tell Discord the commands where they are not those that it was told last; an entry point command stays.

    Another program with the same token may have put its own in their place. A refusal is logged, with what to do.
    """
    application = client.application_id or 0
    known = (await state.run(state.settings, "discord", "", "")).get(_SETTING)
    try:
        there = await _commands_of(client, application)
        if known == _fingerprint(application, there):
            return
        kept = [_kept(command) for command in there if command["type"] == _ENTRY_POINT]
        there = await client.http.bulk_upsert_global_commands(application, [*command_definitions(), *kept])
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        logger.warning("Discord did not take the commands (%s); tried again at the next start", _reason(error))
        return
    await state.run(state.save_settings, "discord", "", "", {_SETTING: _fingerprint(application, there)})
    logger.info("Discord: commands brought up to date")


async def _commands_of(client: discord.Client, application: int) -> Sequence[Any]:
    route = Route("GET", "/applications/{application_id}/commands", application_id=application)
    commands: Sequence[Any] = await client.http.request(route, params={"with_localizations": "true"})
    return commands


def _fingerprint(application: int, there: Sequence[Any]) -> str:
    """Return what changes when this version's commands do, or those of their names in Discord."""
    ours = {(command["type"], command["name"]) for command in map(_typed, command_definitions())}
    versions = sorted(
        f"{command['id']}:{command['version']}" for command in there if (command["type"], command["name"]) in ours
    )
    return f"{application}:{definitions_hash()}:{hashlib.sha256(' '.join(versions).encode()).hexdigest()[:16]}"


def _typed(command: Command) -> Command:
    return {"type": discord.AppCommandType.chat_input.value} | dict(command)


def _kept(command: Command) -> dict[str, Any]:
    return {name: value for name, value in command.items() if name not in _DISCORDS_OWN and value is not None}


def _reason(error: Exception) -> str:
    if not isinstance(error, discord.HTTPException):
        return type(error).__name__
    fix = f": {_FIXES[error.code]}" if error.code in _FIXES else ""
    return f"HTTP {error.status}, code {error.code}{fix}"
