import datetime
from dataclasses import replace
from itertools import combinations

import pytest

from bot.daily.choose_quote import is_same
from bot.daily.compose_post import Composer
from bot.domain.button_value import ButtonValue
from bot.domain.channel_post import Place
from bot.domain.message import Buttons, QuoteBlock, line
from bot.domain.records import GivenAnswer, GivenHit
from bot.domain.schedule import Schedule, Slot
from index.language_preference import LanguagePreference
from index.search.restrictions import NO_RESTRICTIONS
from tests.support.two_interviews import NOT_HERE, PRICE

DAY = datetime.date(2026, 3, 2)
NINE = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC).timestamp()
HERE = Place(platform="slack", workspace="T1", channel="C1")
DAILY = Schedule(id="s1", place=HERE, at=datetime.time(9), zone="UTC", interface="en", user="U1", made_at=0.0)
STOCK = 4  # as many as say something and stand far enough apart


@pytest.fixture
def composer(live, state):
    return Composer(live, state)


def quote_in(composed):
    [quote] = [part.text for part in composed.message.parts if isinstance(part, QuoteBlock)]
    return quote


def compose_days(composer, state, days, schedule=DAILY):
    """Compose for so many days in a row, each shown; return what was composed."""
    made = []
    for number in range(days):
        date = DAY + datetime.timedelta(days=number)
        made.append(composer.compose(schedule, date))
        state.note_shown(schedule.place, made[-1].quote_id, date, NINE + number, key=f"{schedule.id}{date}")
    return made


def test_what_is_composed_comes_with_what_its_buttons_need(composer):
    composed = composer.compose(DAILY, DAY)
    answer_id, quote_id = composed.given.id, composed.quote_id
    assert composed.given == GivenAnswer(
        id=answer_id, platform="slack", workspace="T1", channel="C1", thread=None, user="U1",
        asked_at=composed.given.asked_at, interface="en", outcome="answer", confidence=1.0,
        hits=(GivenHit(quote_id=quote_id, score=0.0, similarity=0.0, word_score=0.0),),
    )  # fmt: skip
    [buttons] = [part.buttons for part in composed.message.parts if isinstance(part, Buttons)]
    assert {button.value for button in buttons} == {ButtonValue(answer_id=answer_id).encode()}
    assert (len(answer_id), composed.shown_count) == (12, 0)
    assert composed.message.parts[0] == line("Monday, 2 March · today's insight")


def test_every_answer_has_an_id_of_its_own_and_a_day_its_quote(composer):
    first, again = composer.compose(DAILY, DAY), composer.compose(DAILY, DAY)
    assert (first.quote_id == again.quote_id, first.given.id == again.given.id) == (True, False)


@pytest.mark.parametrize(
    ("is_set", "chosen", "said"),
    [
        ({}, "zh", "3月2日 星期一 · 今日一句"),
        ({"interface": "zh"}, "en", "3月2日 星期一 · 今日一句"),
        ({"interface": "en"}, "zh", "Monday, 2 March · today's insight"),
    ],
)
def test_the_language_is_what_is_set_for_the_channel_else_what_was_spoken_when_it_was_made(
    composer, state, is_set, chosen, said
):
    state.save_settings("slack", "T1", "C1", is_set)
    assert composer.compose(replace(DAILY, interface=chosen), DAY).message.parts[0] == line(said)


def test_nothing_comes_again_until_all_was_shown_and_then_it_is_said_once(composer, state, live):
    made = compose_days(composer, state, STOCK + 2)
    said = line("Every insight there is has been shown; from here on they come again.", quiet=True)
    assert [number for number, post in enumerate(made) if said in post.message.parts] == [STOCK]
    assert [post.shown_count for post in made] == list(range(STOCK + 2))
    with live.current(NO_RESTRICTIONS) as searcher:
        first = [searcher.quote(post.quote_id) for post in made[:STOCK]]
        assert [pair for pair in combinations(first, 2) if is_same(*pair)] == []
        assert any(is_same(searcher.quote(made[STOCK].quote_id), quote) for quote in first)


