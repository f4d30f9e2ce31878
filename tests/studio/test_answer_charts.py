import json

import pytest

from bot.studio.answer_charts import Share, difference_chart, refusal_chart, reliability_chart, share_chart
from bot.studio.figures_texts import FIGURES_TEXTS
from bot.studio.page import Words
from index.evaluate import Band, Difference, Score, parse_labelled

SAY = Words(FIGURES_TEXTS, "en")
CHINESE = Words(FIGURES_TEXTS, "zh")
ANSWERABLE, UNANSWERABLE = (
    parse_labelled(json.dumps({"id": "q", "query": "why", "lang": "en", "type": "label", "answers": answers}), "f")[0][
        0
    ]
    for answers in ([{"doc": "bees", "quote": "They dance.", "grade": 3}], [])
)


def scored(question, *confidences):
    return [Score(question=question, outcome="answer", confidence=confidence) for confidence in confidences]


def of_kind(chart, kind):
    return [
        {name: value for name, value in shape.attributes.items() if name != "class"}
        for shape in chart.shapes
        if shape.attributes["class"] == kind
    ]


def words(chart, kind):
    return [shape.words for shape in chart.shapes if shape.attributes["class"] == kind]


def test_a_share_is_a_bar_with_its_interval_and_too_few_are_said_to_be():
    chart = share_chart(
        "hit", [Share(name="all", values=[1.0] * 75 + [0.0] * 25), Share(name="zh-en", values=[1.0])], SAY
    )
    assert of_kind(chart, "share") == [
        {"x": 104, "y": 15, "width": 120, "height": 12},
        {"x": 104, "y": 41, "width": 160, "height": 12},
    ]
    assert of_kind(chart, "whisker")[0] == {"x1": 209.1, "y1": 21, "x2": 235.9, "y2": 21}
    assert of_kind(chart, "whisker")[3] == {"x1": 137, "y1": 47, "x2": 264, "y2": 47}
    assert words(chart, "name") == ["all", "zh-en"]
    assert words(chart, "value") == ["75%", "100%"]
    assert words(chart, "tick") == ["0%", "50%", "100%", "n 100", "n 1"]
    assert (chart.width, chart.height) == (360, 84)
    assert chart.columns == ("of", "share", "95% interval", "questions")
    assert chart.rows == (("all", "75%", "66% … 82%", "100"), ("zh-en", "100%", "21% … 100%", "1"))
    assert chart.notes == ("Too few to say anything: zh-en: 100% of 1, which could be anything from 21% to 100%.",)
    assert chart.description == (
        "Bars with their 95% intervals. all: 75% of 100, which could be anything from 66% to 82%."
    )
    assert share_chart("hit", [Share(name="all", values=[1.0] * 100)], SAY).notes == ()


def test_the_curve_goes_from_all_refused_to_all_kept_and_shows_where_the_thresholds_stand():
    scores = scored(ANSWERABLE, 0.2, 0.4, 0.6, 0.8) + scored(UNANSWERABLE, 0.1, 0.3)
    chart = refusal_chart(scores, 0.15, 0.35, SAY)
    points = list(dict.fromkeys(of_kind(chart, "curve")[0]["points"].split()))
    assert points == ["338,278", "338,153", "265,153", "265,28", "192,28", "119,28", "46,28"]
    assert of_kind(chart, "mark") == [
        {"cx": 265, "cy": 28, "r": 6},
        {"x": 333, "y": 148, "width": 10, "height": 10},
    ]
    assert words(chart, "value") == ["answers from 0.350", "unsure from 0.150"]
    assert chart.notes == (
        "■ Showing the closest from 0.150 on keeps 100%, and refuses 50%.",
        "● Answering from 0.350 on keeps 75% of the answerable questions and refuses 100% of the others.",
    )
    assert len(chart.rows) == 23
    assert chart.rows[3:5] == (("0.150", "100%", "50%"), ("0.150 (unsure)", "100%", "50%"))
    assert refusal_chart(scores[:4], 0.15, 0.35, SAY) is None
    assert refusal_chart(scores[4:], 0.15, 0.35, SAY) is None


def test_names_of_thresholds_that_are_close_do_not_cover_each_other():
    scores = scored(ANSWERABLE, 0.2) + scored(UNANSWERABLE, 0.1)
    chart = refusal_chart(scores, 0.15, 0.15, SAY)
    assert [place["y"] for place in of_kind(chart, "value")] == [48, 64]


def test_each_band_of_confidence_is_a_point_with_its_interval_and_its_questions():
    bands = [
        Band(low=0.1, questions=4, confidence=0.15, right=0.25),
        Band(low=0.9, questions=1000, confidence=0.95, right=0.9),
    ]
    chart = reliability_chart(bands, SAY)
    assert of_kind(chart, "point") == [{"cx": 89.8, "cy": 215.5, "r": 5}, {"cx": 323.4, "cy": 53, "r": 5}]
    assert of_kind(chart, "whisker")[0] == {"x1": 89.8, "y1": 266.6, "x2": 89.8, "y2": 103.2}
    assert of_kind(chart, "ideal") == [{"x1": 46, "y1": 278, "x2": 338, "y2": 28}]
    assert words(chart, "tick")[-2:] == ["4", "1,000"]
    assert chart.rows == (
        ("0.1–0.2", "4", "15%", "25%", "5% … 70%"),
        ("0.9–1.0", "1,000", "95%", "90%", "88% … 92%"),
    )
    assert reliability_chart([], SAY) is None


def test_a_difference_says_whether_it_may_be_chance():
    differences = [
        Difference(name="hit@1", questions=100, before=0.5, after=0.6, interval=(0.02, 0.18)),
        Difference(name="kept", questions=100, before=0.9, after=0.85, interval=(-0.1, 0.02)),
        Difference(name="nDCG@5", questions=100, before=0.9, after=0.8, interval=(-0.2, -0.01)),
        Difference(name="refused", questions=0, before=float("nan"), after=float("nan"), interval=(float("nan"),) * 2),
    ]
    chart = difference_chart(differences, SAY)
    assert of_kind(chart, "point") == [
        {"cx": 236, "cy": 21, "r": 5},
        {"cx": 170, "cy": 47, "r": 5},
        {"cx": 148, "cy": 73, "r": 5},
    ]
    assert words(chart, "tick") == ["-20", "0", "+20"]
    assert chart.rows == (
        ("hit@1", "50%", "60%", "+10.0", "+2.0 … +18.0", "100", "better"),
        ("kept", "90%", "85%", "-5.0", "-10.0 … +2.0", "100", "may be chance"),
        ("nDCG@5", "90%", "80%", "-10.0", "-20.0 … -1.0", "100", "worse"),
    )
    assert [row[0] for row in difference_chart(differences, CHINESE).rows] == ["hit@1", "保留", "nDCG@5"]
    assert difference_chart(differences[3:], SAY) is None


@pytest.mark.parametrize("say", [SAY, CHINESE])
def test_every_text_of_a_figure_is_there_in_both_languages(say):
    charts = [share_chart(name, [Share(name="all", values=[1.0])], say) for name in ("hit", "recall", "refused_share")]
    charts.append(refusal_chart(scored(ANSWERABLE, 0.2) + scored(UNANSWERABLE, 0.1), 0.1, 0.2, say))
    assert all("{" not in text for chart in charts for text in (chart.title, chart.description, *chart.notes))
