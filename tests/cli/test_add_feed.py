import datetime
import itertools
import tomllib

import pytest

from bot.cli.add_feed import FeedReader
from bot.cli.add_interviews import Details
from bot.cli.corpus_folder import document_name
from bot.cli.feed_report import EpisodeReport
from bot.cli.fetched_documents import FetchedDocuments
from index.corpus.documents import read_documents
from index.downloads import Downloader
from index.errors import DownloadError
from index.extraction import extract_corpus
from tests.peers.podcast import FORMATS, Podcast, Talk, feed
from tests.peers.web_server import Page, WebServer

MONDAY, TUESDAY = datetime.date(2026, 11, 30), datetime.date(2026, 12, 1)


@pytest.fixture
def server():
    with WebServer() as server:
        yield server


@pytest.fixture
def podcast(server):
    return Podcast(server)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "seeds"


@pytest.fixture
def add(podcast, folder):
    """Add what is new in the feed, as on a day; returns the report."""

    def add(day=MONDAY, details=None, most_new=None, progress=lambda *_: None):
        with Downloader(["127.0.0.1"]) as downloader, FetchedDocuments(folder, day) as documents:
            told = details or Details()
            reader = FeedReader(podcast.url, documents, downloader, details=told, most_new=most_new)
            return reader.add_new(progress)

    return add


def outcomes(report):
    return [(episode.title.partition(":")[0], episode.outcome) for episode in report.episodes]


def tables(folder, name="sources.toml"):
    return tomllib.loads((folder / name).read_text("utf-8"))


def name_of(podcast, number, title):
    return document_name(title, f"{podcast.url} pod-{number}")


def test_an_episode_is_added_with_what_the_feed_says_about_it(podcast, folder, add):
    podcast.publish(Talk(number=1))
    report = add()
    assert (report.title, outcomes(report)) == ("Rivers", [("Episode 1", "new")])
    name = name_of(podcast, 1, "Episode 1: winter")
    assert tables(folder) == {
        name: {
            "title": "Episode 1: winter",
            "link": "https://pod.example/1",
            "link_kind": "publisher",
            "recording": "https://cdn.example/1.mp3",
            "show": "Rivers",
            "publisher": "Rivers",
            "published": "2026-06-02",
            "hosts": ["Bo Lind"],
            "guests": ["Ana Ruiz"],
        }
    }
    record = tables(folder, "downloads.toml")[name]
    assert (record["feed"], record["episode"], record["fetched"]) == (podcast.url, "pod-1", MONDAY)
    corpus = read_documents([folder])
    assert corpus.failures == {}
    assert {quote.speaker for quote in extract_corpus(corpus).quotes} >= {"Ana Ruiz"}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_transcript_in_any_format_gives_each_their_own_words(podcast, folder, add, kind):
    talk = Talk(number=1, formats=(kind,))
    podcast.publish(talk)
    assert outcomes(add()) == [("Episode 1", "new")]
    said = {name: " ".join(words for who, words in talk.said() if who == name) for name in ("Bo Lind", "Ana Ruiz")}
    quotes = extract_corpus(read_documents([folder])).quotes
    assert len(quotes) >= 4
    assert [quote.text for quote in quotes if quote.text not in said[quote.speaker]] == []


def test_of_several_transcripts_the_one_that_most_likely_names_who_speaks_is_taken(podcast, server, folder, add):
    podcast.publish(Talk(number=1, formats=("txt", "html", "srt", "vtt", "json")))
    add()
    assert server.paths == ["/feed.xml", "/t/1.json"]


def test_where_nobody_speaks_in_the_best_transcript_the_next_one_is_taken(podcast, server, folder, add):
    podcast.publish(Talk(number=1, formats=("json", "vtt", "txt")))
    server.pages["/t/1.json"] = Page(
        body=b'{"segments": [{"startTime": 1, "body": "Hello."}]}', media_type="application/json"
    )
    server.pages["/t/1.vtt"] = Page(status=404)
    assert outcomes(add()) == [("Episode 1", "new")]
    assert server.paths == ["/feed.xml", "/t/1.json", "/t/1.vtt", "/t/1.txt"]


