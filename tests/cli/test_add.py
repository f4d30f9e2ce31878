import tomllib

import pytest

from tests.cli.test_add_pages import ANSWER, TALK, page
from tests.peers.podcast import Podcast, Talk
from tests.peers.web_server import Page, WebServer
from tests.support.command_line import failed, table_cells
from tests.support.fakes import write_corpus

SEA = """\
Cyd: What brought the ships to this harbour?

Dee: The sea was calm here when every other bay had storms.

Cyd: And what made the ships leave?

Dee: The railway took their freight within three years.
"""


@pytest.fixture
def server():
    with WebServer({"/talk": page()}) as server:
        yield server


def test_a_page_is_added_and_indexed_and_taken_again_only_if_it_changed(commands, folder, server):
    url = f"{server.url}/talk"
    run = commands.run(folder, "add", url, "--allow-host", "127.0.0.1")
    assert (run.code, run.err) == (0, "")
    records = tomllib.loads((folder / "seeds" / "downloads.toml").read_text("utf-8"))
    [name] = records
    assert run.out.splitlines()[0] == f"{url} is new: {name}"
    assert [name, "Bob · host", "2", "0"] in table_cells(run.out)
    again = commands.run(folder, "add", url, "--allow-host", "127.0.0.1")
    assert (again.code, again.out.splitlines()[0]) == (0, f"{url} is unchanged: {name}")


def test_a_private_address_is_refused_unless_it_is_allowed(commands, folder, server):
    run = commands.run(folder, "add", "http://127.0.0.1/talk")
    assert run == failed(
        "http://127.0.0.1/talk: 127.0.0.1 is not on the public internet; if it is to be fetched: --allow-host 127.0.0.1"
    )
    assert commands.run(folder, "add", "file:///etc/passwd") == failed(
        "file:///etc/passwd does not begin with http:// or https:// and a host; nothing else is fetched"
    )
    assert server.asked == []
    assert sorted(file.name for file in (folder / "seeds").iterdir()) == [
        *("bees.txt", "sources.toml", "speakers.toml", "tea.txt"),
    ]


def test_what_is_allowed_has_to_be_a_host(commands, folder):
    run = commands.run(folder, "add", "http://wiki/talk", "--allow-host", "http://wiki")
    assert run == failed(
        "--allow-host 'http://wiki' is no host; give a name or an address, such as wiki.example.com", code=2
    )


def test_what_became_of_a_feeds_episodes_is_told_and_a_failed_one_fails_the_command(commands, folder, server):
    podcast = Podcast(server)
    podcast.publish(Talk(number=1), Talk(number=2, formats=("vtt",)), Talk(number=3, formats=()))
    server.pages["/t/1.json"] = Page(status=500)
    run = commands.run(folder, "add", "--feed", podcast.url, "--allow-host", "127.0.0.1")
    assert (run.code, run.err) == (1, "quotebot: 1 of 2 episodes not added; the table above says why\n")
    reason = f"failed: {server.url}/t/1.json: the site answers 500; try again"
    assert table_cells(run.out)[:4] == [
        ["Episode", "Outcome"],
        ["Episode 1: winter", reason],
        ["Episode 2: bicycle", "new"],
        ["Rivers: 1 new, 1 failed, 1 without a transcript."],
    ]
    assert "3 interviews, " in run.out
    podcast.publish(Talk(number=1), Talk(number=2, formats=("vtt",)), Talk(number=3, formats=()))
    server.pages["/t/1.json"] = Page(status=404)
    codes = [commands.run(folder, "add", "--feed", podcast.url, "--allow-host", "127.0.0.1").code for _ in range(2)]
    assert codes == [1, 0]  # what nobody here can mend is told once
    assert not any(path.suffix == ".json" for path in (folder / "seeds").iterdir())


