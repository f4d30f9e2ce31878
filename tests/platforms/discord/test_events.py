import discord
import pytest

from bot.answers.card import asked_line
from bot.discord.custom_ids import custom_id
from bot.discord.embeds import discord_message
from bot.discord.events import focused_option, interaction_request, message_request
from bot.domain.button_value import ButtonValue
from bot.domain.command import Ask, Forget, Tell
from bot.domain.message import AnswerCard, Button, Message, line
from bot.domain.request import Request
from bot.wording.language import say

NOW = 1763800100.5
BOT = 900
MAYA = {"id": "7", "username": "maya", "global_name": "Maya", "discriminator": "0", "avatar": None}
QUOTEBOT = MAYA | {"id": str(BOT), "username": "quotebot", "global_name": None, "bot": True}
ALI = MAYA | {"id": "8", "username": "ali", "global_name": "Ali G"}
MEMBER = {
    "roles": [],
    "joined_at": "2026-01-01T00:00:00+00:00",
    "nick": "Maya L",
    "flags": 0,
    "deaf": False,
    "mute": False,
}
WHO = {"platform": "discord", "channel": "2", "user": "7", "asked_at": NOW}
REPLY_TO = "900/to.ken"
VALUE = "0123456789ab.1"


def parsed(kind, data):
    """Return what discord.py makes of an event."""
    state, seen = discord.Client(intents=discord.Intents(guilds=True))._connection, []
    state.user = discord.ClientUser(state=state, data=QUOTEBOT)
    state.dispatch = lambda name, *arguments: seen.append(arguments)
    getattr(state, f"parse_{kind}_create")(data)
    return seen[0][0]


def message_data(content, **fields):
    return {
        "id": "5", "channel_id": "2", "author": MAYA, "content": content, "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [],
        "attachments": [], "embeds": [], "pinned": False, "type": 0, "components": [], "flags": 0,
    } | fields  # fmt: skip


def in_guild(content, mentions=(QUOTEBOT,), **fields):
    return message_data(content, guild_id="1", member=MEMBER, mentions=list(mentions), **fields)


def read_message(data):
    return message_request(parsed("message", data), BOT, asked_at=NOW)


def interaction_data(kind, data, **fields):
    return {
        "id": "6", "application_id": "900", "type": kind, "token": "to.ken", "version": 1, "data": data,
        "guild_id": "1", "channel_id": "2", "channel": {"id": "2", "type": 0, "name": "talks", "position": 0},
        "member": MEMBER | {"user": MAYA}, "locale": "zh-CN", "entitlements": [], "attachment_size_limit": 1,
    } | fields  # fmt: skip


def read_interaction(kind, data, **fields):
    return interaction_request(parsed("interaction", interaction_data(kind, data, **fields)), asked_at=NOW)


def press(custom_id, message):
    return read_interaction(3, {"custom_id": custom_id, "component_type": 2}, message=message)


def answered(*above, label="Next", action="next", **fields):
    """Return the bot's own message, as Discord keeps it."""
    buttons = (Button(action=action, label=label, value=f"{VALUE}\nMaya\nwhy"),)
    payload = discord_message(
        Message(card=AnswerCard(notes=above, quote="A quote.", speaker="Ali", source="a talk", buttons=buttons))
    )
    del payload["allowed_mentions"]
    return message_data("", author=QUOTEBOT, **fields) | payload


def test_a_mention_is_a_question():
    assert read_message(in_guild("<@900> is the **data wall** real?")) == Request(
        kind="mention",
        keys=("discord:message:5",),
        workspace="1",
        user_name="Maya L",
        text="is the data wall real?",
        command=Ask(question="is the data wall real?"),
        message="5",
        **WHO,
    )


def test_a_direct_message_is_a_question():
    assert read_message(message_data("数据墙是真的吗")) == Request(
        kind="direct",
        keys=("discord:message:5",),
        workspace="",
        user_name="Maya",
        text="数据墙是真的吗",
        command=Ask(question="数据墙是真的吗"),
        message="5",
        **WHO,
    )


def test_a_mention_says_nothing_and_other_people_are_named():
    request = read_message(in_guild("<@!900> what does <@8> say, <@99>?", [QUOTEBOT, ALI]))
    assert request.text == "what does Ali G say, ?"


@pytest.mark.parametrize(
    "data",
    [
        in_guild("<@900>"),
        in_guild("", type=19, message_reference={"message_id": "4", "channel_id": "2", "guild_id": "1"}),
        in_guild("<@900>", attachments=[{"id": "3", "filename": "a.png", "size": 1, "url": "", "proxy_url": ""}]),
        message_data("", attachments=[{"id": "3", "filename": "a.png", "size": 1, "url": "", "proxy_url": ""}]),
    ],
    ids=["nothing but the mention", "withheld", "mention with a picture", "picture in a direct message"],
)
def test_an_empty_question_is_taken_so_that_the_hint_comes(data):
    request = read_message(data)
    assert request.text == ""
    assert request.command == (Ask(question="") if request.kind == "mention" else Tell("help"))


