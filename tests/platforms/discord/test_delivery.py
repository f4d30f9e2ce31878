import asyncio
import time
from dataclasses import replace

import pytest

from bot.discord.acknowledgement import LOADING, UPDATE, ack_type
from bot.discord.circuit import Circuit
from bot.discord.delivery import DiscordDelivery
from bot.discord.events import interaction_request, message_request
from bot.discord.rest import Rest
from bot.domain.message import AnswerCard, Button, Message, notice
from bot.domain.request import Request
from bot.runtime.metrics import Metrics
from tests.peers.discord import ANN, BEN, GENERAL, GUILD, Channel, DiscordPeer, Guild, User, direct_channel
from tests.peers.discord.client import connected
from tests.peers.discord.world import ALL_THAT_THE_BOT_NEEDS, EMBED, HISTORY, SEND, VIEW
from tests.support.fresh_state import open_fresh

DIRECT = direct_channel(ANN)
BUTTONS = tuple(
    Button(action=action, label=action, value="answer1.0")
    for action in ("next", "context", "share", "delete", "down:words")
)


def said(text, **fields):
    return replace(notice(text), **fields)


def public(text, **fields):
    return said(text, visibility="public", **fields)


def answer(text, visibility="public", **fields):
    card = AnswerCard(quote=text, speaker="", source="source", buttons=BUTTONS)
    return Message(card=card, visibility=visibility, **fields)


class AnsweringBot:
    """What is delivered to the peer by the real parts; `client` is the way in."""

    def __init__(self, peer, client, state, *, token=None, most_refusals=500):
        self.peer, self.client, self.state = peer, client, state
        self.circuit = Circuit(Metrics(), most=most_refusals)
        self.rest = Rest(token or peer.token, peer.api_url, self.circuit, first_wait_seconds=0.01)
        self.delivery = DiscordDelivery(self.rest, state)

    async def deliver(self, request, message):
        stored = Request.from_record(request.record())  # all that there is after a restart
        return await self.delivery.deliver(stored, message)

    async def heard(self, sent):
        """Return the interaction or message that was sent, as discord.py tells of it."""
        inbox = self.client.interactions if sent.event == "INTERACTION_CREATE" else self.client.messages
        await self.peer.wait_for(lambda: any(str(message.id) == sent.id for message in inbox))
        return next(message for message in inbox if str(message.id) == sent.id)

    async def command(self, *, is_private=False, is_acknowledged=True, asked_ago_seconds=0.0):
        """Return the request of a command that was acknowledged."""
        interaction = await self.heard(await self.peer.slash("quote", question="why"))
        if is_acknowledged:
            await interaction.response.defer(thinking=True, ephemeral=is_private)
        return interaction_request(interaction, asked_at=time.time() - asked_ago_seconds)

    async def press(self, post, action, *, user=ANN):
        """Return the request of a button that was acknowledged."""
        interaction = await self.heard(await self.peer.press(post, f"quote:{action}", user=user))
        request = interaction_request(interaction, asked_at=time.time())
        if ack_type(request.action, is_private=request.message_is_private) == UPDATE:
            await interaction.response.defer()
        else:
            await interaction.response.defer(thinking=True, ephemeral=True)
        return request

    async def mention(self):
        message = await self.heard(await self.peer.mention("why"))
        return message_request(message, 500, asked_at=time.time())

    async def direct(self):
        message = await self.heard(await self.peer.message("why", channel=DIRECT))
        return message_request(message, 500, asked_at=time.time())

    @property
    def posts(self):
        """What was said, how, and who alone sees it."""
        return [(post.kind, shown(post), post.user) for post in self.peer.posts]

    def seen(self, user, channel=GENERAL):
        return [shown(message) for message in self.peer.visible(channel, user)]


def shown(post):
    return post.content or "".join(embed.get("description", "") for embed in post.embeds).split("\n")[0]


