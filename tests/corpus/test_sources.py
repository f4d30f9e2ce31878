import re

import pytest

from index.advice import toml_head
from index.corpus.people import Roster
from index.corpus.people_file import parse_people
from index.corpus.sources import make_source, parse_header, parse_sources
from index.domain import Source
from tests.corpus.refusal import refusal

LINK = {"link": "https://example.com/a"}
NO_ROSTER = Roster()


def test_parse_sources_returns_one_table_a_document():
    assert parse_sources('[a]\ntitle = "A"\n\n["b c"]\nhosts = ["Ada"]\n', "sources.toml") == {
        "a": {"title": "A"},
        "b c": {"hosts": ["Ada"]},
    }


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[a]\ntitle = "the guest"\n\n[b]\n# guest is wrong\ntitle = "a guest"\nguest = "Ada"\n', "sources.toml:7: "),
        ('["a b"]\nlink = "https://guest.example"\nguest = "Ada"\n', "sources.toml:3: "),
        ("[a]\nguests = []\nguest = 1\n", "sources.toml:3: "),
    ],
)
def test_an_unknown_key_is_refused_with_its_line(text, place):
    assert refusal(parse_sources, text, "sources.toml") == (
        f"{place}unknown key 'guest'; known: aired, guests, hosts, language, link, link_kind, machine_transcript, "
        "people, published, publisher, quotes_of_nobody, recording, removed, show, title, transcript, translated_from, "
        "verbatim_link"
    )


def test_a_key_outside_of_a_table_is_refused_with_its_line():
    assert refusal(parse_sources, '# first\ntitle = "A"\n', "sources.toml") == (
        "sources.toml:2: 'title' must be a table: [title]"
    )


def test_broken_toml_is_refused_with_its_line():
    message = refusal(parse_sources, "[a]\ntitle = A\n", "sources.toml")
    assert re.fullmatch(r"sources\.toml: broken TOML: .+ \(at line 2, column \d+\)", message)


def test_parse_header_reads_chinese_keys():
    raw = "# 深度｜标题\n\n文章作者: 瓜哥\n发布时间：2024-11-26 07:15\n发布地: 浙江\n原文链接: https://a.b/s?x=1&y#rd\n"
    assert parse_header(raw) == {
        "title": "深度｜标题",
        "publisher": "瓜哥",
        "published": "2024-11-26 07:15",
        "link": "https://a.b/s?x=1&y#rd",
    }


def test_parse_header_reads_front_matter_with_any_line_ends_and_a_byte_order_mark():
    raw = '\ufeff---\r\nTitle: "A talk"\r\nAuthor: Ada\r\ndate: 2024/1/6\r\nMedia: https://a.b/c.mp3\r\n---\r\n'
    assert parse_header(raw) == {
        "title": "A talk",
        "publisher": "Ada",
        "published": "2024/1/6",
        "recording": "https://a.b/c.mp3",
    }
    assert parse_header("\ufeff# A talk") == {"title": "A talk"}


def test_parse_header_takes_the_first_of_two_and_no_link_that_is_none():
    assert parse_header("Title: One\nLink: see below\n# Two\n") == {"title": "One"}


def test_parse_header_reads_the_first_thirty_lines_alone():
    assert parse_header("\n" * 29 + "Title: in line 30\n") == {"title": "in line 30"}
    assert parse_header("\n" * 30 + "Title: in line 31\n") == {}


def test_the_header_of_a_document_makes_a_source_whose_page_holds_the_words():
    raw = "# A  talk\nAuthor: Ada\nDate: 2024年1月6日\nLink: https://example.com/a\nMedia: https://example.com/v\n"
    assert make_source("a", {}, raw, NO_ROSTER) == Source(
        id="a",
        title="A talk",
        link="https://example.com/a",
        link_kind="article",
        publisher="Ada",
        published="2024-01-06",
        verbatim_link=True,
        recording="https://example.com/v",
    )


def test_what_is_known_is_one_line_each_and_a_blank_title_is_the_documents_id():
    listed = {"title": " ", "show": "The\nShow", "publisher": "A  B", "link": "https://example.com/a"}
    source = make_source("a", listed, "", NO_ROSTER)
    assert (source.title, source.show, source.publisher) == ("a", "The Show", "A B")


