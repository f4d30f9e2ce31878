"""Nothing around the process keeps Chroma from being loaded, or the commands that do without it from running."""

import os
import subprocess
import sys

import pytest

from tests.support.needs import NOT_ROOT
from tests.support.paths import ROOT

# What Kubernetes makes of a service called chroma-server-http, and other variables that Chroma takes for its own.
IN_THE_WAY = {
    "CHROMA_SERVER_HTTP_PORT": "tcp://10.0.0.1:8000",
    "CHROMA_SERVER_HOST": "10.0.0.1",
    "CHROMA_API_IMPL": "chromadb.api.fastapi.FastAPI",
    "CHROMA_SEGMENT_CACHE_POLICY": "none",
    "IS_PERSISTENT": "maybe",
    "ALLOW_RESET": "maybe",
    "PERSIST_DIRECTORY": "/nowhere",
}
WRITE_AND_COUNT = """
import numpy as np, pathlib, sys
from index.storage.store.folder import open_folder
store = open_folder(pathlib.Path("chroma"))
store.add("en", ["a", "b"], np.eye(2, dtype=np.float32))
print(store.count("en"), store.nearest("en", np.eye(2, dtype=np.float32)[1], 1))
store.close()
"""
# As a user without a name: `id -u` is in no list, so that nobody knows where its home is.
NO_HOME = (
    "import os, pwd; pwd.getpwuid = lambda uid: (_ for _ in ()).throw(KeyError(uid)); os.environ.pop('HOME', None)"
)
OLD_SQLITE = "import sqlite3; sqlite3.sqlite_version_info = (3, 26, 0); sqlite3.sqlite_version = '3.26.0'"
RUN = "import sys; sys.argv = ['quotebot', *sys.argv[1:]]; from bot.__main__ import main; main()"
OLD = "this Python comes with SQLite 3.26.0, and Chroma needs 3.35 or newer; run Quotebot with another Python"


def run_python(folder, source, *arguments, **environment):
    """What a program of its own printed, with nothing in its environment but this."""
    plain = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder), "QUOTEBOT_HTTP_PORT": "0"}
    command = [sys.executable, "-c", source, *arguments]
    done = subprocess.run(
        command,
        cwd=folder,
        env=plain | environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, done.stdout, done.stderr


def dotenv(folder, content):
    (folder / ".env").write_bytes(content)


@pytest.mark.parametrize(
    ("before", "environment", "content"),
    [
        ("", IN_THE_WAY, b""),
        ("", {}, "\n".join(f"{name}={text}" for name, text in IN_THE_WAY.items()).encode()),
        ("", {}, "# 备注\nA=1\n".encode("gb18030")),
        (NO_HOME, {}, b""),
        ("", {"HOME": "/nonexistent"}, b""),
    ],
    ids=["environment", "dotenv", "gbk", "nobody", "no home"],
)
def test_chroma_is_what_we_make_it_whatever_stands_around_it(tmp_path, before, environment, content):
    dotenv(tmp_path, content)
    assert run_python(tmp_path, f"{before}\n{WRITE_AND_COUNT}", **environment) == (0, "2 [('b', 1.0)]\n", "")
    assert (tmp_path / "chroma" / "chroma.sqlite3").exists()


def test_paths_and_settings_are_as_they_were_after_chroma_was_loaded(tmp_path):
    source = (
        "from pathlib import Path; from pydantic_settings import BaseSettings; import sys\n"
        "before = Path.__dict__['home'], BaseSettings.__init__\n"
        "import index.storage.store.chroma\n"
        "print('chromadb' in sys.modules, (Path.__dict__['home'], BaseSettings.__init__) == before, Path.home())"
    )
    assert run_python(tmp_path, source) == (0, f"True True {tmp_path}\n", "")


@pytest.mark.parametrize(
    "command", [("--help",), ("setup", "slack"), ("doctor", "--help"), ("daily", "status")], ids=" ".join
)
def test_what_needs_no_index_runs_beside_an_old_sqlite(tmp_path, command):
    code, out, err = run_python(tmp_path, f"{OLD_SQLITE}\n{RUN}", *command)
    assert (code, err) == (0, "")
    assert out != ""


def test_an_old_sqlite_is_one_line_and_doctor_goes_on(folder):
    code, out, err = run_python(folder, f"{OLD_SQLITE}\n{RUN}", "ask", "How do you set the price of a jar?")
    assert (code, out) == (1, "")
    assert err.startswith(f"quotebot: {OLD}")
    assert len(err.splitlines()) == 1
    code, out, err = run_python(folder, f"{OLD_SQLITE}\n{RUN}", "doctor")
    assert f"wrong  {OLD}" in out
    assert "note   no chat is connected" in out
    assert "Traceback" not in err


def test_a_chroma_that_cannot_be_loaded_is_one_line(folder):
    broken = "import sys; sys.modules['chromadb.api.client'] = None"
    code, out, err = run_python(folder, f"{broken}\n{RUN}", "ask", "How do you set the price of a jar?")
    assert (code, out) == (1, "")
    assert err == (
        "quotebot: Chroma cannot be loaded (ModuleNotFoundError: import of chromadb.api.client halted; None in "
        "sys.modules); install Quotebot's packages again\n"
    )


def test_a_service_of_kubernetes_is_in_nobodys_way(folder):
    dotenv(folder, b"CHROMA_SERVER_HTTP_PORT=tcp://10.0.0.1:8000\n")
    code, out, err = run_python(folder, f"{NO_HOME}\n{RUN}", "ask", "How do you set the price of a jar?", **IN_THE_WAY)
    assert (code, err) == (0, "")
    assert "jar" in out
    code, out, err = run_python(folder, RUN, "index", **IN_THE_WAY)
    assert (code, "Traceback" in err) == (0, False)


@pytest.mark.parametrize("command", [("doctor",), ("index",), ("ask", "why?")], ids=" ".join)
def test_a_dotenv_that_is_not_utf_8_is_one_line(tmp_path, command):
    dotenv(tmp_path, "# 备注\n".encode("gb18030"))
    reason = "quotebot: .env is not UTF-8; save it again as UTF-8\n"
    assert run_python(tmp_path, RUN, *command) == (2, "", reason)


@NOT_ROOT.mark()
def test_a_dotenv_that_is_closed_to_us_is_one_line(tmp_path):
    dotenv(tmp_path, b"QUOTEBOT_DATA=here\n")
    (tmp_path / ".env").chmod(0)
    reason = "let the user who runs this read it, or take it out of the folder"
    expected = (2, "", f"quotebot: .env cannot be read (Permission denied); {reason}\n")
    assert run_python(tmp_path, RUN, "doctor") == expected


@pytest.mark.parametrize("command", [("--help",), ("setup", "slack"), ("doctor", "--help")], ids=" ".join)
def test_what_needs_no_settings_runs_beside_any_dotenv(tmp_path, command):
    dotenv(tmp_path, "# 备注\n".encode("gb18030"))
    code, out, err = run_python(tmp_path, RUN, *command)
    assert (code, err) == (0, "")
    assert out != ""


def test_a_tilde_without_a_home_is_one_line(tmp_path):
    code, out, err = run_python(tmp_path, f"{NO_HOME}\n{RUN}", "doctor", QUOTEBOT_DATA="~/quotes")
    reason = "QUOTEBOT_DATA is '~/quotes', and there is no such home folder; write the whole path"
    assert (code, out, err) == (2, "", f"quotebot: {reason}\n")
