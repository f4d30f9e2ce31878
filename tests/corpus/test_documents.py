import os
import re
from pathlib import Path

import pytest

from index.corpus.documents import parse_document, read_documents, read_roster, read_sources
from index.corpus.people import Roster
from index.domain import Block, CuratedTurn, Curation
from index.formats.encodings import decode
from tests.corpus.refusal import refusal
from tests.support.fakes import make_source, write_corpus
from tests.support.needs import NOT_ROOT

TALK = "Link: https://example.com/talk\n\nAda: 人工智能\n很好。\n"


def ids(corpus):
    return [document.source.id for document in corpus.documents]


def test_parse_document_keeps_the_raw_text_and_the_way_back():
    raw = "**Ada:** One\ntwo.\r\n"
    document = parse_document(raw, make_source())
    assert (document.raw, document.clean, document.blocks) == (raw, "Ada: One two.", (Block(start=0, end=13),))
    assert document.raw_span(5, 12) == (9, 16)
    assert (document.raw_line(5), document.raw_line(12)) == (1, 2)


def test_a_folder_is_read_with_what_is_known_about_sources_speakers_and_turns(tmp_path):
    folder = write_corpus(
        tmp_path,
        {
            "b.md": "# Theirs\n\nAda: Hello.",
            "a.txt": TALK,
            "b.turns.toml": '[[turn]]\nspeaker = "阿达"\nstarts = "Hello"\nends = "."\n',
            "sources.toml": '[b]\nlink = "https://example.com/b"\nguests = ["阿达"]\n',
            "speakers.toml": '["Ada Lovelace"]\naliases = ["阿达"]\n',
        },
    )
    corpus = read_documents([folder])
    assert ids(corpus) == ["a", "b"]
    assert corpus.failures == {}
    assert corpus.roster.by_alias == {"adalovelace": "Ada Lovelace", "阿达": "Ada Lovelace"}
    assert [document.raw for document in corpus.documents] == [TALK, "# Theirs\n\nAda: Hello."]
    assert corpus.document("b").source.guests == ("Ada Lovelace",)
    assert corpus.document("a").curation is None
    assert corpus.document("b").curation == Curation(
        path=str(folder / "b.turns.toml"),
        turns=(CuratedTurn(starts="Hello", ends=".", speaker="Ada Lovelace", line=1),),
    )
    assert corpus.document("c") is None


def test_a_file_alone_is_read_with_the_tables_of_its_folder(tmp_path):
    write_corpus(
        tmp_path, {"a.txt": "Ada: Hi.", "b.txt": TALK, "sources.toml": '[a]\nlink = "https://example.com/a"\n'}
    )
    corpus = read_documents([tmp_path / "a.txt"])
    assert [document.source.link for document in corpus.documents] == ["https://example.com/a"]


def test_a_file_named_twice_is_read_once(tmp_path):
    write_corpus(tmp_path, {"a.txt": TALK})
    corpus = read_documents([tmp_path, tmp_path / "a.txt", tmp_path / "." / "a.txt"])
    assert (ids(corpus), corpus.failures) == (["a"], {})


def test_hidden_files_folders_and_files_about_the_folder_are_no_interviews(tmp_path):
    write_corpus(tmp_path, {"a.TXT": TALK, ".b.txt": TALK, "README.md": TALK, "LICENSE.txt": TALK})
    (tmp_path / "folder.txt").mkdir()
    corpus = read_documents([tmp_path])
    assert (ids(corpus), corpus.failures) == (["a"], {})


def test_the_first_folder_wins_where_two_differ_about_an_alias(tmp_path):
    one = write_corpus(tmp_path / "one", {"a.txt": TALK, "speakers.toml": '["Ada"]\naliases = ["Al"]\n'})
    two = write_corpus(tmp_path / "two", {"b.txt": TALK, "speakers.toml": '["Bea"]\naliases = ["Al"]\n'})
    roster = read_documents([one, two]).roster
    assert roster.by_alias == {"ada": "Ada", "bea": "Bea", "al": "Ada"}
    assert sorted(roster.people) == ["Ada", "Bea"]


def test_an_empty_folder_is_refused_with_what_to_do(tmp_path):
    message = rf"no interviews in {re.escape(str(tmp_path))}; put .+ there, or run: quotebot add FILE"
    assert re.fullmatch(message, refusal(read_documents, [tmp_path]))


def test_a_path_that_does_not_exist_is_refused(tmp_path):
    assert refusal(read_documents, [tmp_path / "none"]) == (
        f"{tmp_path / 'none'} does not exist; name a folder of interviews, such as seeds/"
    )