@pytest.mark.parametrize(
    "data",
    [
        in_guild("what does <@8> say?", [ALI]),
        in_guild("hello", []),
        in_guild("<@900> hello", author=MAYA | {"bot": True}),
        in_guild("<@900> hello", webhook_id="77"),
        in_guild("<@900> hello", author=QUOTEBOT),
        in_guild("<@900> joined", type=7),
        in_guild("<@900> pinned", type=6),
        in_guild("", attachments=[{"id": "3", "filename": "a.png", "size": 1, "url": "", "proxy_url": ""}]),
        message_data("hello", author=QUOTEBOT),
        message_data("", type=3),
    ],
    ids=[
        "somebody else", "no mention", "a bot", "a webhook", "itself", "joined", "pinned", "picture with a ping",
        "itself, directly", "a call",
    ],
)  # fmt: skip
def test_what_asks_nothing_of_the_bot_is_left_alone(data):
    assert read_message(data) is None


def test_a_slash_command_is_what_its_options_say():
    options = [
        {"name": "question", "type": 3, "value": "小模型更便宜吗"},
        {"name": "speaker", "type": 3, "value": "Ali Ghodsi"},
        {"name": "private", "type": 5, "value": True},
    ]
    assert read_interaction(2, {"id": "3", "name": "quote", "type": 1, "options": options}) == Request(
        kind="command",
        keys=("discord:interaction:6",),
        workspace="1",
        user_name="Maya L",
        text="小模型更便宜吗",
        command=Ask(question="小模型更便宜吗", speakers=("Ali Ghodsi",), is_private=True),
        reply_to=REPLY_TO,
        locale="zh-CN",
        **WHO,
    )


def test_a_command_where_the_bot_is_no_member_is_read():
    direct = {"id": "2", "type": 1, "recipients": [ALI], "last_message_id": None, "flags": 0}
    data = interaction_data(2, {"id": "3", "name": "quotes", "type": 1}, user=MAYA, channel=direct)
    del data["guild_id"], data["member"]
    request = interaction_request(parsed("interaction", data), asked_at=NOW)
    assert (request.workspace, request.channel, request.user, request.text) == ("", "2", "7", "")
    assert request.command == Tell("help")


def test_the_message_of_a_menu_is_the_question():
    messages = {"5": message_data("Is <@8> *right* about RAG?\nI wonder", mentions=[ALI])}
    data = {"id": "3", "name": "Find a quote", "type": 3, "target_id": "5", "resolved": {"messages": messages}}
    assert read_interaction(2, data) == Request(
        kind="shortcut",
        keys=("discord:interaction:6",),
        workspace="1",
        user_name="Maya L",
        text="Is Ali G right about RAG? I wonder",
        command=Ask(question="Is Ali G right about RAG? I wonder", is_private=True),
        reply_to=REPLY_TO,
        locale="zh-CN",
        **WHO,
    )


def test_a_menu_on_a_card_asks_what_the_card_says():
    messages = {"5": message_data("", embeds=[{"description": "> Small models."}])}
    data = {"id": "3", "name": "Find a quote", "type": 3, "target_id": "5", "resolved": {"messages": messages}}
    assert read_interaction(2, data).text == "Small models."


def test_a_button_carries_its_answer_and_the_question_above_it():
    assert press(f"quote:next:{VALUE}.4", answered(line("Maya: why: *small*?"))) == Request(
        kind="button",
        keys=("discord:interaction:6",),
        workspace="1",
        user_name="Maya L",
        text="why: *small*?",
        action="next",
        value=f"{VALUE}\nMaya\nwhy: *small*?",
        message="5",
        reply_to=REPLY_TO,
        locale="zh-CN",
        **WHO,
    )


@pytest.mark.parametrize("interface", ["en", "zh", "zh-Hant"])
@pytest.mark.parametrize("asker", ["Maya", "Dr: No: *x*", "小：林", "-# 😀 \\", "a.b.1", "x" * 79 + "…"])
@pytest.mark.parametrize("question", ["why", "：why: *small*?", "数据墙 @everyone", "a\\*b"])
def test_a_button_brings_back_who_asked_what_whatever_they_are_called(asker, question, interface):
    value = f"{VALUE}\n{asker}\n{question}"
    button = Button(action="next", label="Next", value=value)
    card = AnswerCard(
        asked=line(say("asked", interface, name=asker, question=question)),
        notes=(line("Note: nobody asked this"),), quote="A quote.", speaker="Ali", source="a talk", buttons=(button,),
    )  # fmt: skip
    sent = discord_message(Message(card=card))
    del sent["allowed_mentions"]
    request = press(custom_id(button), message_data("", author=QUOTEBOT) | sent)
    assert (request.value, request.text) == (value, question)


