import fcntl
import subprocess
import sys
import time

import pytest

from index.storage.child_process import failure_of

KILLS_ITSELF = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
OUTLIVES_ITS_PARENT = """\
import fcntl, time
from index.storage.child_process import work_as_child

def work(folder):
    lock = (folder / "lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    (folder / "started").touch()
    time.sleep(30)
    (folder / "outlived").touch()

work_as_child(work)
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Write a module that a child process can run, and return its name."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def write(code):
        (tmp_path / "some_work.py").write_text(code)
        return "some_work"

    return write


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("", None),
        ("raise ValueError('the last line')", "ValueError: the last line"),
        ("raise SystemExit(3)", "it ended with code 3"),
        (KILLS_ITSELF, "it was stopped by SIGKILL"),
    ],
)
def test_the_reason_is_the_last_line_the_code_or_the_signal(module, tmp_path, code, reason):
    assert failure_of(module(code), tmp_path) == reason


def test_a_child_ends_with_its_parent(module, tmp_path):
    arguments = f"{module(OUTLIVES_ITS_PARENT)!r}, {str(tmp_path)!r}"
    code = f"from index.storage.child_process import failure_of; failure_of({arguments})"
    parent = subprocess.Popen([sys.executable, "-c", code])
    while not (tmp_path / "started").exists():
        assert parent.poll() is None
        time.sleep(0.01)
    parent.kill()
    parent.wait()
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
    assert not (tmp_path / "outlived").exists()
