import pytest

from index.answer import Filters
from index.text.periods import period
from tests.support.fakes import make_quote, make_source


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2024", "2024"),
        (" 2024-11 ", "2024-11"),
        ("2024-1-2", "2024-01-02"),
        ("2024/11/22", "2024-11-22"),
        ("2024年", "2024"),
        ("2024年3月", "2024-03"),
        ("2024年3月5日", "2024-03-05"),
        *(
            (text, None)
            for text in ("", "24", "2024-", "2024-13", "2024-02-30", "0000", "22 Nov 2024", "2024-11-22T00")
        ),
    ],
)
def test_a_year_month_or_day_is_read_in_the_ways_it_is_written(typed, meant):
    assert period(typed) == meant


@pytest.mark.parametrize(
    ("after", "before", "admitted"),
    [
        ("2024", None, True),
        ("2024-11-22", None, True),
        ("2024-11-23", None, False),
        ("2025", None, False),
        (None, "2025", True),
        (None, "2024-11", False),
        (None, "2024-11-22", False),
        (None, "2024-11-23", True),
        ("2024", "2025", True),
    ],
)
def test_an_interview_counts_from_the_beginning_of_after_and_up_to_the_beginning_of_before(after, before, admitted):
    quote = make_quote(source=make_source(aired="2024-11-22", published="2026-01-01"))
    assert Filters(after=after, before=before).admits(quote) is admitted


def test_the_day_of_the_text_counts_where_that_of_the_talk_is_not_known():
    assert Filters(after="2026").admits(make_quote(source=make_source(published="2026-01-01")))
    assert not Filters(before="2030").admits(make_quote())
    assert Filters().admits(make_quote())
