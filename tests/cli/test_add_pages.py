import datetime
import json
import tomllib

import pytest

from bot.cli.add_interviews import Details
from bot.cli.add_pages import add_page, is_address
from bot.cli.corpus_folder import document_name
from bot.cli.fetched_documents import FetchedDocuments
from index.corpus.documents import read_documents
from index.downloads import Downloader
from index.errors import CorpusError, DownloadError, SettingsError
from index.extraction import extract_corpus
from tests.formats.word_files import word_file
from tests.peers.web_server import Page, WebServer

MONDAY, TUESDAY = datetime.date(2026, 11, 30), datetime.date(2026, 12, 1)
TALK = """\
Bob: Why do small models cost less?

Ada: Because they do much less work for you.

Bob: Is that all?

Ada: {}.
"""
ANSWER = "It is all that anybody ever asked of them"
PAGE = """\
<html><head><title>Small models</title><meta property="article:published_time" content="2026-05-02">{head}</head>
<body><article><p><b>Bob:</b> Why do small models cost less?</p>
<p><b>Ada:</b> Because they do much less work for you.</p>
<p><b>Bob:</b> Is that all?</p><p><b>Ada:</b> It is all that anybody ever asked of them.</p></article>{end}
</body></html>
"""


@pytest.fixture
def server():
    with WebServer() as server:
        yield server


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "seeds"


@pytest.fixture
def add(server, folder):
    """Add what is at a path of the server, as on a day."""

    def add(path, details=None, day=MONDAY, ask=None):
        with Downloader(["127.0.0.1"]) as downloader, FetchedDocuments(folder, day) as documents:
            return add_page(f"{server.url}{path}", documents, downloader, details or Details(), ask)

    return add


def text(answer=ANSWER, **more):
    return Page(body=TALK.format(answer).encode(), media_type="text/plain; charset=utf-8", **more)


def page(head="", end=""):
    return Page(body=PAGE.format(head=head, end=end).encode())


def tables(folder, name):
    return tomllib.loads((folder / name).read_text("utf-8"))


def names(folder):
    return {file.name for file in folder.iterdir()} if folder.exists() else set()


def test_a_page_is_saved_beside_its_source_with_the_day_and_its_own_address_as_the_link(server, folder, add):
    server.pages["/talks/small-models?v=1"] = page()
    name, outcome = add("/talks/small-models?v=1")
    url = f"{server.url}/talks/small-models?v=1"
    assert (name, outcome) == (document_name("small-models", url), "new")
    assert names(folder) == {"downloads.toml", f"{name}.html", "sources.toml"}
    assert (folder / f"{name}.html").read_bytes() == server.pages["/talks/small-models?v=1"].body
    assert tables(folder, "sources.toml") == {
        name: {"link": url, "verbatim_link": True, "guests": ["Ada"], "hosts": ["Bob"]}
    }
    record = tables(folder, "downloads.toml")[name]
    assert (record["url"], record["fetched"], len(record["sha256"])) == (url, MONDAY, 64)
    corpus = read_documents([folder])
    assert corpus.failures == {}
    [document] = corpus.documents
    assert (document.source.title, document.source.published) == ("Small models", "2026-05-02")
    assert {(quote.speaker, quote.source.link) for quote in extract_corpus(corpus).quotes} >= {("Ada", url)}


def test_what_is_told_goes_before_what_the_address_says(server, folder, add):
    server.pages["/talk"] = page()
    name, _ = add(
        "/talk", Details(title="A talk", link="https://example.com/a", guests=("Ada",), published="2026-01-02")
    )
    told = {"title": "A talk", "link": "https://example.com/a", "published": "2026-01-02"}
    assert tables(folder, "sources.toml") == {name: {**told, "guests": ["Ada"], "hosts": ["Bob"]}}


