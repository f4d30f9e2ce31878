import re
from html.parser import HTMLParser
from urllib.parse import quote as percent_encoded

import pytest

from bot.domain.message import AnswerCard, NamedLink, line
from bot.studio.ask_page import ask_view
from bot.studio.page import templates

PRICE = "how is the price of honey set"
SENTENCE = "We set the price so that a school teacher can afford a jar every month without thinking twice."


class Page(HTMLParser):
    """A page as a browser takes it: its elements with their attributes, and its text."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.texts = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())

    def all(self, tag, **wanted):
        return [given for name, given in self.elements if name == tag and wanted.items() <= given.items()]


def asked(served, question, **more):
    fields = "".join(f"&{name}={percent_encoded(value)}" for name, value in more.items())
    return Page(served.open(f"/ask?q={percent_encoded(question)}{fields}").text)


def test_the_answer_stands_beside_its_trace(served):
    got = served.open(f"/ask?q={percent_encoded(PRICE)}").text
    assert f'<blockquote lang="en" dir="auto">{SENTENCE}</blockquote>' in got
    page = Page(got)
    assert "Mara Field" in page.text
    assert "How it came about" in page.text
    assert re.search(
        r"An answer: confidence 0\.\d{3}\. From 0\.\d{3} it is an answer, from 0\.\d{3} “not sure”\.", page.text
    )
    assert "No judge is set" in page.text
    for stage in ("meaning of the question", "nearest in meaning", "choice, word for word", "confidence"):
        assert stage in page.text


def test_links_are_those_of_the_corpus_and_tell_nobody_where_they_are_followed(served):
    outside = [given for given in asked(served, PRICE).all("a") if not given["href"].startswith(("/", "#"))]
    assert len(outside) > 0
    for given in outside:
        assert given["href"].startswith(("https://example.com/bees", "https://example.com/tea"))
        assert (given["target"], given["rel"]) == ("_blank", "noopener noreferrer")


def test_every_candidate_opens_in_its_context_with_what_makes_its_score(studio):
    view = ask_view(studio, {"q": PRICE}, "en")
    [search] = view["trace"]["searches"]
    best = search["rows"][0]
    assert best.candidate.match == view["answer"].hits[0]
    assert sum(segment.value for segment in best.segments) == pytest.approx(best.candidate.match.score, abs=1e-4)
    assert sorted(row.view_ranks[0] for row in search["rows"]) == list(range(1, len(search["rows"]) + 1))


def test_a_name_in_the_question_is_a_filter_that_can_be_removed(served):
    page = asked(served, "what does Mara say about winter")
    assert "Named in the question: Mara Field" in page.text
    [chip] = page.all("a", **{"class": "chip"})
    assert chip["aria-label"] == "Remove: Mara Field"
    page = Page(served.open(chip["href"]).text)
    assert page.all("a", **{"class": "chip"}) == []
    assert "Nobody is named" in page.text


def test_typed_filters_work_as_in_chat(served):
    page = asked(served, "honey from:mara lang:en")
    assert [chip["aria-label"] for chip in page.all("a", **{"class": "chip"})] == [
        "Remove: Mara Field",
        "Remove: English",
    ]
    page = asked(served, "honey from:marra")
    assert "Nobody called marra speaks here." in page.text
    assert page.all("a", **{"class": "button"})[0]["href"] == "/ask?q=honey+from%3A%22Mara+Field%22"


def test_a_language_that_is_read_alone_searches_there(served):
    page = asked(served, "蜜蜂怎么过冬", reading="zh-first")
    assert "Search 1: in Chinese" in page.text
    assert "Search 2: in English" in page.text
    assert page.all("option", selected=None)[0]["value"] == "zh-first"
    assert asked(served, PRICE, reading="klingon").all("option", selected=None)[0]["value"] == "any"


def test_where_nothing_answers_it_says_what_does(served):
    page = asked(served, "best pizza in Naples")
    assert "Nothing in these interviews answers that." in page.text
    assert "Speaking here: " in page.text
    assert "Nothing answers it: confidence 0." in page.text


def test_an_empty_question_gets_examples(served):
    for path in ("/ask", "/ask?q=", "/ask?q=%20%0a"):
        page = Page(served.open(path).text)
        assert page.all("input", id="q")[0]["value"] == ""
        assert "How it came about" not in page.text


@pytest.mark.parametrize("question", ["🐝🐝🐝", "?!…", "\x00\x07\x1b[", "\u202e\u2066\u200f", "'\">"])
def test_what_holds_nothing_to_look_for_is_told_so(served, question):
    assert "There is nothing to look for in that." in asked(served, question).text


@pytest.mark.parametrize(
    "question",
    [
        "<script>alert(1)</script> honey",
        '"><img src=x onerror=alert(1)> honey',
        "honey </input><iframe src=//evil.example>",
        "{{ 7 * 7 }} {% raw %} honey",
        "honey \u202egnihton\u202c \u2066 \x00 \x1b[31m",
        "javascript:alert(1) honey",
    ],
)
def test_what_is_typed_stays_text(served, question):
    page = asked(served, question)
    [typed] = page.all("input", id="q")
    assert typed["value"] == question.strip()
    assert page.all("script") == [{"src": "/static/studio.js"}]
    assert [page.all(tag) for tag in ("img", "iframe")] == [[], []]
    assert not any(name.startswith("on") for _, given in page.elements for name in given)
    assert not any("style" in given for _, given in page.elements)


def test_a_very_long_question_is_answered_from_its_beginning(served):
    page = asked(served, f"{PRICE} " + "honey " * 6700)
    assert "the first 1,000 characters are searched" in page.text
    assert "How it came about" in page.text


def test_a_card_full_of_html_stays_text():
    evil = "a <script>alert('money')</script> or an \"><img src=x onerror=alert(1)> & {{ say }}"
    links = (NamedLink(evil, "javascript:alert(1)"), NamedLink(evil, 'https://example.com/"onclick="alert(1)'))
    marked = AnswerCard(quote=evil, speaker=evil, source=evil, marks=(evil,), links=links, notes=(line(evil),))
    drawn = templates.from_string('{% import "parts.html" as parts %}{{ parts.card(card, "en") }}').render(card=marked)
    page = Page(drawn)
    assert page.text.count(evil) == 7
    assert [page.all(tag) for tag in ("script", "img")] == [[], []]
    [outside] = page.all("a")
    assert outside.keys() == {"href", "target", "rel"}
    assert outside["href"] == 'https://example.com/"onclick="alert(1)'


def test_the_page_speaks_chinese_in_both_scripts(served):
    got = served.open(f"/ask?q={percent_encoded('怎么给蜂蜜定价')}", Accept_Language="zh-CN").text
    assert "这个答案是怎么来的" in got
    got = served.open(f"/ask?q={percent_encoded('怎么给蜂蜜定价')}", Accept_Language="zh-TW").text
    assert "這個答案是怎麼來的" in got
