"""The elements of Block Kit: buttons, menus, inputs, and the texts on them.

Source: https://docs.slack.dev/reference/block-kit/block-elements and .../composition-objects
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model, model_validator
from pydantic_core import PydanticCustomError


class Part(BaseModel):
    """A JSON object without keys that Slack does not know; a key left out is None, a null is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


def string(limit: int) -> Any:
    return Annotated[str, StringConstraints(min_length=1, max_length=limit)]


def some(kind: Any, limit: int) -> Any:
    return Annotated[list[kind], Field(min_length=1, max_length=limit)]


def one_of(*kinds: Any) -> Any:
    union = kinds[0]
    for kind in kinds[1:]:
        union = union | kind
    return Annotated[union, Field(discriminator="type")] if len(kinds) > 1 else union


def plain(limit: int) -> type[Part]:
    return create_model("Plain", __base__=Part, type=Literal["plain_text"], text=string(limit), emoji=(bool, None))


def mrkdwn(limit: int) -> type[Part]:
    return create_model("Mrkdwn", __base__=Part, type=Literal["mrkdwn"], text=string(limit), verbatim=(bool, None))


def any_text(limit: int) -> Any:
    return one_of(plain(limit), mrkdwn(limit))


Id = string(255)
Url = Annotated[str, StringConstraints(pattern=r"^(https?://[^\s/?#]\S*|mailto:\S+)$", max_length=3000)]


class Confirm(Part):
    title: plain(100)
    text: any_text(300)
    confirm: plain(30)
    deny: plain(30)
    style: Literal["primary", "danger"] = None


class Element(Part):
    action_id: Id = None


class Button(Element):
    type: Literal["button"]
    text: plain(75)
    url: Url = None
    value: string(2000) = None
    style: Literal["primary", "danger"] = None
    confirm: Confirm = None
    accessibility_label: string(75) = None


class Option(Part):
    text: any_text(75)
    value: string(150)
    description: any_text(75) = None


class Overflow(Element):
    type: Literal["overflow"]
    options: some(Option, 5)
    confirm: Confirm = None


class Input(Element):
    placeholder: plain(150) = None
    focus_on_load: bool = None


class Offered(Part):
    """What has its options in itself; it begins with some of them."""

    @model_validator(mode="after")
    def _begins_with_an_option(self):
        initial = getattr(self, "initial_options", None) or [getattr(self, "initial_option", None)]
        if any(option is not None and option not in self.options for option in initial):
            raise PydanticCustomError("initial", "initial option is not one of the options")
        return self


class StaticSelect(Offered, Input):
    type: Literal["static_select"]
    options: some(Option, 100)
    initial_option: Option = None
    confirm: Confirm = None


class PlainOption(Part):
    """An option of a menu; a menu shows no mark-up."""

    text: plain(75)
    value: string(150)
    description: plain(75) = None


class ExternalSelect(Input):
    type: Literal["external_select"]
    min_query_length: Annotated[int, Field(ge=0)] = None
    initial_option: PlainOption = None
    confirm: Confirm = None


class MultiExternalSelect(Input):
    type: Literal["multi_external_select"]
    min_query_length: Annotated[int, Field(ge=0)] = None
    initial_options: some(PlainOption, 100) = None
    max_selected_items: Annotated[int, Field(ge=1)] = None
    confirm: Confirm = None


class ConversationFilter(Part):
    include: some(Literal["im", "mpim", "private", "public"], 4) = None
    exclude_external_shared_channels: bool = None
    exclude_bot_users: bool = None


class ConversationsSelect(Input):
    type: Literal["conversations_select"]
    initial_conversation: str = None
    default_to_current_conversation: bool = None
    response_url_enabled: bool = None
    filter: ConversationFilter = None
    confirm: Confirm = None


class ChannelsSelect(Input):
    type: Literal["channels_select"]
    initial_channel: str = None
    response_url_enabled: bool = None
    confirm: Confirm = None


class UsersSelect(Input):
    type: Literal["users_select"]
    initial_user: str = None
    confirm: Confirm = None


class Timepicker(Input):
    type: Literal["timepicker"]
    initial_time: Annotated[str, StringConstraints(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")] = None
    timezone: str = None
    confirm: Confirm = None


class Datepicker(Input):
    type: Literal["datepicker"]
    initial_date: Annotated[str, StringConstraints(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] = None
    confirm: Confirm = None


class Checkboxes(Offered, Element):
    type: Literal["checkboxes"]
    options: some(Option, 10)
    initial_options: some(Option, 10) = None
    confirm: Confirm = None
    focus_on_load: bool = None


class RadioButtons(Offered, Element):
    type: Literal["radio_buttons"]
    options: some(Option, 10)
    initial_option: Option = None
    confirm: Confirm = None
    focus_on_load: bool = None


class PlainTextInput(Input):
    type: Literal["plain_text_input"]
    initial_value: Annotated[str, StringConstraints(max_length=3000)] = None
    multiline: bool = None
    min_length: Annotated[int, Field(ge=0, le=3000)] = None
    max_length: Annotated[int, Field(ge=1, le=3000)] = None
    dispatch_action_config: dict = None


class ImageElement(Part):
    type: Literal["image"]
    image_url: Url
    alt_text: string(2000)


class FeedbackButton(Part):
    text: plain(75)
    value: string(2000)
    accessibility_label: string(75) = None


class FeedbackButtons(Element):
    type: Literal["feedback_buttons"]
    positive_button: FeedbackButton
    negative_button: FeedbackButton


class IconButton(Element):
    type: Literal["icon_button"]
    icon: Literal["trash"]
    text: plain(75)
    value: string(2000) = None
    confirm: Confirm = None
    accessibility_label: string(75) = None


SELECTS = (StaticSelect, ExternalSelect, ConversationsSelect, ChannelsSelect, UsersSelect, Timepicker, Datepicker)
CHOICES = (*SELECTS, Checkboxes, RadioButtons)
ACTIONS = (Button, Overflow, *CHOICES)
