from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from bot.slack.setup import new_app_link, slack_events_url, slack_manifest
from index.errors import SettingsError
from tests.support.command_line import failed
from tests.support.paths import ROOT

EVENTS_URL = "https://quotes.example.com/slack/events"
BOT_SCOPES = ["app_mentions:read", "chat:write", "commands", "im:history", "users:read"]


def offered_manifest(run):
    """What Slack's form for a new app is filled in with by the link that a run printed."""
    (link,) = [line for line in run.out.splitlines() if line.startswith("https://api.slack.com/")]
    return parse_qs(urlsplit(link).query, strict_parsing=True)


def test_the_app_asks_for_the_least_that_it_needs():
    manifest = yaml.safe_load(slack_manifest())
    assert manifest["oauth_config"] == {"scopes": {"bot": BOT_SCOPES, "bot_optional": ["users:read"]}}
    assert manifest["settings"] == {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.im"]},
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    }


def test_the_app_has_a_command_a_shortcut_a_home_and_a_conversation():
    features = yaml.safe_load(slack_manifest())["features"]
    assert features == {
        "bot_user": {"display_name": "quotebot", "always_online": True},
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "slash_commands": [
            {
                "command": "/quote",
                "description": "Find the best verbatim quote for a question",
                "usage_hint": "your question, or help",
                "should_escape": False,
            }
        ],
        "shortcuts": [
            {
                "name": "Find a quote for this",
                "type": "message",
                "callback_id": "quote:find",
                "description": "Finds the quote that fits a message",
            }
        ],
    }


def test_the_manifest_that_is_shipped_is_the_one_to_read_in_deploy():
    written = (ROOT / "deploy" / "slack-manifest.yaml").read_text("utf-8")
    assert yaml.safe_load(slack_manifest()) == yaml.safe_load(written)
    assert "#" not in slack_manifest()


def test_over_http_slack_gets_the_four_addresses_and_no_socket():
    expected = yaml.safe_load(slack_manifest())
    expected["features"]["slash_commands"][0]["url"] = EVENTS_URL
    expected["settings"]["event_subscriptions"]["request_url"] = EVENTS_URL
    expected["settings"]["interactivity"] |= {"request_url": EVENTS_URL, "message_menu_options_url": EVENTS_URL}
    expected["settings"]["socket_mode_enabled"] = False
    assert yaml.safe_load(slack_manifest(EVENTS_URL)) == expected


def test_what_the_manifest_names_is_not_too_long_for_slack():
    manifest = yaml.safe_load(slack_manifest())
    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140
    assert len(manifest["features"]["shortcuts"][0]["name"]) <= 24


def test_a_manifest_comes_out_of_its_link_as_it_went_in():
    link = new_app_link("name: A & B + 100%\n# 中文\n")
    assert link.startswith("https://api.slack.com/apps?new_app=1&manifest_yaml=name%3A%20A%20%26%20B")
    assert parse_qs(urlsplit(link).query) == {"new_app": ["1"], "manifest_yaml": ["name: A & B + 100%\n# 中文\n"]}


@pytest.mark.parametrize(
    "url", ["https://quotes.example.com", "https://quotes.example.com/", "https://quotes.example.com/slack/events"]
)
def test_slack_sends_to_one_path_of_the_bots_address(url):
    assert slack_events_url(url) == EVENTS_URL


def test_a_path_and_a_port_stay_in_the_address():
    assert slack_events_url("https://example.com:8443/bots") == "https://example.com:8443/bots/slack/events"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "quotes.example.com",
            "http://quotes.example.com",
            "https://",
            "https:///path",
            "https://a:b",
            "https://[",
        ),
        *(
            "https://a b",
            "https://a\nb",
            'https://a"\u202e',
            "https://a?b=c",
            "https://a#b",
            "https://me@a",
            "https://a:0",
        ),
    ],
)
def test_an_address_that_slack_would_not_send_to_is_refused(url):
    with pytest.raises(SettingsError) as caught:
        slack_events_url(url)
    assert str(caught.value) == f"--http is {url!r}; it is the bot's address, such as https://quotebot.example.com"


def test_setup_says_what_to_click_and_what_to_copy(commands, tmp_path):
    run = commands.run(tmp_path, "setup", "slack")
    assert (run.code, run.err) == (0, "")
    assert offered_manifest(run) == {"new_app": ["1"], "manifest_yaml": [slack_manifest()]}
    assert [line for line in run.out.splitlines() if not line.startswith("https://")] == [
        "1  Open this link, choose the workspace, press Create:",
        "",
        "2  Install App → Install to Workspace. Copy the Bot User OAuth Token into .env:",
        "SLACK_BOT_TOKEN=xoxb-…",
        "",
        "3  Basic Information → App-Level Tokens → Generate Token and Scopes, with the scope connections:write. "
        "Copy the token into .env:",
        "SLACK_APP_TOKEN=xapp-…",
        "",
        "4  See that nothing is missing, then start:",
        "quotebot doctor",
        "quotebot serve",
        "",
        "5  In any channel of Slack:",
        "/quote why do customers prefer small models",
        "",
    ]


def test_setup_over_http_wants_the_signing_secret_instead(commands, tmp_path):
    run = commands.run(tmp_path, "setup", "slack", "--http", "https://quotes.example.com")
    assert (run.code, run.err) == (0, "")
    assert offered_manifest(run)["manifest_yaml"] == [slack_manifest(EVENTS_URL)]
    lines = run.out.splitlines()
    assert [line for line in lines if "=" in line and " " not in line][1:] == [
        "SLACK_BOT_TOKEN=xoxb-…",
        "SLACK_SIGNING_SECRET=…",
        "QUOTEBOT_SLACK_MODE=http",
    ]
    assert EVENTS_URL in lines
    assert "xapp" not in run.out.replace(lines[1], "")


def test_setup_with_an_address_that_cannot_work_is_one_line(commands, tmp_path):
    assert commands.run(tmp_path, "setup", "slack", "--http", "localhost") == failed(
        "--http is 'localhost'; it is the bot's address, such as https://quotebot.example.com", 2
    )


def test_setup_alone_says_what_can_be_set_up(commands, tmp_path):
    assert commands.run(tmp_path, "setup") == failed("Missing command; see: quotebot setup --help", 2)
    help_lines = commands.run(tmp_path, "setup", "--help").out.split("\n")
    assert "  slack    Print the link that makes the app, and what to copy into .env." in help_lines
    assert "  discord  Print where the token is, then the link that invites the bot." in help_lines
