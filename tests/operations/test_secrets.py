"""No command, endpoint or log line holds a secret, whichever setting it stands in and however that is misread."""

import asyncio
import os
import socket
import sys
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from sqlalchemy import make_url

from bot.operations.backup.databases import connection_option, dump_postgres
from bot.state import State
from index.errors import QuotebotError, StorageError
from tests.peers.slack import SlackPeer
from tests.support.needs import PSYCOPG
from tests.support.paths import ROOT

MARK = "Zq7Xw"
OTHER = "Vk3Jm"
COMMANDS = [
    ("index",), ("add", "nowhere.txt"), ("inspect", "nowhere.txt"), ("ask", "why?"), ("quotes",), ("show", "q0"),
    ("eval", "nowhere.jsonl"), ("verify",), ("doctor",), ("backup", "saved"), ("restore", "saved"), ("serve",),
    ("serve", "slack", "discord"), ("setup", "slack"), ("setup", "discord"), ("daily", "status"),
    ("daily", "preview"), ("daily", "post", "s1"), ("daily", "off", "s1"),
    ("purge", "user", "slack", "T1", "U1"), ("purge", "workspace", "slack", "T1"),
]  # fmt: skip
# What an operator may write for a password of these two words, joined by what URLs give a meaning.
JOINS = (
    "@",
    "@2!",
    "#",
    "/",
    "?",
    ":",
    "%",
    "&",
    "=",
    " ",
    "@/",
    "@?",
    "@:",
    "?@",
    "/@",
    "#@",
    ":@",
    "@#",
    "%@",
    "\\'",
)
AMBIGUOUS = [f"postgresql://quotebot:{MARK}{join}{OTHER}@127.0.0.1:1/q" for join in JOINS] + [
    f"postgresql://{MARK}@{OTHER}@127.0.0.1:1/q",
    f"postgresql://quotebot/{MARK}:{OTHER}@127.0.0.1:1/q",
    f"postgresql://quotebot:{MARK}{OTHER}",
    f"postgresql://127.0.0.1:1/q?password={MARK}&{OTHER}",
    f"postgresql://127.0.0.1:1/q?password={MARK}&{OTHER}=1",
    f"postgresql://127.0.0.1:1/q?pasword={MARK}{OTHER}",
    f"postgresql://127.0.0.1:1/q?user=a&sslpassword={MARK}@{OTHER}&sslmode=require",
    f"postgresql://127.0.0.1:1/q?options=-c%20x.y%3D{MARK}{OTHER}",
    f"postgresql://u:{quote(f'{MARK}@ {OTHER}')}@127.0.0.1:1/q",
    f"postgresql:/u:{MARK}@{OTHER}/q",
    f"mysql://u:{MARK}@{OTHER}/q",
    f"sqlite://u:{MARK}@{OTHER}/q",
    f"sqlite:///state.db?timeout={MARK}{OTHER}",
    f"sqlite:///state.db?{MARK}{OTHER}=1",
]
WELL_FORMED = {
    "SLACK_BOT_TOKEN": f"xoxb-1-{MARK}", "SLACK_APP_TOKEN": f"xapp-1-{MARK}", "SLACK_API_URL": "http://127.0.0.1:1/api/",
    "DISCORD_TOKEN": f"{MARK}-{OTHER}-not-a-token", "DISCORD_API_URL": "http://127.0.0.1:1/api/v10",
    "QUOTEBOT_RERANKER": "llm:small", "QUOTEBOT_LLM_URL": "http://127.0.0.1:1/v1", "QUOTEBOT_LLM_KEY": f"sk-{MARK}",
    "QUOTEBOT_CHROMA_TOKEN": f"{MARK}{OTHER}", "SLACK_SIGNING_SECRET": f"{MARK}{OTHER}",
    "QUOTEBOT_DATABASE_URL": f"postgresql://quotebot:{MARK}%40{OTHER}@127.0.0.1:1/q", "PGPASSWORD": f"{MARK}{OTHER}",
}  # fmt: skip
ADDRESSES = ("SLACK_API_URL", "DISCORD_API_URL", "QUOTEBOT_CHROMA_URL", "QUOTEBOT_LLM_URL")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def has_no_mark(text):
    return MARK.lower() not in text.lower() and OTHER.lower() not in text.lower()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_prints_a_secret_that_is_as_it_should_be(commands, folder, command):
    run = commands.run(folder, *command, **WELL_FORMED)
    assert run.out + run.err != ""
    assert has_no_mark(run.out + run.err)
    assert "Traceback" not in run.err


