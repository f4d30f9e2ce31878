import asyncio
import json
from dataclasses import replace

import pytest

from bot.daily.slots import next_slot
from bot.domain.channel_post import Place
from bot.domain.records import Scheduled
from tests.daily.schedules import IN_DISCORD, IN_SLACK, NOW, let_post, subscribe
from tests.peers.discord import GENERAL, GUILD, DiscordPeer
from tests.peers.slack import Channel, SlackPeer
from tests.support.command_line import failed

POST = "chat.postMessage"
LATER = next_slot(IN_SLACK, NOW)
NOT_YET = "it is not there yet ({}); a running quotebot serve tries again, or run this again"


@pytest.fixture
def post(commands, folder):
    """Run the command while a peer is Slack that `prepare` made different; return its run and the peer."""

    def run(*arguments, prepare=lambda peer: None):
        async def scenario():
            async with SlackPeer() as peer:
                prepare(peer)
                tokens = {"SLACK_BOT_TOKEN": peer.bot_token, "SLACK_APP_TOKEN": peer.app_token}
                settings = tokens | {"SLACK_API_URL": peer.api_url}
                return await asyncio.to_thread(commands.run, folder, "daily", "post", *arguments, **settings), peer

        return asyncio.run(scenario())

    return run


def stands(state, schedule_id=IN_SLACK.id):
    return [(post.status, post.reason) for post in state.posts_of(schedule_id, 9)]


def test_todays_is_posted_now_and_not_again_at_its_time(post, daily):
    schedule = subscribe(daily, topic="advice: spend a summer", speakers=("Mara Field",))
    run, peer = post("1f2e")
    [message] = peer.posts
    assert (message.kind, message.channel) == ("post", "C1")
    assert "Spend a whole summer helping another beekeeper" in json.dumps(message.blocks)
    assert run.out.startswith(f"\n  Posted in slack C1, as message {message.ts}:\n\n  ▎ Spend a whole summer helping")
    assert (run.code, run.err, peer.violations) == (0, "", [])
    assert stands(daily) == [("sent", "")]
    assert daily.claim(Scheduled(schedule=schedule, next_slot=LATER), None, "serve", LATER.at, 30.0) is None
    run, peer = post("1f2e", "--again")
    assert run.err.endswith("; for another one now, let somebody ask for it there\n")
    assert (run.code, run.out, peer.posts) == (1, "", [])


def test_what_may_have_arrived_is_posted_again_only_by_who_has_looked(post, daily):
    day = let_post(daily, subscribe(daily), "ambiguous", "TimeoutError")[:-6]
    run, peer = post(IN_SLACK.id)
    assert run == failed(
        f"the insight of {day} may have arrived (TimeoutError); "
        "look in the channel; if it is not there: quotebot daily post 1f2e3d4c --again"
    )
    assert peer.posts == []
    run, peer = post(IN_SLACK.id, "--again")
    assert (run.code, len(peer.posts), stands(daily)) == (0, 1, [("sent", "")])


def test_a_reply_that_is_lost_leaves_it_open_and_says_what_to_do(post, daily):
    subscribe(daily)
    run, peer = post(IN_SLACK.id, prepare=lambda peer: peer.lose_reply(POST))
    assert run == failed(
        "it may have arrived (ServerDisconnectedError); "
        "look in the channel; if it is not there: quotebot daily post 1f2e3d4c --again"
    )
    assert (len(peer.posts), stands(daily)) == (1, [("ambiguous", "ServerDisconnectedError")])


def test_a_channel_that_takes_no_posts_is_parked_until_one_is_there(post, daily):
    subscribe(daily, place=replace(IN_SLACK.place, channel="C7"))
    run, _ = post(IN_SLACK.id, prepare=lambda peer: peer.add(Channel(id="C7", has_bot=False)))
    assert run.err.startswith("quotebot: Slack lets the bot post nothing in C7 since ")
    assert "(not_in_channel); invite the bot there: /invite @quotebot; then say /quote daily resume there" in run.err
    assert (run.code, stands(daily)) == (1, [("failed", "not_in_channel")])
    run, _ = post(IN_SLACK.id, prepare=lambda peer: peer.add(Channel(id="C7")))
    assert (run.code, stands(daily), daily.refused()) == (0, [("sent", "")], [])


def test_what_surely_did_not_arrive_is_left_to_a_running_bot_or_another_try(post, daily):
    subscribe(daily)
    run, peer = post(IN_SLACK.id, prepare=lambda peer: peer.fail(POST, "invalid_auth"))
    assert run == failed(NOT_YET.format("invalid_auth"))
    assert (peer.posts, stands(daily)) == ([], [("claimed", "invalid_auth")])
    run, _ = post(IN_SLACK.id)
    assert (run.code, stands(daily)) == (0, [("sent", "")])


def test_a_schedule_about_nothing_posts_nothing(post, daily):
    subscribe(daily, speakers=("Tom Reed",), languages=("zh",))
    run, peer = post(IN_SLACK.id)
    assert run == failed("nothing was posted: skipped (nothing was worth showing); see: quotebot daily status")
    assert peer.posts == []


def test_in_discord_what_is_there_after_all_is_not_shown_twice(commands, folder, daily):
    subscribe(daily, IN_DISCORD, place=Place(platform="discord", workspace=GUILD, channel=GENERAL))

    async def scenario():
        async with DiscordPeer() as peer:
            settings = {"DISCORD_TOKEN": peer.token, "DISCORD_API_URL": peer.api_url}
            run = await asyncio.to_thread(commands.run, folder, "daily", "post", "2a", **settings)
            with daily.engine.begin() as connection:  # as if its process had died before it was written down
                connection.exec_driver_sql("UPDATE posts SET status = 'ambiguous', message = NULL")
            again = await asyncio.to_thread(commands.run, folder, "daily", "post", "2a", "--again", **settings)
            return run, again, peer

    run, again, peer = asyncio.run(scenario())
    [message] = peer.posts
    headline = f"  Posted in discord {GENERAL}, as message {message.id}:"
    assert (run.code, again.code) == (0, 0)
    assert (run.out.splitlines()[1], again.out.splitlines()[1]) == (headline, headline)
    assert peer.violations == []


def test_without_a_token_nothing_is_begun(commands, folder, daily):
    subscribe(daily)
    assert commands.run(folder, "daily", "post", "1f") == failed(
        "Slack needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN; run: quotebot setup slack", 2
    )
    assert stands(daily) == []


@pytest.mark.parametrize("command", ["post", "off"])
def test_a_schedule_is_called_by_enough_of_its_id(commands, folder, daily, command):
    subscribe(daily)
    subscribe(daily, id="1fff")
    for called, why in [
        ("1f", "2 schedules have an id that begins with '1f'; give more of it"),
        ("9", "no schedule has the id '9'; list them: quotebot daily status"),
    ]:
        assert commands.run(folder, "daily", command, called) == failed(why)


def test_a_schedule_can_be_ended_where_nobody_can_say_so(commands, folder, daily):
    subscribe(daily, IN_DISCORD)
    subscribe(daily, topic="honey", zone="UTC")
    run = commands.run(folder, "daily", "off", "1f2e")
    assert (run.code, run.out) == (0, "Ended in slack C1: every day at 18:00 (UTC) · about honey\n")
    assert [kept.schedule.id for kept in daily.all_schedules()] == [IN_DISCORD.id]