def test_a_name_with_wide_spaces_does_not_hide_the_question():
    asker, question = "Ann \u3000 Lee", "why  so?"
    value = ButtonValue(answer_id=VALUE.partition(".")[0], asker=asker, question=question).encode()
    button = Button(action="next", label="Next", value=value)
    card = AnswerCard(asked=asked_line(asker, question, "en"), quote="A.", speaker="Ali", source="x", buttons=(button,))
    sent = discord_message(Message(card=card))
    del sent["allowed_mentions"]
    request = press(custom_id(button), message_data("", author=QUOTEBOT) | sent)
    assert (request.value.split("\n")[1:], request.text) == (["Ann Lee", "why so?"], "why so?")


def test_an_answer_to_another_of_the_bots_answers_has_no_question_of_a_person():
    reference = {"message_id": "5", "channel_id": "2", "guild_id": "1"}
    of_the_bot = in_guild("Ann: why", author=QUOTEBOT)
    reply = answered(line("Note: x"), type=19, message_reference=reference, referenced_message=of_the_bot)
    assert press(f"quote:next:{VALUE}", reply).value == f"{VALUE}\n\n"


@pytest.mark.parametrize(
    "above",
    [
        (),
        (line("Only Ali: Ghodsi", quiet=True),),
        (line("Not sure this is what you mean. The closest:"),),
        (line("Zoe: the First does not speak in these interviews."),),
        (line("不确定这是不是你要找的。最接近的一句："),),
    ],
)
def test_an_answer_to_a_mention_knows_its_question_by_the_message_it_replies_to(above):
    asked = in_guild("<@900> data wall?")
    reference = {"message_id": "5", "channel_id": "2", "guild_id": "1"}
    reply = answered(*above, type=19, message_reference=reference, referenced_message=asked)
    assert press(f"quote:next:{VALUE}", reply).value == f"{VALUE}\n\ndata wall?"
    assert press(f"quote:next:{VALUE}", answered(*above)).value == f"{VALUE}\n\n"


def test_a_button_in_a_private_message_is_known():
    assert press(f"quote:up:{VALUE}", answered(flags=1 << 6)).message_is_private
    assert not press(f"quote:up:{VALUE}", answered()).message_is_private


def test_a_question_on_a_button_is_its_label():
    row = {"type": 1, "components": [{"type": 2, "style": 2, "label": "data wall", "custom_id": "quote:ask:1:"}]}
    request = press("quote:ask:1:", message_data("These:", author=QUOTEBOT, components=[row]))
    assert (request.action, request.value, request.text) == ("ask:1", "data wall", "data wall")
    assert request.command == Ask(question="data wall", is_private=True)


def test_the_button_that_deletes_is_certain_and_says_so_in_the_language_of_its_label():
    row = {"type": 1, "components": [{"type": 2, "style": 4, "label": "删除我的数据", "custom_id": "quote:forget:"}]}
    request = press("quote:forget:", message_data("要删除吗", author=QUOTEBOT, components=[row]))
    assert (request.action, request.text, request.command) == ("forget", "删除我的数据", Forget(is_certain=True))


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("forget me", Forget(is_certain=False)),
        ("daily life of a founder", Ask(question="daily life of a founder")),
        ("pay lang:zh", Ask(question="pay", languages=("zh",))),
    ],
)
def test_what_is_said_to_the_bot_becomes_a_command(text, command):
    assert read_message(in_guild(f"<@900> {text}")).command == command
    assert read_message(message_data(text)).command == command


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (1, {}),
        (2, {"id": "3", "name": "old", "type": 1, "options": []}),
        (2, {"id": "3", "name": "Find a quote", "type": 2, "target_id": "8"}),
        (2, {"id": "3", "name": "Quote this", "type": 3, "target_id": "5"}),
        (5, {"custom_id": "survey", "components": []}),
        (9, {}),
    ],
    ids=["nothing", "a command", "a menu on a person", "a menu of another name", "a form", "of a new type"],
)
def test_interactions_that_nothing_handles_are_told_of(kind, data):
    assert read_interaction(kind, data).command == Tell("unhandled")


def test_a_button_that_is_none_of_ours_is_told_of():
    assert press("poll:yes:1", answered()).command == Tell("unhandled")


def test_what_is_being_typed_is_found():
    options = [
        {"name": "question", "type": 3, "value": "why"},
        {"name": "speaker", "type": 3, "value": "al", "focused": True},
    ]
    data = interaction_data(4, {"id": "3", "name": "quote", "type": 1, "options": options})
    assert focused_option(parsed("interaction", data)) == ("speaker", "al")
    assert focused_option(parsed("interaction", interaction_data(1, {}))) == ("", "")


def test_a_name_stays_on_one_line():
    request = read_message(message_data("hi", author=MAYA | {"global_name": "Ma\u202eya\n\0" + "x" * 90}))
    assert request.user_name == "Maya " + "x" * 74 + "…"
