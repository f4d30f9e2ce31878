import pytest

from index.text.names import opening_name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ana Ruiz: We sold the red bicycle.", "Ana Ruiz"),
        ("Ana Ruiz 10:30: We sold it.", "Ana Ruiz"),
        ("At 10:30 we met by the river.", None),
        ("At 10:30:15 we met by the river.", None),
        ("林波 在 10:30 到了。", None),
        ("Agent 47: The river froze.", "Agent 47"),
    ],
)
def test_the_minutes_of_a_time_follow_no_name(line, name):
    assert opening_name(line) == name