def test_sources_toml_wins_over_the_header_and_its_link_is_not_taken_for_the_same_words():
    raw = "# Theirs\nAuthor: Ada\nLink: https://example.com/theirs\n"
    listed = parse_sources(
        '[a]\ntitle = "Ours"\nlink = "https://example.com/ours"\nlink_kind = "publisher"\npublished = 2024-11-26\n'
        'aired = "2024-11-22"\nshow = "S"\ntranslated_from = "en"\nmachine_transcript = true\n'
        'transcript = "https://example.com/t"\n',
        "sources.toml",
    )["a"]
    assert make_source("a", listed, raw, NO_ROSTER) == Source(
        id="a",
        title="Ours",
        link="https://example.com/ours",
        link_kind="publisher",
        publisher="Ada",
        published="2024-11-26",
        show="S",
        aired="2024-11-22",
        translated_from="en",
        machine_transcript=True,
        verbatim_link=False,
        transcript="https://example.com/t",
    )


def test_a_recording_is_the_link_where_there_is_no_other():
    source = make_source("a", {"recording": "https://example.com/v"}, "", NO_ROSTER)
    assert source == Source(id="a", title="a", link="https://example.com/v", link_kind="recording")


@pytest.mark.parametrize(
    ("listed", "raw", "kind"),
    [
        ({"link": "https://youtu.be/a"}, "", "recording"),
        ({"link": "https://youtu.be/a", "link_kind": "publisher"}, "", "publisher"),
        ({"link": "https://example.com/a.mp3"}, "", "recording"),
        ({}, "Link: https://youtu.be/a", "recording"),
        ({}, "youtube_url: https://youtu.be/a", "recording"),
        ({}, "Audio URL: https://example.com/a.mp3", "recording"),
        (LINK, "", "article"),
    ],
)
def test_a_link_to_a_recording_is_one_unless_stated_otherwise(listed, raw, kind):
    source = make_source("a", listed, raw, NO_ROSTER)
    assert (source.link_kind, source.verbatim_link, source.recording) == (kind, False, None)


def test_hosts_and_guests_get_their_canonical_names():
    roster = parse_people('["Ada Lovelace"]\naliases = ["阿达"]\n', "speakers.toml")
    source = make_source("a", {**LINK, "hosts": ["Bea"], "guests": ["阿达"]}, "", roster)
    assert (source.hosts, source.guests) == (("Bea",), ("Ada Lovelace",))
    assert (source.role_of("Bea"), source.role_of("Ada Lovelace")) == ("host", "guest")


def test_a_document_without_a_link_is_refused():
    assert refusal(make_source, "a", {"title": "A"}, "Ada: hello", NO_ROSTER) == (
        'no link: write [a] and link = "https://…" (or link = false) in sources.toml'
    )


@pytest.mark.parametrize(
    ("document_id", "head"),
    [("talk-1_b", "[talk-1_b]"), ("talk.v2", '["talk.v2"]'), ("my talk", '["my talk"]'), ("访谈一", '["访谈一"]')],
)
def test_a_table_that_is_to_be_written_is_named_as_toml_wants_it(document_id, head):
    advice = refusal(make_source, document_id, {}, "", NO_ROSTER)
    assert advice.startswith(f"no link: write {head} and ")
    assert parse_sources(f"{toml_head(document_id)}\nlink = false\n", "sources.toml") == {document_id: {"link": False}}


def test_a_document_may_be_stated_to_have_no_link():
    source = make_source("a", {"link": False, "link_kind": "article"}, "", NO_ROSTER)
    assert source == Source(id="a", title="a", link=None, link_kind=None)


def test_with_no_link_stated_those_in_the_documents_header_are_not_shown_but_a_listed_recording_is():
    raw = "Title: T\nLink: https://example.com/a\nMedia: https://example.com/v\n"
    assert make_source("a", {"link": False}, raw, NO_ROSTER) == Source(id="a", title="T", link=None, link_kind=None)
    listed = {"link": False, "recording": "https://example.com/ours"}
    source = make_source("a", listed, raw, NO_ROSTER)
    assert (source.link, source.link_kind) == ("https://example.com/ours", "recording")


def test_a_link_may_be_missing_where_none_is_needed():
    source = make_source("a", {}, "", NO_ROSTER, needs_link=False)
    assert (source.link, source.link_kind, source.verbatim_link) == (None, None, False)


def test_what_the_reader_of_a_format_found_wins_over_the_header_and_sources_toml_over_both():
    facts = {"title": "Theirs", "link": "https://example.com/facts", "hosts": ["Bea"]}
    source = make_source("a", {"title": "Ours"}, "# Header\nAuthor: Ada\n", NO_ROSTER, facts=facts)
    known = (source.title, source.publisher, source.link, source.hosts)
    assert known == ("Ours", "Ada", "https://example.com/facts", ("Bea",))


