"""What makes the environment of `make` and of the image, on machines that lack something; pip and uv are played."""

import os
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.support.command_line import ROOT

LOCK = ROOT / "requirements.lock"
INSTALLING = "Installing what requirements.lock lists into {folder}, every file checked against its hash ...\n"
# A Python whose pip has a uv to give and can install nothing; both write down what they are asked.
PYTHON = """#!/bin/sh
log() {{ echo "$*" >> "{folder}/asked"; }}
case "$*" in
    -c*) exit ;;
    *"config list") printf "%s\\n" {settings}; exit ;;
    *--target*) {fetch} ;;
esac
log "pip $*"
{pip}
"""
GET_UV = """while [ "$1" != --target ]; do shift; done
    mkdir "$2/bin"; cp "{folder}/uv" "$2/bin/uv"; exit"""
SETTINGS = ("global.cert='/ca.pem'", "global.index-url='https://mirror.example/simple'", "global.timeout='9'")
UV = '#!/bin/sh\necho "uv $UV_DEFAULT_INDEX $SSL_CERT_FILE: $*" >> "{folder}/asked"\n{uv}\n'


def write_program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def folder(tmp_path):
    """An environment in a folder whose name needs quoting."""
    return tmp_path / "a clone, 克隆" / ".venv"


def update(folder, package="."):
    command = [sys.executable, ROOT / "deploy" / "environment.py", folder, LOCK, package]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "SSL_"))}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def play(folder, *, fetch=GET_UV, uv="", pip="", settings=SETTINGS):
    """Put a played Python into the environment, and what its pip and uv do into their mouths."""
    names = {"folder": folder, "settings": shlex.join(settings)}
    write_program(folder / "bin" / "python", PYTHON.format(fetch=fetch.format(**names), pip=pip, **names))
    write_program(folder / "uv", UV.format(uv=uv, **names))
    (folder / ".installed").write_text(f"{folder}\n")


def asked(folder):
    """Return what pip and uv were asked to do, without the options that pip always gets."""
    pip = "-m pip install --disable-pip-version-check --no-input "
    return [line.replace(pip, "").replace(str(folder), ".venv") for line in (folder / "asked").read_text().splitlines()]


UV_ASKED = f"uv https://mirror.example/simple /ca.pem: pip install --python .venv/bin/python --require-hashes -r {LOCK}"
OURS_ASKED = "pip --no-deps --no-build-isolation --force-reinstall ."


def test_uv_installs_the_lock_from_pips_index_and_leaves_nothing_behind(folder):
    play(folder)
    before = sorted(folder.iterdir())
    assert update(folder) == (0, INSTALLING.format(folder=folder), "")
    assert asked(folder) == [UV_ASKED, OURS_ASKED]
    assert sorted(folder.iterdir()) == sorted([*before, folder / "asked"])
    assert (folder / ".installed").read_text() == f"{folder}\n"


def test_what_the_environment_tells_pip_wins(folder):
    play(folder, settings=(":env:.index-url='https://other.example/simple'", *SETTINGS))
    assert update(folder)[0] == 0
    assert asked(folder)[0] == UV_ASKED.replace("mirror", "other")


@pytest.mark.parametrize(
    ("roles", "reason", "tried"),
    [
        ({"fetch": "echo no uv for this machine; exit 1"}, "no uv for this machine", []),
        (
            {"uv": "echo error: no way; echo '  cause: refused'; echo; echo 'hint: think'; exit 1"},
            "cause: refused",
            [UV_ASKED],
        ),
    ],
)
def test_pip_installs_the_same_where_uv_cannot_and_says_why(folder, roles, reason, tried):
    play(folder, **roles)
    pip_notice = f"uv cannot install it here ({reason}); pip does, in a minute or two ...\n"
    assert update(folder) == (0, INSTALLING.format(folder=folder) + pip_notice, "")
    assert asked(folder) == [*tried, f"pip --require-hashes -r {LOCK}", OURS_ASKED]


@pytest.mark.parametrize("stamp", [None, "/elsewhere/.venv\n"])
def test_what_was_interrupted_or_moved_is_installed_again(folder, stamp):
    play(folder)
    (folder / ".installed").unlink()
    if stamp:
        (folder / ".installed").write_text(stamp)
    assert update(folder)[0] == 0
    assert asked(folder) == [UV_ASKED.replace(" -r ", " --reinstall -r "), OURS_ASKED]


