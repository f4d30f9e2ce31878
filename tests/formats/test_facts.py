"""Web pages: what a page says about itself."""

import pytest

from index.formats.pages import read_page


def test_a_page_says_its_title_link_day_and_publisher():
    raw = (
        '<head><title>Talk | Daily</title><meta property="og:title" content="A talk &amp; more">'
        '<meta name="x" property="og:site_name" content=Daily><link rel="canonical" href="https://a.b/talk">'
        '<meta property="article:published_time" content="2024-03-05T10:00:00Z"></head><h1>Other</h1><p>Hi.</p>'
    )
    assert read_page(raw, ".html").facts == {
        "title": "A talk & more",
        "link": "https://a.b/talk",
        "published": "2024-03-05",
        "publisher": "Daily",
    }


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<title>A\n talk</title><p>Hi.</p>", {"title": "A talk"}),
        ("<title>Talk | Daily</title><h1>A <i>talk</i></h1>", {"title": "A talk"}),
        ("<title>Talks</title><h1>One</h1><h1>Two</h1>", {"title": "Talks"}),
        ('<link rel=canonical href="javascript:alert(1)"><meta property=og:url content="//a.b">', {}),
        ('<link rel=canonical href="/talk"><meta property=og:url content="http://a.b/t">', {"link": "http://a.b/t"}),
        ('<time datetime="2020-01-02">x</time>', {}),
        ('<time pubdate datetime="2020-01-02">x</time>', {"published": "2020-01-02"}),
        ('<meta name="date" content="2 Jan 2020"><meta name="pubdate" content="">', {}),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "no"}, {"@type": '
            '"NewsArticle", "headline": "A", "datePublished": "2021-02-03", "publisher": {"name": "P"}}]}</script>',
            {"title": "A", "published": "2021-02-03", "publisher": "P"},
        ),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", {}),
        ('<script type="application/ld+json">{"@type": "Article", "headline": 3, "url": ["x"]}</script>', {}),
        ('<script type="application/ld+json">{"@graph": 3}</script>', {}),
    ],
)
def test_facts_are_taken_only_from_where_they_are_sure(raw, expected):
    assert read_page(raw, ".html").facts == expected