def test_the_next_time_only_what_is_new_or_changed_is_taken(podcast, server, folder, add):
    podcast.publish(*(Talk(number=number) for number in (3, 2, 1)))
    assert [outcome for _, outcome in outcomes(add())] == ["new", "new", "new"]
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    podcast.publish(*(Talk(number=number) for number in (3, 2, 1)))
    assert [outcome for _, outcome in outcomes(add(TUESDAY))] == ["unchanged", "unchanged", "unchanged"]
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert [asked.headers["if-none-match"] for asked in server.asked[-3:]] == ['"3-json-1"', '"2-json-1"', '"1-json-1"']
    podcast.publish(Talk(number=4), Talk(number=3), Talk(number=2, version=2))
    report = add(TUESDAY)
    gone = name_of(podcast, 1, "Episode 1: winter")
    assert outcomes(report) == [
        *(("Episode 4", "new"), ("Episode 3", "unchanged"), ("Episode 2", "changed")),
        (gone, "gone"),
    ]
    assert (folder / f"{gone}.json").exists()
    changed = name_of(podcast, 2, "Episode 2: bicycle")
    assert (folder / f"{changed}.json").read_bytes() == Talk(number=2, version=2).page("json").body
    assert tables(folder, "downloads.toml")[changed]["fetched"] == TUESDAY


def test_an_episode_that_is_gone_is_told_once_and_again_only_if_it_came_back(podcast, folder, add):
    both = (Talk(number=1), Talk(number=2))
    gone = [(name_of(podcast, 1, "Episode 1: winter"), "gone")]
    podcast.publish(*both)
    add()
    podcast.publish(*both[1:])
    first, second = add(TUESDAY), add(TUESDAY)
    assert (outcomes(first)[1:], first.gone_before, outcomes(second)[1:], second.gone_before) == (gone, 0, [], 1)
    assert tables(folder, "downloads.toml")[gone[0][0]]["gone"] == TUESDAY
    podcast.publish(*both)
    assert outcomes(add()) == [("Episode 1", "unchanged"), ("Episode 2", "unchanged")]
    assert "gone" not in tables(folder, "downloads.toml")[gone[0][0]]
    podcast.publish(*both[1:])
    assert outcomes(add())[1:] == gone


def test_what_may_be_on_a_page_that_cannot_be_read_is_not_called_gone(podcast, add):
    podcast.publish(Talk(number=1), Talk(number=2))
    add()
    podcast.publish(Talk(number=2), more='<atom:link rel="next" href="/page/2"/>')
    report = add()
    assert (outcomes(report), report.gone_before) == ([("Episode 2", "unchanged")], 0)
    url = podcast.url.replace("feed.xml", "page/2")
    assert (report.unread, report.may_pass) == (f"{url}: it is not there (404); check the address", False)


def test_the_episodes_of_all_pages_are_taken_and_one_on_no_page_is_gone(podcast, server, add):
    podcast.publish(*(Talk(number=number) for number in (4, 3, 2, 1)))
    add()
    podcast.publish(Talk(number=4), more='<atom:link rel="prev-archive" href="/2025.xml"/>')
    first = server.pages["/feed.xml"]
    podcast.publish(Talk(number=4, version=2), Talk(number=3), Talk(number=2))
    server.pages |= {"/2025.xml": server.pages["/feed.xml"], "/feed.xml": first}
    report = add()
    assert [outcome for _, outcome in outcomes(report)] == ["changed", "unchanged", "unchanged", "gone"]
    assert report.unread == ""


def test_what_a_person_removed_does_not_come_back(podcast, server, folder, add):
    podcast.publish(Talk(number=1), Talk(number=2))
    add()
    (folder / f"{name_of(podcast, 1, 'Episode 1: winter')}.json").unlink()
    assert outcomes(add()) == [("Episode 1", "removed"), ("Episode 2", "unchanged")]
    podcast.publish(Talk(number=2))
    assert outcomes(add()) == [("Episode 2", "unchanged")]
    assert server.paths.count("/t/1.json") == 1


def test_an_episode_that_was_renamed_stays_the_same_document(podcast, server, folder, add):
    podcast.publish(Talk(number=1))
    add()
    body = server.pages["/feed.xml"].body.replace(b"Episode 1: winter", b"The winter")
    server.pages["/feed.xml"] = Page(body=body)
    assert [outcomes(add()) for _ in range(2)] == [[("The winter", "changed")], [("The winter", "unchanged")]]
    assert [table["title"] for table in tables(folder).values()] == ["The winter"]


