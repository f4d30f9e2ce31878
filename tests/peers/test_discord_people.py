import discord
import pytest

from tests.peers.discord import ADA, ANN, BEN, BOT, GENERAL, GUILD, Channel, Guild, User, direct_channel
from tests.peers.discord.client import in_discord


async def heard(peer, client, count=1):
    await peer.wait_for(lambda: len(client.messages) == count)
    return [message.content for message in client.messages]


async def asked(peer, client):
    await peer.wait_for(lambda: len(client.interactions) == len(peer.sent))
    return client.interactions[-1]


def test_a_slash_command_brings_its_options_in_their_types():
    async def scenario(peer, client):
        peer.add(User(id=BEN, name="ben", locale="zh-CN"))
        sent = await peer.slash("quote", question="何为运气", private=True, user=BEN)
        interaction = await asked(peer, client)
        assert sent.payload["data"]["options"] == [
            {"type": 3, "name": "question", "value": "何为运气"},
            {"type": 5, "name": "private", "value": True},
        ]
        assert (interaction.command.name, interaction.user.name, str(interaction.guild_id)) == ("quote", "ben", GUILD)
        assert (interaction.locale, interaction.guild_locale) == (
            discord.Locale.chinese, discord.Locale.american_english,
        )  # fmt: skip
        assert (interaction.channel.name, interaction.permissions.manage_guild) == ("general", False)
        assert interaction.app_permissions.send_messages

    in_discord(scenario)


def test_what_nobody_could_choose_is_refused():
    async def scenario(peer, client):
        with pytest.raises(LookupError, match="no 'poem' among the commands"):
            await peer.slash("poem")
        with pytest.raises(LookupError, match=r"\['question'\] must be given"):
            await peer.slash("quote")
        with pytest.raises(LookupError, match=r"no \['mood'\] among the options"):
            await peer.slash("quote", question="x", mood="good")
        with pytest.raises(LookupError, match="'private' is of type 5 and cannot be 'yes'"):
            await peer.slash("quote", question="x", private="yes")
        with pytest.raises(LookupError, match="'fr' is not among the choices"):
            await peer.slash("quote", question="x", language="fr")
        with pytest.raises(LookupError, match="no 'best' among the subcommands"):
            await peer.subcommand("quotes", "best")
        with pytest.raises(LookupError, match="'question' suggests nothing"):
            await peer.autocomplete("quote", focused="question", value="x")
        assert peer.sent == []

    in_discord(scenario)


def test_commands_are_there_where_they_are_meant_to_be():
    async def scenario(peer, client):
        peer.add(Guild(id="710", has_bot=False))
        peer.add(Channel(id="811", guild="710"))
        peer.add(Channel(id="812", members=(ANN, BEN), has_bot=False))
        with pytest.raises(LookupError, match="integration_types"):
            await peer.subcommand("quotes", "random", channel="811")
        contexts = [
            (await peer.slash("quote", question="x", channel=channel)).payload["context"]
            for channel in (GENERAL, direct_channel(ANN), "812")
        ]
        assert contexts == [0, 1, 2]
        client.tree.get_command("quotes").default_permissions = discord.Permissions(manage_guild=True)
        await client.tree.sync()
        with pytest.raises(LookupError, match="for administrators"):
            await peer.subcommand("quotes", "random")
        await peer.subcommand("quotes", "random", topic="luck", user=ADA)
        interaction = await asked(peer, client)
        assert (interaction.command.qualified_name, interaction.namespace.topic) == ("quotes random", "luck")
        assert interaction.permissions.manage_guild

    in_discord(scenario)


def test_typing_into_an_option_brings_choices():
    async def scenario(peer, client):
        choices = await peer.autocomplete("quote", focused="speaker", value="Alt", question="what is luck")
        assert choices == [{"name": "Altman", "value": "Sam Altman"}]
        [sent] = peer.sent
        assert sent.payload["data"]["options"] == [
            {"type": 3, "name": "question", "value": "what is luck"},
            {"type": 3, "name": "speaker", "value": "Alt", "focused": True},
        ]
        assert peer.responses[sent.id].type == 8

    in_discord(scenario)


def test_an_entry_in_the_menu_of_a_message_brings_all_of_the_message():
    async def scenario(peer, client):
        sent = await peer.context_menu("Find a quote", "we were just lucky")
        interaction = await asked(peer, client)
        [message] = interaction.data["resolved"]["messages"].values()
        assert (message["content"], message["author"]["username"]) == ("we were just lucky", "ben")
        assert (interaction.data["target_id"], sent.payload["data"]["type"]) == (message["id"], 3)
        assert client.messages == []

    in_discord(scenario)


