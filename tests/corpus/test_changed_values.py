import pytest

from index.corpus.changed_values import table_bodies, with_bodies, with_values
from tests.corpus.refusal import refusal

BEFORE = {"title": "Ice", "link": "https://a.example/1", "published": "2026-11-02", "guests": ["Ana Ruiz"]}
BODY = """\
title = "Ice"
link = "https://a.example/1"
published = "2026-11-02"
guests = [
    "Ana Ruiz",
]
"""
TEXT = f"""\
# Mine.
[other]  # of mine
link = false

[ice]
{BODY}
[ice.people]
S1 = "Ana Ruiz"

["talk.v2"]
link = false
"""


def test_what_was_written_is_changed_where_it_stands_goes_and_comes():
    after = {"title": "The ice", "link": "https://a.example/1", "guests": ["Ana Ruiz", "Cy Oh"], "show": "Rivers"}
    guests = 'guests = [\n    "Ana Ruiz",\n    "Cy Oh",\n]\n'
    changed = f'show = "Rivers"\ntitle = "The ice"\nlink = "https://a.example/1"\n{guests}'
    assert with_values(BODY, BEFORE, after) == changed
    assert with_values(BODY, BEFORE, BEFORE) == BODY


@pytest.mark.parametrize(
    ("written", "by_hand"),
    [
        *(('"Ice"', '"My ice"'), ('title = "Ice"', "title = 'Ice'"), ('"Ice"', '"Ice"  # as printed')),
        *(('title = "Ice"\n', ""), ('title = "Ice"', 'title  = "Ice"')),
    ],
)
def test_what_a_person_wrote_stays_as_it_is(written, by_hand):
    own = BODY.replace(written, by_hand)
    assert with_values(own, BEFORE, {**BEFORE, "title": "The ice"}) == own


def test_what_a_person_added_is_not_written_over_by_what_comes():
    own = f'{BODY}show = "Mine"\n'
    assert with_values(own, BEFORE, {**BEFORE, "show": "Rivers"}) == own


def test_only_the_texts_of_the_tables_that_are_named_change():
    body = table_bodies(TEXT)["ice"]
    assert body == f"{BODY}"
    new = with_values(body, BEFORE, {**BEFORE, "title": "The ice"})
    assert with_bodies(TEXT, {"ice": (body, new)}, "sources.toml") == TEXT.replace('"Ice"', '"The ice"')
    assert with_bodies(TEXT, {"ice": (body, body)}, "sources.toml") == TEXT


def test_what_was_edited_meanwhile_stays():
    edited = TEXT.replace('"Ice"', '"Edited"')
    assert with_bodies(edited, {"ice": (BODY, 'title = "x"\n')}, "sources.toml") == edited


def test_a_head_within_a_long_text_is_none():
    text = f'[a]\nnote = """\n[b]\n"""\n{BODY}[c]\nlink = false\n'
    assert table_bodies(text) == {"c": "link = false\n"}


def test_what_cannot_be_changed_safely_is_refused():
    told = refusal(with_bodies, TEXT, {"ice": (table_bodies(TEXT)["ice"], 'title = "x')}, "sources.toml")
    assert told == "sources.toml cannot be changed without risk; write every value in it on a line of its own"
