"""What was read before is not read again, unless anything that its reading depends on is another."""

from dataclasses import dataclass

import pytest

from index.corpus.documents import CorpusFiles, find_documents, read_documents
from index.extraction import corpus_hash, extract_corpus
from index.file_extraction import extract_files
from index.reading_cache import kept_readings, open_reading_cache
from tests.support.fakes import write_corpus
from tests.support.two_interviews import BEES, INTERVIEWS, SOURCES, SPEAKERS

READ = []


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingFiles(CorpusFiles):
    """Notes in READ which files are read."""

    def read(self, file):
        READ.append(file.name)
        return CorpusFiles.read(self, file)


@pytest.fixture
def folder(tmp_path):
    return write_corpus(tmp_path / "seeds", INTERVIEWS)


def extract(folder, progress=lambda done, total: None):
    """Return what the folder comes to, and what was read for that."""
    found = find_documents([folder])
    files = CountingFiles(files=found.files, rosters=found.rosters, listings=found.listings, failures=found.failures)
    READ.clear()
    with open_reading_cache(folder.parent / "readings.sqlite") as cache:
        return extract_files(files, cache, progress), list(READ)


def test_what_has_not_changed_is_not_read_again_and_comes_to_the_same(folder):
    first, read = extract(folder)
    again, read_again = extract(folder)
    assert (read, read_again) == (["bees.txt", "tea.txt"], [])
    assert again == first == extract_corpus(read_documents([folder]))
    assert [quote.pieces for quote in again.quotes] == [quote.pieces for quote in first.quotes]
    assert (len(again.quotes), again.corpus_hash) == (13, corpus_hash(read_documents([folder])))


@pytest.mark.parametrize(
    ("file", "content", "read"),
    [
        ("bees.txt", BEES.replace("thirty", "forty") + "\nTom Reed: Thank you.\n", ["bees.txt"]),
        ("sources.toml", SOURCES.replace("Bees above the city", "Bees"), ["bees.txt"]),
        ("tea.turns.toml", "printed_labels = true\n", ["tea.txt"]),
        ("speakers.toml", SPEAKERS + '\n["赵明"]\naliases = ["小赵"]\n', ["bees.txt", "tea.txt"]),
        ("new.txt", BEES.replace("bees", "wasps"), ["new.txt"]),
    ],
)
def test_what_has_changed_is_read_again_and_nothing_else(folder, file, content, read):
    extract(folder)
    (folder / file).write_text(content, encoding="utf-8")
    if file == "new.txt":
        listed = SOURCES + '\n[new]\nlink = "https://example.com/new"\nhosts = ["Tom Reed"]\nguests = ["Mara Field"]\n'
        (folder / "sources.toml").write_text(listed, encoding="utf-8")
    extraction, read_again = extract(folder)
    assert read_again == read
    assert extraction == extract_corpus(read_documents([folder]))


def test_where_reading_is_interrupted_the_next_time_goes_on_there(folder):
    def interrupt(done, total):
        assert total == 2
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract(folder, interrupt)
    assert READ == ["bees.txt"]
    assert extract(folder)[1] == ["tea.txt"]


def test_an_interview_that_is_removed_is_forgotten(folder):
    extract(folder)
    (folder / "tea.txt").rename(folder.parent / "tea.txt")
    assert [quote.language for quote in extract(folder)[0].quotes] == ["en"] * 7
    (folder.parent / "tea.txt").rename(folder / "tea.txt")
    assert extract(folder)[1] == ["tea.txt"]


def test_what_nothing_is_taken_from_is_named_each_time_and_read_once(folder):
    (folder / "tea.txt").write_text("这里没有人说话。\n" * 3, encoding="utf-8")
    (first, read), (again, read_again) = extract(folder), extract(folder)
    assert (read, read_again) == (["bees.txt", "tea.txt"], [])
    assert list(first.failures) == ["tea"]
    assert again.failures == first.failures == extract_corpus(read_documents([folder])).failures


def test_what_cannot_be_read_is_named_with_its_file(folder):
    (folder / "tea.txt").write_bytes(b"\xff\xfe\x00")
    extraction, _ = extract(folder)
    assert list(extraction.failures) == [str(folder / "tea.txt")]
    assert extraction == extract_corpus(read_documents([folder]))


def test_how_far_reading_is_is_told(folder):
    steps = []
    extract(folder, lambda *step: steps.append(step))
    assert steps == [(0, 2), (1, 2), (2, 2)]


def look_up(folder):
    """Return what the folder comes to without keeping it, and what was read for that."""
    found = find_documents([folder])
    files = CountingFiles(files=found.files, rosters=found.rosters, listings=found.listings, failures=found.failures)
    READ.clear()
    with kept_readings(folder.parent / "readings.sqlite") as readings:
        return extract_files(files, readings, lambda done, total: None), list(READ)


def test_a_look_at_what_was_read_changes_nothing(folder):
    readings = folder.parent / "readings.sqlite"
    without, read_without = look_up(folder)
    assert (read_without, readings.exists()) == (["bees.txt", "tea.txt"], False)
    kept, _ = extract(folder)
    (folder / "tea.txt").unlink()
    before = readings.read_bytes()
    changed, read = look_up(folder)
    assert (without, read, [own.source.id for own in changed.interviews]) == (kept, [], ["bees"])
    assert readings.read_bytes() == before


def test_what_was_read_and_is_damaged_is_read_again(folder):
    kept, _ = extract(folder)
    (folder.parent / "readings.sqlite").write_bytes(b"no database")
    assert look_up(folder) == (kept, ["bees.txt", "tea.txt"])
