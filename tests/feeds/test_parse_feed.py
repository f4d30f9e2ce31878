import tracemalloc

import pytest

from index.errors import DownloadError
from index.feeds import Episode, Feed, Transcript, best_transcripts
from index.feeds.parse_feed import parse_feed

URL = "https://pod.example/feed.xml"
RSS = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom"
     xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Rivers &amp;amp; ice</title><language>en-GB</language><link>https://pod.example/</link>
<atom:link rel="self" href="https://pod.example/feed.xml"/>
<image><title>Logo</title><url>https://pod.example/logo.png</url><link>https://pod.example/x</link></image>
<podcast:person>Bo Lind</podcast:person><podcast:person role="editor">Cy Oh</podcast:person>
{items}
</channel></rss>
"""
ITEM = """\
<item><title> Why the river
 froze </title><itunes:title>Other</itunes:title><link>https://pod.example/12</link>
<guid isPermaLink="false">pod-12</guid><pubDate>Mon, 02 Nov 2026 23:30:00 -0500</pubDate>
<enclosure url="https://cdn.example/12.mp3" length="1" type="audio/mpeg"/>
<content:encoded><![CDATA[<p>Notes</p>]]></content:encoded>
<podcast:person role="Guest" href="https://x.example">Ana Ruiz</podcast:person><podcast:person>Dee Ng</podcast:person>
<podcast:transcript url="/12.srt" type="application/srt"/>
<podcast:transcript url="https://pod.example/12.json" type="application/json; charset=utf-8" language="en"/>
<podcast:transcript url="ftp://pod.example/12.txt" type="text/plain"/></item>
"""
ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:podcast="https://podcastindex.org/namespace/1.0" xml:lang="de">
<title>Flüsse</title><link rel="next" href="https://pod.example/2"/><id>urn:feed</id>
<entry><id>urn:1</id><title type="html">Eis &amp;amp; Schnee</title><published>2026-11-02T08:00:00Z</published>
<link rel="alternate" href="https://pod.example/1"/><link rel="enclosure" type="audio/mpeg" href="1.mp3"/>
<podcast:transcript url="1.vtt" type="text/vtt"/></entry></feed>
"""


def rss(items):
    return RSS.format(items=items).encode()


def refusal(content):
    with pytest.raises(DownloadError) as caught:
        parse_feed(content, URL)
    return str(caught.value)


def test_an_rss_feed_is_read_with_transcripts_and_people():
    assert parse_feed(rss(ITEM), URL) == Feed(
        title="Rivers & ice",
        language="en-GB",
        episodes=(
            Episode(
                key="pod-12",
                title="Why the river froze",
                link="https://pod.example/12",
                recording="https://cdn.example/12.mp3",
                published="2026-11-02",
                hosts=("Dee Ng",),
                guests=("Ana Ruiz",),
                transcripts=(
                    Transcript(url="https://pod.example/12.srt", media_type="application/srt"),
                    Transcript(url="https://pod.example/12.json", media_type="application/json", language="en"),
                    Transcript(url="ftp://pod.example/12.txt", media_type="text/plain"),
                ),
            ),
        ),
    )


def test_an_atom_feed_is_read():
    assert parse_feed(ATOM.encode(), URL) == Feed(
        title="Flüsse",
        language="de",
        next_page="https://pod.example/2",
        episodes=(
            Episode(
                key="urn:1",
                title="Eis & Schnee",
                link="https://pod.example/1",
                recording="https://pod.example/1.mp3",
                published="2026-11-02",
                transcripts=(Transcript(url="https://pod.example/1.vtt", media_type="text/vtt"),),
            ),
        ),
    )


def test_the_hosts_of_the_feed_are_those_of_an_episode_that_names_nobody():
    [episode] = parse_feed(rss("<item><guid>1</guid></item>"), URL).episodes
    assert episode == Episode(key="1", hosts=("Bo Lind",))


@pytest.mark.parametrize(
    ("item", "key"),
    [
        ('<enclosure url="https://a.example/1"/><link>https://a.example/2</link>', "https://a.example/1"),
        ("<link>https://a.example/1</link><title>One</title>", "https://a.example/1"),
        ("<title>One</title>", "One"),
        ('<podcast:transcript url="https://a.example/1.vtt"/>', "https://a.example/1.vtt"),
    ],
)  # fmt: skip
def test_an_episode_without_an_id_is_known_by_what_else_it_has(item, key):
    assert [episode.key for episode in parse_feed(rss(f"<item>{item}</item>"), URL).episodes] == [key]


def test_what_comes_twice_word_for_word_counts_once_and_nothing_else_is_left_out():
    feed = parse_feed(rss(f"{ITEM}{ITEM}<item><guid>pod-12</guid><title>Again</title></item><item/>"), URL)
    assert [(episode.key, episode.title) for episode in feed.episodes] == [
        *(("pod-12", "Why the river froze"), ("pod-12", "Again"), ("", "")),
    ]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        *(("<![CDATA[<b>Ice</b> &amp; snow<br/>]]>", "Ice & snow"), ("&lt;em class='x'&gt;Ice&lt;/em&gt;", "Ice")),
        *(("I &lt;3 ice, a &lt; b &gt; c", "I <3 ice, a < b > c"), ("How the &lt;div&gt; won", "How the <div> won")),
        ("<div>Of <b>ice</b></div>", "Of ice"),
    ],
)
def test_a_title_is_its_words_without_markup(written, title):
    [episode] = parse_feed(rss(f"<item><guid>1</guid><title>{written}</title></item>"), URL).episodes
    assert episode.title == title


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://a\x7f"])
def test_no_link_but_one_of_the_web_is_taken(link):
    item = f'<item><guid>1</guid><link>{link}</link><enclosure url="{link}"/><podcast:transcript url="{link}"/></item>'
    transcripts = (Transcript(url=link),)  # which is refused with a reason
    assert parse_feed(rss(item), URL).episodes == (Episode(key="1", hosts=("Bo Lind",), transcripts=transcripts),)