def test_of_several_interviews_each_is_tried_and_a_failed_one_fails_the_command(commands, folder, server):
    home = folder / "home"
    write_corpus(home, {"a.txt": TALK.format(ANSWER), "b.txt": "Nobody says anything in here at all.", "c.txt": SEA})
    url = f"{server.url}/talk"
    files = [f"home/{name}.txt" for name in "abc"]
    run = commands.run(folder, "add", *files, url, "--no-link", "--allow-host", "127.0.0.1")
    assert (run.code, run.err) == (1, "quotebot: 1 of 4 interviews not added; the table above says why\n")
    [page_name] = tomllib.loads((folder / "seeds" / "downloads.toml").read_text("utf-8"))
    reason = (
        "failed: no speaker found in b; label each turn 'Name: …', list hosts and guests under [b] in sources.toml, or "
        "write down who speaks in b.turns.toml"
    )
    cells = table_cells(run.out)
    assert cells[:5] == [
        ["Interview", "Outcome"],
        ["home/a.txt", "new: a"],
        ["home/b.txt", reason],
        ["home/c.txt", "new: c"],
        [url, f"new: {page_name}"],
    ]
    assert "5 interviews, " in run.out
    (home / "b.txt").write_text(SEA.replace("sea", "lake").replace("ships", "rafts"))
    again = commands.run(folder, "add", *files, url, "--no-link", "--allow-host", "127.0.0.1")
    assert (again.code, again.err) == (0, "")
    assert table_cells(again.out)[1:5] == [
        ["home/a.txt", "unchanged: a"],
        ["home/b.txt", "new: b"],
        ["home/c.txt", "unchanged: c"],
        [url, f"unchanged: {page_name}"],
    ]


def test_where_none_of_several_can_be_added_nothing_is_indexed(commands, tmp_path):
    run = commands.run(tmp_path, "add", "a.txt", "b.txt")
    assert (run.code, run.err) == (1, "quotebot: none of 2 interviews added; the table above says why\n")
    assert table_cells(run.out) == [
        ["Interview", "Outcome"],
        ["a.txt", "failed: a.txt does not exist; check its name"],
        ["b.txt", "failed: b.txt does not exist; check its name"],
    ]
    assert not (tmp_path / "data").exists()


def test_a_changed_file_that_was_removed_is_taken_after_the_command_that_is_named(commands, folder):
    write_corpus(
        folder / "home", {"bees.txt": (folder / "seeds" / "bees.txt").read_text() + "\nTom Reed: Thank you.\n"}
    )
    assert commands.run(folder, "remove", "bees", "--yes").code == 0
    run = commands.run(folder, "add", "home/bees.txt")
    assert run == failed("bees was removed; to let it be added again: quotebot remove --undo bees")
    assert commands.run(folder, *run.err.partition(": quotebot ")[2].split()[-3:]).code == 0
    run = commands.run(folder, "add", "home/bees.txt")
    assert (run.code, run.out.splitlines()[0]) == (
        *(0, "home/bees.txt is changed: bees; as it was before: seeds/bees.txt~"),
    )
    assert commands.run(folder, "remove", "bees", "--delete", "--yes").code == 0
    assert sorted(file.name for file in (folder / "seeds").iterdir()) == ["sources.toml", "speakers.toml", "tea.txt"]


@pytest.mark.parametrize(
    ("status", "why", "code"),
    [(404, "it is not there (404); check the address", 0), (503, "the site answers 503; try again", 1)],
)
def test_a_page_of_a_feed_that_cannot_be_read_is_told_and_fails_only_if_it_may_be_there_later(
    commands, folder, server, status, why, code
):
    podcast = Podcast(server)
    moved = "<itunes:new-feed-url xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>https://b.example/?key=1"
    more = f'<atom:link rel="next" href="/2"/>{moved}</itunes:new-feed-url>'
    podcast.publish(Talk(number=1), more=more)
    server.pages["/2"] = Page(status=status)
    run = commands.run(folder, "add", "--feed", podcast.url, "--allow-host", "127.0.0.1")
    problem = "quotebot: not all pages of the feed were read; the line above says why\n"
    assert (run.code, run.err) == (code, problem if code else "")
    assert run.out.splitlines()[2:5] == [
        "Rivers: 1 new.",
        f"Further pages of the feed were not read: {server.url}/2: {why}",
        "The feed says that it moves to https://b.example/?key=…; give that address from now on",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "nothing to add; give a file, an address or --feed URL, see: quotebot add --help"),
        (["a.md", "--limit", "3"], "--limit counts the episodes of a feed; give its address with --feed"),
        *(
            (
                ["--feed", "https://pod.example/", *more],
                "a feed is added alone, and says itself what its episodes are; leave all but --host, --publisher and "
                "--no-link out",
            )
            for more in (["a.md"], ["--title", "A talk"], ["--guest", "Ada"], ["--published", "2026-11-30"])
        ),
    ],
)
def test_what_contradicts_a_feed_is_bad_usage(commands, folder, arguments, message):
    assert commands.run(folder, "add", *arguments) == failed(message, code=2)
