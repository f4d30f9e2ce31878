"""What `quotebot doctor` finds out about Discord: the token, and what Discord says to it."""

import asyncio
from typing import Any

import aiohttp

from bot.discord.setup import server_link
from bot.discord.tokens import WHERE, problem_of
from bot.domain.check_result import CheckResult
from bot.runtime.network_problems import NoAnswerError, network_problem
from bot.runtime.settings import Settings
from index.errors import SettingsError
from index.proxies import proxy_of

_TIMEOUT_SECONDS = 10
_OK, _UNAUTHORIZED = 200, 401


def check_discord(settings: Settings) -> list[CheckResult]:
    """Return what is right and wrong about the connection to Discord; nothing is posted."""
    token = settings.discord_token or ""
    if problem := problem_of(token):
        return [CheckResult("wrong", problem)]
    try:
        return asyncio.run(_ask_discord(settings, token))
    except SettingsError as error:
        return [CheckResult("wrong", str(error))]
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        reason, fix = network_problem(settings.discord_api_url, "DISCORD_API_URL", error)
        return [CheckResult("wrong", f"{settings.discord_api_url} does not answer as Discord ({reason}); {fix}")]


async def _ask_discord(settings: Settings, token: str) -> list[CheckResult]:
    headers = {"Authorization": f"Bot {token}"}
    timeout = aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS)
    proxy = proxy_of(settings.discord_api_url)
    async with aiohttp.ClientSession(headers=headers, timeout=timeout, proxy=proxy) as session:
        status, user = await _get(session, f"{settings.discord_api_url}/users/@me")
        if status == _UNAUTHORIZED:
            return [CheckResult("wrong", f"Discord refuses DISCORD_TOKEN; copy it again from {WHERE}")]
        if status != _OK or "username" not in user:
            raise NoAnswerError("Discord", status)
        _, guilds = await _get(session, f"{settings.discord_api_url}/users/@me/guilds")
        _, application = await _get(session, f"{settings.discord_api_url}/applications/@me")
    known = CheckResult("ok", f"Discord knows the bot as {user['username']}")
    if guilds != [] or "id" not in application:  # a refusal is no empty list
        return [known]
    link = server_link(str(application["id"]))
    return [known, CheckResult("note", f"the bot is in no server; invite it: {link}")]


async def _get(session: aiohttp.ClientSession, url: str) -> tuple[int, Any]:
    """Return the status and the JSON of an answer; an empty object where Discord refused."""
    async with session.get(url) as response:
        return response.status, await response.json(content_type=None) if response.status == _OK else {}
