import pytest

from bot.domain.button_value import ButtonValue


@pytest.mark.parametrize(
    "button_value",
    [
        ButtonValue(answer_id="a1"),
        ButtonValue(answer_id="a1", position=12, asker="ann", question="why?"),
        ButtonValue(answer_id="a1", question="只有问题"),
    ],
)
def test_a_button_value_comes_back_as_it_was(button_value):
    assert ButtonValue.decode(button_value.encode()) == button_value


def test_line_breaks_in_a_question_do_not_make_it_another_value():
    encoded = ButtonValue(answer_id="a1", asker="an\nn", question="one\r\ntwo\u2028three").encode()
    assert encoded == "a1.0\nan n\none two three"


def test_only_the_first_line_is_needed():
    assert ButtonValue.decode("a1.3") == ButtonValue(answer_id="a1", position=3)


@pytest.mark.parametrize("text", ["", "a1", "a1.", ".1", "a1.x", "a1.-1", "a1.²", "a1.1000", "data wall"])
def test_another_text_is_no_button_value(text):
    assert ButtonValue.decode(text) is None