def change(server, *pairs):
    """Have the feed say something else."""
    body = server.pages["/feed.xml"].body
    for before, after in pairs:
        assert before.encode() in body
        body = body.replace(before.encode(), after.encode())
    server.pages["/feed.xml"] = Page(body=body)


def test_what_the_feed_says_otherwise_is_taken_over_and_what_a_person_wrote_stays(podcast, server, folder, add):
    podcast.publish(Talk(number=1), Talk(number=2))
    add()
    sources, first = folder / "sources.toml", name_of(podcast, 1, "Episode 1: winter")
    before = tables(folder)
    by_hand = sources.read_text().replace('"Episode 1: winter"', '"My winter"').replace("[", "# Mine.\n[", 1)
    by_hand = by_hand.replace('"2026-06-03"', '"2026-06-03"  # as printed').replace(
        'hosts = [\n    "Bo Lind",\n]\n', "", 1
    )
    sources.write_text(by_hand)
    change(server, ("winter", "snow"), ("Jun 2026", "Jul 2026"), ("pod.example/1<", "pod.example/one<"))
    change(server, ("<title>Rivers<", "<title>Streams<"), ("Ana Ruiz</podcast:person>", "Ana M. Ruiz</podcast:person>"))
    assert [outcome for _, outcome in outcomes(add())] == ["changed", "changed"]
    second = name_of(podcast, 2, "Episode 2: bicycle")
    streams = {"show": "Streams", "publisher": "Streams", "guests": ["Ana M. Ruiz"]}
    own = {key: value for key, value in before[first].items() if key != "hosts"} | {"title": "My winter"}
    assert tables(folder) == {
        first: {**own, **streams, "link": "https://pod.example/one", "published": "2026-07-02"},
        second: {**before[second], **streams, "published": "2026-06-03"},
    }
    text = sources.read_text()
    assert text.startswith("# Mine.\n[")
    assert 'published = "2026-06-03"  # as printed\n' in text
    assert [outcome for _, outcome in outcomes(add())] == ["unchanged", "unchanged"]
    assert sources.read_text() == text


def test_what_was_written_before_it_was_known_who_wrote_it_stays(podcast, server, folder, add):
    podcast.publish(Talk(number=1))
    add()
    records = folder / "downloads.toml"
    records.write_text(records.read_text().partition(".listed]")[0].rpartition("[")[0])
    change(server, ("winter", "snow"))
    assert outcomes(add()) == [("Episode 1", "unchanged")]
    assert [table["title"] for table in tables(folder).values()] == ["Episode 1: winter"]


def test_an_episode_that_is_public_nowhere_gets_no_link_by_itself(podcast, folder, add):
    podcast.publish(Talk(number=1))
    add(details=Details(is_unlinked=True))
    assert outcomes(add()) == [("Episode 1", "unchanged")]
    assert [table["link"] for table in tables(folder).values()] == [False]
    assert all("recording" not in table for table in tables(folder).values())


def test_a_link_of_a_persons_own_keeps_its_kind(podcast, server, folder, add):
    podcast.publish(Talk(number=1))
    add()
    sources = folder / "sources.toml"
    sources.write_text(sources.read_text().replace("https://pod.example/1", "https://mine.example/1"))
    change(server, ("<link>https://pod.example/1</link>", ""))
    add()
    [table] = tables(folder).values()
    assert (table["link"], table["link_kind"]) == ("https://mine.example/1", "publisher")


def test_an_episode_that_has_lost_its_links_is_refused_and_nothing_changes(podcast, server, folder, add):
    podcast.publish(Talk(number=1))
    add()
    before = (folder / "sources.toml").read_text()
    change(
        server, ("<link>https://pod.example/1</link>", ""), ("https://cdn.example/1.mp3", "https://cdn.example/?key=1")
    )
    [report] = add().episodes
    assert (report.outcome, report.reason) == (
        "failed",
        "the feed gives it no link that could be shown; with --no-link it is added without one",
    )
    assert (folder / "sources.toml").read_text() == before


