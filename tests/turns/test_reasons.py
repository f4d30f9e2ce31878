import pytest

from index.reasons import Reason, read_reason
from tests.support.reasons import KINDS, reason_with_values


@pytest.mark.parametrize("kind", KINDS)
def test_a_reason_is_known_again_by_its_words_in_a_turns_file(kind):
    assert read_reason(str(reason_with_values(kind))) == reason_with_values(kind)


def test_other_words_are_a_persons_own():
    assert read_reason("either of the two") == Reason("stated", "either of the two")
    assert str(Reason("stated", "either of the two")) == "either of the two"
    assert read_reason(None) is None
