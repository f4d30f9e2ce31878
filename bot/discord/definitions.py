"""The commands, as Discord's API takes them."""

import hashlib
import json

from bot.discord.daily_definitions import daily_definition
from bot.discord.localized import Definition, described, named, subcommand

FIND_A_QUOTE = "Find a quote"
_SLASH, _MESSAGE = 1, 3
_TEXT, _SWITCH = 3, 5
_MOST_QUESTION_CHARACTERS = 1000
_MOST_DAY_CHARACTERS = 20
_DAYS = (
    (
        "after",
        "起始",
        "Only interviews from this year, month or day on: 2024-11",
        "只找从这一年、月或日起的访谈：2024-11",
    ),
    (
        "before",
        "截止",
        "Only interviews before this year, month or day: 2024-11",
        "只找这一年、月或日之前的访谈：2024-11",
    ),
)
_EVERYWHERE: Definition = {
    "integration_types": [0, 1],  # installed to a server, to a person
    "contexts": [0, 1, 2],  # in servers, with the bot, among people
}


def command_definitions() -> list[Definition]:
    """Return all commands, for PUT /applications/{id}/commands.

    Source: discord.com/developers/docs/interactions/application-commands.
    """
    find = named({"type": _MESSAGE} | _EVERYWHERE, FIND_A_QUOTE, "找一句引文")
    return [_quote() | _EVERYWHERE, _quotes() | _EVERYWHERE, daily_definition(), find]


def definitions_hash() -> str:
    """Return 16 hex digits that change when any command does."""
    return hashlib.sha256(json.dumps(command_definitions(), sort_keys=True).encode()).hexdigest()[:16]


def _quote() -> Definition:
    languages = [named({"value": "en"}, "English", "英文"), named({"value": "zh"}, "Chinese", "中文")]
    question = described(
        named({"type": _TEXT, "required": True, "max_length": _MOST_QUESTION_CHARACTERS}, "question", "问题"),
        "In your own words, in Chinese or English",
        "用你自己的话，中文英文都可以",
    )
    speaker = described(
        named({"type": _TEXT, "autocomplete": True}, "speaker", "说话人"),
        "Only what this person says",
        "只找这个人说的话",
    )
    source = described(
        named({"type": _TEXT, "autocomplete": True}, "source", "来源"),
        "Only what is said in this interview",
        "只找这篇访谈里的话",
    )
    language = described(
        named({"type": _TEXT, "choices": languages}, "language", "语言"),
        "Only quotes in this language",
        "只找这种语言的引文",
    )
    after, before = (
        described(
            named({"type": _TEXT, "max_length": _MOST_DAY_CHARACTERS}, name, chinese), description, chinese_description
        )
        for name, chinese, description, chinese_description in _DAYS
    )
    private = described(
        named({"type": _SWITCH}, "private", "仅自己可见"),
        "Show the answer to me alone",
        "只让我看到回答",
    )
    return described(
        named(
            {"type": _SLASH, "options": [question, speaker, source, language, after, before, private]}, "quote", "引文"
        ),
        "Somebody's exact words on your question, with the link",
        "用某个人的原话回答你的问题，附出处链接",
    )


def _quotes() -> Definition:
    topic = described(named({"type": _TEXT}, "topic", "话题"), "What it should be about", "关于什么")
    subcommands = [
        subcommand("random", "随机", "Any quote, on a topic if you name one", "随机一条引文，可以指定话题", topic),
        subcommand("speakers", "说话人", "Who speaks in these interviews", "谁在这些访谈里说话"),
        subcommand("sources", "来源", "The interviews and their links", "访谈列表和链接"),
        subcommand("help", "帮助", "How to ask", "怎么提问"),
        subcommand("settings", "设置", "Settings of this channel", "这个频道的设置"),
        subcommand("privacy", "隐私", "What is stored, and for how long", "保存什么，保存多久"),
        subcommand("forget", "忘记我", "Delete everything that carries your id", "删除所有带你编号的内容"),
    ]
    return described(
        named({"type": _SLASH, "options": subcommands}, "quotes", "引文库"),
        "Browse the interviews, and get help",
        "浏览访谈，查看帮助",
    )
