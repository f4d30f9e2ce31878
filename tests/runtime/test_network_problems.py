from aiohttp import ClientConnectorDNSError, WSServerHandshakeError
from aiohttp.client_reqrep import ConnectionKey
from yarl import URL

from bot.runtime.network_problems import network_line


def test_a_line_for_the_log_says_the_cause_and_the_fix():
    key = ConnectionKey(
        "slack.invalid", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None
    )
    error = ClientConnectorDNSError(key, OSError("Name or service not known"))
    assert network_line("https://slack.invalid/api/", "SLACK_API_URL", error) == (
        "the name slack.invalid cannot be looked up; check SLACK_API_URL, the network and its DNS; where only a proxy "
        "leads out, set HTTPS_PROXY"
    )


def test_a_line_for_the_log_shows_no_ticket():
    class Request:
        real_url = URL("wss://slack.invalid/link?ticket=canary")

    error = WSServerHandshakeError(Request(), (), status=401, message="Invalid response status")
    assert "canary" in str(error)
    assert network_line("wss://slack.invalid/link?ticket=canary", "SLACK_API_URL", error) == (
        "HTTP 401; check SLACK_API_URL and the network"
    )
