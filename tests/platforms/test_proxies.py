"""Where only a proxy leads out: the peers stand under names that nothing on this machine can look up."""

import asyncio
import ssl

import aiohttp
import pytest

from bot.discord.checks import check_discord
from bot.domain.check_result import CheckResult
from bot.runtime.settings import Settings
from bot.slack.checks import check_slack
from tests.peers.connect_proxy import Certificate, ConnectProxy
from tests.peers.discord import DiscordPeer
from tests.peers.slack import SlackPeer
from tests.platforms.discord import discord_bot as discord
from tests.platforms.slack import slack_bot as slack
from tests.support.command_line import run_afresh
from tests.support.needs import TOOLS

pytestmark = TOOLS["openssl"].mark()
LOG_IN = "me:gehe#im"
IN_ADDRESS = "me:gehe%23im@"
QUESTION = "How do you set the price of a jar?"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    return Certificate.make(tmp_path_factory.mktemp("company"))


@pytest.fixture
def trusted(certificate, monkeypatch):
    """aiohttp reads SSL_CERT_FILE once, when it is imported."""
    context = ssl.create_default_context(cafile=certificate.file)
    monkeypatch.setattr(aiohttp.connector, "_SSL_CONTEXT_VERIFIED", context)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_all_that_slack_is_asked_goes_by_the_proxy(trusted, certificate, make_service, tmp_path, monkeypatch, variable):
    async def scenario():
        peer = SlackPeer(site="slack.test")
        async with ConnectProxy({"slack.test": peer}, certificate, log_in=LOG_IN) as proxy:
            monkeypatch.setenv(variable, f"http://{IN_ADDRESS}127.0.0.1:{proxy.port}")
            async with slack.slack_bot(make_service, tmp_path, peer=peer) as bot:
                post = await bot.ask(QUESTION)  # by the web API; Next goes by the response_url
                await bot.press(post, "next")
                assert set(proxy.tunnels) == {"slack.test:443"}
                return len(peer.connections), peer.violations, slack.quote_in(post)

    connections, violations, quote = asyncio.run(scenario())
    assert (connections, violations) == (2, [])
    assert quote


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_all_that_discord_is_asked_goes_by_the_proxy(
    trusted, certificate, make_service, tmp_path, monkeypatch, variable
):
    async def scenario():
        async with (
            DiscordPeer(site="discord.test") as peer,
            ConnectProxy({"discord.test": peer}, certificate, log_in=LOG_IN) as proxy,
        ):
            monkeypatch.setenv(variable, f"http://{IN_ADDRESS}127.0.0.1:{proxy.port}")
            async with discord.discord_bot(make_service, tmp_path, peer) as bot:
                post = await bot.ask(QUESTION)
                await bot.press(post, "next")
                assert set(proxy.tunnels) == {"discord.test:443"}
                return peer.violations, discord.quote_in(post)

    violations, quote = asyncio.run(scenario())
    assert violations == []
    assert quote


def test_the_gateway_goes_by_the_proxy_that_leads_to_it(trusted, certificate, make_service, tmp_path, monkeypatch):
    """The API is on this machine, which no proxy leads to; the gateway is not."""

    async def scenario():
        async with DiscordPeer() as peer, ConnectProxy({"gateway.test": peer}, certificate) as proxy:
            api_url = peer.api_url
            peer.site = peer.host = "gateway.test"
            monkeypatch.setattr(DiscordPeer, "api_url", api_url)
            monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{proxy.port}")
            async with discord.discord_bot(make_service, tmp_path, peer) as bot:
                return discord.quote_in(await bot.ask(QUESTION)), set(proxy.tunnels)

    quote, tunnels = asyncio.run(scenario())
    assert quote
    assert tunnels == {"gateway.test:443"}


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_this_machine_is_reached_without_a_proxy(make_service, tmp_path, monkeypatch, platform):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://proxy.invalid:3128")

    async def ask(bot):
        return {"slack": slack, "discord": discord}[platform].quote_in(await bot.ask(QUESTION))

    run = {"slack": slack.run_bot, "discord": discord.run_bot}[platform]
    assert run(make_service, tmp_path, ask)


CHECKS = {
    "slack": ("https://slack.test/api/", "Slack", check_slack),
    "discord": ("https://discord.test/api/v10", "Discord", check_discord),
}


def findings(platform, tmp_path):
    token = "AbCdEfGhIjKlMnOpQrStUvWx.AbCdEf.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"  # pragma: allowlist secret - made up
    settings = Settings(
        data=tmp_path,
        slack_bot_token="xoxb" + "-123456789012-AbCdEfGhIjKl",
        slack_app_token="xapp" + "-1-A012-345-0123456789abcdef",
        slack_api_url=CHECKS["slack"][0],
        discord_token=token,
        discord_api_url=CHECKS["discord"][0],
    )
    return CHECKS[platform][2](settings)


def problem(platform, tmp_path):
    """Return why the platform is not reached, and the fix."""
    finding = findings(platform, tmp_path)[-1]
    url, name, _ = CHECKS[platform]
    beginning = f"{url} does not answer as {name} ("
    assert finding.verdict == "wrong"
    assert finding.what.startswith(beginning)
    assert "geheim" not in finding.what
    return finding.what.removeprefix(beginning)