def test_only_what_is_meant_for_the_bot_has_words_in_it():
    async def scenario(peer, client):
        general = client.get_channel(int(GENERAL))
        spoken = await general.send("as a message")
        answered = await peer.slash("quote", question="x")
        interaction = await asked(peer, client)
        await interaction.response.send_message("as an answer")
        message, answer = peer.posts
        for text, options in [
            ("to all", {}),
            ("pinging", {"reply_to": message}),
            ("quiet", {"reply_to": message, "pings": False}),
            ("to an answer", {"reply_to": answer}),
            ("in private", {"channel": direct_channel(ANN)}),
            (f"hey <@{BOT}>", {"user": BEN}),
        ]:
            await peer.message(text, **options)
        contents = await heard(peer, client, 6)
        assert contents == ["", "pinging", "", "", "in private", f"hey <@{BOT}>"]
        replies = [reply.reference.resolved.content for reply in client.messages if reply.reference]
        assert replies == ["as a message", "as a message", "as an answer"]
        assert [message.mentions == [client.user] for message in client.messages] == [
            False,
            True,
            False,
            False,
            False,
            True,
        ]
        assert (spoken.id, answered.id) == (int(message.id), answer.interaction)

    in_discord(scenario)


def test_what_others_said_stays_hidden_in_replies_to_it():
    async def scenario(peer, client):
        secret = await peer.message("a secret", user=BEN)
        await peer.mention("what about that", reply_to=secret)
        assert await heard(peer, client, 2) == ["", f"<@{BOT}> what about that"]
        assert client.messages[1].reference.resolved.content == ""

    in_discord(scenario)


def test_with_the_intent_everything_has_words_in_it():
    async def scenario(peer, client):
        [session] = peer.sessions.values()
        session.intents |= 1 << 15
        await peer.message("to all")
        assert await heard(peer, client) == ["to all"]

    in_discord(scenario)


def test_a_mention_comes_from_a_thread_and_from_other_bots_too():
    async def scenario(peer, client):
        peer.add(Channel(id="830", name="details", guild=GUILD, parent=GENERAL))
        peer.add(User(id="150", name="other", is_bot=True))
        await peer.wait_for(lambda: client.get_channel(830))
        await peer.mention("what is luck", channel="830")
        await peer.mention("beep", user="150")
        assert await heard(peer, client, 2) == [f"<@{BOT}> what is luck", f"<@{BOT}> beep"]
        assert [message.author.bot for message in client.messages] == [False, True]
        assert (client.messages[0].channel.name, str(client.messages[0].channel.parent_id)) == ("details", GENERAL)

    in_discord(scenario)


def test_the_bot_hears_nothing_that_it_did_not_ask_for():
    async def scenario(peer, client):
        sent = [await peer.mention("x"), await peer.message("x", channel=direct_channel(ANN))]
        assert peer.undelivered == sent
        await peer.slash("quote", question="x")
        await asked_of(peer, client)

    async def asked_of(peer, client):
        await peer.wait_for(lambda: client.interactions)

    in_discord(scenario, intents=discord.Intents(guilds=True))


def test_buttons_are_found_by_what_they_do_or_carry():
    async def scenario(peer, client):
        view = discord.ui.View()
        for custom_id in ("quote:down:q1.0", "quote:down:words:q1.0", "quote:ask:1"):
            view.add_item(discord.ui.Button(label="Press", custom_id=custom_id))
        view.add_item(discord.ui.Button(label="Not yet", custom_id="quote:later", disabled=True))
        await client.get_channel(int(GENERAL)).send("x", view=view)
        [post] = peer.posts
        custom_ids = [
            (await peer.press(post, action)).payload["data"]["custom_id"]
            for action in ("quote:down", "quote:down:words", "quote:ask:1")
        ]
        assert custom_ids == ["quote:down:q1.0", "quote:down:words:q1.0", "quote:ask:1"]
        assert (await peer.press(post, "quote:down", value="q1.0")).payload["data"]["component_type"] == 2
        with pytest.raises(LookupError, match="disabled"):
            await peer.press(post, "quote:later")
        assert [button["label"] for button in post.buttons] == ["Press", "Press", "Press", "Not yet"]

    in_discord(scenario)
