"""Emoji are no words of what somebody wrote in Slack."""

import pytest

from bot.slack.plain_text import plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (":tada: who pays? :+1:", "who pays?"),
        (":thumbsup::skin-tone-3:", ""),
        ("what about :了解:?", "what about ?"),
        ("at 10:30:45 and 9:00: from:altman lang:zh: x", "at 10:30:45 and 9:00: from:altman lang:zh: x"),
        ("note :see below: this", "note :see below: this"),
        ("<https://a.b/x:y:z> :100:", "https://a.b/x:y:z"),
    ],
)
def test_emoji_are_no_words(text, plain):
    assert plain_text(text) == plain
