"""The command `/daily`, as Discord's API takes it, and the days that are offered in it.

Source: https://docs.discord.com/developers/interactions/application-commands
"""

from collections.abc import Mapping

from bot.discord.localized import Definition, described, named, subcommand
from bot.domain.interface import Interface
from bot.domain.schedule_wish import MOST_TOPIC_CHARACTERS
from bot.wording.autocomplete import Choice
from bot.wording.language import choose
from index.domain import Language

_SLASH, _TEXT, _NUMBER = 1, 3, 4
# In servers and with the bot alone, for who has it there or for themselves; among people it cannot post.
_WHERE_IT_POSTS: Definition = {"integration_types": [0, 1], "contexts": [0, 1]}
_MOST_TIME_CHARACTERS, _MOST_NAME_CHARACTERS = 20, 100
_OFFERED: Definition = {"type": _TEXT, "autocomplete": True, "max_length": _MOST_NAME_CHARACTERS}
_DAYS: Mapping[str, Mapping[Language, str]] = {
    "every day": {"en": "Every day", "zh": "每天"},
    "weekdays": {"en": "Weekdays, Monday to Friday", "zh": "工作日，周一到周五"},
    "weekends": {"en": "Weekends, Saturday and Sunday", "zh": "周末，周六和周日"},
}


def daily_definition() -> Definition:
    """Return the command with its subcommands."""
    number = described(
        named({"type": _NUMBER, "min_value": 1}, "number", "编号"),
        "Which one; see /daily list",
        "哪一条；见 /daily list",
    )
    time, zone = _time(), _zone()
    required = {"required": True}
    subcommands = [
        subcommand(
            "set",
            "订阅",
            "Get an insight here every day",
            "每天在这里收到一句",
            time | required,
            zone | required,
            *_wishes(),
        ),
        subcommand("list", "列表", "What is set here, and when it comes next", "这里的订阅，以及下一次的时间"),
        subcommand(
            "change",
            "修改",
            "Change one, keep the rest of it",
            "修改一条订阅，其余不变",
            number | required,
            time,
            zone,
            *_wishes(),
        ),
        subcommand("pause", "暂停", "Nothing more comes until you resume it", "暂停，直到恢复", number),
        subcommand("resume", "恢复", "Let a paused one come again", "恢复暂停的订阅", number),
        subcommand("off", "取消", "Take one away for good", "取消一条订阅", number),
        subcommand("now", "现在", "Show one to everybody now", "现在就给大家看一句"),
        subcommand("preview", "预览", "What comes next, for you alone", "看看接下来是什么，只有你看得到"),
    ]
    return _WHERE_IT_POSTS | described(
        named({"type": _SLASH, "options": subcommands}, "daily", "每日"),
        "One quote a day, worth reading, in this channel",
        "每天一句值得读的话，发到这个频道",
    )


def day_choices(typed: str, interface: Interface) -> list[Choice]:
    """Return the usual days that `typed` may become; others can be typed."""
    choices = [Choice(choose(interface, names), value) for value, names in _DAYS.items()]
    return [choice for choice in choices if typed.strip().casefold() in choice.name.casefold()]


def _time() -> Definition:
    return described(
        named({"type": _TEXT, "max_length": _MOST_TIME_CHARACTERS}, "time", "时间"), "Such as 09:00", "例如 09:00"
    )


def _zone() -> Definition:
    return described(named(_OFFERED, "zone", "时区"), "A city, such as Shanghai or New York", "城市，例如上海、纽约")


def _wishes() -> list[Definition]:
    """Return the options about what comes, and on which days."""
    languages = [
        named({"value": "en"}, "English", "英文"),
        named({"value": "zh"}, "Chinese", "中文"),
        named({"value": "any"}, "As this channel's settings say", "按频道的设置"),
    ]
    topic = named({"type": _TEXT, "max_length": MOST_TOPIC_CHARACTERS}, "topic", "话题")
    language = named({"type": _TEXT, "choices": languages}, "language", "语言")
    return [
        described(
            named(_OFFERED, "days", "日子"), "Every day, weekdays, or such as mon,wed", "每天、工作日，或例如 周一,周三"
        ),
        described(topic, "What it should be about; or any", "关于什么；或 不限"),
        described(
            named(_OFFERED, "speaker", "说话人"), "Only what this person says; or any", "只要这个人说的话；或 不限"
        ),
        described(language, "Only quotes in this language", "只要这种语言的引文"),
    ]