@pytest.fixture
def run(tmp_path):
    def run_scenario(scenario, *, violations=(), **options):
        async def in_discord():
            async with DiscordPeer() as peer, connected(peer) as client:
                state = open_fresh(f"sqlite:///{tmp_path / 'state.db'}")
                try:
                    result = await scenario(AnsweringBot(peer, client, state, **options))
                finally:
                    state.close()
                assert peer.violations == list(violations)
                return result

        return asyncio.run(in_discord())

    return run_scenario


def test_a_command_is_answered_in_the_message_that_waits(run):
    async def scenario(bot):
        request = await bot.command()
        outcome = await bot.deliver(request, answer("for all"))
        return outcome, bot.posts, bot.seen(BEN)

    assert run(scenario) == ("answered", [("response", "> for all", None)], ["> for all"])


def test_a_private_answer_to_a_command_that_waited_in_public_takes_that_message_away(run):
    async def scenario(bot):
        request = await bot.command()
        outcome = await bot.deliver(request, said("for you"))
        return outcome, bot.posts, bot.seen(ANN), bot.seen(BEN)

    assert run(scenario) == ("answered", [("followup", "for you", ANN)], ["for you"], [])


def test_a_command_that_waits_in_private_is_answered_there(run):
    async def scenario(bot):
        request = await bot.command(is_private=True)
        outcome = await bot.deliver(request, said("for you"))
        return outcome, bot.posts, bot.seen(BEN)

    assert run(scenario) == ("answered", [("response", "for you", ANN)], [])


def test_a_public_answer_to_a_command_that_waited_in_private_is_seen_by_all(run):
    async def scenario(bot):
        request = await bot.command(is_private=True)
        outcome = await bot.deliver(request, public("for all"))
        return outcome, bot.posts, bot.seen(BEN)

    assert run(scenario) == ("answered", [("followup", "for all", None)], ["for all"])


@pytest.mark.parametrize("is_private", [True, False])
def test_what_is_said_first_stays_when_more_is_said(run, is_private):
    async def scenario(bot):
        request = await bot.command(is_private=is_private)
        messages = [said("you are next"), answer("for all"), said("I was interrupted")]
        outcomes = [await bot.deliver(request, message) for message in messages]
        return outcomes, bot.seen(ANN), bot.seen(BEN)

    everything = ["you are next", "> for all", "I was interrupted"]
    assert run(scenario) == (["answered"] * 3, everything, ["> for all"])


def test_an_answer_that_is_quicker_than_the_acknowledgement_waits_for_it(run):
    async def scenario(bot):
        interaction = await bot.heard(await bot.peer.slash("quote", question="why"))
        request = interaction_request(interaction, asked_at=time.time())
        delivering = asyncio.create_task(bot.deliver(request, public("for all")))
        await bot.peer.wait_for(lambda: bot.peer.called("get_original"))
        await interaction.response.defer(thinking=True)
        return await delivering, bot.posts

    assert run(scenario) == ("answered", [("response", "for all", None)])


def test_an_interaction_that_was_not_acknowledged_in_time_is_answered_in_the_channel(run):
    async def scenario(bot):
        request = await bot.command(is_acknowledged=False, asked_ago_seconds=4)
        outcomes = [await bot.deliver(request, message) for message in (public("for all"), said("for you"))]
        return outcomes, bot.posts, bot.seen(ANN, DIRECT)

    posts = [("post", "for all", None), ("post", "for you", None)]
    assert run(scenario) == (["answered", "answered"], posts, ["for you"])


@pytest.mark.parametrize("clock", ["ours", "Discord's"])
def test_a_token_that_has_expired_is_left_for_the_channel_or_a_direct_message(run, clock):
    async def scenario(bot):
        request = await bot.command(asked_ago_seconds=14.6 * 60 if clock == "ours" else 0)
        if clock != "ours":
            bot.peer.age(15 * 60 + 1)
        outcomes = [await bot.deliver(request, message) for message in (public("for all"), said("for you"))]
        return outcomes, bot.posts, bot.seen(ANN, DIRECT), len(bot.peer.invalid_calls)

    posts = [("post", "for all", None), ("post", "for you", None)]
    assert run(scenario) == (["answered"] * 2, posts, ["for you"], 0 if clock == "ours" else 2)


