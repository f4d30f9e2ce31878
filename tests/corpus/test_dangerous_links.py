"""Addresses in what documents say of themselves, and in what is listed: only http and https become links."""

import json

import pytest

from index.corpus.documents import read_document
from index.corpus.people import Roster
from tests.corpus.refusal import refusal
from tests.support.fakes import write_corpus

DANGEROUS = [
    "javascript:alert(1)",
    "JavaScript:alert(1)//https://example.com",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "vbscript:x",
    "ftp://example.com/talk",
    "//example.com/talk",
]
TALK = "Ana: Why?\n\nBo: Since it rained for weeks on end.\n"


def files(link):
    escaped = link.replace("<", "&lt;")
    return {
        "talk.txt": f"Title: A talk\nLink: {link}\nVideo: {link}\n\n{TALK}",
        "talk.md": f"---\nurl: {link}\nyoutube_url: {link}\n---\n\n{TALK}",
        "talk.html": f'<head><link rel="canonical" href="{escaped}"><meta property="og:url" content="{escaped}"></head>'
        f'<body><p>Ana: Why?</p><p>Bo: Since <a href="{escaped}">it</a> rained for weeks on end.</p></body>',
        "talk.json": json.dumps({"url": link, "segments": [{"speaker": "Bo", "text": "It rained.", "start": 1}]}),
    }


@pytest.mark.parametrize("name", ["talk.txt", "talk.md", "talk.html", "talk.json"])
@pytest.mark.parametrize("link", DANGEROUS)
def test_what_a_document_gives_as_its_link_is_none_unless_a_browser_opens_it_as_a_page(tmp_path, name, link):
    file = write_corpus(tmp_path, {name: files(link)[name]}) / name
    source = read_document(file, {}, Roster(), needs_link=False).source
    assert (source.link, source.link_kind, source.recording, source.transcript) == (None, None, None, None)


@pytest.mark.parametrize("name", ["talk.txt", "talk.md", "talk.html"])
def test_at_the_same_place_an_http_link_is_taken(tmp_path, name):
    file = write_corpus(tmp_path, {name: files("https://example.com/talk")[name]}) / name
    assert read_document(file, {}, Roster()).source.link == "https://example.com/talk"


@pytest.mark.parametrize("key", ["link", "recording", "transcript"])
@pytest.mark.parametrize("link", DANGEROUS)
def test_what_is_listed_as_a_link_is_refused_unless_it_is_http(tmp_path, key, link):
    file = write_corpus(tmp_path, {"talk.txt": TALK}) / "talk.txt"
    listed = {"talk": {"link": "https://example.com", key: link}}
    assert refusal(read_document, file, listed, Roster()) == (
        f"[talk] in sources.toml: link {link!r} does not begin with http:// or https://"
    )
