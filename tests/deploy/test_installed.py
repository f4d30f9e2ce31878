"""What the image and the unit do, done here: the program is installed, started in empty folders, and asked."""

import asyncio
import os
import shutil
import subprocess
import sys

import pytest

from bot.runtime.http_server import health_app, serve_http
from bot.runtime.metrics import Metrics
from tests.support.command_line import ROOT
from tests.support.fakes import write_corpus
from tests.support.needs import LINUX
from tests.support.two_interviews import INTERVIEWS

pytestmark = LINUX.mark()
# Nothing of this process but where packages come from.
CLEAN = {"PATH": "/usr/bin:/bin"} | {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
BASE_PYTHON = sys._base_executable


def contents(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def install(target, **settings):
    environment = CLEAN | {"HOME": str(target.parent), "PYTHON": BASE_PYTHON} | settings
    return subprocess.run(
        [ROOT / "deploy" / "install.sh", target],
        cwd=target.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )


def start(program, folder, *arguments, **environment):
    command = [program / "start.sh", *arguments]
    return subprocess.run(command, cwd=folder, env=CLEAN | environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The program as the image has it, by pip; packages of the lock that are here already are not installed again."""
    target = tmp_path_factory.mktemp("install") / "quotebot"
    subprocess.run([BASE_PYTHON, "-m", "venv", "--without-pip", target], check=True)
    [packages] = target.glob("lib/python*/site-packages")
    (packages / "here.pth").write_text("\n".join(path for path in sys.path if path.endswith("site-packages")))
    (target / ".installed").write_text(f"{target.resolve()}\n")
    install(target, PIP_NO_INDEX="1")
    return target


@pytest.fixture
def program(installed, tmp_path):
    """The installed program with two short interviews as those that come with it."""
    program = tmp_path / "program"
    (program / "bin").mkdir(parents=True)
    shutil.copy(installed / "start.sh", program)
    shutil.copy(installed / "bin" / "quotebot", program / "bin")
    write_corpus(program / "seeds", INTERVIEWS)
    return program


@pytest.fixture
def script(tmp_path):
    """The script that starts the program, and in the program's place one that says what it is told."""
    program = tmp_path / "program"
    (program / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "start.sh", program)
    (program / "bin" / "quotebot").write_text('#!/bin/sh\necho "$@"\n')
    (program / "bin" / "quotebot").chmod(0o755)
    write_corpus(program / "seeds", INTERVIEWS)
    return program


@pytest.fixture
def data(tmp_path):
    """An empty volume."""
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def test_what_is_installed_needs_nothing_of_the_clone(installed):
    code = "import bot, index, psycopg; print(bot.__file__, index.__file__)"
    run = subprocess.run([installed / "bin" / "python", "-c", code], cwd="/", env=CLEAN, capture_output=True, text=True)
    [packages] = installed.glob("lib/python*/site-packages")
    assert run.stdout.split() == [str(packages / part / "__init__.py") for part in ("bot", "index")]
    assert contents(installed / "seeds") == contents(ROOT / "seeds")


@pytest.mark.slow
def test_everything_is_installed_from_the_lock_alone(tmp_path):
    install(tmp_path / "quotebot")
    environment = CLEAN | {"QUOTEBOT_SEEDS": str(ROOT / "seeds"), "QUOTEBOT_DATA": str(tmp_path / "data")}
    for command, code in (("index", 0), ("verify", 0), ("doctor", 0)):
        done = subprocess.run([tmp_path / "quotebot" / "start.sh", command], cwd=tmp_path, env=environment, check=False)
        assert done.returncode == code


def test_a_first_start_takes_the_interviews_along_and_answers_from_them(program, data):
    assert start(program, data, "index").returncode == 0
    assert contents(data / "seeds") == contents(program / "seeds")
    doctor = start(program, data, "doctor")
    assert [line.split()[0] for line in doctor.stdout.splitlines()] == ["ok", "ok", "ok", "ok", "ok", "note"]
    answer = start(program, data, "ask", "How do you set the price of a jar?")
    assert answer.stdout.startswith("\n  ▎ We set the price so that a school teacher can afford a jar every month")


def test_a_second_start_leaves_what_was_changed(script, data):
    assert start(script, data, "serve", "slack").stdout == "serve slack\n"
    (data / "seeds" / "tea.txt").unlink()
    (data / "seeds" / "mine.txt").write_text("Ada: mine\n")
    before = contents(data)
    assert start(script, data, "serve", "slack").stdout == "serve slack\n"
    assert contents(data) == before


def test_a_restore_finds_an_empty_folder(script, data):
    assert start(script, data, "restore", "backup").stdout == "restore backup\n"
    assert contents(data) == {}


def test_of_starts_at_the_same_moment_one_brings_the_interviews(script, data):
    starts = [subprocess.Popen([script / "start.sh"], cwd=data, env=CLEAN, stdout=subprocess.PIPE) for _ in range(16)]
    assert [(process.communicate()[0], process.returncode) for process in starts] == [(b"\n", 0)] * 16
    assert [file.name for file in data.iterdir()] == ["seeds"]
    assert contents(data / "seeds") == contents(script / "seeds")


def test_a_folder_that_cannot_be_written_is_named_with_the_fix(script, data):
    run = start(script, data, QUOTEBOT_SEEDS="/proc/seeds")
    user = os.geteuid()
    fix = f"give the folder to user {user}: chown {user} FOLDER"
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.splitlines()[-1] == f"quotebot: cannot write beside /proc/seeds; {fix}"


def test_the_health_check_asks_whether_the_bot_is_alive_or_ready():
    async def why_not_ready():
        return "no events come from Slack"

    async def checks():
        runner = await serve_http(health_app(why_not_ready, Metrics()), "127.0.0.1", 0)
        port = runner.addresses[0][1]
        verdicts = [await check(port), await check(port, str(port)), await check(1, str(port), "/readyz")]
        await runner.cleanup()
        return [*verdicts, await check(port)], port

    async def check(own_port, *arguments):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, ROOT / "deploy" / "alive.py", *arguments),
            env={"QUOTEBOT_HTTP_PORT": str(own_port)},
            stderr=asyncio.subprocess.PIPE,
        )
        said = (await process.communicate())[1].decode()
        return process.returncode, said

    verdicts, port = asyncio.run(checks())
    gone = f"nothing answers on port {port}: [Errno 111] Connection refused\n"
    assert verdicts == [(0, ""), (0, ""), (1, "no events come from Slack\n"), (1, gone)]


def test_the_health_check_is_what_runs_from_the_image(installed):
    assert contents(installed)["alive.py"] == (ROOT / "deploy" / "alive.py").read_bytes()
    assert (installed / "start.sh").stat().st_mode & 0o777 == 0o755
