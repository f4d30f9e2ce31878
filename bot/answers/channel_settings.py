"""What people can set for a channel, in words; what is set is kept in the state."""

from collections.abc import Mapping

from bot.answers.quote_language import SETTING
from bot.domain.audit import AuditEntry, member, place
from bot.domain.channel_post import Place
from bot.domain.interface import Interface
from bot.domain.message import Button, Buttons, Message, Part, Span, line
from bot.domain.request import Platform
from bot.state import State
from bot.wording.language import choose, say
from index.domain import Language
from index.language_preference import LanguagePreference

Texts = dict[Language, str]

QUESTIONS: dict[str, Texts] = {
    "answers_first": {"en": "Who sees an answer", "zh": "谁能看到回答"},
    "follow_ups": {"en": "Replies in a thread where I was asked", "zh": "在我被提问过的消息列里"},
    "interface": {"en": "The language I speak", "zh": "我说的语言"},
    SETTING: {"en": "Which quotes I show", "zh": "我用哪些引文"},
    "who_may_change": {"en": "Who may change this", "zh": "谁可以修改这些设置"},
}
# The first choice of each is what holds until somebody chooses.
CHOICES: dict[str, dict[str, Texts]] = {
    "answers_first": {
        "public": {"en": "Everybody in the channel", "zh": "频道里所有人"},
        "private": {"en": "Whoever asked; they can share it", "zh": "只有提问者，可以再分享"},
    },
    "follow_ups": {
        "off": {"en": "Answer only when mentioned", "zh": "被 @ 时才回答"},
        "on": {"en": "Answer questions without a mention too", "zh": "不 @ 我的问题也回答"},
    },
    "interface": {
        "auto": {"en": "That of the question", "zh": "与问题相同"},
        "en": {"en": "English", "zh": "English"},
        "zh": {"en": "简体中文", "zh": "简体中文"},
        "zh-Hant": {"en": "繁體中文", "zh": "繁體中文"},
    },
    SETTING: {
        LanguagePreference.ANY: {"en": "Quotes in any language", "zh": "任何语言的引文"},
        LanguagePreference.ENGLISH_FIRST: {
            "en": "English quotes first, then Chinese",
            "zh": "先英文引文，没有再用中文",
        },
        LanguagePreference.ENGLISH: {"en": "English quotes only", "zh": "只用英文引文"},
        LanguagePreference.CHINESE_FIRST: {
            "en": "Chinese quotes first, then English",
            "zh": "先中文引文，没有再用英文",
        },
        LanguagePreference.CHINESE: {"en": "Chinese quotes only", "zh": "只用中文引文"},
    },
    "who_may_change": {
        "everyone": {"en": "Everybody", "zh": "所有人"},
        "admins": {"en": "Admins", "zh": "管理员"},
    },
}
_SLACK_ALONE = ("follow_ups",)  # Discord shows the bot only what mentions it


def preferences_message(values: Mapping[str, str], platform: Platform, interface: Interface) -> Message:
    """Return what is set for a channel, each with buttons for what it could be instead."""
    parts: list[Part] = [line(Span(say("settings_title", interface), bold=True))]
    colon = ": " if interface == "en" else "："
    for name, choices in CHOICES.items():
        if platform != "slack" and name in _SLACK_ALONE:
            continue
        chosen = values.get(name, "") if values.get(name) in choices else next(iter(choices))
        setting = f"{choose(interface, QUESTIONS[name])}{colon}{choose(interface, choices[chosen])}"
        buttons = [
            Button(action=f"set:{name}:{value}", label=choose(interface, label))
            for value, label in choices.items()
            if value != chosen
        ]
        parts += [line(setting), Buttons(tuple(buttons))]
    return Message(parts=tuple(parts))


def is_choice(name: str, value: str) -> bool:
    """Tell whether a preference can have this value."""
    return value in CHOICES.get(name, {})


def change_settings(
    state: State,
    where: Place,
    user: str,
    before: Mapping[str, str],
    values: Mapping[str, str],
    now: float,
) -> None:
    """Keep what somebody sets for a channel, and in the audit log who did.

    Args:
        state: Where it is kept.
        where: The channel.
        user: Who sets it.
        before: The settings until now.
        values: Those that are set.
        now: When, in seconds since 1970.
    """
    platform, workspace, channel = where.platform, where.workspace, where.channel
    changed = {name: value for name, value in values.items() if before.get(name) != value}
    with state.together():
        state.save_settings(platform, workspace, channel, values)
        if changed:
            entry = AuditEntry(
                at=now,
                actor=member(platform, workspace, user),
                action="change settings",
                subject=place(platform, workspace, channel),
                before={name: before.get(name) for name in changed},
                after=changed,
            )
            state.note_change(entry)
