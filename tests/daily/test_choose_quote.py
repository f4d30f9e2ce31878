import datetime
from collections import Counter

import pytest

from bot.daily.choose_quote import InsightCandidate, find_candidates, is_same, pick_days, pick_quote
from bot.daily.insight import Insight, Reason
from index.answer import Filters
from index.errors import QuestionError
from tests.retrieval.two_talks import open_searcher
from tests.support.fakes import make_quote, make_source

DAY = datetime.date(2024, 11, 22)
WORDS = (
    *("copper", "steam", "garden", "winter", "bridge", "paper"),
    *("violet", "engine", "harbour", "mirror", "candle", "ladder"),
)


def make_candidate(number, score=4.0, speaker="Ada", source="heat", language="en", **fields):
    """Return a candidate far from all others, in other words."""
    text = " ".join(WORDS[(number * step) % 12] * (1 + number // 12) for step in (1, 5, 7, 11))
    fields = {"start": number * 1000, "end": number * 1000 + len(text)} | fields
    quote = make_quote(
        text, id=f"{speaker}{number}", speaker=speaker, source=make_source(id=source), language=language, **fields
    )
    return InsightCandidate(quote=quote, insight=Insight((Reason("is made up", score),)))


def ids(picks):
    return [pick.quote.id for _, pick in picks]


def test_the_same_day_in_the_same_channel_gets_the_same():
    candidates = [make_candidate(number) for number in range(9)]
    assert pick_quote(DAY, "C1", candidates, []) == pick_quote(DAY, "C1", candidates[::-1], [])


def test_channels_and_days_differ():
    candidates = [make_candidate(number) for number in range(9)]
    channels = {pick_quote(DAY, f"C{number}", candidates, []).quote.id for number in range(20)}
    days = {pick_quote(DAY + datetime.timedelta(number), "C1", candidates, []).quote.id for number in range(20)}
    assert len(channels) > 3
    assert len(days) > 3


def test_clearly_better_ones_come_first():
    candidates = [make_candidate(number, score=3.0 + 2 * number) for number in range(5)]
    assert ids(pick_days(DAY, 5, "C1", candidates)) == ["Ada4", "Ada3", "Ada2", "Ada1", "Ada0"]


def test_what_is_closer_to_the_topic_comes_first():
    near, far = make_candidate(1), make_candidate(2)
    far = InsightCandidate(quote=far.quote, insight=far.insight, closeness=-1.0)
    assert ids(pick_days(DAY, 2, "C1", [far, near])) == ["Ada1", "Ada2"]


def test_without_candidates_there_is_nothing():
    assert pick_quote(DAY, "C1", [], []) is None
    assert list(pick_days(DAY, 3, "C1", [])) == []


def test_nothing_comes_again_until_the_stock_is_used_up_and_then_it_is_said():
    candidates = [make_candidate(number) for number in range(4)]
    picks = [pick for _, pick in pick_days(DAY, 12, "C1", candidates)]
    assert [pick.times_shown for pick in picks] == [0] * 4 + [1] * 4 + [2] * 4
    assert [place for place, pick in enumerate(picks) if pick.begins_again] == [4, 8]
    for start in (0, 4, 8):
        assert {pick.quote.id for pick in picks[start : start + 4]} == {"Ada0", "Ada1", "Ada2", "Ada3"}


def test_what_was_shown_before_does_not_come():
    candidates = [make_candidate(number) for number in range(4)]
    shown = [candidate.quote for candidate in candidates[:3]]
    assert pick_quote(DAY, "C1", candidates, shown).quote.id == "Ada3"


def test_what_says_nearly_the_same_as_something_shown_comes_later():
    shown, twin, other = make_candidate(1, 9.0), make_candidate(1, 8.0, start=1010, end=1030), make_candidate(2, 3.0)
    picks = [pick for _, pick in pick_days(DAY, 3, "C1", [shown, twin, other])]
    assert [(pick.candidate.insight.score, pick.times_shown) for pick in picks[:2]] == [(9.0, 0), (3.0, 0)]
    assert picks[2].times_shown == 1


def test_nobody_comes_twice_in_a_row_while_others_have_something_left():
    candidates = [make_candidate(number, score=9.0) for number in range(6)]
    candidates += [make_candidate(10 + number, score=3.0, speaker="Zoe") for number in range(3)]
    speakers = [pick.quote.speaker for _, pick in pick_days(DAY, 9, "C1", candidates)]
    assert speakers == ["Ada", "Zoe", "Ada", "Zoe", "Ada", "Zoe", "Ada", "Ada", "Ada"]


def test_who_says_little_is_heard_too_and_who_says_much_more_often():
    candidates = [make_candidate(number) for number in range(16)]
    candidates += [make_candidate(20 + number, speaker="Bea", source="rain") for number in range(9)]
    candidates += [make_candidate(40 + number, speaker="Li", source="soil", language="zh") for number in range(4)]
    speakers = Counter(pick.quote.speaker for _, pick in pick_days(DAY, 12, "C1", candidates))
    assert speakers == {"Ada": 5, "Bea": 4, "Li": 3}


@pytest.mark.parametrize(
    ("fields", "same"),
    [
        ({"start": 0, "end": 30}, True),
        ({"start": 20, "end": 60}, True),
        ({"start": 200, "end": 240}, True),
        ({"start": 2000, "end": 2040}, False),
        ({"start": 0, "end": 30, "speaker": "Bob"}, False),
        ({"start": 0, "end": 30, "source": make_source(id="other")}, False),
        ({"text": "Small models cost much less!", "source": make_source(id="other")}, True),
        ({"id": "q1", "speaker": "Bob", "start": 9000, "end": 9010}, True),
    ],
)
def test_overlaps_neighbours_and_other_versions_are_the_same(fields, same):
    quote = make_quote("Small models cost less.", id="q1", start=0, end=23)
    other = make_quote(**{"text": "Nobody repairs a bridge in winter.", "id": "q2"} | fields)
    assert is_same(quote, other) == is_same(other, quote) == same


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    searcher = open_searcher(tmp_path_factory.mktemp("choosing"))
    yield searcher
    searcher.close()


def texts(candidates):
    return [candidate.quote.text for candidate in candidates]


STEAM = "We keep two steam engines in the yard, because nothing else explains pressure to a child so well."
DIGGING = "The trouble with district heating is the digging, because every road has to be opened once."


def test_candidates_are_what_is_worth_showing(searcher):
    quotes = texts(find_candidates(searcher))
    assert STEAM in quotes
    assert DIGGING not in quotes


def test_votes_make_a_candidate_and_unmake_one(searcher):
    votes = {quote.id: (2, 0) for quote in searcher.generation.quotes if quote.text == DIGGING}
    votes |= {quote.id: (0, 4) for quote in searcher.generation.quotes if quote.text == STEAM}
    quotes = texts(find_candidates(searcher, votes=votes))
    assert DIGGING in quotes
    assert STEAM not in quotes


def test_people_and_languages_narrow_it(searcher):
    by_lin = find_candidates(searcher, filters=Filters(speakers=("林晓",)))
    assert {candidate.quote.speaker for candidate in by_lin} == {"林晓"}
    assert find_candidates(searcher, filters=Filters(languages=("zh",))) == by_lin
    assert find_candidates(searcher, filters=Filters(speakers=("林晓",), languages=("en",))) == []


def test_a_topic_has_what_search_finds_closest_first(searcher):
    candidates = find_candidates(searcher, "steam engines in the yard, pressure to a child")
    assert max(candidates, key=lambda candidate: candidate.closeness).quote.text == STEAM
    assert max(candidate.closeness for candidate in candidates) == 0


def test_a_topic_without_words_is_refused(searcher):
    with pytest.raises(QuestionError, match="nothing to look for"):
        find_candidates(searcher, "？！")


def test_the_first_language_comes_as_long_as_it_has_something_left_and_first_again_when_all_begins_again():
    candidates = [make_candidate(number, language="en" if number % 2 else "zh") for number in range(6)]
    picks = [pick for _, pick in pick_days(DAY, 12, "C1", candidates, first_language="zh")]
    assert [pick.quote.language for pick in picks] == 2 * (["zh"] * 3 + ["en"] * 3)
    assert [pick.times_shown for pick in picks] == [0] * 6 + [1] * 6
    assert Counter(pick.quote.language for _, pick in pick_days(DAY, 3, "C1", candidates)) != {"zh": 3}
