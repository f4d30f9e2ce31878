import json
import os
import shutil
from pathlib import Path

import pytest

from index.build import build_index
from index.corpus.documents import read_documents
from index.domain import Person
from index.errors import (
    BuildRunningError,
    CorpusError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    StorageError,
)
from index.extraction import corpus_hash
from index.search import Searcher
from index.search.everyday_questions import everyday_questions
from index.storage.generations import collect, current_name, forget_before, read_current, withdraw
from index.storage.lock import build_lock
from tests.support.fakes import CountingEmbedder, HashEmbedder, HereHome, write_corpus
from tests.support.paths import SEEDS

TALK = """\
Ada: Small models cost less to run than large ones. They answer faster too, on a machine that you own.

Bob: Why do customers prefer small models?

Ada: Because a small model does one task well and nobody pays for what it cannot do.

Bob: And what about data?

Ada: Data is what other companies cannot copy, so we look after it before anything else.
"""
SOURCES = '[talk]\ntitle = "A talk"\nlink = "https://example.com/talk"\nhosts = ["Bob"]\nguests = ["Ada"]\n'


def build(seeds, data):
    return build_index(read_documents([seeds]), HashEmbedder(), HereHome(data))


@pytest.fixture(scope="module")
def built_twice(tmp_path_factory):
    """A data folder with two generations of a talk, made once; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("built")
    seeds = write_corpus(folder / "seeds", {"talk.txt": TALK, "sources.toml": SOURCES})
    (seeds / "talk.txt").write_text(TALK.replace("Data is", "Data were"))
    build(seeds, folder / "data")
    (seeds / "talk.txt").write_text(TALK)
    build(seeds, folder / "data")
    return folder


@pytest.fixture
def seeds(tmp_path):
    return write_corpus(tmp_path / "seeds", {"talk.txt": TALK, "sources.toml": SOURCES})


@pytest.fixture
def data(tmp_path, built_twice):
    return shutil.copytree(built_twice / "data", tmp_path / "data")


@pytest.fixture
def no_data(tmp_path):
    return tmp_path / "data"


def texts(generation):
    return [quote.text for quote in generation.quotes]


def folders(data):
    return sorted(folder.name for folder in (data / "generations").iterdir())


def test_what_was_built_is_read_back(seeds, no_data):
    report = build_index(read_documents([seeds]), HashEmbedder(), no_data)
    generation = read_current(no_data)
    assert report.quote_count == len(generation.quotes) == 3
    assert (
        texts(generation)[-1] == "Data is what other companies cannot copy, so we look after it before anything else."
    )
    assert generation.stamp.pop("quote_ids")
    assert generation.stamp == {
        **{"schema": 11, "chromadb": "1.5.9", "embedder": "hash-64", "dim": 64, "quotes": 3},
        "corpus": corpus_hash(read_documents([seeds])),
    }
    assert dict(report.sources[0].turns) == {"Ada": 3, "Bob": 2}


def test_people_keep_what_they_are_listed_as_before_what_interviews_say(seeds, no_data):
    (seeds / "talk.txt").write_text(f"Host: Bob, partner at Oak\nGuest: Ada Lin, CEO of Acorn\n\n{TALK}")
    listed = '["Ada"]\naliases = ["Ada Lin"]\nroles = ["founder of Acorn"]\n["Zoe"]\nroles = ["CFO of Acorn"]\n'
    (seeds / "speakers.toml").write_text(listed)
    build(seeds, no_data)
    generation = read_current(no_data)
    ada = Person(name="Ada", aliases=("Ada Lin",), roles=("founder of Acorn", "CEO of Acorn"))
    assert generation.people == {"Ada": ada}
    assert generation.others == {"Zoe": Person(name="Zoe", roles=("CFO of Acorn",))}


def test_another_role_makes_another_generation(seeds, no_data):
    before = corpus_hash(read_documents([seeds]))
    (seeds / "speakers.toml").write_text('["Ada"]\n')
    without = corpus_hash(read_documents([seeds]))
    (seeds / "speakers.toml").write_text('["Ada"]\nroles = ["CEO of Acorn"]\n')
    assert len({before, without, corpus_hash(read_documents([seeds]))}) == 3


def test_where_the_interviews_are_makes_no_other_generation(monkeypatch):
    monkeypatch.chdir(SEEDS.parent)
    assert corpus_hash(read_documents([Path("seeds")])) == corpus_hash(read_documents([SEEDS]))


def test_neither_a_link_nor_a_slash_nor_a_turns_file_makes_another_generation(seeds, monkeypatch):
    name = next(seeds.glob("*.txt")).stem
    (seeds / f"{name}.turns.toml").write_text('[[turn]]\nreason = "an advert"\nstarts = "buy"\nends = "now"\n')
    (seeds.parent / "link").symlink_to(seeds)
    monkeypatch.chdir(seeds.parent)
    paths = (seeds, seeds.name, f"./{seeds.name}/.", "link", "link/", f"{seeds.name}/../link")
    assert len({corpus_hash(read_documents([Path(path)])) for path in paths}) == 1
    assert read_documents([seeds]).document(name).curation.path.startswith(str(seeds))


def test_the_current_generation_and_the_one_before_are_kept(seeds, data):
    before = current_name(data)
    (seeds / "talk.txt").write_text(TALK.replace("one task", "two tasks"))
    build(seeds, data)
    current = current_name(data)
    assert folders(data) == sorted([before, current])
    assert (data / "current").read_text().split() == [current, before]


def test_the_generation_before_is_let_go_of_where_nothing_may_come_back(data):
    current, before = (data / "current").read_text().split()
    forget_before(data)
    assert (data / "current").read_text().split() == [current]
    assert folders(data) == sorted([current, before])  # a question that is under way may still read it
    collect(data)
    assert folders(data) == [current]


def test_a_withdrawn_index_is_none(data):
    withdraw(data)
    assert current_name(data) is None
    with pytest.raises(IndexMissingError):
        read_current(data)
    collect(data)
    assert folders(data) == []


def test_who_is_removed_makes_another_generation_and_is_named_in_none_of_its_files(seeds, no_data):
    build(seeds, no_data)
    write_corpus(seeds, {"speakers.toml": "[Bob]\nremoved = true\n\n[Cyd]\nremoved = true\n\n[Dee]\n"})
    build(seeds, no_data)
    generation = read_current(no_data)
    assert len(folders(no_data)) == 2
    assert {quote.source.hosts for quote in generation.quotes} == {()}
    assert {quote.answers for quote in generation.quotes} == {""}
    assert (list(generation.people), list(generation.others)) == (["Ada"], ["Dee"])


def test_a_half_built_folder_is_ignored_and_collected(seeds, data):
    (data / "generations" / "half" / "corpus").mkdir(parents=True)
    assert len(texts(read_current(data))) == 3
    build(seeds, data)
    assert "half" not in folders(data)


def test_a_refused_build_leaves_no_half_built_folder(seeds, data):
    before = folders(data)
    (seeds / "talk.txt").write_text(TALK.replace("one task", "two tasks"))
    (data / "vectors.sqlite").write_text("this is no database, however long it is")
    with pytest.raises(StorageError, match=r"cannot keep vectors in '.*vectors.sqlite' \(file is not a database\)"):
        build(seeds, data)
    assert folders(data) == before


def test_without_a_readable_pointer_nothing_is_taken_for_superfluous(seeds, data):
    before = folders(data)
    (data / "current").unlink()
    (data / "current").mkdir()
    (seeds / "talk.txt").write_text(TALK.replace("one task", "two tasks"))
    for use in (lambda: build(seeds, data), lambda: read_current(data)):
        with pytest.raises(IndexDamagedError, match=r"current' cannot be read .*; remove it and run: quotebot index"):
            use()
    assert folders(data) == before


def test_nothing_indexed_says_what_to_run(no_data):
    with pytest.raises(IndexMissingError, match=r"no index in '.*data'; run: quotebot index"):
        read_current(no_data)


def test_a_failed_build_leaves_the_generation_before(seeds, data):
    before = current_name(data)
    with pytest.raises(CorpusError, match="no quotes in these interviews"):
        build(write_corpus(seeds.parent / "other", {"x.txt": "Hello there."}), data)
    assert current_name(data) == before


@pytest.mark.parametrize(
    "name", ["quotes.jsonl", "vectors_en.npy", "corpus/talk.txt", "chroma/chroma.sqlite3", "chroma/*/data_level0.bin"]
)
def test_a_damaged_generation_gives_way_to_the_one_before(data, name, caplog):
    current, before = (data / "current").read_text().split()
    file = next((data / "generations" / current).glob(name))
    content = bytearray(file.read_bytes())
    content[len(content) // 2 :] = os.urandom(len(content) - len(content) // 2)
    file.write_bytes(content)
    assert read_current(data).folder.name == before
    assert f"generation {current} is damaged" in caplog.text


@pytest.mark.parametrize("name", ["seal.json", "stamp.json", "chroma/chroma.sqlite3", "words_en/params.index.json"])
def test_a_generation_that_lacks_a_file_is_damaged(data, name):
    for folder in folders(data):
        (data / "generations" / folder / name).unlink()
    with pytest.raises(IndexDamagedError, match=r"the index in '.*data' is damaged \(.*\); run: quotebot index"):
        read_current(data)


def test_opening_and_searching_does_not_unseal_a_generation(data):
    for _ in range(2):
        searcher = Searcher(read_current(data), HashEmbedder())
        assert searcher.search("small models cost less").hits[0].quote.speaker == "Ada"
        searcher.close()


def test_a_second_builder_is_refused_with_the_holders_pid(seeds, data):
    with build_lock(data), pytest.raises(BuildRunningError, match=rf"process {os.getpid()} on .* is building"):
        build(seeds, data)


def test_a_lock_file_that_nobody_holds_is_taken_over(seeds, data):
    (data / "build.lock").write_text("process 1 on another host\n")
    assert build(seeds, data).quote_count == 3


@pytest.mark.parametrize(("key", "value"), [("schema", 99), ("chromadb", "0.1"), ("embedder", "other"), ("dim", 7)])
def test_an_index_built_by_something_else_is_refused_with_both_values(data, key, value):
    generation = read_current(data)
    generation.stamp[key] = value
    with pytest.raises(
        IndexMismatchError, match=rf"built with {key} {value!r}, but .* is in use now; run: quotebot index"
    ):
        Searcher(generation, HashEmbedder())


def test_a_folder_that_cannot_be_written_is_one_line(seeds, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageError, match=r"cannot write the index to .* \(Not a directory\); a file or a"):
        build(seeds, tmp_path / "file" / "data")


def test_an_unchanged_corpus_keeps_the_sound_generation(seeds, data):
    before = current_name(data)
    assert (build(seeds, data).quote_count, current_name(data)) == (3, before)


def test_an_unchanged_corpus_is_built_again_where_the_generation_is_damaged(seeds, data):
    before = current_name(data)
    (data / "generations" / before / "rows.json").write_text("{}")
    assert (build(seeds, data).quote_count, current_name(data) == before) == (3, False)
    assert len(texts(read_current(data))) == 3


def test_unchanged_texts_are_not_embedded_again(seeds, data):
    class Refusing(HashEmbedder):
        def _embed(self, texts):
            assert list(texts) == []
            return super()._embed(texts)

    (seeds / "sources.toml").write_text(SOURCES.replace("A talk", "The talk"))
    assert build_index(read_documents([seeds]), Refusing(), HereHome(data)).quote_count == 3
    assert read_current(data).quotes[0].source.title == "The talk"


def test_a_generation_keeps_the_documents_as_they_were(data):
    generation = read_current(data)
    assert generation.clean_document("talk").startswith("Ada: Small models cost less to run than large ones.")
    assert [record["name"] for record in json.loads((generation.folder / "people.json").read_text())] == ["Ada"]


def test_a_build_tells_what_it_does_and_embeds_each_sentence_once(seeds, no_data):
    (seeds / "talk.txt").write_text(f"{TALK}\nAda: They answer faster too, on a machine that you own.\n")
    steps, embedder = [], CountingEmbedder()
    build_index(read_documents([seeds]), embedder, no_data, lambda *step: steps.append(step))
    assert steps == [
        *[("reading", 0, 0), ("embedding", 0, 4), ("embedding", 4, 4)],
        *[("writing", 0, 0), ("checking", 0, 0)],
    ]
    assert [text for text in embedder.asked if text not in everyday_questions()] == [
        "Why do customers prefer small models?",
        "And what about data?",
        "Small models cost less to run than large ones.",
        "They answer faster too, on a machine that you own.",
        "Because a small model does one task well and nobody pays for what it cannot do.",
        "Data is what other companies cannot copy, so we look after it before anything else.",
    ]
