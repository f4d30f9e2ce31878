import pytest

from bot.studio.reason_texts import reason_words
from index.reasons import Reason
from tests.support.reasons import KINDS, reason_with_values


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_words_in_chinese_with_the_same_values(kind):
    reason = reason_with_values(kind)
    words = reason_words(reason, "zh")
    assert words != str(reason)
    assert all(value in words for value in (reason.what, reason.who))
    assert reason_words(reason, "en") == str(reason)


def test_a_reason_is_said_in_the_language_of_the_interface():
    reason = Reason("label_names_nobody", "Audience")
    assert [str(reason), *(reason_words(reason, interface) for interface in ("zh", "zh-Hant"))] == [
        "the label 'Audience' names nobody",
        "署名“Audience”不指任何人",
        "署名“Audience”不指任何人",
    ]
    assert reason_words(Reason("marked", "in bold"), "zh") == "没有署名：问题用粗体，而且只列出一位主持人和一位嘉宾"
    assert reason_words(Reason("stated", "either of the two"), "zh") == "either of the two"
