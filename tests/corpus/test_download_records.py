import datetime

import pytest

from index.corpus.download_records import DownloadRecord, parse_download_records, write_download_records
from index.corpus.files import find_interviews
from index.errors import CorpusError
from tests.support.fakes import write_corpus

PAGE = DownloadRecord(url="https://example.com/talk", fetched=datetime.date(2026, 11, 30), sha256="5f3")
EPISODE = DownloadRecord(
    url="https://pod.example/1.vtt",
    fetched=datetime.date(2026, 12, 1),
    sha256="5f4",
    etag='W/"5\\4"',
    last_modified="Mon, 30 Nov 2026 08:00:00 GMT",
    feed="https://pod.example/feed.xml",
    gone=datetime.date(2026, 12, 24),
    episode="tag:pod.example,2026:\u201c1\u201d",
)
RECORDS = {"talk-3fa9c1d2": PAGE, "河-3fa9c1d2": EPISODE}


def test_what_is_written_down_is_read_again_and_a_person_can_read_it():
    text = write_download_records(RECORDS)
    assert parse_download_records(text, "downloads.toml") == RECORDS
    assert text.splitlines()[:6] == [
        "# What quotebot add fetched into this folder, and when; it is kept by the program.",
        "",
        "[talk-3fa9c1d2]",
        'url = "https://example.com/talk"',
        "fetched = 2026-11-30",
        'sha256 = "5f3"',
    ]


@pytest.mark.parametrize(
    "table",
    [
        *("a = 1", "[a]", "[a]\nurl = 'u'\nfetched = 'today'\nsha256 = 's'", "[[a]]\nurl = 'u'"),
        *(
            "[a]\nurl = 1\nfetched = 2026-11-30\nsha256 = 's'",
            "[a]\nurl = 'u'\nfetched = 2026-11-30\nsha256 = 's'\nx = 1",
        ),
        "[a]\nurl = 'u'\nfetched = 2026-11-30T08:00:00\nsha256 = 's'",
    ],
)
def test_a_record_that_is_none_is_refused(table):
    with pytest.raises(CorpusError) as caught:
        parse_download_records(table, "seeds/downloads.toml")
    assert str(caught.value) == (
        "seeds/downloads.toml: 'a' is not as quotebot add wrote it; restore it, or take it out"
    )


def test_broken_toml_is_refused():
    with pytest.raises(CorpusError, match=r"seeds/downloads\.toml: broken TOML: "):
        parse_download_records("[a", "seeds/downloads.toml")


def test_the_records_are_no_interview_and_nothing_is_said_of_them(tmp_path):
    folder = write_corpus(tmp_path, {"talk.txt": "Ada: It is.\n", "downloads.toml": write_download_records(RECORDS)})
    assert find_interviews([folder]) == ([folder / "talk.txt"], {})
