"""How many threads a real process starts for its libraries, and the processes that it starts."""

import os
import subprocess
import sys

import pytest

from index.processor_limits import visible_processors
from tests.support.needs import LINUX
from tests.support.paths import ROOT

_TASKS = "len(os.listdir('/proc/self/task'))"
# As `quotebot --help` begins; by then numpy is loaded, and OpenBLAS has the threads that it will have.
_COUNT = f"""
import contextlib, io, os, subprocess, sys
from bot.__main__ import main
sys.argv = ["quotebot", "--help"]
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    main()
assert "numpy" in sys.modules
child = "import numpy, os; print({_TASKS})"
print({_TASKS}, subprocess.check_output([sys.executable, "-c", child], text=True).strip())
"""


@LINUX.mark()
@pytest.mark.parametrize(("environment", "threads"), [({}, 1), ({"OPENBLAS_NUM_THREADS": "2"}, 2)])
def test_numpy_has_one_thread_unless_the_operator_says_otherwise(environment, threads):
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    counted = subprocess.check_output([sys.executable, "-c", _COUNT], cwd=ROOT, env=kept | environment, text=True)
    assert counted.split() == [str(min(threads, visible_processors()))] * 2