def test_a_mention_is_answered_below_it_without_a_ping(run):
    async def scenario(bot):
        request = await bot.mention()
        outcome = await bot.deliver(request, public("for all"))
        [post] = bot.peer.posts
        return (
            outcome,
            post.channel,
            post.reference == request.message,
            len(post.nonce),
            post.arguments["enforce_nonce"],
        )

    assert run(scenario) == ("answered", GENERAL, True, 25, True)


def test_a_mention_that_was_deleted_is_answered_all_the_same(run):
    async def scenario(bot):
        request = await bot.mention()
        del bot.peer.world.messages[request.message]
        return await bot.deliver(request, public("for all")), bot.posts

    assert run(scenario) == ("answered", [("post", "for all", None)])


@pytest.mark.parametrize(
    ("settings", "accepts_direct", "channel"),
    [
        ({}, True, GENERAL),
        ({"answers_first": "private"}, True, DIRECT),
        ({"answers_first": "private"}, False, GENERAL),
    ],
)
def test_a_private_answer_to_a_mention_comes_where_it_was_asked_unless_that_is_to_be_quiet(
    run, settings, accepts_direct, channel
):
    async def scenario(bot):
        bot.peer.add(User(id=ANN, name="ann", accepts_direct=accepts_direct))
        bot.state.save_settings("discord", GUILD, "", settings)
        outcome = await bot.deliver(await bot.mention(), said("for you"))
        return outcome, [(post.channel, post.content) for post in bot.peer.posts]

    assert run(scenario) == ("answered", [(channel, "for you")])


def test_a_direct_message_is_answered_there(run):
    async def scenario(bot):
        request = await bot.direct()
        outcomes = [await bot.deliver(request, message) for message in (said("help"), public("for all"))]
        return outcomes, [(post.channel, post.content, post.reference) for post in bot.peer.posts]

    posts = [(DIRECT, "help", None), (DIRECT, "for all", None)]
    assert run(scenario) == (["answered", "answered"], posts)


@pytest.mark.parametrize("way", ["mention", "direct"])
@pytest.mark.parametrize(
    "harm",
    [
        lambda peer: peer.lose_reply("create_message"),
        lambda peer: peer.lose_reply("create_message", times=3),
        lambda peer: peer.drop_request("create_message", times=2),
        lambda peer: peer.fail("create_message", status=502, times=2),
        lambda peer: peer.fail("create_message", status=503),
    ],
    ids=["reply lost", "replies lost", "request lost", "502", "503"],
)
def test_a_message_to_a_channel_is_repeated_under_one_nonce_and_comes_once(run, way, harm):
    async def scenario(bot):
        request = await getattr(bot, way)()
        harm(bot.peer)
        outcome = await bot.deliver(request, public("for all"))
        calls = bot.peer.called("create_message")
        return outcome, bot.posts, len(calls) > 1, len({call.arguments["nonce"] for call in calls})

    assert run(scenario) == ("answered", [("post", "for all", None)], True, 1)


def test_the_same_answer_delivered_again_is_one_message_and_another_text_another_one(run):
    async def scenario(bot):
        request = await bot.mention()
        for text in ("for all", "for all", "more"):
            await bot.deliver(request, public(text))
        return bot.posts

    assert run(scenario) == [("post", "for all", None), ("post", "more", None)]


def test_a_message_that_nobody_ever_confirms_is_ambiguous(run):
    async def scenario(bot):
        request = await bot.mention()
        bot.peer.lose_reply("create_message", times=None)
        return await bot.deliver(request, public("for all")), bot.posts, len(bot.peer.called("create_message"))

    assert run(scenario) == ("ambiguous", [("post", "for all", None)], 5)


@pytest.mark.parametrize("harm", ["lose_reply", "drop_request", "fail"])
def test_a_follow_up_has_no_nonce_and_is_never_repeated(run, harm):
    async def scenario(bot):
        request = await bot.command()
        getattr(bot.peer, harm)("create_followup", **({"status": 502} if harm == "fail" else {}))
        outcome = await bot.deliver(request, said("for you"))
        return outcome, len(bot.peer.called("create_followup")), bot.posts

    arrived = [("followup", "for you", ANN)] if harm == "lose_reply" else []
    assert run(scenario) == ("ambiguous", 1, arrived)


