import re
from pathlib import Path

from tests.support.needs import ALL, not_run


def test_no_test_is_skipped_but_for_what_is_known_to_be_needed():
    files = Path(__file__).parent.parent.rglob("test_*.py")
    marked = re.compile(r"pytest(?:\.mark)?\.(?:skip|skipif|importorskip|xfail)\b")
    assert [file.name for file in files if file != Path(__file__) and marked.search(file.read_text("utf-8"))] == []
    assert len({need.reason for need in ALL}) == len(ALL)


def test_one_line_says_what_was_not_run_and_how_it_would_be():
    assert not_run(["needs Chromium", "needs caddy", "needs Chromium", "no luck"]) == (
        "Not run here: 2 tests that need Chromium (apt-get install chromium), "
        "1 test that needs caddy (apt-get install caddy), 1 test (no luck)."
    )


def test_where_everything_was_run_nothing_is_said():
    assert not_run([]) == ""
