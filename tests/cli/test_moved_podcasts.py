import datetime
import tomllib

import pytest

from bot.cli.add_feed import FeedReader
from bot.cli.add_interviews import Details
from bot.cli.fetched_documents import FetchedDocuments
from bot.cli.moved_podcasts import MovedPodcast, moved_podcasts
from index.corpus.download_records import DownloadRecord
from index.downloads import Downloader
from index.feeds import Episode, Feed, Transcript
from tests.peers.podcast import Podcast, Talk
from tests.peers.web_server import Page, WebServer
from tests.support.command_line import table_cells

DAY = datetime.date(2026, 11, 30)
GUID = "<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>"


@pytest.fixture
def server():
    with WebServer() as server:
        yield server


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "seeds"


@pytest.fixture
def follow(server, folder):
    """Take what is new at a path, where the feed holds these episodes and has these texts replaced."""

    def follow(path, talks, *changes, more="", most_new=None):
        Podcast(server).publish(*talks, more=more)
        body = server.pages["/feed.xml"].body
        for before, after in changes:
            assert before.encode() in body
            body = body.replace(before.encode(), after.encode())
        server.pages[path] = Page(body=body)
        with Downloader(["127.0.0.1"]) as downloader, FetchedDocuments(folder, DAY) as documents:
            reader = FeedReader(f"{server.url}{path}", documents, downloader, details=Details(), most_new=most_new)
            return reader.add_new(lambda *_: None)

    return follow


def outcomes(report):
    return [(episode.title.partition(":")[0], episode.outcome) for episode in report.episodes]


def records(folder):
    return tomllib.loads((folder / "downloads.toml").read_text("utf-8"))


TALKS = [Talk(number=number) for number in (3, 2, 1)]
NEWER = [Talk(number=4), *TALKS]


def test_a_podcast_at_another_address_brings_only_what_is_new(server, folder, follow):
    assert follow("/old.xml", TALKS).moved_here == ()
    before = {file.name: file.read_bytes() for file in folder.glob("*.json")}
    report = follow("/new.xml", NEWER)
    assert outcomes(report) == [("Episode 4", "new"), *((f"Episode {n}", "unchanged") for n in (3, 2, 1))]
    [moved] = report.moved_here
    assert (moved.title, moved.address, [*moved.documents]) == (
        "Rivers",
        f"{server.url}/old.xml",
        ["pod-3", "pod-2", "pod-1"],
    )
    after = {file.name: file.read_bytes() for file in folder.glob("*.json")}
    assert len(after) == 4
    assert before.items() < after.items()
    assert {record["feed"] for record in records(folder).values()} == {f"{server.url}/new.xml"}
    again = follow("/new.xml", NEWER)
    assert ({outcome for _, outcome in outcomes(again)}, again.moved_here) == ({"unchanged"}, ())


def test_what_was_removed_stays_out_when_the_podcast_moves(folder, follow):
    follow("/old.xml", TALKS)
    sources = folder / "sources.toml"
    first, second, _ = tomllib.loads(sources.read_text())
    sources.write_text(sources.read_text().replace(f"[{first}]\n", f"[{first}]\nremoved = true\n", 1))
    assert tomllib.loads(sources.read_text())[first]["removed"]
    (folder / f"{second}.json").unlink()
    assert outcomes(follow("/new.xml", NEWER)) == [
        ("Episode 4", "new"),
        ("Episode 3", "removed"),
        ("Episode 2", "removed"),
        ("Episode 1", "unchanged"),
    ]


def test_moved_episodes_are_not_counted_as_new_ones(follow):
    follow("/old.xml", TALKS)
    report = follow("/new.xml", [Talk(number=5), *NEWER], most_new=1)
    assert (outcomes(report)[0], len(report.episodes), report.left) == (("Episode 5", "new"), 4, 1)


def test_another_podcast_with_the_same_guids_loses_no_episode(folder, follow):
    follow("/rivers.xml", TALKS)
    other = (("<title>Rivers", "<title>Lakes"),)
    assert outcomes(follow("/lakes.xml", TALKS, *other)) == [(f"Episode {n}", "new") for n in (3, 2, 1)]
    assert len(list(folder.glob("*.json"))) == 6


def test_guids_titles_and_days_do_not_outweigh_another_guid_of_the_podcast(folder, follow):
    follow("/rivers.xml", TALKS, more=GUID)
    report = follow("/other.xml", TALKS, more=GUID.replace("9b", "7c"))
    assert ({outcome for _, outcome in outcomes(report)}, len(list(folder.glob("*.json")))) == ({"new"}, 6)


