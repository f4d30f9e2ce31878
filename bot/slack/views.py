"""The bot's own page, and the dialog in which people set how it behaves where they are."""

from collections.abc import Mapping
from typing import Any

from bot.answers.channel_settings import CHOICES, QUESTIONS, Texts
from bot.domain.interface import Interface
from bot.domain.message import Button, Buttons, Message
from bot.slack.blocks import slack_blocks, text_object
from bot.slack.limits import MOST_INPUT_LABEL_CHARACTERS, MOST_LABEL_CHARACTERS, MOST_TITLE_CHARACTERS, MOST_VIEW_BLOCKS
from bot.wording.language import choose

View = dict[str, Any]

SETTINGS_CALLBACK = "quote:settings"
NEW_DAILY = "daily:new"
_MOST_METADATA_CHARACTERS = 3000

_WORDS: dict[str, Texts] = {
    "title": {"en": "Quotebot here", "zh": "此处的 Quotebot"},
    "save": {"en": "Save", "zh": "保存"},
    "cancel": {"en": "Cancel", "zh": "取消"},
    "new_daily": {"en": "Set a daily insight", "zh": "设定每日一句"},
    "for_channel": {"en": "For #{channel} only.", "zh": "只对 #{channel} 有效。"},
    "for_here": {"en": "For this conversation only.", "zh": "只对这个对话有效。"},
}


def home_view(message: Message, interface: Interface) -> View:
    """Return a message as the bot's Home tab, with a button that opens the form for a daily insight."""
    button = Button(action=NEW_DAILY, label=choose(interface, _WORDS["new_daily"]))
    actions = [shown.action for part in message.parts if isinstance(part, Buttons) for shown in part.buttons]
    blocks = [] if NEW_DAILY in actions else slack_blocks(Message(parts=(Buttons((button,)),)))
    return {"type": "home", "blocks": [*slack_blocks(message, MOST_VIEW_BLOCKS - len(blocks)), *blocks]}


def settings_modal(values: Mapping[str, str], interface: Interface, channel_name: str, metadata: str) -> View:
    """Return the dialog for the settings of a channel.

    Args:
        values: The settings as they are; what is missing or unknown stands at its first choice.
        interface: Its language.
        channel_name: Without "#"; empty where Slack does not tell, as for direct messages.
        metadata: Comes back as the view's `private_metadata`.

    Raises:
        ValueError: The metadata is longer than Slack takes.
    """
    if len(metadata) > _MOST_METADATA_CHARACTERS:
        raise ValueError(f"{len(metadata)} characters of metadata, but a view holds {_MOST_METADATA_CHARACTERS}")
    where = choose(interface, _WORDS["for_channel" if channel_name else "for_here"]).format(channel=channel_name)
    return {
        "type": "modal",
        "callback_id": SETTINGS_CALLBACK,
        "private_metadata": metadata,
        "title": text_object(choose(interface, _WORDS["title"]), MOST_TITLE_CHARACTERS),
        "submit": text_object(choose(interface, _WORDS["save"]), MOST_TITLE_CHARACTERS),
        "close": text_object(choose(interface, _WORDS["cancel"]), MOST_TITLE_CHARACTERS),
        "blocks": [
            {"type": "context", "elements": [text_object(where, MOST_INPUT_LABEL_CHARACTERS)]},
            *(_input(name, values.get(name, ""), interface) for name in CHOICES),
        ],
    }


def settings_values(view_state: Mapping[str, Any]) -> dict[str, str]:
    """Return what was chosen in the dialog, from its view's `state`; what the dialog does not offer is left out."""
    chosen = {name: _chosen(view_state, name) for name in CHOICES}
    return {name: value for name, value in chosen.items() if value in CHOICES[name]}


def _input(name: str, value: str, interface: Interface) -> View:
    options = {choice: _option(choice, texts, interface) for choice, texts in CHOICES[name].items()}
    return {
        "type": "input",
        "block_id": name,
        "label": text_object(choose(interface, QUESTIONS[name]), MOST_INPUT_LABEL_CHARACTERS),
        "element": {
            "type": "radio_buttons",
            "action_id": name,
            "options": list(options.values()),
            "initial_option": options.get(value) or next(iter(options.values())),
        },
    }


def _option(choice: str, texts: Texts, interface: Interface) -> View:
    return {"text": text_object(choose(interface, texts), MOST_LABEL_CHARACTERS), "value": choice}


def _chosen(view_state: object, name: str) -> str:
    for key in ("values", name, name, "selected_option", "value"):
        view_state = view_state.get(key) if isinstance(view_state, Mapping) else None
    return view_state if isinstance(view_state, str) else ""
