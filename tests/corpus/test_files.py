"""Which files of a folder are read, and what is said of the others."""

import os
import re
import unicodedata

import pytest

from index.corpus.documents import read_documents
from index.errors import CorpusError
from index.formats import SUFFIXES
from tests.support.fakes import write_corpus

TALK = "Link: https://example.com/talk\n\nAda: Hello.\n"


def read(folder):
    corpus = read_documents([folder])
    failures = {name.removeprefix(f"{folder}/"): reason for name, reason in corpus.failures.items()}
    return [document.source.id for document in corpus.documents], failures


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("b.doc", "save it as .docx"),
        ("b.ZIP", "unpack it, and name the folder as well"),
        ("b.ass", "convert it to .srt or .vtt"),
        ("b.webarchive", "save the page as .html"),
        ("b.url", "it is only a link; save the page behind it as .html"),
        ("b.csv", "save it as .txt with lines such as 'Name: what they said'"),
        ("b.mp3", "it is a recording; put its transcript there under the same name, such as .srt or .txt"),
        ("b", "its name has no ending; call it .txt if it is text"),
        ("b.xyz", f"save the interview as one of {', '.join(SUFFIXES)}"),
        (
            "source.toml",
            "no table of this name is known: sources.toml, speakers.toml, and NAME.turns.toml beside NAME.txt",
        ),
    ],
)
def test_a_file_that_is_not_read_is_named_with_what_to_do(tmp_path, name, reason):
    write_corpus(tmp_path, {"a.txt": TALK, name: "x"})
    assert read(tmp_path) == (["a"], {name: reason})


def test_what_belongs_to_others_is_not_named(tmp_path):
    others = (
        *("sources.toml", "speakers.toml", "b.turns.toml", "README", "LICENSE.md", "CHANGELOG.md", ".DS_Store"),
        *("a.txt~", "~$a.docx", "Thumbs.db", "desktop.ini", "a.jpg", "a.PNG", "style.css", "a.mp3"),
    )
    write_corpus(tmp_path, {"a.txt": TALK, **dict.fromkeys(others, "")})
    for folder in ("a_files", "pictures", ".git"):
        write_corpus(tmp_path / folder, {"b.html" if folder == "a_files" else "b.png": "x"})
    assert read(tmp_path) == (["a"], {})


def test_a_folder_inside_that_has_interviews_is_named(tmp_path):
    write_corpus(tmp_path, {"a.txt": TALK})
    write_corpus(tmp_path / "more", {"b.txt": TALK})
    write_corpus(tmp_path / "b_files", {"b.html": "x"})
    reason = "it is a folder; name it on the command line as well"
    assert read(tmp_path) == (["a"], {"b_files": reason, "more": reason})


def test_many_files_of_one_ending_are_named_once(tmp_path):
    write_corpus(tmp_path, {"a.txt": TALK, **{f"{number}.doc": "" for number in range(11)}})
    assert read(tmp_path) == (["a"], {"*.doc": "11 files: save it as .docx"})


def test_links_that_lead_out_and_special_files_are_named_and_never_opened(tmp_path):
    folder = write_corpus(tmp_path / "talks", {"a.txt": TALK})
    write_corpus(tmp_path, {"secret.txt": "Ada: Nothing of this."})
    (folder / "b.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "c.txt").symlink_to("c.txt")
    (folder / "0.txt").symlink_to("a.txt")
    (folder / "e.xyz").symlink_to("/dev/zero")
    (folder / "f.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "g.docx")
    out = "it is a link that leads out of the folder; copy the file, or name it on the command line"
    ids, failures = read(folder)
    assert ids == ["a"]
    assert re.fullmatch(r".+/c\.txt cannot be read \(.+\); check its permissions", failures.pop("c.txt"))
    assert failures == {
        "b.txt": out,
        "e.xyz": out,
        "f.txt": out,
        "g.docx": f"{folder}/g.docx is no ordinary file; copy the interview's text into one",
    }


def test_a_link_that_is_named_is_followed(tmp_path):
    write_corpus(tmp_path, {"a.txt": TALK})
    folder = write_corpus(tmp_path / "talks", {})
    (folder / "b.txt").symlink_to(tmp_path / "a.txt")
    assert [document.source.id for document in read_documents([folder / "b.txt"]).documents] == ["b"]


def test_two_files_of_one_id_are_told_apart_by_renaming(tmp_path):
    write_corpus(tmp_path, {"a.txt": TALK, "a.md": TALK})
    assert read(tmp_path) == (["a"], {"a.txt": "another interview has the id 'a'; rename one of the two files"})


def test_a_name_is_the_same_in_either_form_of_unicode(tmp_path):
    name = "café – 人"
    tables = f'["{unicodedata.normalize("NFC", name)}"]\ntitle = "A"\nlink = "https://a.b"\n'
    write_corpus(tmp_path, {f"{unicodedata.normalize('NFD', name)}.txt": "Ada: Hi.", "sources.toml": tables})
    (document,) = read_documents([tmp_path]).documents
    assert (document.source.id, document.source.title) == (unicodedata.normalize("NFC", name), "A")


def test_a_folder_of_very_many_files_is_refused(tmp_path):
    for number in range(20_001):
        (tmp_path / str(number)).touch()
    with pytest.raises(CorpusError) as caught:
        read_documents([tmp_path])
    assert str(caught.value) == f"{tmp_path} has more than 20,000 entries; put the interviews in a folder of their own"


def test_a_folder_without_interviews_says_what_to_do_with_what_is_there(tmp_path):
    write_corpus(tmp_path, {"a.mp3": "", "b.doc": ""})
    with pytest.raises(CorpusError) as caught:
        read_documents([tmp_path])
    assert str(caught.value) == (
        f"no interviews in {tmp_path}; a.mp3: it is a recording; put its transcript there under the same "
        "name, such as .srt or .txt; b.doc: save it as .docx"
    )


def test_one_very_long_line_is_refused_by_its_size(tmp_path):
    write_corpus(tmp_path, {"a.txt": TALK})
    with (tmp_path / "b.txt").open("wb") as file:
        file.truncate(100_000_000)
    with (tmp_path / "c.json").open("wb") as file:
        file.truncate(2_000_000_000)
    assert read(tmp_path)[1] == {
        name: f"{tmp_path}/{name} has {size} bytes, more than 20,000,000; split it"
        for name, size in (("b.txt", "100,000,000"), ("c.json", "2,000,000,000"))
    }
