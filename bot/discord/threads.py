"""Threads that something is posted in daily: which channels they are in, whose rules hold in them, too."""

import logging

import aiohttp
import discord

from bot.answers.restrictions import THREAD_OF
from bot.domain.channel_post import Place
from bot.state import State

logger = logging.getLogger(__name__)

_NO_THREAD = ""
_THREADS = (
    discord.ChannelType.news_thread.value,
    discord.ChannelType.public_thread.value,
    discord.ChannelType.private_thread.value,
)


async def note_threads(client: discord.Client, state: State) -> None:
    """Ask Discord, once for each, whether a channel with a daily insight is a thread, and note the channel it is in.

    Where somebody speaks, what they say tells it; but an insight may be due before anybody does.
    """
    scheduled = await state.run(state.all_schedules)
    places = {one.schedule.place for one in scheduled if one.schedule.place.platform == "discord"}
    for place in sorted(places, key=lambda place: place.channel):
        where = (place.platform, place.workspace, place.channel)
        if not place.workspace or THREAD_OF in await state.run(state.settings, *where):
            continue
        parent = await _parent_of(client, place)
        if parent is not None:
            await state.run(state.save_settings, *where, {THREAD_OF: parent})


async def _parent_of(client: discord.Client, place: Place) -> str | None:
    """Return the id of the channel that a thread is in, "" of what is no thread, None where Discord does not tell."""
    try:
        channel = await client.http.get_channel(int(place.channel))
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        logger.warning("whether %s is a thread is not known (%s)", place.channel, type(error).__name__)
        return None
    return str(channel.get("parent_id") or _NO_THREAD) if channel["type"] in _THREADS else _NO_THREAD
