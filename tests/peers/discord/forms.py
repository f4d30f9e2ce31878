"""The forms that Discord takes: messages with their embeds and buttons, autocompletion, application commands.

Sources: https://docs.discord.com/developers/resources/message, https://docs.discord.com/developers/components/reference,
https://docs.discord.com/developers/interactions/application-commands
"""

import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

LOCALES = frozenset({
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
    "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
})  # fmt: skip


def refusal(code: str, message: str) -> PydanticCustomError:
    """Return the error with Discord's code for it."""
    return PydanticCustomError("discord", "{code}|{message}", {"code": code, "message": message})


def string(longest: int, shortest: int = 0) -> Any:
    return Annotated[str, StringConstraints(max_length=longest, min_length=shortest)]


def some(kind: Any, most: int, fewest: int = 0) -> Any:
    return Annotated[list[kind], Field(max_length=most, min_length=fewest)]


def _web_address(url: str) -> str:
    scheme, place = urlsplit(url)[:2]
    if scheme and scheme not in ("http", "https"):
        message = f"Scheme \"{scheme}\" is not supported. Scheme must be one of ('http', 'https')."
        raise refusal("URL_TYPE_INVALID_SCHEME", message)
    if not scheme or not place or " " in url:
        message = "Not a well formed URL."
        raise refusal("URL_TYPE_INVALID_URL", message)
    return url


Url = Annotated[string(2048), AfterValidator(_web_address)]
ButtonUrl = Annotated[string(512), AfterValidator(_web_address)]


class Author(BaseModel):
    name: string(256, 1)
    url: Url = None


class Footer(BaseModel):
    text: string(2048, 1)


class EmbedField(BaseModel):
    name: string(256, 1)
    value: string(1024, 1)


class Embed(BaseModel):
    title: string(256) = ""
    description: string(4096) = ""
    url: Url = None
    author: Author = None
    footer: Footer = None
    fields: some(EmbedField, 25) = []

    def text_length(self) -> int:
        """Return what counts towards the 6000 characters of all embeds of a message."""
        names = (self.author.name if self.author else "", self.footer.text if self.footer else "")
        fields = (field.name + field.value for field in self.fields)
        return sum(map(len, (self.title, self.description, *names, *fields)))


class Button(BaseModel):
    """Styles 1 to 4 come back with their `custom_id`, style 5 is a link."""

    type: Literal[2]
    style: Literal[1, 2, 3, 4, 5]
    label: string(80) = ""
    emoji: dict = None
    custom_id: string(100, 1) = None
    url: ButtonUrl = None
    disabled: bool = False

    @model_validator(mode="after")
    def is_a_link_or_comes_back(self) -> "Button":
        is_link = self.style == 5
        if (self.url is None) == is_link or (self.custom_id is None) != is_link:
            message = "A link button must have a url and no custom_id, any other a custom_id and no url"
            raise refusal("BASE_TYPE_REQUIRED", message)
        if not self.label and not self.emoji:
            message = "A button must have a label or an emoji"
            raise refusal("BUTTON_COMPONENT_MISSING_LABEL", message)
        return self


class Row(BaseModel):
    type: Literal[1]
    components: some(Button, 5, 1)


class MessageForm(BaseModel):
    """What a message holds; null is as good as nothing."""

    content: string(2000) | None = None
    embeds: some(Embed, 10) | None = None
    components: some(Row, 5) | None = None
    nonce: Annotated[string(25), Field(coerce_numbers_to_str=True)] | None = None

    @model_validator(mode="after")
    def fits_together(self) -> "MessageForm":
        if sum(embed.text_length() for embed in self.embeds or ()) > 6000:
            message = "Embed size exceeds maximum size of 6000"
            raise refusal("MAX_EMBED_SIZE_EXCEEDED", message)
        ids = [button.custom_id for row in self.components or () for button in row.components if button.custom_id]
        if len(set(ids)) < len(ids):
            message = "Component custom id cannot be duplicated"
            raise refusal("COMPONENT_CUSTOM_ID_DUPLICATED", message)
        return self