def test_an_episode_that_fails_is_told_with_the_reason_and_the_others_are_added(podcast, server, folder, add):
    podcast.publish(Talk(number=1), Talk(number=2), Talk(number=3))
    server.pages["/t/1.json"] = Page(status=500)
    server.pages["/t/2.json"] = Page(status=302, headers={"Location": "http://10.0.0.1/secret"})
    url = podcast.url.removesuffix("/feed.xml")
    assert add().episodes == (
        EpisodeReport(
            title="Episode 1: winter",
            outcome="failed",
            reason=f"{url}/t/1.json: the site answers 500; try again",
        ),
        EpisodeReport(
            title="Episode 2: bicycle",
            outcome="failed",
            reason=f"{url}/t/2.json: 10.0.0.1 is not on the public internet; "
            "if it is to be fetched: --allow-host 10.0.0.1",
        ),
        EpisodeReport(title="Episode 3: market", outcome="new"),
    )
    assert len(tables(folder)) == 1
    server.pages["/t/1.json"] = Talk(number=1).page("json")
    assert outcomes(add())[0] == ("Episode 1", "new")


def test_each_episode_is_told_or_counted_also_of_one_guid_and_with_transcripts_that_are_not_fetched(
    podcast, server, folder, add
):
    podcast.publish(Talk(number=1), Talk(number=2), Talk(number=3), Talk(number=4, formats=()))
    body = server.pages["/feed.xml"].body.replace(b">pod-2<", b">pod-1<").replace(b"</channel>", b"<item/></channel>")
    third = f"{server.url}/t/3.json".encode()
    server.pages["/feed.xml"] = Page(body=body.replace(third, b"file:///etc/passwd"))
    twin = EpisodeReport(
        title="Episode 2: bicycle",
        outcome="refused",
        reason="the feed gives it the same guid (pod-1) as to 'Episode 1: winter', which alone is taken",
    )
    reason = "file:///etc/passwd does not begin with http:// or https:// and a host; nothing else is fetched"
    local = EpisodeReport(title="Episode 3: market", outcome="failed", reason=reason)
    report = add()
    assert report.episodes == (EpisodeReport(title="Episode 1: winter", outcome="new"), twin, local)
    assert report.without_transcript == 2
    assert [path for path in server.paths if path.startswith("/t/")] == ["/t/1.json"]
    assert outcomes(add())[1:] == [("Episode 2", "refused"), ("Episode 3", "refused")]


NAMELESS = Page(body=b'{"segments": [{"startTime": 1, "body": "Hello."}]}', media_type="application/json")


def test_what_only_a_person_can_mend_fails_once_and_again_for_another_reason(podcast, server, folder, add):
    podcast.publish(Talk(number=1))
    server.pages["/t/1.json"] = NAMELESS
    first, second = add().episodes[0], add(TUESDAY).episodes[0]
    assert (first.outcome, second.outcome) == ("failed", "refused")
    assert first.reason == second.reason
    assert not list(folder.glob("*.json"))
    server.pages["/t/1.json"] = Page(status=404)
    assert [outcome for _ in range(2) for _, outcome in outcomes(add())] == ["failed", "refused"]
    server.pages["/t/1.json"] = Talk(number=1).page("json")
    assert outcomes(add()) == [("Episode 1", "new")]
    [record] = tables(folder, "downloads.toml").values()
    assert "refused" not in record


@pytest.mark.parametrize("page", [Page(status=503), Page(status=429)])
def test_what_may_pass_fails_each_time(podcast, server, add, page):
    podcast.publish(Talk(number=1, formats=("json", "vtt")))
    server.pages |= {"/t/1.json": NAMELESS, "/t/1.vtt": page}
    failures = [add().episodes for _ in range(2)]
    assert {(episode.outcome, episode.reason.partition(": ")[0]) for [episode] in failures} == {
        ("failed", f"{server.url}/t/1.vtt")
    }


def test_an_episode_that_was_refused_counts_as_new_once_it_is_taken(podcast, server, add):
    podcast.publish(Talk(number=2), Talk(number=1))
    server.pages |= {"/t/1.json": NAMELESS, "/t/2.json": NAMELESS}
    add()
    podcast.publish(Talk(number=2), Talk(number=1))
    report = add(most_new=1)
    assert (outcomes(report), report.left) == ([("Episode 2", "new")], 1)


def test_an_episode_that_sources_toml_calls_removed_is_neither_fetched_nor_put_back(podcast, server, folder, add):
    podcast.publish(Talk(number=1))
    add()
    sources = folder / "sources.toml"
    sources.write_text(f"{sources.read_text()}removed = true\n")
    podcast.publish(Talk(number=1, version=2))
    assert outcomes(add()) == [("Episode 1", "removed")]
    assert server.paths.count("/t/1.json") == 1


