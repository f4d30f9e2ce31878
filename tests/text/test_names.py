import pytest

from index.text.names import is_marker, opening_name


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


@pytest.mark.parametrize("credit", ["via", "Via", "Source", "Photos by", "Translated by", "来源", "转自", "供图"])
def test_a_word_of_credit_names_nobody(credit):
    assert is_marker(credit)


@pytest.mark.parametrize("name", ["Vian", "Olivia", "Bo Lind", "Translator", "转经"])
def test_a_name_like_a_word_of_credit_is_one(name):
    assert not is_marker(name)
