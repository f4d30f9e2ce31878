"""What cannot be asked is said in the asker's language, wherever it is found out."""

import ast

import pytest

from bot.answers.error_replies import apology
from bot.wording.texts import TEXTS
from index.errors import UnaskableError
from tests.chat.conversation import Conversation
from tests.retrieval.two_talks import open_searcher
from tests.support.paths import ROOT
from tests.support.request_builder import make_request

RAISES = [
    (str(file.relative_to(ROOT)), node.exc)
    for part in ("bot", "index")
    for file in sorted((ROOT / part).rglob("*.py"))
    for node in ast.walk(ast.parse(file.read_text("utf-8")))
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name)
]
NOTHING_ASKED = {
    "en": "There is nothing to look for in that. Ask in your own words, in Chinese or English.",
    "zh-CN": "这里没有可以查找的内容。请用你自己的话提问，中文英文都可以。",
}


@pytest.mark.parametrize("locale", NOTHING_ASKED)
@pytest.mark.parametrize("text", ["!!!", "random !!!", "daily 09:00 Asia/Shanghai topic:!!!", "from:mara !!!"])
def test_a_question_without_a_word_is_answered_in_the_language_of_the_asker(live, state, text, locale):
    assert Conversation(live, state, "slack").ask(text, locale=locale).text == NOTHING_ASKED[locale]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": "why"}, "I no longer remember"),
        ({"text": "为什么", "locale": "en-US"}, "我已经不记得"),
        ({"locale": "zh-CN"}, "我已经不记得"),
        ({"locale": "en-US"}, "I no longer remember"),
        ({"locale": "en-US", "channel": "C2"}, "我已经不记得"),
    ],
)
def test_who_presses_a_button_of_a_forgotten_answer_is_told_in_their_language(live, state, fields, told):
    state.save_settings("discord", "T1", "C2", {"interface": "zh"})
    forgotten = Conversation(live, state, "discord").respond(
        kind="button", action="why", value="0123456789ab.0", **fields
    )
    assert forgotten.text.startswith(told)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": "why"}, "This takes"),
        ({"text": "why", "locale": "zh-CN"}, "This takes"),
        ({"text": "为什么", "locale": "en-US"}, "这"),
        ({"locale": "zh-CN"}, "这"),
    ],
)
def test_an_apology_is_in_the_language_of_the_asker(fields, told):
    assert apology(make_request(platform="discord", **fields), "slow").message.text.startswith(told)


def test_what_the_index_finds_carries_a_text_of_the_interface(tmp_path):
    searcher = open_searcher(tmp_path)
    for ask in (lambda: searcher.search("?"), lambda: searcher.speakers_called("Adaa")):
        with pytest.raises(UnaskableError) as refused:
            ask()
        assert {len(text.format(**refused.value.values)) > 20 for text in TEXTS[refused.value.key].values()} == {True}
    assert refused.value.values == {"name": "Adaa", "names": ", ".join(searcher.generation.people)}
    searcher.close()


def test_nobody_raises_english_prose_for_people():
    """The index tells by a key, and `bot` raises what the wording says."""
    raised = [(file, call) for file, call in RAISES if call.func.id == "QuestionError"]
    assert [file for file, _ in raised if file.startswith("index/")] == []
    assert {type(call.args[0]) for _, call in raised} == {ast.Call}
    assert {file for file, call in RAISES if call.func.id == "UnaskableError"} == {
        "index/search/speakers_called.py",
        "index/search/usable_question.py",
    }