def test_episodes_without_a_transcript_are_counted(podcast, add):
    podcast.publish(Talk(number=1), Talk(number=2, formats=()))
    report = add()
    assert (outcomes(report), report.without_transcript) == ([("Episode 1", "new")], 1)


def test_no_more_new_episodes_are_taken_than_are_asked_for(podcast, server, add):
    talks = [Talk(number=number) for number in (5, 4, 3, 2, 1)]
    podcast.publish(*talks[2:])
    add()
    podcast.publish(*talks)
    report = add(most_new=1)
    assert [outcome for _, outcome in outcomes(report)] == ["new", "unchanged", "unchanged", "unchanged"]
    assert report.left == 1
    server.pages["/t/4.json"] = Page(status=500)
    assert outcomes(add(most_new=1))[:2] == [("Episode 5", "unchanged"), ("Episode 4", "failed")]
    podcast.publish(Talk(number=6), *talks)
    server.pages["/t/6.json"] = Page(status=500)
    assert outcomes(add(most_new=1))[:3] == [("Episode 6", "failed"), ("Episode 5", "unchanged"), ("Episode 4", "new")]


def test_a_feed_that_never_ends_is_left(podcast, server, folder, add):
    items = (Talk(number=number).item(server.url).encode() * 200 for number in itertools.count())
    server.pages["/feed.xml"] = Page(body=feed("").partition(b"</channel>")[0], pieces=lambda: items)
    with pytest.raises(DownloadError) as caught:
        add()
    assert str(caught.value) == f"{podcast.url}: it has more than 50,000,000 bytes, which is no interview"
    assert not (folder / "sources.toml").exists()


def test_what_is_no_feed_is_refused(podcast, server, add):
    server.pages["/feed.xml"] = Page(body=b"<html></html>")
    with pytest.raises(DownloadError) as caught:
        add()
    assert str(caught.value) == (
        f"{podcast.url}: it is no feed; give the address of an RSS or Atom feed, or leave --feed out"
    )


def test_links_that_let_in_whoever_has_them_are_not_shown(podcast, server, folder, add):
    podcast.publish(Talk(number=1))
    body = server.pages["/feed.xml"].body.replace(b"1.mp3", b"1.mp3?token=hunter2")
    server.pages["/feed.xml"] = Page(body=body)
    add()
    [table] = tables(folder).values()
    assert (table["link"], "recording" in table) == ("https://pod.example/1", False)


def test_an_episode_without_a_link_that_could_be_shown_is_added_only_if_that_is_stated(podcast, server, folder, add):
    podcast.publish(Talk(number=1))
    body = (
        server.pages["/feed.xml"]
        .body.replace(b"1.mp3", b"1.mp3?token=x")
        .replace(b"<link>https://pod.example/1</link>", b"")
    )
    server.pages["/feed.xml"] = Page(body=body)
    [report] = add().episodes
    assert report.reason == "the feed gives it no link that could be shown; with --no-link it is added without one"
    assert outcomes(add(details=Details(is_unlinked=True))) == [("Episode 1", "new")]
    assert [table["link"] for table in tables(folder).values()] == [False]


def test_what_was_fetched_before_it_was_stopped_is_written_down(podcast, folder, add):
    podcast.publish(Talk(number=1), Talk(number=2))

    def stop(done, total):
        assert (done, total) == (1, 2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(progress=stop)
    assert len(tables(folder)) == len(tables(folder, "downloads.toml")) == 1
    assert outcomes(add()) == [("Episode 1", "unchanged"), ("Episode 2", "new")]


def test_a_transcript_that_was_edited_here_stays_and_is_told_only_when_it_changes_there(podcast, server, folder, add):
    podcast.publish(Talk(number=1))
    add()
    [file] = folder.glob("*.json")
    file.write_bytes(Talk(number=1, version=9).page("json").body)
    server.pages["/t/1.json"] = Page(body=Talk(number=1).page("json").body, media_type="application/json")
    assert outcomes(add()) == [("Episode 1", "unchanged")]
    podcast.publish(Talk(number=1, version=2))
    [report] = add().episodes
    assert (report.outcome, outcomes(add())) == ("failed", [("Episode 1", "refused")])
    assert f"{file} was edited since it was fetched, and stays as it is; " in report.reason
    assert file.read_bytes() == Talk(number=1, version=9).page("json").body
