import discord
import pytest

from tests.peers.discord import ANN, BEN, GENERAL, Channel, Guild
from tests.peers.discord.client import in_discord


class Buttons(discord.ui.View):
    def __init__(self, *names):
        super().__init__(timeout=None)
        for name in names:
            self.add_item(discord.ui.Button(label=name.title(), custom_id=f"quote:{name}"))


async def code_of(call):
    with pytest.raises(discord.HTTPException) as caught:
        await call
    return caught.value.code


async def asked(peer, client, **options):
    """Let Ann ask; returns the interaction as the bot has it."""
    await peer.slash("quote", question="what is luck", **options)
    await peer.wait_for(lambda: len(client.interactions) == len(peer.sent))
    return client.interactions[-1]


def contents(peer, user):
    return [message.content for message in peer.visible(GENERAL, user)]


def test_a_question_is_answered_at_once():
    async def scenario(peer, client):
        interaction = await asked(peer, client)
        sent = await interaction.response.send_message("only you", ephemeral=True)
        [post] = peer.posts
        assert (post.kind, post.user, post.interaction, post.id) == (
            "response", ANN, str(interaction.id), str(sent.message_id),
        )  # fmt: skip
        assert (contents(peer, ANN), contents(peer, BEN)) == (["only you"], [])
        assert (await interaction.original_response()).content == "only you"

    in_discord(scenario)


def test_a_question_is_deferred_and_answered():
    async def scenario(peer, client):
        interaction = await asked(peer, client)
        assert [sent.id for sent in peer.unanswered] == [str(interaction.id)]
        await interaction.response.defer()
        response = peer.responses[str(interaction.id)]
        assert (response.type, response.is_ephemeral, peer.unanswered) == (5, False, [])
        [loading] = peer.visible(GENERAL, BEN)
        assert (loading.is_loading, peer.posts) == (True, [])
        await interaction.edit_original_response(content="a quote")
        await interaction.edit_original_response(content="another")
        assert [(post.kind, post.content) for post in peer.posts] == [("response", "a quote"), ("edit", "another")]
        assert contents(peer, BEN) == ["another"]
        assert peer.violations == []

    in_discord(scenario)


def test_the_first_follow_up_after_deferring_is_seen_by_whom_deferring_chose():
    async def scenario(peer, client):
        interaction = await asked(peer, client)
        await interaction.response.defer()
        await interaction.followup.send("meant for Ann", ephemeral=True)
        await interaction.followup.send("for Ann", ephemeral=True)
        posts = [(post.kind, post.user, post.content) for post in peer.posts]
        assert posts == [("response", None, "meant for Ann"), ("followup", ANN, "for Ann")]

    in_discord(scenario)


def test_a_loading_message_is_taken_away_for_a_private_answer():
    async def scenario(peer, client):
        interaction = await asked(peer, client)
        await interaction.response.defer()
        await interaction.delete_original_response()
        private = await interaction.followup.send("for Ann", ephemeral=True, wait=True)
        assert [(post.kind, post.user) for post in peer.posts] == [("followup", ANN)]
        assert (contents(peer, ANN), contents(peer, BEN)) == (["for Ann"], [])
        await private.edit(content="changed")
        await private.delete()
        assert [post.kind for post in peer.posts] == ["followup", "edit", "delete"]
        assert await code_of(interaction.original_response()) == 10008

    in_discord(scenario)


def test_an_interaction_is_answered_once_and_in_time():
    async def scenario(peer, client):
        late = await asked(peer, client)
        assert await code_of(late.followup.send("too early")) == 10015
        peer.age(3.5)
        assert await code_of(late.response.defer()) == 10062
        twice = await asked(peer, client)
        await twice.response.defer()
        twice.response._response_type = None
        assert await code_of(twice.response.defer()) == 40060

    in_discord(scenario)