@pytest.mark.parametrize("call", ["get_original", "edit_original"])
@pytest.mark.parametrize("harm", ["lose_reply", "drop_request", "fail"])
def test_looking_at_the_message_that_waits_and_filling_it_are_repeated(run, call, harm):
    async def scenario(bot):
        request = await bot.command()
        getattr(bot.peer, harm)(call, times=2, **({"status": 500} if harm == "fail" else {}))
        outcome = await bot.deliver(request, public("for all"))
        return outcome, bot.seen(BEN), len(bot.peer.called(call))

    assert run(scenario) == ("answered", ["for all"], 3)


def test_a_waiting_message_of_which_nothing_is_known_gets_nothing_private(run):
    async def scenario(bot):
        request = await bot.command()
        bot.peer.fail("delete_original", status=500, times=None)
        return await bot.deliver(request, said("for you")), bot.seen(BEN), bot.seen(ANN, DIRECT)

    assert run(scenario) == ("answered", [""], ["for you"])


@pytest.mark.parametrize(
    "limit",
    [{"scope": "user"}, {"scope": "global"}, {"scope": "shared"}, {"via": False}],
    ids=["route", "global", "shared", "Cloudflare"],
)
@pytest.mark.parametrize("way", ["mention", "command"])
def test_a_rate_limit_is_waited_for(run, way, limit):
    async def scenario(bot):
        request = await getattr(bot, way)()
        call = "create_message" if way == "mention" else "edit_original"
        bot.peer.rate_limit(call, 0.2, **limit)
        outcome = await bot.deliver(request, public("for all"))
        first, second = bot.peer.called(call)
        return outcome, bot.seen(BEN), first.status, second.at - first.at >= 0.2

    assert run(scenario) == ("answered", ["for all"], 429, True)


@pytest.mark.parametrize("retry_after", ["soon", "1e99"])
def test_a_ban_that_does_not_say_for_how_long_is_waited_for_a_second(run, retry_after):
    async def scenario(bot):
        request = await bot.mention()
        bot.peer.rate_limit("create_message", retry_after, via=False)
        outcome = await bot.deliver(request, public("for all"))
        first, second = bot.peer.called("create_message")
        return outcome, second.at - first.at >= 1

    assert run(scenario) == ("answered", True)


def test_a_long_ban_is_not_waited_for_and_nothing_more_is_sent(run):
    async def scenario(bot):
        request = await bot.mention()
        bot.peer.rate_limit("create_message", 3600, via=False)
        outcomes = [await bot.deliver(request, public("for all")) for _ in range(2)]
        return outcomes, len(bot.peer.called("create_message")), len(bot.peer.called("create_dm"))

    assert run(scenario) == (["failed", "failed"], 1, 0)


def test_a_busy_channel_gets_no_more_than_discord_allows(run):
    async def scenario(bot):
        bot.peer.limit("create_message", 5, seconds=0.3)
        request = await bot.mention()
        for number in range(12):
            await bot.deliver(request, public(f"answer {number}"))
        return len(bot.peer.posts), bot.peer.invalid_calls

    assert run(scenario) == (12, [])


@pytest.mark.parametrize("lacking", [EMBED, HISTORY])
def test_a_permission_that_plain_words_do_not_need_is_done_without(run, lacking):
    async def scenario(bot):
        permissions = ALL_THAT_THE_BOT_NEEDS & ~lacking
        bot.peer.add(Channel(id=GENERAL, name="general", guild=GUILD, permissions=permissions))
        outcome = await bot.deliver(await bot.mention(), answer("Small models *win*."))
        [post] = bot.peer.posts
        return outcome, post.content, post.embeds, len(post.buttons), len(bot.peer.invalid_calls), bot.state.refused()

    assert run(scenario) == ("answered", "Small models \\*win\\*.\nsource", [], 5, 1, [])