def test_schedules_of_one_channel_share_what_was_shown_and_channels_do_not(composer, state):
    [first, second] = compose_days(composer, state, 2)
    other = composer.compose(replace(DAILY, id="s2"), DAY)
    assert (other.quote_id in (first.quote_id, second.quote_id), other.shown_count) == (False, 2)
    assert composer.compose(replace(DAILY, place=replace(HERE, channel="C2")), DAY).shown_count == 0


def test_a_quote_that_is_no_longer_indexed_still_counts_as_shown(composer, state):
    state.note_shown(HERE, "gone", DAY, NINE, key="1")
    assert composer.compose(DAILY, DAY).shown_count == 1


def test_a_topic_is_searched_for(composer):
    composed = composer.compose(replace(DAILY, topic="How do you decide what a jar costs?"), DAY)
    assert quote_in(composed) == PRICE


def test_where_nothing_is_about_the_topic_there_is_no_insight(composer):
    assert composer.compose(replace(DAILY, topic=NOT_HERE), DAY) is None


@pytest.mark.parametrize("only", [{"speakers": ("林晓",)}, {"languages": ("zh",)}])
def test_only_the_people_and_languages_that_were_chosen_come(composer, state, live, only):
    made = compose_days(composer, state, 4, replace(DAILY, **only))
    with live.current(NO_RESTRICTIONS) as searcher:
        assert [searcher.quote(post.quote_id).speaker for post in made] == ["林晓"] * 4


def test_what_was_begun_is_composed_again_as_it_was(composer, state):
    state.add_schedule(DAILY, Slot(NINE, DAY))
    composed = composer.compose(DAILY, DAY)
    [scheduled] = state.due(["slack"], NINE, 9)
    claim = state.claim(scheduled, None, "one", NINE, 30.0)
    assert state.begin_post(claim, "one", composed.given, composed.quote_id, 0, NINE) == "begun"
    state.save_settings("slack", "T1", "C1", {"interface": "zh"})
    again = composer.compose_again(DAILY, DAY, composed.given.id)
    assert (again.message, again.given, again.quote_id) == (composed.message, composed.given, composed.quote_id)


def test_an_answer_that_is_not_remembered_is_not_composed_again(composer):
    assert composer.compose_again(DAILY, DAY, "gone") is None


def test_a_quote_that_is_no_longer_indexed_is_not_composed_again(composer, state):
    state.add_schedule(DAILY, Slot(NINE, DAY))
    composed = composer.compose(DAILY, DAY)
    given = replace(composed.given, hits=(replace(composed.given.hits[0], quote_id="gone"),))
    [scheduled] = state.due(["slack"], NINE, 9)
    claim = state.claim(scheduled, None, "one", NINE, 30.0)
    state.begin_post(claim, "one", given, "gone", 0, NINE)
    assert composer.compose_again(DAILY, DAY, given.id) is None


@pytest.mark.parametrize(
    ("reading", "languages"),
    [("zh", ["zh", "zh", "zh", "zh"]), ("zh-first", ["zh", "zh", "en", "en"]), ("en-first", ["en", "en", "zh", "zh"])],
)
def test_the_languages_that_a_channel_reads_hold_where_the_schedule_names_none(
    composer, state, live, reading, languages
):
    state.save_settings("slack", "T1", "C1", {"quote_language": reading})
    made = compose_days(composer, state, STOCK)
    with live.current(NO_RESTRICTIONS) as searcher:
        assert [searcher.quote(post.quote_id).language for post in made] == languages
    other = {"zh": "English", "en": "Chinese"}[LanguagePreference(reading).language]
    said = line(f"This one is in {other}.", quiet=True)
    assert [said in post.message.parts for post in made] == [language != languages[0] for language in languages]
    named = compose_days(composer, state, 2, replace(DAILY, languages=("en",)))
    with live.current(NO_RESTRICTIONS) as searcher:
        assert [searcher.quote(post.quote_id).language for post in named] == ["en", "en"]


def test_what_the_interviews_hold_no_more_is_known(composer):
    assert composer.holds(DAILY.place, composer.compose(DAILY, DAY).quote_id)
    assert not composer.holds(DAILY.place, "0" * 16)
