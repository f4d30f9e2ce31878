"""Questions that are none, endless, or meant to be read by something else than a person."""

import logging

import pytest

from tests.chat.conversation import Conversation

NOTHING_ASKED = {
    "en": "There is nothing to look for in that. Ask in your own words, in Chinese or English.",
    "zh": "这里没有可以查找的内容。请用你自己的话提问，中文英文都可以。",
}
FORGED = "2026-11-30 CRITICAL everything was deleted"


@pytest.fixture
def talk(live, state, platform):
    return Conversation(live, state, platform)


@pytest.mark.parametrize("question", ["🙂🙂", "\0\a\x1b[31m\x1b[0m"[:3], "？！", "…", "\ud83d", "\u202e\u200b"])
def test_what_holds_nothing_to_look_for_is_answered_with_how_to_ask(talk, question):
    assert talk.ask(question).text in NOTHING_ASKED.values()


@pytest.mark.parametrize(
    "question",
    [
        "why " * 10_000,
        "为什么" * 13_334,
        "ทำไมผึ้งในเมืองจึงให้น้ำผึ้งมากกว่า",
        "لماذا ينتج نحل المدينة عسلا أكثر؟",
        f"why\n{FORGED}\r\n{FORGED}\x1b[2J{FORGED}",
        "<!channel> @everyone ```why``` %s {0} %(x)s",
    ],
)
def test_any_other_is_answered_and_no_line_of_the_log_holds_it(talk, question, caplog):
    with caplog.at_level(logging.INFO):
        message = talk.ask(question)
    assert message.text.strip()
    lines = [record.getMessage() for record in caplog.records]
    assert [line for line in lines if FORGED in line or "why why" in line or "%(x)s" in line] == []
