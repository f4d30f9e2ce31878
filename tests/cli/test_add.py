import tomllib

import pytest

from tests.cli.test_add_pages import page
from tests.peers.web_server import WebServer
from tests.support.command_line import failed, table_cells


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
