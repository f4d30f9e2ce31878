"""What cannot be asked is said in the asker's language, wherever it is found out."""

import ast

import pytest

from bot.wording.texts import TEXTS
from index.errors import UnaskableError
from tests.chat.conversation import Talk
from tests.retrieval.two_talks import open_searcher
from tests.support.paths import ROOT

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
    assert Talk(live, state, "slack").ask(text, locale=locale).text == NOTHING_ASKED[locale]


def test_what_the_index_finds_carries_a_text_of_the_interface(tmp_path):
    searcher = open_searcher(tmp_path)
    for ask in (lambda: searcher.search("?"), lambda: searcher.speakers_called("Adaa")):
        with pytest.raises(UnaskableError) as found:
            ask()
        assert {len(text.format(**found.value.values)) > 20 for text in TEXTS[found.value.key].values()} == {True}
    assert found.value.values == {"name": "Adaa", "names": ", ".join(searcher.generation.people)}
    searcher.close()


def test_nobody_raises_english_prose_for_people():
    """The index tells by a key, and `bot` raises what the wording says."""
    raised = [(file, call) for file, call in RAISES if call.func.id == "QuestionError"]
    assert [file for file, _ in raised if file.startswith("index/")] == []
    assert {type(call.args[0]) for _, call in raised} == {ast.Call}
    assert {file for file, call in RAISES if call.func.id == "UnaskableError"} == {
        "index/search/search.py",
        "index/search/usable_question.py",
    }