def test_a_folder_without_tables_knows_nobody(tmp_path):
    assert read_sources(tmp_path) == {}
    assert read_roster(tmp_path) == Roster()


def test_tables_with_a_byte_order_mark_are_read(tmp_path):
    write_corpus(tmp_path, {"sources.toml": '\ufeff[a]\ntitle = "A"\n', "speakers.toml": '\ufeff["Ada"]\n'})
    assert read_sources(tmp_path) == {"a": {"title": "A"}}
    assert sorted(read_roster(tmp_path).people) == ["Ada"]


def test_broken_tables_stop_the_reading_with_file_and_line(tmp_path):
    write_corpus(tmp_path, {"a.txt": TALK, "sources.toml": '[a]\nname = "A"\n'})
    assert refusal(read_documents, [tmp_path]).startswith(f"{tmp_path / 'sources.toml'}:2: unknown key 'name'; known: ")


def test_one_interview_that_fails_does_not_stop_the_others(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_corpus(
        tmp_path,
        {
            "binary.txt": b"PK\x03\x04\0\0",
            "good.txt": TALK,
            "gb18030.txt": "Ada: hello\n你好\n".encode("gb18030"),
            "no-link.txt": "Ada: Hello.",
            "turns.txt": TALK,
            "turns.turns.toml": "[[turn]]\n",
        },
    )
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(20_000_001)

    corpus = read_documents([Path()])

    assert ids(corpus) == ["good"]
    assert corpus.failures == {
        "binary.txt": "binary.txt is not a text file; save the interview as UTF-8 text or Markdown",
        "dangling.txt": "dangling.txt does not exist; check its name",
        "gb18030.txt": "gb18030.txt:2: byte 0xc4 is not UTF-8; convert the file, for Chinese perhaps with: "
        "iconv -f GB18030 -t UTF-8 gb18030.txt",
        "huge.txt": "huge.txt has 20,000,001 bytes, more than 20,000,000; split it",
        "no-link.txt": 'no link: write [no-link] and link = "https://…" (or link = false) in sources.toml',
        "pipe.txt": "pipe.txt is no ordinary file; copy the interview's text into one",
        "turns.txt": "turns.turns.toml:1: a turn needs its first words: starts = …",
    }


def test_a_second_interview_with_the_same_id_fails(tmp_path):
    one = write_corpus(tmp_path / "one", {"a.txt": TALK})
    two = write_corpus(tmp_path / "two", {"a.md": TALK})
    corpus = read_documents([one, two])
    assert ids(corpus) == ["a"]
    assert corpus.documents[0].raw == TALK
    assert corpus.failures == {str(two / "a.md"): "another interview has the id 'a'; rename one of the two files"}


@NOT_ROOT.mark()
def test_a_folder_that_may_not_be_read_is_refused(tmp_path):
    folder = write_corpus(tmp_path / "closed", {"a.txt": TALK})
    folder.chmod(0)
    message = refusal(read_documents, [folder])
    folder.chmod(0o700)
    assert message == f"{folder} cannot be read (Permission denied); check its permissions"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("a\r\n你".encode(), "a\r\n你"),
        (b"\xef\xbb\xbfa", "\ufeffa"),
        ("a\n你".encode("utf-16"), "\ufeffa\n你"),
        ("\ufeffa\n你".encode("utf-16-be"), "\ufeffa\n你"),
        (b"", ""),
    ],
)
def test_decode_reads_utf_8_and_utf_16_with_a_byte_order_mark_as_it_stands(content, text):
    assert decode(content, "a.txt") == text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"one\ntwo\nthr\xff",
            "a.txt:3: byte 0xff is not UTF-8; convert the file, for Chinese perhaps with: "
            "iconv -f GB18030 -t UTF-8 a.txt",
        ),
        (
            b"\xe4\xbd",
            "a.txt:1: byte 0xe4 is not UTF-8; convert the file, for Chinese perhaps with: "
            "iconv -f GB18030 -t UTF-8 a.txt",
        ),
        ("\ufeffਊ\n".encode("utf-16-le") + b"\x00\xd8", "a.txt:2: byte 0x00 is not UTF-16-LE; save it again as UTF-8"),
        ("one\ntwo".encode("utf-16-le"), "a.txt is not a text file; save the interview as UTF-8 text or Markdown"),
    ],
)
def test_decode_guesses_no_encoding_and_names_the_line(content, message):
    assert refusal(decode, content, "a.txt") == message
