from urllib.parse import unquote

import pytest

from index.quotes.links import deep_link, text_directive
from tests.support.fakes import make_document


def link_to(words, raw, **fields):
    document = make_document(raw, **{"verbatim_link": True} | fields)
    start = document.clean.index(words)
    return deep_link(document, start, start + len(words))


def directive(page, words, start=0):
    start = page.index(words, start)
    return unquote(text_directive(page, start, start + len(words)))


def test_marks_with_a_meaning_in_directives_are_encoded():
    words = "state-of-the-art & 50% #1/2 = one?"
    assert link_to(words, f"Ada: {words}") == (
        "https://example.com/talk#:~:text=state%2Dof%2Dthe%2Dart%20%26%2050%25%20%231%2F2%20%3D%20one"
    )


def test_a_comma_inside_the_first_words_is_encoded():
    page = "好，一。好，二。"
    assert text_directive(page, 4, 8) == "%E5%A5%BD%EF%BC%8C%E4%BA%8C"
    page = "So, it is. So, it was."
    assert text_directive(page, 11, 22) == "So%2C%20it%20was"


@pytest.mark.parametrize(
    ("link", "start"),
    [
        ("https://example.com/talk", "https://example.com/talk#:~:text="),
        ("https://example.com/talk?a=b&c#rd", "https://example.com/talk?a=b&c#rd:~:text="),
        ("https://example.com/talk#", "https://example.com/talk#:~:text="),
        ("https://example.com/talk#rd:~:text=other", "https://example.com/talk#rd:~:text="),
    ],
)
def test_an_existing_fragment_is_kept(link, start):
    assert link_to("Hello", "Ada: Hello", link=link) == f"{start}Hello"


def test_there_is_no_deep_link_where_the_page_may_not_hold_the_words():
    assert link_to("Hello", "Ada: Hello", verbatim_link=False) is None


@pytest.mark.parametrize(
    ("page", "words", "expected"),
    [
        ("前面。第一，第二。第三。", "第一，第二。", "第一,第二"),
        ("One here. Two there. Three.", "One here. Two there.", "One here,Two there"),
        ("一，二，三，四。", "一，二，三，四。", "一,四"),
        ("“第一，”他说，“第二。”", "“第一，”他说，“第二。”", "第一,第二"),
    ],
)
def test_several_clauses_are_a_range_from_the_first_to_the_last(page, words, expected):
    assert directive(page, words) == expected


@pytest.mark.parametrize(
    ("page", "words", "expected"),
    [
        ("是的，那是一。是的，那是二。", "是的，那是二。", "是的，那是二"),
        ("是的，很好，一。是的，很好，二，三。", "是的，很好，二，三。", "是的，很好，二,三"),
    ],
)
def test_first_words_that_stand_there_twice_grow_by_clauses(page, words, expected):
    assert directive(page, words) == expected


def test_last_words_that_stand_in_between_as_well_grow_by_clauses():
    assert directive("一，好，二，好。", "一，好，二，好。") == "一,二，好"


@pytest.mark.parametrize(
    ("start", "expected"),
    [(0, "前面，-,好的"), (6, "后面，-,好的"), (12, "好的。-,好的")],
)
def test_words_that_are_not_unique_get_what_is_before_them_with_its_marks(start, expected):
    assert directive("前面，好的。后面，好的。\n好的。", "好的。", start) == expected


def test_a_prefix_grows_by_clauses_until_it_tells_the_places_apart():
    page = "一，好，是的。二，好，是的。"
    assert directive(page, "是的。", 10) == "二，好，-,是的"


def test_an_opening_mark_is_in_the_prefix_and_not_between():
    assert directive("他说：“好的。”她说：“好的。”", "“好的。”", 8) == "她说：“-,好的"


def test_words_at_the_very_top_that_come_again_need_no_prefix():
    assert directive("好的。\n好的。", "好的。") == "好的"


@pytest.mark.parametrize(
    ("page", "words", "expected"),
    [
        ("有人建议2.5亿美元。是的。", "有人建议2.5亿美元。", "有人建议2.5亿美元"),
        ("Yes. It's from the U.S.A. today.", "It's from the U.S.A. today.", "It's from the U.S.A,today"),
        ("“Don’t,” he said.", "“Don’t,” he said.", "Don’t,he said"),
        ("At 10:30, go.", "At 10:30, go.", "At 10:30,go"),
    ],
)
def test_a_mark_inside_a_word_or_a_number_ends_nothing(page, words, expected):
    assert directive(page, words) == expected


def test_case_and_the_shape_of_quotation_marks_tell_nothing_apart():
    page = "YES, DON'T stop. Yes, don’t go."
    assert directive(page, "Yes, don’t go.") == "Yes, don’t go"


def test_marks_alone_are_linked_as_they_stand():
    assert directive("好。……", "……") == "……"
