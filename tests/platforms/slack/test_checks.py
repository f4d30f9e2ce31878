import asyncio
import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml

from bot.domain.check_result import CheckResult
from bot.domain.records import Refusal
from bot.runtime.settings import Settings
from bot.slack.channels import refused_channels
from bot.slack.checks import OPTIONAL_SCOPES, REQUIRED_SCOPES, check_slack
from bot.slack.setup import slack_manifest
from tests.peers.slack import SlackPeer

BOT = "xoxb" + "-123456789012-AbCdEfGhIjKl"
APP = "xapp" + "-1-A012-345-0123456789abcdef"
SECRET = "0123456789abcdef" * 2
AUTH = {"ok": True, "team": "Tea [room]", "user": "quotebot", "bot_id": "B1"}
ALL_SCOPES = ",".join([*REQUIRED_SCOPES, *OPTIONAL_SCOPES])
FINE = [
    CheckResult("ok", "SLACK_BOT_TOKEN and SLACK_APP_TOKEN have the right form"),
    CheckResult("ok", "Slack knows the bot as quotebot in the workspace Tea [room]"),
    CheckResult("ok", "the bot has all scopes that it needs"),
    CheckResult("ok", "Slack offers a connection for Socket Mode"),
]
ADD = "at https://api.slack.com/apps → OAuth & Permissions → Bot Token Scopes, then reinstall the app"


LATER = (
    "that is on Slack's side and nothing is wrong with the token; look at https://slack-status.com, and try again in "
    "some minutes"
)


