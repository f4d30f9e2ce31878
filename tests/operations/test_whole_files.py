import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.cli.corpus_folder import append_sources
from bot.operations.turns_files import write_turns_file
from index.errors import StorageError
from index.storage.lock import folder_lock
from index.whole_files import write_whole

BEFORE = "# as it was\n"


@contextmanager
def no_file_longer_than(size_bytes: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_a_link_goes_on_leading_where_it_leads_and_who_may_read_it_stays(tmp_path):
    shared, corpus = tmp_path / "shared", tmp_path / "corpus"
    for folder in (shared, corpus):
        folder.mkdir()
    (shared / "sources.toml").write_text("[talk]\n")
    (shared / "sources.toml").chmod(0o660)
    (corpus / "sources.toml").symlink_to(shared / "sources.toml")
    append_sources(corpus, {"tea": {"link": False}})
    assert (corpus / "sources.toml").is_symlink()
    assert (shared / "sources.toml").read_text() == "[talk]\n\n[tea]\nlink = false\n"
    assert (shared / "sources.toml").stat().st_mode & 0o777 == 0o660
    assert sorted(contents(corpus)) == ["sources.toml"]


def test_what_the_disk_does_not_take_leaves_all_as_it_was_and_nothing_beside_it(tmp_path):
    file = tmp_path / "talk.turns.toml"
    file.write_text(BEFORE)
    with no_file_longer_than(100), pytest.raises(StorageError) as refused:
        write_turns_file(file, "x" * 1000, BEFORE)
    assert str(refused.value) == (
        f"cannot write {file} (File too large); allow larger files (ulimit -f), and run this again"
    )
    assert contents(tmp_path) == {"talk.turns.toml": BEFORE, "talk.turns.toml~": BEFORE}


def test_what_was_kept_beside_a_turns_file_stays_where_it_cannot_be_replaced(tmp_path):
    file, kept = tmp_path / "talk.turns.toml", tmp_path / "talk.turns.toml~"
    file.write_text("y" * 1000)
    kept.write_text(BEFORE)
    with no_file_longer_than(100), pytest.raises(StorageError):
        write_turns_file(file, "x", "y" * 1000)
    assert contents(tmp_path) == {"talk.turns.toml": "y" * 1000, "talk.turns.toml~": BEFORE}


def test_a_folder_whose_disk_is_full_keeps_no_lock(tmp_path):
    with no_file_longer_than(0), pytest.raises(OSError, match="File too large"), folder_lock(tmp_path, str):
        pass
    assert contents(tmp_path) == {}


def test_a_file_is_made_with_its_folder(tmp_path):
    write_whole(tmp_path / "new" / "file", b"content")
    assert contents(tmp_path / "new") == {"file": "content"}


def test_what_is_noted_of_a_file_is_noted_when_nothing_is_left_to_fail_and_before_it_changes(tmp_path):
    file, seen = tmp_path / "file", []
    file.write_text(BEFORE)
    write_whole(file, b"after", lambda: seen.append(contents(tmp_path)))
    assert (seen, contents(tmp_path)) == ([{"file": BEFORE, ".file.new": "after"}], {"file": "after"})
    with no_file_longer_than(100), pytest.raises(OSError, match="File too large"):
        write_whole(file, b"x" * 1000, lambda: seen.append("noted"))
    assert len(seen) == 1


@pytest.mark.parametrize("text", ["after", ""])
def test_what_cannot_be_noted_does_not_change(tmp_path, text):
    file = tmp_path / "talk.turns.toml"
    file.write_text(BEFORE)

    def refuse():
        raise StorageError("the log cannot be written")

    with pytest.raises(StorageError, match="the log cannot be written"):
        write_turns_file(file, text, BEFORE, refuse)
    assert contents(tmp_path) == {"talk.turns.toml": BEFORE, "talk.turns.toml~": BEFORE}
    write_turns_file(file, text, BEFORE, lambda: None)
    assert contents(tmp_path).get("talk.turns.toml", "") == text
