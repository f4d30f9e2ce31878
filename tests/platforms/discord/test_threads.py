import asyncio
import datetime
from functools import partial

from bot.answers.restrictions import audience_in
from bot.daily.compose_post import Composer
from bot.domain.channel_post import Place
from bot.domain.rules import Scope
from bot.domain.schedule import Schedule, Slot
from tests.peers.discord import GENERAL, GUILD, Channel, DiscordPeer
from tests.platforms.discord.discord_bot import discord_bot
from tests.support.fresh_state import open_fresh

THREAD, ARCHIVED, REMOVED, ELSEWHERE = "901", "902", "903", "904"
TEA_ALONE = Scope(platform="discord", workspace=GUILD, channel=GENERAL)


def schedule_in(channel):
    place = Place(platform="discord", workspace=GUILD, channel=channel)
    return Schedule(
        id=channel,
        place=place,
        at=datetime.time(9),
        zone="UTC",
        interface="en",
        user="101",
        made_at=0.0,
        speakers=("Mara Field",),
    )


def test_the_rules_of_its_channel_hold_in_a_thread_before_anybody_speaks_there(make_service, live, tmp_path):
    state = open_fresh(f"sqlite:///{tmp_path}/state.db")
    for channel in (GENERAL, THREAD, ARCHIVED, REMOVED):
        state.add_schedule(schedule_in(channel), Slot(9e9, datetime.date(2100, 1, 1)))
    state.set_sources(TEA_ALONE, ["tea"], "operator ada", 1.0)
    state.close()

    def parents(state):
        places = [schedule_in(channel).place for channel in (GENERAL, THREAD, ARCHIVED, REMOVED)]
        settings = [state.settings(place.platform, place.workspace, place.channel) for place in places]
        return [audience_in(*pair).parent for pair in zip(places, settings, strict=True)]

    async def run():
        async with DiscordPeer() as peer:
            for channel, is_archived in ((THREAD, False), (ARCHIVED, True)):
                peer.add(Channel(id=channel, name="t", guild=GUILD, parent=GENERAL, is_archived=is_archived))
            for _ in range(2):
                async with discord_bot(make_service, tmp_path, peer) as bot:
                    known = parents(bot.state)
                    compose = partial(Composer(live, bot.state).compose, date=datetime.date(2025, 1, 1))
                    posted = [compose(schedule_in(channel)) for channel in (ELSEWHERE, GENERAL, THREAD, ARCHIVED)]
            return known, posted, [call.arguments["channel"] for call in peer.called("get_channel")]

    known, posted, asked = asyncio.run(run())
    assert known == ["", GENERAL, GENERAL, None]
    assert [composed and composed.message.card.speaker for composed in posted] == [
        "Mara Field (玛拉·菲尔德)",
        None,
        None,
        None,
    ]
    assert asked == [GENERAL, THREAD, ARCHIVED, REMOVED, REMOVED]