class Choice(BaseModel):
    name: string(100, 1)
    value: Annotated[string(100, 1), Field(coerce_numbers_to_str=True)]
    name_localizations: dict[str, string(100, 1)] | None = None


class ChoicesForm(BaseModel):
    """The answer to an autocompletion."""

    choices: some(Choice, 25)


def _command_name(name: str) -> str:
    """Return a name if a slash command or an option can have it; letters that have a small form are small."""
    if not re.fullmatch(r"[-'\w]{1,32}", name) or name != name.lower():
        message = "Command name is invalid"
        raise refusal("APPLICATION_COMMAND_INVALID_NAME", message)
    return name


def _known_locales(texts: dict[str, str]) -> dict[str, str]:
    if unknown := texts.keys() - LOCALES:
        message = f"Invalid locales: {', '.join(sorted(unknown))}"
        raise refusal("APPLICATION_COMMAND_INVALID_LOCALE", message)
    return texts


def localized(kind: Any) -> Any:
    return Annotated[dict[str, kind], AfterValidator(_known_locales)] | None


Name = Annotated[str, AfterValidator(_command_name)]
Described = string(100, 1)


class Option(BaseModel):
    type: Annotated[int, Field(ge=1, le=11)]
    name: Name
    description: Described
    name_localizations: localized(Name) = None
    description_localizations: localized(Described) = None
    required: bool = False
    autocomplete: bool = False
    choices: some(Choice, 25) | None = None
    options: "Options" = []

    @model_validator(mode="after")
    def suggests_or_lists(self) -> "Option":
        if self.autocomplete and self.choices:
            message = "Autocomplete cannot be used with choices"
            raise refusal("APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", message)
        return self


def _in_order(options: list[Option]) -> list[Option]:
    required = [option.required for option in options]
    if required != sorted(required, reverse=True):
        message = "Required options must be placed before non-required options"
        raise refusal("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
    _differ((option.name for option in options), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS")
    return options


def _differ(names: Iterable[Any], code: str) -> None:
    names = list(names)
    if len(set(names)) < len(names):
        message = "That name is already in use"
        raise refusal(code, message)


Options = Annotated[some(Option, 25), AfterValidator(_in_order)]


class Command(BaseModel):
    """A slash command (type 1), an entry in the menu of a user (2) or a message (3), or an app's entry point (4)."""

    type: Literal[1, 2, 3, 4] = 1
    name: string(32, 1)
    description: string(100) = ""
    name_localizations: localized(string(32, 1)) = None
    description_localizations: localized(string(100)) = None
    options: Options = []
    integration_types: list[Literal[0, 1]] | None = None
    contexts: list[Literal[0, 1, 2]] | None = None

    @model_validator(mode="after")
    def is_of_its_type(self) -> "Command":
        if self.type == 1:
            for name in (self.name, *(self.name_localizations or {}).values()):
                _command_name(name)
        if (self.type in (1, 4)) != bool(self.description):
            message = "Slash commands and entry points have a description of 1 to 100 characters, others none"
            raise refusal("BASE_TYPE_BAD_LENGTH", message)
        if _size(self) > 8000:
            message = "Command exceeds maximum size (8000)"
            raise refusal("APPLICATION_COMMAND_TOO_LARGE", message)
        return self


def _size(part: Command | Option) -> int:
    """Return how many characters count; of translations only the longest does."""
    names = len(max((part.name, *(part.name_localizations or {}).values()), key=len))
    descriptions = len(max((part.description, *(part.description_localizations or {}).values()), key=len))
    choices = getattr(part, "choices", None) or ()
    listed = sum(len(choice.name) + len(choice.value) for choice in choices)
    return names + descriptions + listed + sum(map(_size, part.options))


class CommandsForm(BaseModel):
    """All commands of an app in one place."""

    commands: list[Command]

    @model_validator(mode="after")
    def differ(self) -> "CommandsForm":
        _differ(((command.type, command.name) for command in self.commands), "APPLICATION_COMMANDS_DUPLICATE_NAME")
        return self
