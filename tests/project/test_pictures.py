"""The README's picture: what it shows is in the interviews, and how it is drawn."""

import re
import sys
from itertools import groupby
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from bot.wording.language import interface_of
from bot.wording.quote import links, source_line, speaker_name
from tests.support.command_line import ROOT

sys.path.insert(0, str(ROOT / "deploy" / "pictures"))
import draw

SVG = "{http://www.w3.org/2000/svg}"
PICTURE = (ROOT / "deploy" / "pictures" / "answers.svg").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")


def lines(picture: str) -> list[str]:
    """Return the lines that a picture shows, without the blank ones."""
    texts = fromstring(picture).iter(f"{SVG}text")
    return ["".join(run.text for run in runs) for _, runs in groupby(texts, lambda run: run.get("y"))]


def answers() -> list[tuple[str, str, list[str]]]:
    """Return (question, quote, lines below the quote) for each question in the README's picture."""
    parts = "\n".join(lines(PICTURE)).split("$ quotebot ask ")[1:]
    return [_answer(part.splitlines()) for part in parts]


def _answer(shown: list[str]) -> tuple[str, str, list[str]]:
    quoted = [line.removeprefix("▎ ") for line in shown if line.startswith("▎ ")]
    between = " " if interface_of(shown[0]) == "en" else ""
    return shown[0].strip('"'), between.join(quoted), [line for line in shown[1:] if not line.startswith("▎ ")]


def picture_links() -> list[tuple[str, str]]:
    return [("".join(link.itertext()), link.get("href")) for link in fromstring(PICTURE).iter(f"{SVG}a")]


def test_the_picture_shows_quotes_of_the_interviews_with_who_where_and_the_links(cut_seeds, seeds):
    quotes = {quote.text: quote for quote in cut_seeds.quotes}
    expected_links = []
    for question, text, below in answers():
        quote, interface = quotes[text], interface_of(question)
        named = links(quote, interface)
        person = seeds.roster.people[quote.speaker]
        names = " · ".join(link for link, _ in named)
        assert below == [speaker_name(person, interface), source_line(quote, interface), names]
        expected_links += named
    assert picture_links() == expected_links
    asked = [question for question, _, _ in answers()]
    assert asked == ["Are enterprise customers worth more than startups?", "为什么客户更喜欢小模型"]


def test_the_readme_says_what_the_picture_shows():
    [alternative] = re.findall(r"!\[([^\]]+)\]\(deploy/pictures/answers\.svg\)", README)
    [(question, _, below), (_, _, below_the_second)] = answers()
    assert f'"{question}"' in alternative
    names = [re.split(r" \(|（", lines_below[0])[0] for lines_below in (below, below_the_second)]
    assert names == ["Jonathan Frankle", "Ali Ghodsi"]
    assert [name for name in names if name not in alternative] == []


def test_the_picture_fetches_nothing_and_runs_nothing():
    names = {element.tag.removeprefix(SVG) for element in fromstring(PICTURE).iter()}
    assert names == {"svg", "style", "rect", "text", "a"}
    assert re.findall(r"url\(|@import|@font-face|<script|\bon\w+=", PICTURE) == []


def runs(picture: str) -> list[Element]:
    return list(fromstring(picture).iter(f"{SVG}text"))


def test_chinese_is_drawn_twice_as_wide_as_latin_and_what_follows_it_is_moved():
    drawn = runs(draw.draw("ab中文c"))
    assert [(run.text, run.get("x"), run.get("textLength")) for run in drawn] == [
        ("ab", "24", "18"),
        ("中文", "42", "36"),
        ("c", "78", "9"),
    ]


def test_styles_links_and_lines_are_kept():
    link = "\x1b]8;;https://example.com/?a=1&b=2\x1b\\Read it\x1b]8;;\x1b\\"
    picture = draw.draw(f"\x1b[1mAda\x1b[0m \x1b[2m& Bob\x1b[0m\n\n\x1b[36m{link}")
    drawn = runs(picture)
    assert [(run.text, run.get("class"), run.get("y")) for run in drawn] == [
        ("Ada", "bold", "40"),
        ("& Bob", "dim", "40"),
        ("Read it", "accent", "88"),
    ]
    [drawn_link] = fromstring(picture).iter(f"{SVG}a")
    assert drawn_link.get("href") == "https://example.com/?a=1&b=2"


def test_what_is_recorded_is_what_a_terminal_gets():
    program = "import os, sys; print(sys.stdout.isatty()); print(os.environ['COLUMNS'])"
    assert draw.record(sys.executable, "-c", program) == "True\n92\n"
