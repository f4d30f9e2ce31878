"""Make a virtual environment of what a lock file lists, and of a package: environment.py FOLDER LOCK PACKAGE ...

Every file is checked against its hash. uv installs in seconds what takes pip a minute; pip does where uv cannot, since
uv is told only two of its settings. A failure is one line with the next step; run again, it goes on.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_UV_LOCK = Path(__file__).resolve().parent.parent / "requirements-uv.lock"
_PIP_INSTALL = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
# pip's RECORD is written last: without it, the environment was interrupted in the making.
_IS_WHOLE = """
import sys
from importlib.metadata import files
sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14) or not files("pip"))
"""
# Settings of pip, and what uv calls them.
_SETTINGS = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
_FULL = r"(Errno|os error) (28|122)\b"
# Looked for in what the tools print, in this order. Errors by their number: the words depend on the language.
_REASONS = {
    _FULL: "a disk is full; free 1 GB for {folder}, {temporary} and {home}/.cache",
    r"Errno (1|13|30)\b": "{folder} cannot be written; copy the clone to where you can write",
    r"No module named '?(ensurepip|venv)": "this Python lacks venv; on Debian or Ubuntu: apt install {python}-venv",
    r"PATH separator": "no environment can be in a folder with a colon in its name; rename it",
    r"DO NOT MATCH THE HASHES": "a file is not the one that the lock file lists; use another package index",
    r"connection broken|timed out|Max retries": "no package index answers; look at the network and at: pip config list",
}


class InstallError(Exception):
    """What is missing is the user's to provide; the message ends with a line that says the next step."""


def update(folder: Path, lock: Path, package: list[str]) -> None:
    """Make the environment unless it is there, and install what the lock lists, then the package.

    Raises:
        InstallError: Something could not be made or installed.
    """
    python, stamp, place = str(folder / "bin" / "python"), folder / ".installed", str(folder.resolve())
    is_there = _output([python, "-c", _IS_WHOLE]) is not None
    if not is_there:
        _make(folder)
    # Cut short last time, or moved since, so that its scripts look for Python where it was.
    is_doubtful = is_there and not (stamp.exists() and stamp.read_text("utf-8").strip() == place)
    stamp.unlink(missing_ok=True)
    _say(f"Installing what {lock.name} lists into {folder}, every file checked against its hash ...")
    hindrance = _install_by_uv(folder, lock, is_doubtful)
    if hindrance:
        _say(f"uv cannot install it here ({hindrance}); pip does, in a minute or two ...")
        again = ["--force-reinstall"] * is_doubtful
        _run_or_stop([python, *_PIP_INSTALL, "--require-hashes", *again, "-r", str(lock)], folder)
    ours = ["--no-deps", "--no-build-isolation", "--force-reinstall", *package]
    _run_or_stop([python, *_PIP_INSTALL, *ours], folder)
    stamp.write_text(place + "\n", "utf-8")


def _make(folder: Path) -> None:
    """Make it with this Python; what is left of an interrupted or lost one goes, and nothing that is beside it."""
    _say(f"Making a virtual environment in {folder} with {sys.executable} ...")
    if (folder / "pyvenv.cfg").exists():
        for name in ("bin", "include", "lib"):
            shutil.rmtree(folder / name, ignore_errors=True)
    _run_or_stop([sys.executable, "-m", "venv", "--without-pip", str(folder)], folder)
    _run_or_stop([str(folder / "bin" / "python"), "-Im", "ensurepip", "--default-pip"], folder)  # venv hides its errors


def _install_by_uv(folder: Path, lock: Path, is_doubtful: bool) -> str:
    """Install what the lock lists by a uv that is gone afterwards; return what hindered it, nothing where it did."""
    python = str(folder / "bin" / "python")
    listed = _output([python, "-m", "pip", "config", "list"]) or ""
    # Backwards, since those of the environment come first and win.
    settings = re.findall(r"(?m)^\S+\.([\w-]+)='(.+)'$", listed)[::-1]
    environment = {_SETTINGS[name]: value for name, value in settings if name in _SETTINGS}
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        wheel = ["--require-hashes", "--only-binary", ":all:", "--target", scratch, "-r", str(_UV_LOCK)]
        code, output = _run([python, *_PIP_INSTALL, "--retries", "1", *wheel])
        if code == 0:
            again = ["--reinstall"] * is_doubtful
            install = ["pip", "install", "--python", python, "--require-hashes", *again, "-r", str(lock)]
            code, output = _run([str(Path(scratch, "bin", "uv")), *install], environment)
    if re.search(_FULL, output):
        raise InstallError(_reason(output, folder))
    told = [line.strip() for line in output.splitlines() if line.strip() and not line.startswith("hint")]
    return (told or ["it says nothing"])[-1] if code else ""


def _run_or_stop(command: list[str], folder: Path) -> None:
    code, output = _run(command)
    if code:
        whole = (
            f"{' '.join(command)}\n{output[-2000:].rstrip()}\nquotebot: the command above failed with exit code {code}"
        )
        raise InstallError(_reason(output, folder) or whole)


def _reason(output: str, folder: Path) -> str | None:
    """Return what went wrong and what to do, if that is known."""
    for pattern, reason in _REASONS.items():
        if re.search(pattern, output):
            python = f"python3.{sys.version_info.minor}"
            places = {"folder": folder.resolve(), "temporary": tempfile.gettempdir(), "home": Path.home()}
            return "quotebot: " + reason.format(python=python, **places)
    return None


def _run(command: list[str], settings: dict[str, str] | None = None) -> tuple[int, str]:
    """Return the exit code and all that was printed; a terminal shows on one line what is being downloaded."""
    environment = (settings or {}) | os.environ  # noqa: TID251 - the bot's settings are not installed yet
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    printed = []
    try:
        with subprocess.Popen(command, env=environment, text=True, errors="replace", **pipes) as process:  # noqa: S603
            for line in process.stdout:
                printed.append(line)
                if line.lstrip().startswith("Downloading"):
                    _show(line.strip())
    except OSError as error:
        return 1, str(error)
    _show("")
    return process.returncode, "".join(printed)


def _output(command: list[str]) -> str | None:
    """Return what a command prints, None where it fails or is not there."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _show(line: str) -> None:
    """Put a line in the place of the one that was shown before, on a terminal."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\033[K{line[:79]}")
        sys.stdout.flush()


if __name__ == "__main__":
    try:
        update(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
    except InstallError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(_reason(str(error), Path(sys.argv[1])) or f"quotebot: {error}")
    except KeyboardInterrupt:
        sys.exit("quotebot: interrupted; the same command goes on from here")