def test_a_token_is_good_for_fifteen_minutes():
    async def scenario(peer, client):
        interaction = await asked(peer, client)
        await interaction.response.send_message("x")
        peer.age(14 * 60)
        await interaction.followup.send("in time")
        peer.age(61)
        assert await code_of(interaction.followup.send("too late")) == 50027
        assert await code_of(interaction.edit_original_response(content="too late")) == 50027
        await client.get_channel(int(GENERAL)).get_partial_message(int(peer.posts[0].id)).edit(content="as a message")
        assert contents(peer, BEN) == ["as a message", "in time"]

    in_discord(scenario)


def test_a_pressed_button_changes_its_message_at_once_or_later():
    async def scenario(peer, client):
        await client.get_channel(int(GENERAL)).send("one", view=Buttons("next", "why:q1.0"))
        [post] = peer.posts
        await peer.press(post, "quote:next")
        await peer.press(post, "quote:why", user=BEN)
        await peer.wait_for(lambda: len(client.interactions) == 2)
        first, second = client.interactions
        assert (first.data["custom_id"], second.data["custom_id"]) == ("quote:next", "quote:why:q1.0")
        assert (str(first.message.id), second.user.name) == (post.id, "ben")
        await first.response.edit_message(content="two")
        await second.response.defer()
        await second.edit_original_response(content="three", view=None)
        await second.followup.send("why", ephemeral=True)
        posts = [(post.kind, post.content, post.user) for post in peer.posts[1:]]
        assert posts == [("edit", "two", None), ("edit", "three", None), ("followup", "why", BEN)]
        with pytest.raises(LookupError, match="no 'quote:next' among"):
            await peer.press(post, "quote:next")

    in_discord(scenario)


def test_only_who_sees_a_private_message_can_press_its_buttons():
    async def scenario(peer, client):
        interaction = await asked(peer, client)
        await interaction.response.send_message("psst", view=Buttons("share"), ephemeral=True)
        sent = await peer.press(peer.posts[0], "quote:share")
        assert sent.payload["message"]["flags"] == 64
        with pytest.raises(LookupError, match="not there"):
            await peer.press(peer.posts[0], "quote:share", user=BEN)

    in_discord(scenario)


def test_only_buttons_can_change_their_message():
    async def scenario(peer, client):
        interaction = await asked(peer, client)
        adapter = discord.webhook.async_.async_context.get()
        params = discord.webhook.async_.interaction_response_params(6)
        refused = adapter.create_interaction_response(
            interaction.id, interaction.token, session=interaction._session, params=params
        )
        assert await code_of(refused) == 50035
        assert peer.violations == ["create_response: type: Value must be one of [4, 5]."]

    in_discord(scenario)


def test_where_the_bot_is_not_there_are_five_follow_ups():
    async def scenario(peer, client):
        peer.add(Guild(id="710", has_bot=False, locale="zh-TW"))
        peer.add(Channel(id="811", guild="710"))
        interaction = await asked(peer, client, channel="811")
        assert interaction.is_user_integration()
        assert not interaction.is_guild_integration()
        assert interaction.guild_locale is discord.Locale.taiwan_chinese
        await interaction.response.send_message("0")
        for number in range(1, 6):
            await interaction.followup.send(f"{number}")
        assert await code_of(interaction.followup.send("6")) == 40094
        assert [post.content for post in peer.posts] == ["0", "1", "2", "3", "4", "5"]

    in_discord(scenario)


def test_choices_over_a_limit_are_refused_and_remembered():
    async def scenario(peer, client):
        choices = [discord.app_commands.Choice(name=f"{number}", value="v" * (number + 76)) for number in range(26)]

        async def suggest(interaction, typed):
            return choices

        client.tree.get_command("quote").autocomplete("speaker")(suggest)
        with pytest.raises(TimeoutError):
            await peer.autocomplete("quote", focused="speaker", value="x", timeout_seconds=0.5)
        assert peer.violations == ["create_response: data.choices: Must be 25 or fewer in length."]
        del choices[25], choices[0]
        assert len(await peer.autocomplete("quote", focused="speaker", value="x")) == 24

    in_discord(scenario)