def test_the_same_address_again_is_unchanged_changed_and_asked_for_only_if_it_changed(server, folder, add):
    server.pages["/talk.txt"] = text(headers={"ETag": '"1"'})
    name, outcome = add("/talk.txt")
    assert (outcome, add("/talk.txt", day=TUESDAY)) == ("new", (name, "unchanged"))
    assert server.asked[-1].headers["if-none-match"] == '"1"'
    assert tables(folder, "downloads.toml")[name]["fetched"] == MONDAY
    server.pages["/talk.txt"] = text("Nobody asked more of them than that", headers={"ETag": '"2"'})
    assert add("/talk.txt", day=TUESDAY) == (name, "changed")
    assert (folder / f"{name}.txt").read_bytes() == server.pages["/talk.txt"].body
    record = tables(folder, "downloads.toml")[name]
    assert (record["fetched"], record["etag"]) == (TUESDAY, '"2"')
    assert list(tables(folder, "sources.toml")) == [name]


def test_a_page_with_other_adverts_and_the_same_words_is_unchanged(server, folder, add):
    server.pages["/talk"] = page()
    name, _ = add("/talk")
    before = (folder / f"{name}.html").read_bytes()
    server.pages["/talk"] = page(end="<script>var visit = 2</script>")
    assert add("/talk", day=TUESDAY) == (name, "unchanged")
    assert (folder / f"{name}.html").read_bytes() == before
    server.pages["/talk"] = Page(body=PAGE.format(head="", end="").replace("all that", "more than").encode())
    assert add("/talk") == (name, "changed")


def test_a_file_that_was_edited_here_is_not_overwritten(server, folder, add):
    server.pages["/talk.txt"] = text()
    name, _ = add("/talk.txt")
    file = folder / f"{name}.txt"
    file.write_text(TALK.format("It is (corrected by hand, as one does)"))
    server.pages["/talk.txt"] = text("Nobody asked more of them than that")
    with pytest.raises(CorpusError) as caught:
        add("/talk.txt")
    assert str(caught.value) == (
        f"{server.url}/talk.txt: {file} was edited since it was fetched, and stays as it is; to take what is there "
        "now, delete that file and add it again"
    )
    assert "corrected by hand" in file.read_text()
    file.unlink()
    assert add("/talk.txt") == (name, "new")
    assert list(tables(folder, "sources.toml")) == [name]


def test_what_was_removed_is_not_added_again_unawares(server, folder, add):
    server.pages["/talk.txt"] = text()
    name, _ = add("/talk.txt")
    (folder / f"{name}.txt").unlink()
    (folder / "sources.toml").write_text(f'["{name}"]\nremoved = true\n')
    with pytest.raises(CorpusError) as caught:
        add("/talk.txt")
    assert str(caught.value) == (
        f"{server.url}/talk.txt: {name} was removed; to let it be added again: quotebot remove --undo {name}"
    )
    assert names(folder) == {"downloads.toml", "sources.toml"}


def test_what_was_removed_and_has_not_changed_is_said_to_be_removed(server, folder, add):
    server.pages["/talk.txt"] = text(headers={"ETag": '"1"'})
    name, _ = add("/talk.txt")
    sources = folder / "sources.toml"
    sources.write_text(f"{sources.read_text()}removed = true\n")
    with pytest.raises(CorpusError, match=f"{name} was removed; to let it be added again: quotebot remove --undo "):
        add("/talk.txt")


@pytest.mark.parametrize(
    "details",
    [
        Details(is_unlinked=True),
        Details(link="https://example.com/b"),
        Details(title="Another talk"),
        Details(guests=("Cyd",)),
        Details(hosts=("Cyd",)),
        Details(publisher="Us"),
    ],
)
@pytest.mark.parametrize("answer", ["not modified", "unchanged", "changed"])
def test_what_is_told_otherwise_of_a_page_that_is_known_is_refused_whatever_became_of_it(
    server, folder, add, details, answer
):
    server.pages["/talk.txt"] = text(headers={"ETag": '"1"'})
    name, _ = add("/talk.txt")
    if answer != "not modified":
        said = ANSWER if answer == "unchanged" else "Nobody asked more of them than that"
        server.pages["/talk.txt"] = text(said, headers={"ETag": '"2"'})
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(CorpusError) as caught:
        add("/talk.txt", details)
    assert str(caught.value) == (
        f"{server.url}/talk.txt: {folder / 'sources.toml'} tells about [{name}] already; change it there"
    )
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_what_is_told_again_of_a_page_as_it_is_written_down_is_no_contradiction(server, folder, add):
    server.pages["/talk.txt"] = text()
    details = Details(title="A talk", is_unlinked=True, guests=("Ada",), hosts=("Bob",))
    name, outcome = add("/talk.txt", details)
    assert (outcome, add("/talk.txt", details)) == ("new", (name, "unchanged"))