def behind_proxy(platform, tmp_path, certificate, monkeypatch, *, log_in="", user="", refusal=None):
    async def scenario():
        async with (
            SlackPeer(site="slack.test") as slack_peer,
            ConnectProxy(
                {"slack.test": slack_peer, "discord.test": slack_peer}, certificate, log_in=log_in, refusal=refusal
            ) as proxy,
        ):
            monkeypatch.setenv("HTTPS_PROXY", f"http://{user}127.0.0.1:{proxy.port}")
            return (await asyncio.to_thread(problem, platform, tmp_path)).replace(f":{proxy.port}", ":PORT")

    return asyncio.run(scenario())


@pytest.mark.parametrize("platform", CHECKS)
@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (
            {"log_in": LOG_IN},
            "the proxy 127.0.0.1:PORT wants a user and a password (407)); "
            "give its address as http://USER:PASSWORD@127.0.0.1:PORT",  # pragma: allowlist secret
        ),
        (
            {"log_in": LOG_IN, "user": "me:geheim@"},
            "the proxy 127.0.0.1:PORT refuses the user and password in its address (407)); "
            "correct them; their signs other than letters and digits are percent-encoded",
        ),
        (
            {"refusal": 403, "user": "me:geheim@"},
            "the proxy 127.0.0.1:PORT does not let {site} through (403)); have it allowed there",
        ),
        (
            {"refusal": 502, "user": "me:geheim@"},
            "the proxy 127.0.0.1:PORT cannot reach {site} (502)); ask whoever runs the proxy",
        ),
    ],
)
def test_doctor_says_what_the_proxy_refuses(platform, tmp_path, certificate, monkeypatch, told, reason):
    assert behind_proxy(platform, tmp_path, certificate, monkeypatch, **told) == reason.format(site=f"{platform}.test")


@pytest.mark.parametrize("platform", CHECKS)
def test_doctor_tells_a_certificate_of_the_company_from_a_proxy(platform, tmp_path, certificate, monkeypatch):
    told = behind_proxy(platform, tmp_path, certificate, monkeypatch, user="me:geheim@")
    reason, _, fix = told.partition("); ")
    assert reason == f"the certificate of {platform}.test is not trusted: self-signed certificate"
    assert fix.startswith(
        "set SSL_CERT_FILE to a file (PEM) that holds your company's CA certificate beside the public ones; now "
    )


@pytest.mark.parametrize("platform", CHECKS)
@pytest.mark.parametrize(
    ("proxy", "cause"),
    [
        ("http://me:geheim@127.0.0.1:9", "no connection to 127.0.0.1:9"),  # pragma: allowlist secret
        ("http://" + "me:geheim@proxy.invalid:9", "the name proxy.invalid cannot be looked up"),
    ],
)
def test_doctor_says_that_the_proxy_cannot_be_reached(platform, tmp_path, monkeypatch, proxy, cause):
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    name = proxy.rpartition("@")[2]
    assert problem(platform, tmp_path) == (
        f"the proxy {name} cannot be reached: {cause}); "
        f"check the proxy, or name {platform}.test in NO_PROXY if the way there is direct"
    )


@pytest.mark.parametrize("platform", CHECKS)
@pytest.mark.parametrize("exempt", [None, "localhost,.test"])
def test_doctor_says_that_a_name_cannot_be_looked_up(platform, tmp_path, monkeypatch, exempt):
    if exempt:
        monkeypatch.setenv("HTTPS_PROXY", "http://" + "me:geheim@127.0.0.1:9")
        monkeypatch.setenv("NO_PROXY", exempt)
    assert problem(platform, tmp_path) == (
        f"the name {platform}.test cannot be looked up); check {platform.upper()}_API_URL, the network and its DNS; "
        "where only a proxy leads out, set HTTPS_PROXY"
    )


@pytest.mark.parametrize("platform", CHECKS)
@pytest.mark.parametrize(
    "proxy", ["socks5://" + "me:geheim@proxy:1080", "http://" + "me:geheim#1@proxy:3128", "http://p:99999"]
)
def test_a_proxy_that_cannot_be_used_is_a_finding_without_its_password(platform, tmp_path, monkeypatch, proxy):
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    assert findings(platform, tmp_path)[-1] == CheckResult(
        "wrong",
        "HTTPS_PROXY names no proxy that can be used; it is an address such as http://proxy.example:3128 or "
        "http://[USER:PASSWORD@]proxy.example:3128, in which a password's signs other than letters and digits are "
        "percent-encoded",
    )


def test_doctor_takes_proxy_and_certificates_from_the_env_file(certificate, folder):
    async def scenario():
        async with (
            SlackPeer(site="slack.test") as slack_peer,
            DiscordPeer(site="discord.test") as discord_peer,
            ConnectProxy({"slack.test": slack_peer, "discord.test": discord_peer}, certificate, log_in=LOG_IN) as proxy,
        ):
            (folder / ".env").write_text(
                f"HTTPS_PROXY='http://{IN_ADDRESS}127.0.0.1:{proxy.port}'\nSSL_CERT_FILE={certificate.file}\n"
                f"SLACK_BOT_TOKEN={slack_peer.bot_token}\nSLACK_APP_TOKEN={slack_peer.app_token}\n"
                f"SLACK_API_URL={slack_peer.api_url}\n"
                f"DISCORD_TOKEN={discord_peer.token}\nDISCORD_API_URL={discord_peer.api_url}\n"
            )
            return await asyncio.to_thread(run_afresh, folder, "doctor"), proxy.tunnels

    run, tunnels = asyncio.run(scenario())
    assert "gehe" not in run.out + run.err
    assert "ok     Slack offers a connection for Socket Mode" in run.out.splitlines()
    assert "ok     Discord knows the bot as quotebot" in run.out.splitlines()
    assert set(tunnels) == {"slack.test:443", "discord.test:443"}
