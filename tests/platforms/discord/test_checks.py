import asyncio
from pathlib import Path

import pytest

from bot.discord.channels import refused_channels
from bot.discord.checks import check_discord
from bot.discord.setup import server_link
from bot.discord.tokens import WHERE
from bot.domain.check_result import CheckResult
from bot.domain.records import Refusal
from bot.runtime.settings import Settings
from tests.peers.discord import GUILD, DiscordPeer


def check(peer, **options):
    settings = Settings(data=Path("data"), **{"discord_token": peer.token, "discord_api_url": peer.api_url} | options)
    return asyncio.to_thread(check_discord, settings)


def run(scenario):
    async def with_peer():
        async with DiscordPeer() as peer:
            return await scenario(peer)

    return asyncio.run(with_peer())


def test_a_bot_that_discord_knows_is_fine():
    assert run(check) == [CheckResult("ok", "Discord knows the bot as quotebot")]


def test_a_refused_token_is_named_and_not_shown():
    async def scenario(peer):
        return await check(peer, discord_token="another.token.here")

    assert run(scenario) == [CheckResult("wrong", f"Discord refuses DISCORD_TOKEN; copy it again from {WHERE}")]


def test_a_token_of_the_wrong_form_is_never_sent():
    async def scenario(peer):
        findings = await check(peer, discord_token="xoxb-1-1")  # pragma: allowlist secret - made up
        return [finding.verdict for finding in findings], peer.calls

    assert run(scenario) == (["wrong"], [])


def test_a_discord_that_does_not_answer_is_said():
    async def scenario(peer):
        return await check(peer, discord_api_url="http://127.0.0.1:9/api/v10")

    [finding] = run(scenario)
    assert finding.verdict == "wrong"
    assert finding.what.startswith("http://127.0.0.1:9/api/v10 does not answer as Discord (")


def test_an_answer_that_is_not_discords_is_said():
    async def scenario(peer):
        peer.fail("get_current_user", status=502, body="<html>")
        return await check(peer)

    [finding] = run(scenario)
    later = "it may be down for a while: try again in some minutes; else check DISCORD_API_URL and the network"
    assert finding.what.endswith(f"(HTTP 502 without an answer of Discord's); {later}")


def test_a_discord_that_is_asked_too_often_is_not_blamed_on_the_network():
    async def scenario(peer):
        peer.fail("get_current_user", status=429, body="<html>")
        return await check(peer)

    [finding] = run(scenario)
    assert "(HTTP 429 without an answer of Discord's); too many calls came at once: wait a minute" in finding.what


@pytest.mark.parametrize(
    ("reason", "fix"),
    [
        ("missing_permissions", "give the bot the rights to view the channel, send messages and embed links there"),
        ("unknown_channel", "the channel was removed, or the bot from its server"),
    ],
)
def test_a_channel_that_refuses_posts_is_named_with_the_fix(reason, fix):
    refusal = Refusal(platform="discord", workspace=GUILD, channel="800", reason=reason, since=86400.0)
    assert refused_channels([refusal]) == [
        CheckResult("wrong", f"Discord lets the bot post nothing in 800 since 1970-01-02 ({reason}); {fix}")
    ]


def test_a_bot_in_no_server_is_told_how_to_invite_it():
    assert server_link("900").startswith("https://discord.com/oauth2/authorize?client_id=900&scope=bot")
