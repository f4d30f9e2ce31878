import asyncio
import socket
from contextlib import closing
from pathlib import Path

import pytest

from bot.runtime.host_checks import (
    check_certificates,
    check_folder,
    check_port,
    kind_of_disk,
    low_disk,
    network_disk,
    why_not_ready,
)
from bot.runtime.http_server import health_app, serve_http
from bot.runtime.metrics import Metrics
from index.errors import SettingsError, StorageError

MOUNTS = r"""
overlay / overlay rw 0 0
nas:/quotes /mnt/my\040nas nfs4 rw 0 0
/dev/sda1 /mnt/my\040nas/inner ext4 rw 0 0
""".strip()


def ask_for_readiness(reason):
    async def scenario():
        async def why():
            return reason

        runner = await serve_http(health_app(why, Metrics()), "127.0.0.1", 0)
        problem = await asyncio.to_thread(why_not_ready, "127.0.0.1", runner.addresses[0][1])
        await runner.cleanup()
        return problem

    return asyncio.run(scenario())


def test_a_folder_that_is_not_there_yet_is_not_made(tmp_path):
    assert check_folder(tmp_path / "a" / "b") is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named():
    with pytest.raises(StorageError, match=r"\Athe data folder '/proc/1/data' cannot be written \(.+\); .+DATA\Z"):
        check_folder(Path("/proc/1/data"))


@pytest.mark.parametrize(
    ("name", "reason", "fix"),
    [
        ("file", "Not a directory", "a file or a dead link is where that folder should be; move it"),
        ("file/data", "Not a directory", "a file or a dead link is where that folder should be; move it"),
        ("circle", "Too many levels of symbolic links", "links lead in a circle there; remove them"),
        ("x" * 300, "File name too long", ""),
    ],
)
def test_what_is_in_the_way_of_a_folder_is_told(tmp_path, name, reason, fix):
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "circle").symlink_to("circle")
    folder, otherwise = tmp_path / name, "name another folder with QUOTEBOT_DATA"
    with pytest.raises(StorageError) as caught:
        check_folder(folder)
    fix = f"{fix}, or {otherwise}" if fix else otherwise
    assert str(caught.value) == f"the data folder '{folder}' cannot be written ({reason}); {fix}"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("gone.pem", "No such file or directory"), ("", "Is a directory"), ("note.pem", "it holds none")],
)
def test_a_file_without_certificates_is_named(tmp_path, name, reason):
    (tmp_path / "note.pem").write_text("no certificate")
    file = str(tmp_path / name)
    with pytest.raises(SettingsError) as caught:
        check_certificates(file)
    assert str(caught.value) == (
        f"no certificate can be read from SSL_CERT_FILE, '{file}' ({reason}); name a file (PEM) that holds those to be "
        "trusted, or leave it out"
    )


def test_no_file_of_certificates_is_needed():
    assert check_certificates(None) is None


def test_a_port_is_free_or_named():
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"\Acannot listen on port {port} of '127\.0\.0\.1'; set "):
            check_port("127.0.0.1", port)
    assert check_port("127.0.0.1", port) is None
    with pytest.raises(SettingsError, match=r"\Acannot listen on port 0 of 'no\.such\.host\.invalid'; set "):
        check_port("no.such.host.invalid", 0)


@pytest.mark.parametrize("reason", [None, "indexing, about 3 minutes"])
def test_a_bot_that_runs_says_whether_it_is_ready(reason):
    assert ask_for_readiness(reason) == reason


def test_where_no_bot_answers_nothing_is_said_of_readiness():
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    assert why_not_ready("127.0.0.1", port) == ""


def test_the_disk_of_a_file_is_the_innermost_mount():
    kinds = {"/mnt/my nas/state.db": "nfs4", "/mnt/my nas/inner/state.db": "ext4", "/var/state.db": "overlay"}
    assert {file: kind_of_disk(Path(file), MOUNTS) for file in kinds} == kinds
    assert kind_of_disk(Path("/var/state.db"), "") == ""


def test_sqlite_on_a_network_file_system_is_told(monkeypatch, tmp_path):
    (tmp_path / "mounts").write_text(f"nas:/quotes {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr("bot.runtime.host_checks._MOUNTS", tmp_path / "mounts")
    file = tmp_path / "state.db"
    assert network_disk(file) == (
        f"the state '{file}' is on a network file system (nfs4), where SQLite's log loses data; "
        "name a folder of this machine with QUOTEBOT_DATA, or PostgreSQL with QUOTEBOT_DATABASE_URL"
    )
    assert network_disk(Path("/elsewhere/state.db")) is None


def test_little_room_on_the_disk_is_told(tmp_path):
    assert low_disk(tmp_path) is None