KEYED = {
    name: f"http://127.0.0.1:1/{MARK}{OTHER}9/{end}"
    for name, end in (("QUOTEBOT_LLM_URL", "v1"), ("QUOTEBOT_CHROMA_URL", "db"), ("SLACK_API_URL", "api/"))
} | {"DISCORD_API_URL": f"http://127.0.0.1:1/{MARK}{OTHER}9/api/v10"}  # fmt: skip


def test_a_key_in_the_path_of_a_server_is_not_printed(commands, folder):
    tokens = {name: WELL_FORMED[name] for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DISCORD_TOKEN")}
    run = commands.run(folder, "doctor", QUOTEBOT_RERANKER="llm:small", **KEYED, **tokens)
    assert "http://127.0.0.1:1***" in run.out + run.err
    assert has_no_mark(run.out + run.err)


@pytest.mark.parametrize("command", [("doctor",), ("ask", "--explain", "what do bees do in winter")], ids=" ".join)
def test_a_key_in_the_path_of_a_language_model_is_not_printed(commands, folder, command):
    run = commands.run(
        folder, *command, QUOTEBOT_RERANKER="llm:small", QUOTEBOT_LLM_URL=KEYED["QUOTEBOT_LLM_URL"],
        HTTPS_PROXY=f"http://u:{MARK}1@127.0.0.1:1/{OTHER}2",  # pragma: allowlist secret - made up
    )  # fmt: skip
    assert "127.0.0.1:1" in run.out + run.err
    assert has_no_mark(run.out + run.err)


@pytest.mark.parametrize("address", AMBIGUOUS)
def test_a_database_address_that_is_read_in_another_way_shows_nothing_of_it(address):
    PSYCOPG.require()
    with pytest.raises(QuotebotError) as caught:
        State.open(address)
    assert has_no_mark(str(caught.value))
    assert caught.value.__cause__ is None or has_no_mark(str(caught.value.__cause__))


@pytest.mark.parametrize(
    "command", [("doctor",), ("serve", "slack"), ("backup", "saved"), ("daily", "status")], ids=" ".join
)
def test_an_at_sign_in_a_password_is_told_without_the_password(commands, folder, command):
    tokens = {name: WELL_FORMED[name] for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL")}
    address = f"postgresql://quotebot:{MARK}@{OTHER}!x@db.internal/q"
    run = commands.run(folder, *command, QUOTEBOT_DATABASE_URL=address, **tokens)
    reason = "the URL of the state's database (QUOTEBOT_DATABASE_URL) has more than one @; "
    assert f"{reason}in a user or password write @ as %40" in run.out + run.err
    assert has_no_mark(run.out + run.err)


@pytest.mark.parametrize("name", sorted({*WELL_FORMED, *ADDRESSES} - {"PGPASSWORD"}))
@pytest.mark.parametrize(
    "value",
    [
        f"https://u:{MARK}@{OTHER}.invalid/v1",
        f"https://x.invalid/v1?key={MARK}",
        f"xoxb-{MARK}",
        f"ftp://u:{MARK}@{OTHER}",
    ],
)
def test_what_is_pasted_into_the_wrong_setting_is_not_repeated(commands, folder, name, value):
    run = commands.run(folder, "daily", "status", **{name: value})
    assert run.code in (0, 2)
    assert has_no_mark(run.out + run.err)


@pytest.mark.parametrize(
    "name", ["QUOTEBOT_HTTP_PORT", "QUOTEBOT_LOG_LEVEL", "QUOTEBOT_SLACK_MODE", "QUOTEBOT_LOG_QUESTIONS"]
)
def test_a_token_in_place_of_a_plain_value_is_not_repeated(commands, folder, name):
    run = commands.run(folder, "doctor", **{name: f"{MARK}{OTHER}", "QUOTEBOT_LLM_KEY": f"{MARK}{OTHER}"})
    assert run.code == 2
    assert run.err.startswith(f"quotebot: {name} is '***'; ")
    assert has_no_mark(run.out + run.err)


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://u:{MARK}%3A1@h/q",  # pragma: allowlist secret - made up
        f"postgresql://u@h/q?password={MARK}%3A1",
    ],
)
def test_who_lists_processes_sees_no_password_of_a_backup(address):
    with connection_option(make_url(address)) as (option, environment):
        assert environment == {}
        passwords = Path(option.partition("passfile='")[2].rstrip("'"))
        assert (option, passwords.read_text()) == (
            f"--dbname=host='h' user='u' dbname='q' passfile='{passwords}'",
            f"*:*:*:*:{MARK}\\:1\n",
        )


