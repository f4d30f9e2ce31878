"""As a process of its own: what it is started with is the matter."""

import json
import subprocess
import sys

import pytest

from tests.support.paths import ROOT

START = "from bot.runtime.standard_streams import prepare_standard_streams as prepare; prepare(); "


def run(code, closing="", **environment):
    command = f'exec "{sys.executable}" -c "$0" {closing}'
    return subprocess.run(
        ["/bin/sh", "-c", command, START + code],
        env={"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("encoding", "printed"),
    [("ascii", rb"caf\xe9 \u4e2d"), ("gbk", "café 中".encode("gbk")), ("utf-8", "café 中".encode())],
)
def test_what_an_encoding_lacks_is_written_as_an_escape(encoding, printed):
    done = run("print('caf\\u00e9 \\u4e2d')", PYTHONIOENCODING=encoding)
    assert (done.stdout, done.stderr, done.returncode) == (printed + b"\n", b"", 0)


@pytest.mark.parametrize("closing", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_no_file_takes_the_number_of_a_closed_stream(closing, tmp_path):
    file = tmp_path / "kept"
    use = f"file = open({str(file)!r}, 'w'); print(1, flush=True); print(file.fileno() > 2, file=file)"
    done = run(use, closing)
    assert (file.read_text(), done.returncode) == ("True\n", 0)


def test_json_is_json_in_every_encoding():
    done = run(
        "from bot.cli.options import print_json; print_json(dict(quote='caf\\u00e9 \\u4e2d'))", PYTHONIOENCODING="ascii"
    )
    assert done.stdout.isascii()
    assert json.loads(done.stdout) == {"quote": "café 中"}
