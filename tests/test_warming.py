import pytest

from bot.warming import seconds_left


@pytest.mark.parametrize(
    ("done", "elapsed_seconds", "left_seconds"),
    [
        (0, 0.0, 77.0),
        (0, 5.0, 132.0),
        (1, 5.0, 130.57),
        (100, 7.0, 70.0),
        (100, 27.0, 170.0),
        (900, 183.0, 38.0),
        (1000, 103.0, 10.0),
    ],
)
def test_the_time_that_is_left_is_guessed_at_first_and_measured_then(done, elapsed_seconds, left_seconds):
    assert round(seconds_left(done, 1000, elapsed_seconds), 2) == left_seconds