@pytest.mark.parametrize(
    ("listed", "facts", "verbatim"),
    [
        ({}, {}, True),
        ({}, {"verbatim_link": False}, False),
        (LINK, {"verbatim_link": True}, False),
        ({**LINK, "verbatim_link": True}, {"verbatim_link": False}, True),
        ({"verbatim_link": False}, {}, False),
        ({"link_kind": "recording"}, {}, False),
    ],
)
def test_a_page_holds_the_words_if_the_document_names_it_as_its_own_or_that_is_stated(listed, facts, verbatim):
    source = make_source("a", listed, "Link: https://example.com/own", NO_ROSTER, facts=facts)
    assert source.verbatim_link is verbatim


def test_a_key_is_found_in_whatever_form_of_unicode_it_is_written():
    assert parse_sources('["Jose\u0301"]\nlink = false\n', "sources.toml") == {"Jos\u00e9": {"link": False}}
    twice = '["Jose\u0301"]\n["Jos\u00e9"]\n'
    assert refusal(parse_sources, twice, "sources.toml") == (
        "sources.toml: 'Jos\u00e9' stands there twice, in two forms of Unicode; keep one"
    )


def test_labels_are_named_and_may_stand_among_hosts_and_guests():
    roster = parse_people('["Ada Lovelace"]\naliases = ["阿达"]\n', "speakers.toml")
    text = (
        '[a]\nlink = false\nhosts = ["SPEAKER_01"]\nguests = ["阿达", "SPEAKER_00"]\n'
        'people = {SPEAKER_00 = "阿达", SPEAKER_01 = "Bea Ito"}\n'
    )
    source = make_source("a", parse_sources(text, "sources.toml")["a"], "", roster)
    assert (source.hosts, source.guests) == (("Bea Ito",), ("Ada Lovelace",))
    assert source.people == (("SPEAKER_00", "Ada Lovelace"), ("SPEAKER_01", "Bea Ito"))


@pytest.mark.parametrize("date", ["some day", "2024-13-01", "2024-02-30"])
def test_a_header_without_a_day_of_the_calendar_leaves_it_out(date):
    assert make_source("a", LINK, f"Date: {date}", NO_ROSTER).published is None


@pytest.mark.parametrize(
    ("listed", "problem"),
    [
        ({"link": "example.com"}, "link 'example.com' does not begin with http:// or https://"),
        ({"link": 3}, "link is 3, but must be a text between quotation marks, or false"),
        ({"link": True}, "link is True, but must be a text between quotation marks, or false"),
        ({"link": "https://a.b", "link_kind": False}, "link_kind is False, but must be a text between quotation marks"),
        ({"recording": "v.mp3"}, "link 'v.mp3' does not begin with http:// or https://"),
        ({"link_kind": "page"}, "link_kind is 'page', not one of: article, transcript, publisher, recording, chapters"),
        ({"hosts": "Ada"}, "hosts is 'Ada', but must be a list of names, such as [\"Sam Altman\"]"),
        ({"guests": [""]}, "guests is [''], but must be a list of names, such as [\"Sam Altman\"]"),
        (
            {"people": ["Ada"]},
            "people is ['Ada'], but must be labels with names, such as {SPEAKER_00 = \"Sam Altman\"}",
        ),
        (
            {"people": {"A": " "}},
            "people is {'A': ' '}, but must be labels with names, such as {SPEAKER_00 = \"Sam Altman\"}",
        ),
        ({"verbatim_link": "false"}, "verbatim_link is 'false', but must be true or false"),
        ({"machine_transcript": 1}, "machine_transcript is 1, but must be true or false"),
        ({"quotes_of_nobody": "yes"}, "quotes_of_nobody is 'yes', but must be true or false"),
        ({"published": "soon"}, "published is 'soon', but must be a day, such as 2024-11-26"),
        ({"aired": "2024-02-30"}, "aired is '2024-02-30', but must be a day, such as 2024-11-26"),
        (
            {"translated_from": "klingon"},
            'translated_from is \'klingon\', but must be the code of a language, such as "en" or "zh"',
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_its_key(listed, problem):
    assert refusal(make_source, "a", {**LINK, **listed}, "", NO_ROSTER) == f"[a] in sources.toml: {problem}"