def test_a_new_version_that_cannot_be_read_leaves_the_one_before(server, folder, add):
    server.pages["/talk.txt"] = text()
    name, _ = add("/talk.txt")
    server.pages["/talk.txt"] = Page(body=b"Nothing to see here.", media_type="text/plain")
    with pytest.raises(CorpusError):
        add("/talk.txt")
    assert (folder / f"{name}.txt").read_bytes() == text().body


def test_what_comes_in_another_format_replaces_the_file_before(server, folder, add):
    server.pages["/talk"] = text()
    name, _ = add("/talk")
    server.pages["/talk"] = page()
    assert add("/talk") == (name, "changed")
    assert names(folder) == {"downloads.toml", f"{name}.html", "sources.toml"}


def test_what_a_kill_left_half_done_is_taken_up(server, folder, add):
    server.pages["/talk.txt"] = text()
    name, _ = add("/talk.txt")
    for lost in ("sources.toml", "downloads.toml"):
        (folder / lost).unlink()
        add("/talk.txt")
    assert names(folder) == {"downloads.toml", f"{name}.txt", "sources.toml"}
    assert tables(folder, "downloads.toml")[name]["fetched"] == MONDAY


SAID = ["What did you see?", "The river froze early that year.", "What did you do?", "We sold the red bicycle."]
CUES = [(f"0{number}", who, said) for number, (who, said) in enumerate(zip(["Bob", "Ada"] * 2, SAID, strict=True))]
VTT = "WEBVTT\n\n" + "".join(f"00:{n}.000 --> 00:{n}.900\n<v {who}>{said}</v>\n\n" for n, who, said in CUES)
SRT = "".join(f"{n}\n00:00:{n},000 --> 00:00:{n},900\n{who}: {said}\n\n" for n, who, said in CUES)
JSON = json.dumps({"segments": [{"speaker": who, "startTime": int(n), "body": said} for n, who, said in CUES]})


@pytest.mark.parametrize(
    ("media_type", "suffix", "body"),
    [("text/vtt", ".vtt", VTT), ("application/srt", ".srt", SRT), ("application/json", ".json", JSON)],
)
def test_transcripts_are_read_in_their_formats(server, folder, add, media_type, suffix, body):
    server.pages["/t"] = Page(body=body.encode(), media_type=media_type)
    name, _ = add("/t")
    assert names(folder) == {"downloads.toml", f"{name}{suffix}", "sources.toml"}
    quotes = extract_corpus(read_documents([folder])).quotes
    assert ("Ada", SAID[1]) in {(quote.speaker, quote.text) for quote in quotes}
    assert {quote.speaker for quote in quotes} <= {"Ada", "Bob"}


def test_a_word_document_is_read(server, folder, add):
    paragraphs = [line for line in TALK.format(ANSWER).splitlines() if line]
    server.pages["/talk.docx"] = Page(body=word_file(*paragraphs), media_type="application/octet-stream")
    name, _ = add("/talk.docx")
    assert f"{name}.docx" in names(folder)


def test_an_encoding_that_only_the_server_names_is_understood(server, folder, add):
    turns = [
        "主持：小模型为什么便宜？",
        "林晓：因为它们替你做的事情要少得多。",
        "主持：就这些吗？",
        "林晓：大家要的也就是这些。",
    ]
    talk = "\n\n".join(turns)
    server.pages["/t"] = Page(body=talk.encode("gbk"), media_type="text/plain; charset=GBK")
    name, _ = add("/t")
    assert (folder / f"{name}.txt").read_text("utf-8") == talk


