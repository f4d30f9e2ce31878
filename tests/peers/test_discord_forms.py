import discord
import pytest

from tests.peers.discord import GENERAL, command_problems, message_problems
from tests.peers.discord.client import in_discord


def button(**fields):
    return {"type": 2, "style": 2, "label": "Next", "custom_id": "quote:next"} | fields


def rows(*buttons):
    return {"components": [{"type": 1, "components": list(buttons)}]}


def link(**fields):
    return {"type": 2, "style": 5, "label": "Read", "url": "https://example.org"} | fields


def embed(**fields):
    return {"embeds": [fields]}


FULL = {
    "content": "c" * 2000,
    "embeds": [
        {
            "title": "t" * 256,
            "description": "d" * 3000,
            "author": {"name": "a" * 256, "url": "https://example.org"},
            "footer": {"text": "f" * 1000},
            "fields": [{"name": "n" * 2, "value": "v"}] * 25,
        }
    ],
    "components": [{"type": 1, "components": [button(custom_id=f"{row}:{n}") for n in range(5)]} for row in range(5)],
    "nonce": "n" * 25,
}


def test_a_message_can_be_as_full_as_discord_allows():
    assert message_problems(FULL) == []
    assert (
        message_problems(rows(button(label="b" * 80, custom_id="i" * 100), link(url="https://e.org/" + "x" * 498)))
        == []
    )
    assert message_problems({"content": None, "embeds": None, "components": []}) == []


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ({"content": "c" * 2001}, "content BASE_TYPE_MAX_LENGTH Must be 2000 or fewer in length."),
        ({"nonce": "n" * 26}, "nonce BASE_TYPE_MAX_LENGTH Must be 25 or fewer in length."),
        ({"embeds": [{"title": "t"}] * 11}, "embeds BASE_TYPE_MAX_LENGTH Must be 10 or fewer in length."),
        (embed(title="t" * 257), "embeds.0.title BASE_TYPE_MAX_LENGTH Must be 256 or fewer in length."),
        (embed(description="d" * 4097), "embeds.0.description BASE_TYPE_MAX_LENGTH Must be 4096 or fewer in length."),
        (
            embed(author={"name": "a" * 257}),
            "embeds.0.author.name BASE_TYPE_MAX_LENGTH Must be 256 or fewer in length.",
        ),
        (embed(author={}), "embeds.0.author.name BASE_TYPE_REQUIRED This field is required"),
        (
            embed(footer={"text": "f" * 2049}),
            "embeds.0.footer.text BASE_TYPE_MAX_LENGTH Must be 2048 or fewer in length.",
        ),
        (embed(url="example.org"), "embeds.0.url URL_TYPE_INVALID_URL Not a well formed URL."),
        (
            embed(fields=[{"name": "n", "value": "v"}] * 26),
            "embeds.0.fields BASE_TYPE_MAX_LENGTH Must be 25 or fewer in length.",
        ),
        (
            embed(fields=[{"name": "n", "value": "v" * 1025}]),
            "embeds.0.fields.0.value BASE_TYPE_MAX_LENGTH Must be 1024 or fewer in length.",
        ),
        (
            {"embeds": [{"description": "d" * 3001}] * 2},
            " MAX_EMBED_SIZE_EXCEEDED Embed size exceeds maximum size of 6000",
        ),
        (
            {"components": rows(link())["components"] * 6},
            "components BASE_TYPE_MAX_LENGTH Must be 5 or fewer in length.",
        ),
        (rows(*[link()] * 6), "components.0.components BASE_TYPE_MAX_LENGTH Must be 5 or fewer in length."),
        (rows(), "components.0.components BASE_TYPE_MIN_LENGTH Must be 1 or more in length."),
        (
            rows(button(label="b" * 81)),
            "components.0.components.0.label BASE_TYPE_MAX_LENGTH Must be 80 or fewer in length.",
        ),
        (
            rows(button(custom_id="i" * 101)),
            "components.0.components.0.custom_id BASE_TYPE_MAX_LENGTH Must be 100 or fewer in length.",
        ),
        (
            rows(link(url="https://e.org/" + "x" * 499)),
            "components.0.components.0.url BASE_TYPE_MAX_LENGTH Must be 512 or fewer in length.",
        ),
        (
            rows(link(url="javascript:x")),
            "components.0.components.0.url URL_TYPE_INVALID_SCHEME "
            "Scheme \"javascript\" is not supported. Scheme must be one of ('http', 'https').",
        ),
        (
            rows(link(custom_id="x")),
            "components.0.components.0 BASE_TYPE_REQUIRED "
            "A link button must have a url and no custom_id, any other a custom_id and no url",
        ),
        (
            rows(button(label="")),
            "components.0.components.0 BUTTON_COMPONENT_MISSING_LABEL A button must have a label or an emoji",
        ),
        (
            rows(button(), button()),
            " COMPONENT_CUSTOM_ID_DUPLICATED Component custom id cannot be duplicated",
        ),
    ],
)
def test_a_message_over_a_limit_says_where(message, problem):
    assert [f"{'.'.join(map(str, path))} {code} {reason}" for path, code, reason in message_problems(message)] == [
        problem
    ]


