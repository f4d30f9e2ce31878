import pytest

from bot.studio.drawing import Axis, Shape, line, path, rectangle, round_above, shortened, spread, text, whisker


def test_shapes_have_classes_and_places_to_a_tenth():
    assert line(1, 2.04, 3.16, 4, "grid") == Shape(
        tag="line", attributes={"class": "grid", "x1": 1, "y1": 2, "x2": 3.2, "y2": 4}
    )
    assert rectangle(0, 1, 2, 3.55, "bar").attributes == {"class": "bar", "x": 0, "y": 1, "width": 2, "height": 3.5}
    assert path([(1, 2), (3.25, 4)], "curve").attributes == {"class": "curve", "points": "1,2 3.2,4"}
    assert text(1, 2, "<b>", "name", "end") == Shape(
        tag="text", attributes={"class": "name", "x": 1, "y": 2, "text-anchor": "end"}, words="<b>"
    )


def test_a_whisker_has_a_stroke_across_at_both_ends():
    places = [(*(shape.attributes[name] for name in ("x1", "y1", "x2", "y2")),) for shape in whisker((1, 9), (5, 9))]
    assert places == [(1, 9, 5, 9), (1, 5, 1, 13), (5, 5, 5, 13)]
    places = [(*(shape.attributes[name] for name in ("x1", "y1", "x2", "y2")),) for shape in whisker((7, 1), (7, 5))]
    assert places == [(7, 1, 7, 5), (3, 1, 11, 1), (3, 5, 11, 5)]


def test_an_axis_places_values_whichever_way_it_runs():
    assert [Axis(low=0, high=1, start=10, end=30).place(value) for value in (0, 0.5, 1)] == [10, 20, 30]
    assert [Axis(low=-2, high=2, start=100, end=20).place(value) for value in (-2, 0, 1)] == [100, 60, 40]


@pytest.mark.parametrize(
    ("value", "end"), [(0, 1), (1, 1), (3, 4), (5, 5), (6, 6), (7, 8), (9, 10), (11, 20), (401, 500), (10_000, 10_000)]
)
def test_an_axis_of_counts_ends_at_a_round_number(value, end):
    assert round_above(value) == end


def test_a_long_name_is_cut_to_so_many_columns():
    assert shortened("paraphrase", 10) == "paraphrase"
    assert shortened("paraphrases", 10) == "paraphras…"
    assert shortened("转述转述转", 10) == "转述转述转"
    assert shortened("转述转述转述", 10) == "转述转述…"
    assert shortened("", 10) == ""


def test_places_that_are_too_close_move_down():
    assert spread([10, 12, 40], 16) == [10, 26, 42]
    assert spread([], 16) == []