def test_the_guid_of_a_podcast_finds_it_under_another_title_of_its_own_and_its_episodes(folder, follow):
    follow("/old.xml", TALKS)
    follow("/old.xml", TALKS, more=GUID)  # it has come to state one
    changes = (("<title>Rivers", "<title>Streams"), ("<title>Episode ", "<title>Streams "))
    report = follow("/new.xml", NEWER, *changes, more=GUID.upper().replace("PODCAST:GUID", "podcast:guid"))
    assert [podcast.title for podcast in report.moved_here] == ["Rivers"]
    assert [outcome for _, outcome in outcomes(report)] == ["new", "changed", "changed", "changed"]
    assert len(list(folder.glob("*.json"))) == 4


def test_a_guid_that_another_podcast_copied_takes_no_episode(folder, follow):
    follow("/rivers.xml", TALKS, more=GUID)
    changes = (("Jun 2026", "Aug 2019"), ("<title>Rivers", "<title>Lakes"))
    assert {outcome for _, outcome in outcomes(follow("/lakes.xml", TALKS, *changes, more=GUID))} == {"new"}
    assert len(list(folder.glob("*.json"))) == 6


def test_the_command_says_which_podcast_moved_and_from_where(commands, folder, server):
    podcast = Podcast(server)
    podcast.publish(*TALKS)
    run = commands.run(folder.parent, "add", "--feed", podcast.url, "--allow-host", "127.0.0.1")
    assert run.code == 0
    podcast.publish(*NEWER)
    server.pages["/new.xml"] = server.pages["/feed.xml"]
    run = commands.run(folder.parent, "add", "--feed", f"{server.url}/new.xml", "--allow-host", "127.0.0.1")
    assert table_cells(run.out)[1:4] == [
        ["Episode 4: harbour", "new"],
        ["Rivers: 1 new, 3 unchanged."],
        [
            f"Taken for the podcast 'Rivers', which moved here from {podcast.url}: 3 episodes that came from there "
            "count as its own"
        ],
    ]


# What an episode "1" is told by: its title, its day; what a document was told as; whether they are one.
FIRST = {"show": "Rivers", "title": "Winter", "published": "2026-06-02"}
SHOWN = [
    (FIRST, "Winter", "2026-06-02", True),
    (FIRST, "WINTER", "2026-06-03", True),  # another time zone
    (FIRST, "Winter", "2026-06-04", False),
    (FIRST, "Summer", "2026-06-02", False),
    (FIRST, "Winter", None, True),
    (FIRST, "Summer", None, False),
    ({**FIRST, "published": "soon"}, "Winter", "2026-06-02", True),
    ({**FIRST, "show": "Lakes"}, "Winter", "2026-06-02", False),
    ({}, "Winter", "2026-06-02", False),
]


def record(listed, key="1", feed="https://old.example/", podcast=None):
    return DownloadRecord(
        url="https://cdn.example/1", fetched=DAY, feed=feed, episode=key, podcast=podcast, listed=listed
    )


def episode(key="1", title="Winter", published="2026-06-02"):
    transcripts = (Transcript(url="https://cdn.example/1"),)
    return Episode(key=key, title=title, published=published, transcripts=transcripts)


def moved(records, *episodes, guid=None):
    feed = Feed(title="Rivers", language="en", episodes=episodes, guid=guid)
    return moved_podcasts(feed, "https://new.example/", records)


@pytest.mark.parametrize(("listed", "title", "published", "is_same"), SHOWN)
def test_an_episode_is_the_same_where_its_podcast_title_and_day_agree(listed, title, published, is_same):
    podcasts = moved({"first": record(listed)}, episode(title=title, published=published))
    assert podcasts == (
        [MovedPodcast(title="Rivers", address="https://old.example/", documents={"1": "first"})] if is_same else []
    )


def test_of_a_moved_podcast_only_the_episodes_that_agree_in_something_are_its_own():
    listed = {"1": FIRST, "2": FIRST, "3": FIRST, "4": FIRST, "5": FIRST, "6": {}}
    records = {f"document-{key}": record(value, key) for key, value in listed.items()}
    others = [
        episode("4", "Summer"),
        episode("5", "Summer", "2020-01-01"),
        episode("6", "Summer", "2020-01-01"),  # never taken, so nothing is known of it
        episode("7"),
    ]
    [podcast] = moved(records, *(episode(key) for key in "123"), *others)
    assert [*podcast.documents] == ["1", "2", "3", "4", "6"]


def test_half_of_the_episodes_are_not_enough():
    records = {"a": record(FIRST), "b": record(FIRST, "2")}
    assert moved(records, episode(), episode("2", "Summer")) == []


def test_an_episode_comes_from_one_address_and_not_again_where_it_is_here():
    records = {"a": record(FIRST), "b": record(FIRST, feed="https://older.example/")}
    assert [podcast.documents for podcast in moved(records, episode())] == [{"1": "a"}]
    assert moved({**records, "c": record(FIRST, feed="https://new.example/")}, episode()) == []