class Slack(ThreadingHTTPServer):
    """Answers each method of the web API as it is told, and remembers which token asked what."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.answers = {"auth.test": AUTH, "apps.connections.open": {"ok": True, "url": "wss://x/?ticket=1"}}
        self.scopes, self.status, self.content_type = ALL_SCOPES, 200, "application/json"
        self.asked = []


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        method, server = self.path.removeprefix("/api/"), self.server
        server.asked.append((method, self.headers["Authorization"]))
        answer = server.answers[method]
        body = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
        self.send_response(server.status)
        self.send_header("Content-Type", server.content_type)
        self.send_header("Content-Length", str(len(body)))
        if server.scopes is not None:
            self.send_header("x-oauth-scopes", server.scopes)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def slack():
    server = Slack()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def settings(slack):
    url = f"http://127.0.0.1:{slack.server_port}/api/"
    return Settings(slack_bot_token=BOT, slack_app_token=APP, slack_api_url=url)


COPY_BOT = "copy it again from Install App → Bot User OAuth Token"


def test_what_is_asked_of_slack_is_what_the_manifest_asks_for():
    scopes = yaml.safe_load(slack_manifest())["oauth_config"]["scopes"]
    assert [*REQUIRED_SCOPES, *OPTIONAL_SCOPES] == scopes["bot"]
    assert list(OPTIONAL_SCOPES) == scopes["bot_optional"]


def test_where_all_is_well_every_check_says_so(slack, settings):
    assert check_slack(settings) == FINE
    assert slack.asked == [("auth.test", f"Bearer {BOT}"), ("apps.connections.open", f"Bearer {APP}")]


def test_a_slack_with_a_workspace_in_it_passes_every_check():
    async def scenario():
        async with SlackPeer() as peer:
            settings = Settings(
                slack_bot_token=peer.bot_token, slack_app_token=peer.app_token, slack_api_url=peer.api_url
            )
            findings = await asyncio.to_thread(check_slack, settings)
            assert [call.outcome for call in peer.calls] == ["ok", "ok"]
            assert peer.connections == []
            return findings

    assert [finding.verdict for finding in asyncio.run(scenario())] == ["ok"] * 4


def test_over_http_no_connection_is_asked_for(slack, settings):
    over_http = replace(settings, slack_mode="http", slack_app_token=None, slack_signing_secret=SECRET)
    form = CheckResult("ok", "SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET have the right form")
    assert check_slack(over_http) == [form, *FINE[1:3]]
    assert [method for method, _ in slack.asked] == ["auth.test"]


def test_a_token_of_the_wrong_form_never_goes_out(slack, settings):
    findings = check_slack(replace(settings, slack_bot_token=APP, slack_app_token=BOT))
    assert [finding.verdict for finding in findings] == ["wrong", "wrong"]
    assert slack.asked == []
    assert check_slack(replace(settings, slack_app_token=None)) == [
        CheckResult("wrong", "SLACK_APP_TOKEN is not set; copy it from Basic Information → App-Level Tokens"),
        *FINE[1:3],
    ]


def test_a_scope_that_is_needed_is_missed_and_an_optional_one_is_noted(slack, settings):
    slack.scopes = "chat:write, commands,im:history"
    assert check_slack(settings)[2:4] == [
        CheckResult(
            "wrong",
            "the bot cannot answer when it is mentioned: it lacks the scope app_mentions:read; "
            f"add app_mentions:read {ADD}",
        ),
        CheckResult(
            "note",
            "the bot cannot know who is an admin, and in which time zone: it lacks the optional users:read; "
            f"add users:read {ADD}",
        ),
    ]


def test_scopes_that_slack_does_not_name_are_noted(slack, settings):
    slack.scopes = None
    assert check_slack(settings)[2] == CheckResult(
        "note", "Slack does not say which scopes the bot has; compare them with the manifest"
    )


@pytest.mark.parametrize(
    ("method", "code", "what"),
    [
        ("auth.test", "invalid_auth", f"SLACK_BOT_TOKEN (invalid_auth); {COPY_BOT}"),
        (
            "auth.test",
            "account_inactive",
            "SLACK_BOT_TOKEN (account_inactive); the app was taken out of the workspace: "
            "Install App → Install, then copy the new token",
        ),
        (
            "auth.test",
            "not_allowed_token_type",
            f"SLACK_BOT_TOKEN (not_allowed_token_type); {COPY_BOT}",
        ),
        (
            "auth.test",
            "strange",
            "SLACK_BOT_TOKEN (strange); look it up: https://docs.slack.dev/reference/methods/auth.test#errors",
        ),
        (
            "apps.connections.open",
            "invalid_auth",
            "SLACK_APP_TOKEN (invalid_auth); copy it again from Basic Information → App-Level Tokens",
        ),
        (
            "apps.connections.open",
            "missing_scope",
            "SLACK_APP_TOKEN (missing_scope); it lacks connections:write: generate another with that scope",
        ),
    ],
)
def test_a_token_that_slack_refuses_is_told_with_the_fix(slack, settings, method, code, what):
    slack.answers[method] = {"ok": False, "error": code}
    refused = CheckResult("wrong", f"Slack refuses {what}")
    expected = [FINE[0], refused, FINE[3]] if method == "auth.test" else [*FINE[:3], refused]
    assert check_slack(settings) == expected


@pytest.mark.parametrize(
    ("code", "fix"),
    [
        *((code, LATER) for code in ("internal_error", "fatal_error", "service_unavailable", "request_timeout")),
        ("ratelimited", "too many calls came at once and nothing is wrong with the token; try again in a minute"),
        ("team_added_to_org", "the workspace is being moved into an organisation: wait until that is done"),
        (
            "accesslimited",
            "the workspace lets no call from this network in: have an admin allow this machine's address",
        ),
    ],
)
@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
def test_what_says_nothing_of_a_token_is_not_blamed_on_it(slack, settings, method, code, fix):
    slack.answers[method] = {"ok": False, "error": code}
    setting = "SLACK_BOT_TOKEN" if method == "auth.test" else "SLACK_APP_TOKEN"
    undecided = CheckResult("wrong", f"Slack does not say whether {setting} is right ({code}): {fix}")
    expected = [FINE[0], undecided, FINE[3]] if method == "auth.test" else [*FINE[:3], undecided]
    assert check_slack(settings) == expected


@pytest.mark.parametrize(
    ("status", "content_type", "body", "reason"),
    [
        (503, "text/html", "<h1>Down</h1>", "HTTP 503 without an answer of Slack's"),
        (200, "application/json", "[]", "HTTP 200 without an answer of Slack's"),
        (200, "application/json", "{", "HTTP 200 without an answer of Slack's"),
        (200, "application/json", '{"ok": false}', "HTTP 200 without an answer of Slack's"),
        (200, "text/plain", "ok", "no JSON"),
    ],
)
def test_an_address_where_no_slack_answers_is_one_finding(slack, settings, status, content_type, body, reason):
    slack.status, slack.content_type, slack.answers["auth.test"] = status, content_type, body
    later = "it may be down for a while: try again in some minutes; else " if status == 503 else ""
    fix = f"{later}check SLACK_API_URL and the network"
    assert check_slack(settings) == [
        FINE[0],
        CheckResult("wrong", f"{settings.slack_api_url} does not answer as Slack ({reason}); {fix}"),
    ]


def test_an_address_that_cannot_be_reached_is_one_finding(settings):
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as closed:
        port = closed.server_port
    (_, finding) = check_slack(replace(settings, slack_api_url=f"http://127.0.0.1:{port}/api/"))
    assert finding.verdict == "wrong"
    assert finding.what.startswith(f"http://127.0.0.1:{port}/api/ does not answer as Slack (no connection to ")
    assert finding.what.endswith("; check SLACK_API_URL and the network")


def refusal(channel, reason, platform="slack"):
    return Refusal(platform=platform, workspace="T1", channel=channel, reason=reason, since=1_700_000_000.0)


def test_channels_that_refuse_posts_are_told_with_the_fix():
    refusals = [refusal("C1", "not_in_channel"), refusal("9", "gone", "discord"), refusal("C2", "odd")]
    assert refused_channels(refusals) == [
        CheckResult(
            "wrong",
            "Slack lets the bot post nothing in C1 since 2023-11-14 (not_in_channel); "
            "invite the bot there: /invite @quotebot",
        ),
        CheckResult(
            "wrong",
            "Slack lets the bot post nothing in C2 since 2023-11-14 (odd); "
            "look it up: https://docs.slack.dev/reference/methods/chat.postMessage#errors",
        ),
    ]
