import pytest

from bot.warming import seconds_left


@pytest.mark.parametrize(
    ("done", "elapsed_seconds", "left_seconds"),
    [
        (0, 0.0, 33.0),
        (0, 5.0, 88.0),
        (1, 5.0, 87.05),
        (100, 7.0, 50.0),
        (100, 27.0, 150.0),
        (900, 183.0, 37.2),
        (1000, 103.0, 9.64),
    ],
)
def test_the_time_that_is_left_is_guessed_at_first_and_measured_then(done, elapsed_seconds, left_seconds):
    assert round(seconds_left(done, 1000, elapsed_seconds), 2) == left_seconds
