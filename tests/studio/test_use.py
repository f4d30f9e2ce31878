import datetime

from bot.domain.signals import LearningAnswer, LearningSignal, LearningVote
from bot.studio.figures_texts import FIGURES_TEXTS
from bot.studio.page import Words
from bot.studio.use import Unanswered, UseOfDay, first_moment, unanswered, use_by_day
from bot.studio.use_charts import asked_chart, signals_chart, votes_chart

UTC = datetime.UTC
DAY = 86400.0
NOON = datetime.datetime(2026, 3, 30, 12, tzinfo=UTC).timestamp()
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
SAY = Words(FIGURES_TEXTS, "en")


def answer(at=NOON, outcome="answer", key="k1", votes=(), signals=(), question=None):
    return LearningAnswer(
        answer_id=f"{at}{outcome}{key}", who="w", platform="slack", asked_at=at, question_key=key, question=question,
        outcome=outcome, confidence=0.5,
        votes=tuple(
            LearningVote(who="w", quote_id="q", position=0, value=value, reason=None, voted_at=voted_at)
            for value, voted_at in votes
        ),
        signals=tuple(
            LearningSignal(who="w", quote_id="q", position=0, kind=kind, given_at=at) for kind in signals
        ),
    )  # fmt: skip


def march(day):
    return datetime.date(2026, 3, day)


def test_each_of_thirty_days_says_what_was_asked_and_voted_on_it():
    answers = [
        answer(votes=[(1, NOON), (-1, NOON - DAY)]),
        answer(outcome="unsure"),
        answer(at=NOON - DAY, outcome="nothing", key="k2"),
        answer(key="", votes=[(1, NOON)]),
        answer(at=NOON - 40 * DAY),
    ]
    days = use_by_day(answers, NOON, UTC)
    assert len(days) == 30
    assert days[-2:] == (
        UseOfDay(day=march(29), nothing=1, disliked=1),
        UseOfDay(day=march(30), answered=1, unsure=1, liked=2),
    )
    assert days[:28] == tuple(UseOfDay(day=march(1) + datetime.timedelta(days=number)) for number in range(28))


def test_a_day_begins_where_the_clock_is():
    assert first_moment(NOON, UTC) == datetime.datetime(2026, 3, 1, tzinfo=UTC).timestamp()
    assert first_moment(NOON, SHANGHAI) == datetime.datetime(2026, 2, 28, 16, tzinfo=UTC).timestamp()
    late = answer(at=NOON + 5 * 3600)
    assert [day.day.day for day in use_by_day([late], NOON + 6 * 3600, SHANGHAI) if day.answered] == [31]
    assert [day.day.day for day in use_by_day([late], NOON + 6 * 3600, UTC) if day.answered] == [30]


def test_unanswered_questions_come_by_how_often_then_how_lately_they_were_asked():
    answers = [
        answer(outcome="nothing", key="a", question="Who won"),
        answer(at=NOON - DAY, outcome="nothing", key="b", question="Pizza?"),
        answer(at=NOON - 2 * DAY, outcome="nothing", key="b", question="pizza"),
        answer(at=NOON + 1, outcome="nothing", key="c", question="When"),
        answer(outcome="nothing", key="d"),
        answer(key="e", question="Answered"),
    ]
    assert unanswered(answers, 2, UTC) == [
        Unanswered(question="Pizza?", times=2, day=march(29)),
        Unanswered(question="When", times=1, day=march(30)),
    ]


def shapes_of(chart, kind):
    return [
        {name: value for name, value in shape.attributes.items() if name != "class"}
        for shape in chart.shapes
        if shape.attributes["class"] == kind
    ]


DAYS = (
    *(UseOfDay(day=march(day)) for day in range(1, 30)),
    UseOfDay(day=march(30), answered=2, unsure=1, nothing=1, liked=4, disliked=1),
)


def test_what_was_not_answered_stands_outlined_on_what_was():
    chart = asked_chart(DAYS, SAY)
    assert shapes_of(chart, "bar") == [{"x": 334.7, "y": 95, "width": 8.3, "height": 81}]
    assert shapes_of(chart, "open") == [{"x": 334.7, "y": 14, "width": 8.3, "height": 81}]
    ticks = [shape.words for shape in chart.shapes if shape.tag == "text"]
    assert ticks == ["0", "4", "3/2", "3/9", "3/16", "3/23", "3/30"]
    assert chart.notes == ("Asked: 4, of which 2 answered, 1 unsure, 1 without an answer.",)
    assert chart.columns == ("day", "answered", "unsure", "no answer")
    assert (len(chart.rows), chart.rows[-1]) == (30, ("2026-03-30", "2", "1", "1"))
    assert chart.legend == (("bar", "answered"), ("open", "unsure or no answer"))


def test_votes_against_go_downwards():
    chart = votes_chart(DAYS, SAY)
    assert shapes_of(chart, "bar") == [{"x": 334.7, "y": 14, "width": 8.3, "height": 129.6}]
    assert shapes_of(chart, "open") == [{"x": 334.7, "y": 143.6, "width": 8.3, "height": 32.4}]
    assert shapes_of(chart, "zero") == [{"x1": 36, "y1": 143.6, "x2": 344, "y2": 143.6}]
    assert chart.notes == ("For: 4 👍. Against: 1 👎.",)
    assert chart.rows[-1] == ("2026-03-30", "4", "1")


def test_days_without_any_use_are_drawn_without_bars():
    chart = votes_chart(DAYS[:29], SAY)
    assert shapes_of(chart, "bar") == shapes_of(chart, "open") == []


def test_what_people_did_is_counted_by_kind():
    chart = signals_chart([answer(signals=["next", "shared"]), answer(signals=["next"])], SAY)
    assert chart.rows == (
        ("went on to the next", "2"),
        ("looked at context", "0"),
        ("asked why this", "0"),
        ("shared it", "1"),
        ("deleted it", "0"),
        ("asked again", "0"),
    )
    assert [place["width"] for place in shapes_of(chart, "bar")] == [168, 0, 0, 84, 0, 0]
    assert chart.description == "Beside voting, 3 times."
