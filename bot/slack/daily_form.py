"""The form for a daily insight, and what a filled-in one wishes for."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from babel.dates import get_day_names

from bot.answers.channel_settings import Texts
from bot.daily.parse_schedule import parse_fields
from bot.domain.interface import Interface
from bot.domain.request import Request
from bot.domain.schedule import EVERY_DAY
from bot.domain.schedule_wish import MOST_TOPIC_CHARACTERS, Misread, ScheduleWish
from bot.slack.blocks import text_object
from bot.slack.limits import (
    MOST_INPUT_LABEL_CHARACTERS,
    MOST_LABEL_CHARACTERS,
    MOST_PLACEHOLDER_CHARACTERS,
    MOST_TITLE_CHARACTERS,
)
from bot.wording.autocomplete import Choice
from bot.wording.language import choose, language_called
from bot.wording.truncation import one_line

View = dict[str, Any]

DAILY_CALLBACK = "quote:daily"
ZONE, SPEAKERS = "quote:daily:zone", "quote:daily:speakers"

_FIRST_TIME = "09:00"
_MOST_SPEAKERS = 10
_WORDS: dict[str, Texts] = {
    "title": {"en": "An insight a day", "zh": "每日一句"},
    "save": {"en": "Save", "zh": "保存"},
    "cancel": {"en": "Cancel", "zh": "取消"},
    "channel": {"en": "Channel", "zh": "频道"},
    "time": {"en": "Time", "zh": "时间"},
    "zone": {"en": "Time zone", "zh": "时区"},
    "zone_hint": {"en": "Type a city, such as Shanghai", "zh": "输入城市，例如上海"},
    "days": {"en": "Days", "zh": "哪几天"},
    "topic": {"en": "Topic", "zh": "主题"},
    "topic_hint": {"en": "Such as hiring, or small models", "zh": "例如：招聘、小模型"},
    "speakers": {"en": "Only from", "zh": "只要这些人说的"},
    "speakers_hint": {"en": "Anybody", "zh": "不限"},
    "languages": {"en": "Language of the quotes", "zh": "引文的语言"},
    "any": {"en": "As this channel's settings say", "zh": "按频道的设置"},
    "zh": {"en": "Chinese", "zh": "中文"},
    "en": {"en": "English", "zh": "英文"},
}


def daily_modal(opening: Request, interface: Interface, zone: Choice | None, *, asks_channel: bool) -> View:
    """Return the form for a new daily insight.

    Args:
        opening: What opened it; its record comes back as the view's `private_metadata`.
        interface: Its language.
        zone: The time zone that it begins with.
        asks_channel: Whether the channel is to be chosen in it too.
    """
    return {
        "type": "modal",
        "callback_id": DAILY_CALLBACK,
        "private_metadata": json.dumps(opening.record()),
        "title": text_object(_word("title", interface), MOST_TITLE_CHARACTERS),
        "submit": text_object(_word("save", interface), MOST_TITLE_CHARACTERS),
        "close": text_object(_word("cancel", interface), MOST_TITLE_CHARACTERS),
        "blocks": [
            *([_input("channel", _channel_menu(), interface)] if asks_channel else []),
            _input("time", {"type": "timepicker", "initial_time": _FIRST_TIME}, interface),
            _input("zone", _zone_menu(zone, interface), interface),
            _input("days", _day_boxes(interface), interface),
            _input("topic", _topic_line(interface), interface, is_optional=True),
            _input("speakers", _speaker_menu(interface), interface, is_optional=True),
            _input("languages", _language_buttons(interface), interface),
        ],
    }


def menu_options(choices: Iterable[Choice]) -> list[View]:
    """Return what is offered as the options of a menu."""
    return [{"text": text_object(choice.name, MOST_LABEL_CHARACTERS), "value": choice.value} for choice in choices]


def chosen_wish(view: View) -> ScheduleWish | Misread:
    """Return the schedule that a filled-in form wishes for; nothing in it is left unsaid."""
    wish = parse_fields(time="".join(_values(view, "time")), zone="".join(_values(view, "zone")))
    if isinstance(wish, Misread):
        return wish
    return replace(
        wish,
        days=tuple(int(day) for day in _values(view, "days")) or None,
        topic=chosen_topic(view),
        speakers=tuple(_values(view, "speakers")),
        languages=tuple(filter(None, map(language_called, _values(view, "languages")))),
    )


def chosen_topic(view: View) -> str:
    """Return the topic that was written in a form, word for word in one line, "" where there is none."""
    return " ".join(one_line("".join(_values(view, "topic"))).split())


def chosen_channel(view: View) -> str:
    """Return the channel that was chosen in a form, "" where there was none to choose."""
    return "".join(_values(view, "channel"))


def _word(name: str, interface: Interface) -> str:
    return choose(interface, _WORDS[name])


def _input(name: str, element: View, interface: Interface, *, is_optional: bool = False) -> View:
    made = {
        "type": "input",
        "block_id": name,
        "label": text_object(_word(name, interface), MOST_INPUT_LABEL_CHARACTERS),
        "element": {"action_id": name} | element,
    }
    return made | ({"optional": True} if is_optional else {})


def _hint(name: str, interface: Interface) -> View:
    return text_object(_word(name, interface), MOST_PLACEHOLDER_CHARACTERS)


def _channel_menu() -> View:
    return {
        "type": "conversations_select",
        "default_to_current_conversation": True,
        "filter": {"include": ["public", "private"]},
    }


def _zone_menu(zone: Choice | None, interface: Interface) -> View:
    menu = {
        "type": "external_select",
        "action_id": ZONE,
        "placeholder": _hint("zone_hint", interface),
        "min_query_length": 0,
    }
    return menu | ({"initial_option": menu_options([zone])[0]} if zone else {})


def _speaker_menu(interface: Interface) -> View:
    return {
        "type": "multi_external_select",
        "action_id": SPEAKERS,
        "placeholder": _hint("speakers_hint", interface),
        "min_query_length": 0,
        "max_selected_items": _MOST_SPEAKERS,
    }


def _day_boxes(interface: Interface) -> View:
    english, chinese = (get_day_names("wide", locale=locale) for locale in ("en", "zh"))
    names = [choose(interface, {"en": english[day], "zh": chinese[day]}) for day in EVERY_DAY]
    options = menu_options(Choice(name, str(day)) for day, name in enumerate(names))
    return {"type": "checkboxes", "options": options, "initial_options": options}


def _topic_line(interface: Interface) -> View:
    placeholder = _hint("topic_hint", interface)
    return {"type": "plain_text_input", "placeholder": placeholder, "max_length": MOST_TOPIC_CHARACTERS}


def _language_buttons(interface: Interface) -> View:
    options = menu_options(Choice(_word(name, interface), name) for name in ("any", "zh", "en"))
    return {"type": "radio_buttons", "options": options, "initial_option": options[0]}


def _values(view: View, block_id: str) -> Sequence[str]:
    """Return what was filled in or chosen in a block: the values of options, else the text itself."""
    values: list[str] = []
    for state in view["state"]["values"].get(block_id, {}).values():
        for key, value in state.items():
            if key == "value" or key.startswith("selected_"):
                chosen = value if isinstance(value, list) else [value]
                values += [option["value"] if isinstance(option, dict) else option for option in chosen if option]
    return values