def test_an_address_with_a_blank_in_it_is_one():
    item = '<item><guid>1</guid><link>/talk 1</link><podcast:transcript url="t/1 a.vtt"/></item>'
    [episode] = parse_feed(rss(item), URL).episodes
    assert episode.link == "https://pod.example/talk%201"
    assert episode.transcripts == (Transcript(url="https://pod.example/t/1%20a.vtt"),)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("Tue, 03 Nov 2026 08:00:00 GMT", "2026-11-03"), ("2026-11-03", "2026-11-03"), ("soon", None), ("", None)),
        ("Mon, 99 Foo 0000 99:99", None),
    ],
)
def test_a_day_is_read_as_feeds_write_it_or_left(text, day):
    [episode] = parse_feed(rss(f"<item><guid>1</guid><pubDate>{text}</pubDate></item>"), URL).episodes
    assert episode.published == day


@pytest.mark.parametrize(
    ("links", "next_page"),
    [
        ('<atom:link rel="prev-archive" href="/2025"/><atom:link rel="next" href="?page=2"/>', f"{URL}?page=2"),
        ('<atom:link rel="prev-archive" href="/2025"/>', "https://pod.example/2025"),
        ('<atom:link rel="next" href="file:///etc/passwd"/>', "file:///etc/passwd"),
        ('<atom:link rel="next"/><atom:link rel="previous" href="/1"/>', None),
    ],
)
def test_where_a_feed_goes_on_is_known(links, next_page):
    assert parse_feed(rss(links), URL).next_page == next_page


def test_where_a_feed_moves_to_is_known():
    moved = "<itunes:new-feed-url>https://new.example/feed</itunes:new-feed-url>"
    assert [parse_feed(rss(items), URL).moved_to for items in (moved, "")] == ["https://new.example/feed", None]


def test_the_guid_of_a_podcast_is_known_and_not_mistaken_for_an_episodes():
    guid, item = "<podcast:guid> 9B024349-CCF0-5F69-A609-6B82873EAB3C </podcast:guid>", "<item><guid>1</guid></item>"
    feeds = [parse_feed(rss(items), URL) for items in (guid + item, item, f"<guid>1</guid>{item}")]
    assert [feed.guid for feed in feeds] == ["9b024349-ccf0-5f69-a609-6b82873eab3c", None, None]
    assert [episode.key for feed in feeds for episode in feed.episodes] == ["1", "1", "1"]


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


TITLE = "<rss><channel><title>&x;</title></channel></rss>"
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
ADVICE = "give the address of an RSS or Atom feed"
MANY = "".join(f"<item><guid>{number}</guid></item>" for number in range(20_001))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", f"it is no feed that can be read (no element found: line 1, column 0); {ADVICE}"),
        (TITLE, f"it is no feed that can be read (undefined entity: line 1, column 21); {ADVICE}"),
        ("<html><body>Hello</body></html>", f"it is no feed; {ADVICE}, or leave --feed out"),
        (f'<!DOCTYPE rss [<!ENTITY a0 "x">{BOMB}]>{TITLE}', "it is no feed that is read: EntitiesForbidden in its XML"),
        (f"{OUTSIDE}{TITLE}", "it is no feed that is read: EntitiesForbidden in its XML"),
        ('<?xml version="1.0" encoding="no-such"?><rss/>', "it is no feed that is read: LookupError in its XML"),
        (f"<rss>{'<a>' * 1_000_000}", "it is no feed that is read: its elements lie deeper than any feed's"),
        (RSS.format(items=MANY), "it has more than 20,000 episodes, which no index of ours takes at once"),
    ],
)
def test_what_no_feed_is_is_refused_in_a_line(content, reason):
    assert refusal(content.encode()) == reason


def test_what_fills_a_feed_beside_its_episodes_takes_no_memory():
    notes = f"<item><guid>pod-12</guid><description>{'x' * 5000}</description></item>" * 4000
    filling = "<skipDays/>" * 100_000
    content = rss(notes + filling)
    tracemalloc.start()
    feed = parse_feed(content, URL)
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [episode.key for episode in feed.episodes] == ["pod-12"]
    assert len(content) > 20_000_000
    assert most_bytes < 30_000_000  # the bytes that are read, once more


def transcript(media_type, language=None):
    return Transcript(url=f"https://pod.example/{media_type}/{language}", media_type=media_type, language=language)


def test_the_transcript_that_most_likely_names_who_speaks_comes_first():
    types = ["text/plain", "text/html", "application/x-subrip", "application/pdf", "text/vtt", "application/json"]
    episode = Episode(key="1", transcripts=tuple(map(transcript, types)))
    assert [best.media_type for best in best_transcripts(episode, None)] == [
        *("application/json", "text/vtt", "application/x-subrip", "text/html", "text/plain"),
    ]


def test_a_translation_comes_last():
    own, foreign, unstated = transcript("text/plain", "en-GB"), transcript("text/vtt", "de"), transcript("text/html")
    assert best_transcripts(Episode(key="1", transcripts=(foreign, own, unstated)), "en") == [unstated, own, foreign]
