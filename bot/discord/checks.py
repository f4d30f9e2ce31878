"""What `quotebot doctor` finds out about Discord: the token, and what Discord says to it."""

import asyncio
from typing import Any

import aiohttp

from bot.discord.setup import server_link
from bot.discord.tokens import WHERE, problem_of
from bot.findings import Finding
from bot.settings import Settings

_TIMEOUT_SECONDS = 10
_UNAUTHORIZED = 401


def check_discord(settings: Settings) -> list[Finding]:
    """Return what is right and wrong about the connection to Discord; nothing is posted."""
    token = settings.discord_token or ""
    if problem := problem_of(token):
        return [Finding("wrong", problem)]
    try:
        return asyncio.run(_ask_discord(settings, token))
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        reason = str(error) or "no answer in time"
        fix = "check DISCORD_API_URL, the network and a proxy"
        return [Finding("wrong", f"{settings.discord_api_url} does not answer as Discord ({reason}); {fix}")]


async def _ask_discord(settings: Settings, token: str) -> list[Finding]:
    headers = {"Authorization": f"Bot {token}"}
    timeout = aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS)
    async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
        status, user = await _get(session, f"{settings.discord_api_url}/users/@me")
        if status == _UNAUTHORIZED:
            return [Finding("wrong", f"Discord refuses DISCORD_TOKEN; copy it again from {WHERE}")]
        _, guilds = await _get(session, f"{settings.discord_api_url}/users/@me/guilds")
        _, application = await _get(session, f"{settings.discord_api_url}/applications/@me")
    known = f"Discord knows the bot as {user.get('username')}"
    if guilds:
        return [Finding("ok", f"{known}, in {'1 server' if len(guilds) == 1 else f'{len(guilds)} servers'}")]
    link = server_link(str(application.get("id")))
    return [Finding("ok", known), Finding("note", f"the bot is in no server; invite it: {link}")]


async def _get(session: aiohttp.ClientSession, url: str) -> tuple[int, Any]:
    """Return the status and the JSON of an answer.

    Raises:
        ValueError: It is no answer of Discord's.
    """
    async with session.get(url) as response:
        if response.status == _UNAUTHORIZED:
            return response.status, {}
        if response.status >= 400:
            raise ValueError(f"HTTP {response.status}")
        return response.status, await response.json(content_type=None)
