from bot.studio.bars import Segment, StackedBar, stacked


def test_parts_lie_on_one_scale_on_both_sides_of_zero():
    assert stacked([{"words": 6.0, "length": -1.0, "host": 0.0}, {"words": 2.0, "length": 1.0, "host": -2.0}]) == [
        StackedBar(
            segments=(
                Segment(name="words", series=1, value=6.0, x=25.0, width=75.0),
                Segment(name="length", series=2, value=-1.0, x=12.5, width=12.5),
                Segment(name="host", series=3, value=0.0, x=12.5, width=0.0),
            ),
            zero_at=25.0,
            total_at=87.5,
        ),
        StackedBar(
            segments=(
                Segment(name="words", series=1, value=2.0, x=25.0, width=25.0),
                Segment(name="length", series=2, value=1.0, x=50.0, width=12.5),
                Segment(name="host", series=3, value=-2.0, x=0.0, width=25.0),
            ),
            zero_at=25.0,
            total_at=37.5,
        ),
    ]


def test_nothing_is_a_bar_of_no_length():
    assert stacked([]) == []
    assert stacked([{"words": 0.0}])[0].segments == (Segment(name="words", series=1, value=0.0, x=0.0, width=0.0),)