@pytest.mark.parametrize(
    ("permissions", "reason", "tries"), [(VIEW, "missing_permissions", 2), (SEND, "missing_access", 1)]
)
def test_a_channel_that_refuses_is_noted_and_the_asker_told_directly(run, permissions, reason, tries):
    async def scenario(bot):
        bot.peer.add(Channel(id=GENERAL, name="general", guild=GUILD, permissions=permissions))
        request = await bot.mention()
        outcome = await bot.deliver(request, answer("for all"))
        refused = [(refusal.workspace, refusal.channel, refusal.reason) for refusal in bot.state.refused()]
        seen, calls = bot.seen(ANN, DIRECT), len(bot.peer.invalid_calls)
        bot.peer.add(Channel(id=GENERAL, name="general", guild=GUILD))
        await bot.deliver(request, public("again"))
        return outcome, refused, seen, calls, bot.state.refused()

    assert run(scenario) == ("answered", [(GUILD, GENERAL, reason)], ["> for all"], tries, [])


def test_a_channel_that_is_gone_is_noted(run):
    async def scenario(bot):
        request = await bot.mention()
        del bot.peer.channels[GENERAL]
        outcome = await bot.deliver(request, public("for all"))
        return outcome, [refusal.reason for refusal in bot.state.refused()], bot.seen(ANN, DIRECT)

    assert run(scenario) == ("answered", ["unknown_channel"], ["for all"])


def test_where_nothing_can_be_written_the_answer_fails(run):
    async def scenario(bot):
        bot.peer.add(User(id=ANN, name="ann", accepts_direct=False))
        bot.peer.add(Channel(id=GENERAL, name="general", guild=GUILD, permissions=VIEW))
        return await bot.deliver(await bot.mention(), public("for all")), bot.posts, len(bot.peer.invalid_calls)

    assert run(scenario) == ("failed", [], 3)


def test_a_token_that_discord_does_not_know_is_shown_once_in_the_channel_and_once_to_the_asker(run):
    async def scenario(bot):
        request = await bot.mention()
        return await bot.deliver(request, answer("for all")), [call.method for call in bot.peer.invalid_calls]

    assert run(scenario, token="gone") == ("failed", ["create_message", "create_dm"])


def test_an_answer_to_a_command_needs_no_token_of_the_bot(run):
    async def scenario(bot):
        return await bot.deliver(await bot.command(), public("for all")), bot.peer.invalid_calls

    assert run(scenario, token="gone") == ("answered", [])


def test_an_open_circuit_sends_nothing(run):
    async def scenario(bot):
        request = await bot.mention()
        for _ in range(500):
            bot.circuit.note(403)
        return await bot.deliver(request, public("for all")), bot.peer.called("create_message")

    assert run(scenario) == ("failed", [])


def test_refusals_stop_where_the_circuit_opens(run):
    async def scenario(bot):
        bot.peer.fail("any", 50013, times=None)
        request = await bot.mention()
        outcomes = {await bot.deliver(request, public("for all")) for _ in range(30)}
        return outcomes, len(bot.peer.invalid_calls), bot.circuit.is_open

    assert run(scenario, most_refusals=50) == ({"failed"}, 50, True)


@pytest.fixture
def pressed(run):
    """Deliver an answer, have a button of it pressed, and deliver what that brings."""

    def run_press(action, message, *, user=ANN, is_private=False, before=lambda bot: None):
        async def scenario(bot):
            shown = answer("first", "private" if is_private else "public")
            await bot.deliver(await bot.command(is_private=is_private), shown)
            request = await bot.press(bot.peer.posts[0], action, user=user)
            before(bot)
            outcome = await bot.deliver(request, message)
            return outcome, bot.posts[1:], bot.seen(ANN), bot.seen(BEN)

        return run(scenario)

    return run_press


def test_the_next_quote_takes_the_place_of_the_one_before(pressed):
    brought = pressed("next", answer("second", replaces=True))
    assert brought == ("answered", [("edit", "> second", None)], ["> second"], ["> second"])


