"""The blocks of Block Kit, rich text among them, and the views that hold them.

Source: https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/reference/views
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from .elements import (
    ACTIONS,
    CHOICES,
    FeedbackButtons,
    IconButton,
    Id,
    ImageElement,
    MultiExternalSelect,
    Part,
    PlainTextInput,
    Url,
    any_text,
    mrkdwn,
    one_of,
    plain,
    some,
    string,
)


class Style(Part):
    bold: bool = None
    italic: bool = None
    strike: bool = None
    code: bool = None
    underline: bool = None


class MentionStyle(Style):
    highlight: bool = None
    client_highlight: bool = None
    unlink: bool = None


class RichTextText(Part):
    type: Literal["text"]
    text: string(3000)
    style: Style = None


class RichTextLink(Part):
    type: Literal["link"]
    url: Url
    text: string(3000) = None
    unsafe: bool = None
    style: Style = None


class RichTextEmoji(Part):
    type: Literal["emoji"]
    name: string(100)
    unicode: str = None
    skin_tone: int = None


class RichTextUser(Part):
    type: Literal["user"]
    user_id: string(30)
    style: MentionStyle = None


class RichTextChannel(Part):
    type: Literal["channel"]
    channel_id: string(30)
    style: MentionStyle = None


class RichTextUsergroup(Part):
    type: Literal["usergroup"]
    usergroup_id: string(30)
    style: MentionStyle = None


class RichTextBroadcast(Part):
    type: Literal["broadcast"]
    range: Literal["here", "channel", "everyone"]


class RichTextDate(Part):
    type: Literal["date"]
    timestamp: int
    format: string(255)
    url: Url = None
    fallback: string(255) = None


Inline = one_of(
    RichTextText, RichTextLink, RichTextEmoji, RichTextUser,
    RichTextChannel, RichTextUsergroup, RichTextBroadcast, RichTextDate,
)  # fmt: skip


class RichTextSection(Part):
    type: Literal["rich_text_section"]
    elements: list[Inline]


class RichTextQuote(Part):
    type: Literal["rich_text_quote"]
    elements: list[Inline]
    border: Literal[0, 1] = None


class RichTextPreformatted(Part):
    type: Literal["rich_text_preformatted"]
    elements: list[one_of(RichTextText, RichTextLink)]
    border: Literal[0, 1] = None
    language: string(50) = None


class RichTextList(Part):
    type: Literal["rich_text_list"]
    style: Literal["bullet", "ordered"]
    elements: list[RichTextSection]
    indent: Annotated[int, Field(ge=0, le=8)] = None
    offset: Annotated[int, Field(ge=0)] = None
    border: Literal[0, 1] = None


# Blocks


class Block(Part):
    block_id: Id = None


class RichText(Block):
    type: Literal["rich_text"]
    elements: Annotated[
        list[one_of(RichTextSection, RichTextQuote, RichTextPreformatted, RichTextList)], Field(min_length=1)
    ]


class Section(Block):
    type: Literal["section"]
    text: any_text(3000) = None
    fields: some(any_text(2000), 10) = None
    accessory: one_of(ImageElement, PlainTextInput, MultiExternalSelect, *ACTIONS) = None
    expand: bool = None

    @model_validator(mode="after")
    def _says_something(self):
        if self.text is None and self.fields is None:
            raise PydanticCustomError("no_text", "missing required field: text")
        return self


class Header(Block):
    type: Literal["header"]
    text: plain(150)


class Divider(Block):
    type: Literal["divider"]


class Image(Block):
    type: Literal["image"]
    image_url: Url
    alt_text: string(2000)
    title: plain(2000) = None


class Context(Block):
    type: Literal["context"]
    elements: some(one_of(plain(3000), mrkdwn(3000), ImageElement), 10)


class Actions(Block):
    type: Literal["actions"]
    elements: some(one_of(*ACTIONS), 25)


class ContextActions(Block):
    type: Literal["context_actions"]
    elements: some(one_of(FeedbackButtons, IconButton), 5)


class Markdown(Block):
    type: Literal["markdown"]
    text: string(12_000)


class InputBlock(Block):
    type: Literal["input"]
    label: plain(2000)
    element: one_of(PlainTextInput, MultiExternalSelect, *CHOICES)
    hint: plain(2000) = None
    optional: bool = None
    dispatch_action: bool = None


COMMON = (RichText, Section, Header, Divider, Image, Context, Actions, InputBlock)


class MessageBlocks(Part):
    blocks: Annotated[list[one_of(*COMMON, ContextActions, Markdown)], Field(max_length=50)]


# Views


class View(Part):
    blocks: Annotated[list[one_of(*COMMON)], Field(max_length=100)]
    private_metadata: Annotated[str, StringConstraints(max_length=3000)] = None
    callback_id: Annotated[str, StringConstraints(max_length=255)] = None
    external_id: Annotated[str, StringConstraints(max_length=255)] = None


class Home(View):
    type: Literal["home"]


class Modal(View):
    type: Literal["modal"]
    title: plain(24)
    submit: plain(24) = None
    close: plain(24) = None
    clear_on_close: bool = None
    notify_on_close: bool = None
    submit_disabled: bool = None

    @model_validator(mode="after")
    def _input_can_be_submitted(self):
        if self.submit is None and any(block.type == "input" for block in self.blocks):
            raise PydanticCustomError("no_submit", "missing required field: submit")
        return self
