import sys

import pytest

from bot.runtime import redaction
from bot.runtime.redaction import print_redacted, redacted, remember_secrets, secrets_of_address, secrets_of_path


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    """What a test has remembered is forgotten after it."""
    monkeypatch.setattr(redaction, "_known", set())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"password='ge heim\'x' dbname=q", "password=*** dbname=q"),  # pragma: allowlist secret - made up
        ('password = "ge heim" host=h', "password = *** host=h"),  # pragma: allowlist secret - made up
        ("sslpassword=geheim sslkey=k", "sslpassword=*** sslkey=k"),  # pragma: allowlist secret - made up
        ("oauth_client_secret=geheim&a=b", "oauth_client_secret=***&a=b"),
        ("no password supplied", "no password supplied"),
    ],
)
def test_passwords_are_known_by_what_stands_before_them(text, written):
    assert redacted(text) == written


@pytest.mark.parametrize("text", ["sum mer@2026", "sum%20mer%402026", "sum+mer%402026"])
def test_what_is_remembered_is_hidden_in_every_way_to_write_it(text):
    assert redacted(f"no {text} here") == f"no {text} here"
    remember_secrets("sum mer@2026")
    assert redacted(f"no {text} here") == "no *** here"


def test_the_longer_of_two_secrets_is_hidden_whole():
    remember_secrets("geheim", "geheim-und-mehr", None, "")
    assert redacted("geheim-und-mehr, geheim") == "***, ***"


@pytest.mark.parametrize("text", ["quotebot", "postgres", "data"])
def test_what_our_own_texts_are_made_of_stays(text):
    remember_secrets(text)
    assert redacted(f"run: {text} index") == f"run: {text} index"


@pytest.mark.parametrize(
    ("address", "secrets"),
    [
        ("postgresql://bot@db/q?sslmode=require", []),
        ("sqlite:////srv/data/state.db", []),
        ("postgresql://bot:a@b/c@db/q", ["a@b/c"]),
        ("postgresql://db/q?password=a%20b&sslpassword=cc", ["a%20b", "a b", "cc", "cc"]),
        ("postgresql://db/q?options=-c%20my.key%3Dgeheim", ["-c%20my.key%3Dgeheim", "-c my.key=geheim", "geheim"]),
    ],
)
def test_the_secrets_of_an_address_are_what_may_be_meant_as_one(address, secrets):
    assert list(secrets_of_address(address)) == secrets


def test_what_nobody_caught_is_printed_without_secrets(capsys):
    remember_secrets("geheim-1")
    try:
        raise ValueError("not geheim-1")
    except ValueError:
        print_redacted(*sys.exc_info())
    printed = capsys.readouterr().err
    assert printed.startswith("Traceback (most recent call last):\n")
    assert printed.endswith("\nValueError: not ***\n")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://gate.example/v1/a1B2c3D4/team-one/openai", "https://gate.example/v1***/team-one/openai"),
        ("https://gate.example/SECRETWORD/v1", "https://gate.example***/v1"),
        ("https://llm.example/v1/chat/completions", "https://llm.example/v1/chat/completions"),
        ("http://localhost:11434/v1", "http://localhost:11434/v1"),
        ("https://slack.com/api/", "https://slack.com/api/"),
    ],
)
def test_what_may_be_a_key_in_the_path_of_a_server_is_hidden(address, shown):
    remember_secrets(*secrets_of_path(address))
    assert redacted(f"the model at {address} is late") == f"the model at {shown} is late"