def test_the_next_quote_takes_the_place_of_a_private_one(pressed):
    brought = pressed("next", answer("second", "private", replaces=True), is_private=True)
    assert brought == ("answered", [("edit", "> second", ANN)], ["> second"], [])


def test_the_next_quote_for_somebody_else_is_theirs_alone(pressed):
    brought = pressed("next", answer("second", "private"), user=BEN)
    assert brought == ("answered", [("followup", "> second", BEN)], ["> first"], ["> first", "> second"])


def test_what_a_button_says_besides_is_for_the_presser(pressed):
    brought = pressed("context", said("around it"), user=BEN)
    assert brought == ("answered", [("response", "around it", BEN)], ["> first"], ["> first", "around it"])


def test_a_private_answer_that_is_shared_is_said_to_all_and_goes_away(pressed):
    brought = pressed("share", answer("first", removes=True), is_private=True)
    assert brought == (
        "answered",
        [("followup", "> first", None), ("delete", "", ANN)],
        ["> first"],
        ["> first"],
    )


def test_a_private_answer_stays_where_it_could_not_be_shared(pressed):
    def forbid(bot):
        bot.peer.fail("create_followup", 50013)
        bot.peer.fail("create_message", 50013, times=None)

    brought = pressed("share", answer("first", removes=True), is_private=True, before=forbid)
    assert brought == ("failed", [], ["> first"], [])


def test_an_answer_is_deleted(pressed):
    assert pressed("delete", Message(removes=True)) == ("answered", [("delete", "", None)], [], [])


@pytest.mark.parametrize(
    ("action", "message", "is_private", "brought"),
    [
        ("next", answer("second", replaces=True), False, ([("edit", "> second", None)], ["> second"], [])),
        ("delete", Message(removes=True), False, ([("delete", "", None)], [], [])),
        ("context", said("around it"), False, ([("post", "around it", None)], ["> first"], ["around it"])),
        ("next", said("second", replaces=True), True, ([("post", "second", None)], ["> first"], ["second"])),
    ],
)
def test_a_button_whose_token_has_expired_still_does_what_it_says(run, action, message, is_private, brought):
    async def scenario(bot):
        await bot.deliver(
            await bot.command(is_private=is_private), answer("first", "private" if is_private else "public")
        )
        request = await bot.press(bot.peer.posts[0], action)
        bot.peer.age(15 * 60 + 1)
        outcome = await bot.deliver(request, message)
        seen = [shown(message) for message in bot.peer.visible(GENERAL, ANN) if not message.is_loading]
        return outcome, (bot.posts[1:], seen, bot.seen(ANN, DIRECT))

    assert run(scenario) == ("answered", brought)


def test_a_server_without_the_bot_is_answered_through_the_command(run):
    async def scenario(bot):
        bot.peer.add(Guild(id="701", name="other", has_bot=False))
        bot.peer.add(Channel(id="801", name="there", guild="701"))
        interaction = await bot.heard(await bot.peer.slash("quote", question="why", channel="801"))
        await interaction.response.defer(thinking=True)
        request = interaction_request(interaction, asked_at=time.time())
        outcome = await bot.deliver(request, said("for you"))
        return outcome, bot.posts, bot.peer.invalid_calls

    assert run(scenario) == ("answered", [("followup", "for you", ANN)], [])


@pytest.mark.parametrize(
    ("action", "is_private", "expected"),
    [
        *((action, False, UPDATE) for action in ("next", "language", "delete", "down:words", "set:interface:zh")),
        *(
            (f"daily:{verb}:3", is_private, UPDATE)
            for verb in ("pause", "resume", "off")
            for is_private in (False, True)
        ),
        *(
            (action, False, LOADING)
            for action in ("up", "down", "context", "why", "like", "ask:1", "forget", "unknown")
        ),
        *((action, True, UPDATE) for action in ("next", "language", "share", "down:link", "ask:2", "forget")),
        *((action, True, LOADING) for action in ("up", "down", "context", "why")),
    ],
)
def test_a_press_is_acknowledged_by_what_it_is_going_to_do(action, is_private, expected):
    assert ack_type(action, is_private=is_private) == expected