def test_without_a_password_of_its_own_a_backup_uses_the_operators():
    with connection_option(make_url("postgresql://u@h/q?passfile=mine")) as (option, environment):
        assert (option, environment) == ("--dbname=host='h' user='u' dbname='q' passfile='mine'", {})


def test_what_else_may_be_secret_in_an_address_stands_in_a_file_of_ours():
    options = f"sslmode=require&sslpassword={MARK}%20x&options=-c%20a.b%3D{OTHER}"
    with connection_option(make_url(f"postgresql://u@h/q?{options}")) as (option, environment):
        service = Path(environment["PGSERVICEFILE"])
        assert option == "--dbname=service='quotebot' host='h' user='u' dbname='q' sslmode='require'"
        assert service.read_text() == f"[quotebot]\nsslpassword={MARK} x\noptions=-c a.b={OTHER}\n"
        assert service.stat().st_mode & 0o777 == 0o600
    assert not service.exists()


def test_a_service_holds_its_secrets_itself():
    address = make_url(f"postgresql:///?service=mine&sslpassword={MARK}")
    with pytest.raises(StorageError) as caught, connection_option(address):
        pass
    assert str(caught.value) == (
        "the URL of the state's database names a service and sslpassword; write that into the service's file"
    )


def test_a_backup_is_made_with_options_that_no_list_of_processes_shows(postgres, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{postgres.programs}{os.pathsep}{os.environ['PATH']}")
    recorder = tmp_path / "pg_dump"
    recorder.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/seen\nexec {postgres.programs}/pg_dump "$@"\n')
    recorder.chmod(0o700)
    with postgres.database(template="made") as url:
        address = make_url(url).update_query_dict({"options": "-c statement_timeout=54321"})
        dump_postgres(address, tmp_path / "dump")
    seen = (tmp_path / "seen").read_text()
    assert seen.startswith("--format=custom --no-owner --no-privileges ")
    assert "--dbname=service='quotebot' " in seen
    assert "54321" not in seen
    assert (tmp_path / "dump").read_bytes().startswith(b"PGDMP")


def test_neither_endpoints_nor_log_hold_a_secret_when_the_database_refuses(folder, postgres):
    with postgres.database(template="made") as url:
        output, answers = asyncio.run(serve_until_refused(folder, postgres, url))
    for answer in answers:
        assert has_no_mark(answer)
    assert "cannot be used" in answers[2]
    assert '"level"' in output
    assert has_no_mark(output)


async def serve_until_refused(folder, postgres, url):
    """Serve with secrets in the database's address, have the database refuse, and return log and answers."""
    name, port = url.partition("?")[0].rpartition("/")[2], free_port()
    async with SlackPeer() as peer:
        settings = {
            "SLACK_BOT_TOKEN": peer.bot_token, "SLACK_APP_TOKEN": peer.app_token, "SLACK_API_URL": peer.api_url,
            "QUOTEBOT_DATABASE_URL": f"{url}&password={MARK}%40{OTHER}&options=-c%20q.p%3D{MARK}{OTHER}",
            "QUOTEBOT_HTTP_PORT": str(port), "QUOTEBOT_LOG_LEVEL": "DEBUG", "PYTHONPATH": str(ROOT),
            "QUOTEBOT_LLM_KEY": f"sk-{MARK}", "QUOTEBOT_LLM_URL": "http://127.0.0.1:1/v1", "QUOTEBOT_RERANKER": "llm:x",
        }  # fmt: skip
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve", "slack"),
            cwd=folder,
            env=os.environ | settings,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            await peer.wait_for(lambda: len(peer.connections) == 2, timeout_seconds=60)
            postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            postgres.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
            await peer.slash("What surprised you most about city bees?")
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
                answers = [
                    (await client.get(path, headers={"Accept": kind})).text
                    for path in ("/healthz", "/readyz", "/metrics")
                    for kind in ("text/plain", "application/json")
                ]
        finally:
            process.kill()
            output, _ = await process.communicate()
            postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    return output.decode(), answers