SVG = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'


@pytest.mark.parametrize(("media_type", "body"), [("video/mp4", b"x"), ("image/svg+xml", SVG), ("image/png", b"x")])
def test_what_is_no_interview_is_refused_and_nothing_is_written(server, folder, add, media_type, body):
    server.pages["/t"] = Page(body=body, media_type=media_type)
    with pytest.raises(DownloadError) as caught:
        add("/t")
    assert str(caught.value) == (
        f"{server.url}/t: it is {media_type}, which is no interview that is read; a page, text, subtitles, a JSON "
        "transcript, PDF, DOCX or EPUB is"
    )
    assert names(folder) == set()


def test_a_secret_in_the_address_is_neither_written_down_nor_made_a_link(server, folder, add):
    server.pages["/talk.txt?token=hunter2"] = text()
    with pytest.raises(SettingsError, match="does not say where a reader finds it; give --link URL"):
        add("/talk.txt?token=hunter2")
    name, _ = add("/talk.txt?token=hunter2", Details(is_unlinked=True))
    assert tables(folder, "downloads.toml")[name]["url"] == f"{server.url}/talk.txt?token=…"
    assert not any("hunter2" in file.read_text("utf-8") for file in folder.iterdir())


def test_no_link_that_the_page_names_is_followed_or_shown_but_those_of_the_web(server, folder, add):
    head = '<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="data:text/html,x">'
    server.pages["/talk"] = page(head=head)
    add("/talk")
    [document] = read_documents([folder]).documents
    assert document.source.link == f"{server.url}/talk"
    assert server.paths == ["/talk"]


def test_nothing_of_a_page_acts_and_what_is_hidden_is_nobodys_words(server, folder, add):
    traps = (
        '<script>document.write("<p><b>Ada:</b> Buy the coin that I have told you about.</p>")</script>'
        "<style>p::after{content:'Ada: Buy the coin.'}</style>"
        '<iframe src="/frame"></iframe><img src="/pixel.png" onerror="alert(1)"><object data="/object"></object>'
        '<p style="display:none"><b>Ada:</b> Buy the coin that nobody else has heard of yet.</p>'
        "<svg><text>Ada: Buy the coin that is drawn here.</text></svg>"
        "<template><p><b>Ada:</b> Buy the coin that nobody else has heard of yet.</p></template>"
    )
    server.pages["/talk"] = page(head='<meta http-equiv="refresh" content="0;url=http://10.0.0.1/">', end=traps)
    add("/talk")
    quotes = extract_corpus(read_documents([folder])).quotes
    assert {quote.speaker for quote in quotes} == {"Ada"}
    assert [quote.text for quote in quotes if "coin" in quote.text] == []
    assert server.paths == ["/talk"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        *(("Small models", "small-models"), ("../../etc/passwd", "etc-passwd"), ("小模型", "小模型"), ("", "")),
        *(("README for all", "page-readme-for-all"), ("~$x", "x"), (".hidden", "hidden"), ("a" * 500, "a" * 120)),
    ],
)  # fmt: skip
def test_a_document_has_a_name_that_is_readable_safe_and_an_interviews(words, name):
    assert document_name(words, "key") == f"{name}-2c70e12b".removeprefix("-")


def test_an_address_that_is_none_is_refused(folder):
    with (
        Downloader() as downloader,
        FetchedDocuments(folder, MONDAY) as documents,
        pytest.raises(DownloadError) as caught,
    ):
        add_page("https://[::1", documents, downloader, Details(), None)
    assert str(caught.value).endswith(" is no address that can be fetched; give one such as https://…")
    assert names(folder) == set()


@pytest.mark.parametrize("text", ["https://example.com", "HTTP://example.com/a", "gopher://x", "file:///etc/passwd"])
def test_what_has_a_scheme_is_an_address(text):
    assert is_address(text)
    assert not is_address(text.replace("://", "/"))
