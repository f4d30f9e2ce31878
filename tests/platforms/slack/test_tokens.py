import pytest

from bot.slack.tokens import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, problem_of

# Taken apart, so that nobody's search for leaked tokens stops here.
BOT = "xoxb" + "-123456789012-AbCdEfGhIjKl"
APP = "xapp" + "-1-A012-345-0123456789abcdef"
SECRET = "0123456789abcdef" * 2
COPY_BOT = "copy it again from Install App → Bot User OAuth Token"


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (BOT, None),
        (None, "SLACK_BOT_TOKEN is not set; copy it from Install App → Bot User OAuth Token"),
        (APP, f"SLACK_BOT_TOKEN holds an app-level token, which belongs in SLACK_APP_TOKEN; {COPY_BOT}"),
        ("xoxp" + BOT[4:], f"SLACK_BOT_TOKEN holds a user token, which the bot does not need; {COPY_BOT}"),
        (
            "xoxe." + BOT,
            "SLACK_BOT_TOKEN holds a token that expires; token rotation must be off, and an app that has it on "
            f"cannot turn it off; {COPY_BOT}",
        ),
        ("xoxc" + BOT[4:], f"SLACK_BOT_TOKEN holds a token of another kind; {COPY_BOT}"),
        (SECRET, f"SLACK_BOT_TOKEN does not begin with xoxb-; {COPY_BOT}"),
        ("xoxb-123456789012", f"SLACK_BOT_TOKEN is cut short; {COPY_BOT}"),
        (f'"{BOT}"', f"SLACK_BOT_TOKEN has a quotation mark in it; {COPY_BOT}"),
        (f"“{BOT}”", f"SLACK_BOT_TOKEN has a quotation mark in it; {COPY_BOT}"),
        (BOT.replace("-A", "-\nA"), f"SLACK_BOT_TOKEN has a line break in it; {COPY_BOT}"),
        (BOT.replace("-A", "- A"), f"SLACK_BOT_TOKEN has a space in it; {COPY_BOT}"),
        (BOT.replace("-A", "-\u3000A"), f"SLACK_BOT_TOKEN has a space in it; {COPY_BOT}"),
        ("\ufeff" + BOT, f"SLACK_BOT_TOKEN has an invisible character in it; {COPY_BOT}"),
        ("xoxb-…", f"SLACK_BOT_TOKEN has a character that no token has in it; {COPY_BOT}"),
    ],
)
def test_the_form_of_a_token_tells_what_went_wrong_when_it_was_copied(value, problem):
    assert problem_of(BOT_TOKEN, value) == problem


def test_a_bots_token_is_no_token_of_the_app():
    assert problem_of(APP_TOKEN, APP) is None
    assert problem_of(APP_TOKEN, BOT) == (
        "SLACK_APP_TOKEN holds a bot token, which belongs in SLACK_BOT_TOKEN; "
        "copy it again from Basic Information → App-Level Tokens"
    )


@pytest.mark.parametrize(
    ("value", "flaw"),
    [
        (SECRET[:-1], "is not 32 digits from 0 to f"),
        ("z" * 32, "is not 32 digits from 0 to f"),
        (BOT, "holds a bot token, which belongs in SLACK_BOT_TOKEN"),
    ],
)
def test_the_signing_secret_has_a_form_too(value, flaw):
    assert problem_of(SIGNING_SECRET, SECRET) is None
    where = "copy it again from Basic Information → App Credentials → Signing Secret"
    assert problem_of(SIGNING_SECRET, value) == f"SLACK_SIGNING_SECRET {flaw}; {where}"