CHOICES = [{"name": "n" * 100, "value": "v" * 100}] * 25


def command(**fields):
    return {"name": "quote", "description": "Ask"} | fields


def option(**fields):
    return {"type": 3, "name": "question", "description": "Your question"} | fields


def test_commands_can_be_as_full_as_discord_allows():
    full = command(
        name="引用-it's_1",
        name_localizations={"zh-CN": "引语", "zh-TW": "引語"},
        description="d" * 100,
        options=[option(name=f"option{number}", required=number < 5) for number in range(24)]
        + [option(choices=CHOICES)],
    )
    assert command_problems([full, {"type": 3, "name": "Find a Quote"}]) == []


@pytest.mark.parametrize(
    ("commands", "problem"),
    [
        ([command(name="Quote")], "0 APPLICATION_COMMAND_INVALID_NAME"),
        ([command(name="q" * 33)], "0.name BASE_TYPE_MAX_LENGTH"),
        ([command(description="")], "0 BASE_TYPE_BAD_LENGTH"),
        ([command(description="d" * 101)], "0.description BASE_TYPE_MAX_LENGTH"),
        (
            [command(description_localizations={"zh": "问"})],
            "0.description_localizations APPLICATION_COMMAND_INVALID_LOCALE",
        ),
        ([command(name_localizations={"zh-CN": "引 语"})], "0 APPLICATION_COMMAND_INVALID_NAME"),
        ([command(options=[option(name="a b")])], "0.options.0.name APPLICATION_COMMAND_INVALID_NAME"),
        ([command(options=[option(description="d" * 101)])], "0.options.0.description BASE_TYPE_MAX_LENGTH"),
        ([command(options=[option()] * 2)], "0.options APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"),
        (
            [command(options=[option(), option(name="then", required=True)])],
            "0.options APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
        (
            [command(options=[option(choices=CHOICES, name=f"option{number}") for number in range(2)])],
            "0 APPLICATION_COMMAND_TOO_LARGE",
        ),
        ([command(), command()], " APPLICATION_COMMANDS_DUPLICATE_NAME"),
        ([{"type": 3, "name": "Find", "description": "x"}], "0 BASE_TYPE_BAD_LENGTH"),
    ],
)  # fmt: skip
def test_a_command_over_a_limit_says_where(commands, problem):
    assert [f"{'.'.join(map(str, path))} {code}" for path, code, _ in command_problems(commands)] == [problem]


def test_a_refusal_tells_discord_py_where_it_is_wrong_and_is_remembered():
    async def scenario(peer, client):
        general = client.get_channel(int(GENERAL))
        with pytest.raises(
            discord.HTTPException, match=r"In embeds\.0\.title: Must be 256 or fewer in length\."
        ) as caught:
            await general.send(embed=discord.Embed(title="t" * 257))
        assert (caught.value.status, caught.value.code) == (400, 50035)
        with pytest.raises(discord.HTTPException) as caught:
            await general.send("   ")
        assert caught.value.code == 50006
        assert peer.violations == [
            "create_message: embeds.0.title: Must be 256 or fewer in length.",
            "create_message: Cannot send an empty message",
        ]
        assert peer.posts == []

    in_discord(scenario)


def test_commands_keep_their_ids_as_long_as_they_keep_their_names():
    async def scenario(peer, client):
        before = {command["name"]: command["id"] for command in peer.commands[None]}
        assert [command.name for command in await client.tree.sync()] == ["quote", "quotes", "Find a quote"]
        client.tree.remove_command("quotes")
        await client.tree.sync()
        assert {command["name"]: command["id"] for command in peer.commands[None]} == {
            name: before[name] for name in ("quote", "Find a quote")
        }
        assert len(peer.called("set_commands")) == 3
        client.tree.get_command("quote")._params["question"].description = "d" * 101
        with pytest.raises(discord.app_commands.CommandSyncFailure, match="100 or fewer"):
            await client.tree.sync()

    in_discord(scenario)