@pytest.mark.parametrize(
    ("printed", "expected_error"),
    [
        ("OSError: [Errno 28] 设备上没有空间", "a disk is full; free 1 GB for {folder}, "),
        ("OSError: [Errno 30] Read-only file system", "{folder} cannot be written; copy the clone to where you can"),
        ("after connection broken by NewConnectionError", "no package index answers; look at the network and at: pip "),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES",
            "a file is not the one that the lock file lists; use another",
        ),
    ],
)
def test_what_is_the_users_to_mend_is_one_line_and_nothing_counts_as_installed(folder, printed, expected_error):
    play(folder, fetch="exit 1", pip=f"echo '{printed}'; exit 1")
    code, _, errors = update(folder)
    assert (code, errors.count("\n")) == (1, 1)
    assert errors.startswith("quotebot: " + expected_error.format(folder=folder))
    assert not (folder / ".installed").exists()


def test_a_full_disk_is_not_tried_twice(folder):
    play(folder, uv="echo 'cause: No space left on device (os error 28)'; exit 1")
    code, _, errors = update(folder)
    assert (code, errors.split(";")[0]) == (1, "quotebot: a disk is full")
    assert asked(folder) == [UV_ASKED]


def test_any_other_failure_is_told_whole(folder):
    play(folder, pip="echo ERROR: something new; exit 3")
    code, _, errors = update(folder)
    assert (code, errors.splitlines()[-2:]) == (
        1, ["ERROR: something new", "quotebot: the command above failed with exit code 3"]
    )  # fmt: skip


def test_an_interrupted_run_says_how_to_go_on(folder):
    play(folder, pip="kill -INT $PPID; sleep 1")
    assert update(folder)[0::2] == (1, "quotebot: interrupted; the same command goes on from here\n")
    assert not (folder / ".installed").exists()


def test_a_half_made_environment_is_made_again_beside_what_is_the_users(folder, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setattr(sys.modules[__name__], "LOCK", folder.parent / "requirements.lock")
    (folder / "bin").mkdir(parents=True)
    LOCK.write_text("")
    (folder / "pyvenv.cfg").write_text(f"home = {Path(sys._base_executable).parent}\n")
    (folder / "bin" / "python").symlink_to(sys._base_executable)
    (folder / ".env").write_text("DISCORD_TOKEN=\n")
    with zipfile.ZipFile(folder.parent / "jars-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("jars.py", "price = 3\n")
        wheel.writestr("jars-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: jars\nVersion: 1\n")
        wheel.writestr("jars-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("jars-1.dist-info/RECORD", "jars.py,,\n")
    assert update(folder, folder.parent / "jars-1-py3-none-any.whl")[0::2] == (0, "")
    command = [folder / "bin" / "python", "-c", "import jars; print(jars.price)"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "3\n"
    assert (folder / ".env").read_text() == "DISCORD_TOKEN=\n"


def find_python(path, *arguments):
    command = ["/bin/sh", ROOT / "deploy" / "python.sh", *arguments]
    done = subprocess.run(command, env={"PATH": str(path)}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def path(tmp_path):
    """A path on which python3 is too old and a name leads nowhere, as pyenv's do."""
    write_program(
        tmp_path / "bin" / "python3", "#!/bin/sh\ncase $1 in --version) echo Python 3.9.2;; *) exit 1; esac\n"
    )
    write_program(tmp_path / "bin" / "python3.14", "#!/bin/sh\nexit 127\n")
    return tmp_path / "bin"


def test_the_newest_python_that_fits_is_taken_where_python3_is_too_old(path):
    for name in ("python3.12", "python3.11"):
        write_program(path / name, "#!/bin/sh\n")
    assert find_python(path) == (0, f"{path}/python3.12\n", "")
    assert find_python(path, "python3.11") == (0, f"{path}/python3.11\n", "")


@pytest.mark.parametrize(
    ("arguments", "python_found"),
    [([], "python3 is Python 3.9.2"), (["python3.13"], "python3.13 is not there")],
)
def test_where_no_python_fits_the_line_says_which_one_does(path, arguments, python_found):
    python_found = (
        f"quotebot: needs Python 3.11 to 3.14, and {python_found}; install one, then: make PYTHON=python3.13 demo\n"
    )
    assert find_python(path, *arguments) == (1, "", python_found)


def test_make_stops_at_that_line(path, tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    for name in ("requirements.lock", "requirements-uv.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    for tool in ("sh", "cat", "rm", "test"):
        (path / tool).symlink_to(shutil.which(tool))
    make = [shutil.which("make"), "demo"]
    done = subprocess.run(make, cwd=tmp_path, env={"PATH": str(path)}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("quotebot: needs Python 3.11 to 3.14, and python3 is Python 3.9.2; install one, ")
    assert not (tmp_path / ".venv").exists()


def test_all_say_the_same_pythons():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.15"
    for file in ("deploy/environment.py", "deploy/python.sh"):
        assert (ROOT / file).read_text("utf-8").count("(3, 11) <= sys.version_info[:2] <= (3, 14)") == 1
    for file in ("README.md", "deploy/README.md", "deploy/python.sh"):
        assert "Python 3.11 to 3.14" in (ROOT / file).read_text("utf-8")
