import pytest

from bot.discord.setup import PERMISSIONS, person_link, server_link
from bot.discord.tokens import WHERE, application_id, problem_of
from tests.support.command_line import failed

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDe.abcdefghijklmnopqrstuvwxyz0123456789"  # pragma: allowlist secret - made up


def test_a_token_tells_its_application():
    assert application_id(TOKEN) == "123456789012345678"


@pytest.mark.parametrize("token", ["", "token", "a.b.c", "!!!!.x.yyy", "xoxb" + "-1-2"])
def test_what_is_no_token_tells_none(token):
    assert application_id(token) is None


def test_the_invitation_asks_for_no_more_than_it_needs():
    assert server_link("1") == (
        "https://discord.com/oauth2/authorize?client_id=1&scope=bot+applications.commands"
        f"&permissions={PERMISSIONS}&integration_type=0"
    )
    assert PERMISSIONS == 1024 + 2048 + 16384 + 65536 + 274877906944
    assert person_link("1") == (
        "https://discord.com/oauth2/authorize?client_id=1&scope=applications.commands&integration_type=1"
    )


@pytest.mark.parametrize(
    ("token", "problem"),
    [
        (TOKEN, None),
        ("test-token", None),
        (f"Bot {TOKEN}", 'DISCORD_TOKEN begins with "Bot "; leave that out'),
        (
            f"{TOKEN} x",
            f"DISCORD_TOKEN has a space, a quotation mark or a line break in it; copy it again from {WHERE}",
        ),
        (
            f'"{TOKEN}"',
            f"DISCORD_TOKEN has a space, a quotation mark or a line break in it; copy it again from {WHERE}",
        ),
        (
            "123456789012345678",
            f"DISCORD_TOKEN holds an application's id or public key, not its bot's token; copy that from {WHERE}",
        ),
        (
            "xoxb-1-1",  # pragma: allowlist secret - made up
            "DISCORD_TOKEN holds a token of Slack's, which belongs in SLACK_BOT_TOKEN or SLACK_APP_TOKEN",
        ),
    ],
)
def test_the_form_of_a_token_tells_what_went_wrong(token, problem):
    assert problem_of(token) == problem


def test_setup_without_a_token_says_where_it_is_and_with_one_how_to_invite(commands, tmp_path):
    without = commands.run(tmp_path, "setup", "discord").out.split("\n")
    assert without[1] == "https://discord.com/developers/applications"
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    run = commands.run(tmp_path, "setup", "discord")
    assert run.out.split("\n")[1] == server_link("123456789012345678")
    assert TOKEN not in run.out


@pytest.mark.parametrize(
    ("token", "problem"),
    [
        ("MTIzNDU2Nzg5MDEyMzQ1Njc4", f"DISCORD_TOKEN is not the whole token of a bot; copy it again from {WHERE}"),
        (f"Bot {TOKEN}", 'DISCORD_TOKEN begins with "Bot "; leave that out'),
    ],
)
def test_setup_with_what_is_no_token_says_so_instead_of_where_it_is(commands, tmp_path, token, problem):
    assert commands.run(tmp_path, "setup", "discord", DISCORD_TOKEN=token) == failed(problem, 2)
