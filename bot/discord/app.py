"""What is done with what Discord sends: acknowledged at once, turned into requests, and handed to the request queue."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

import aiohttp
import discord

from bot.answers.restrictions import Audience
from bot.daily.zones import zone_choices
from bot.discord.acknowledgement import UPDATE, ack_type
from bot.discord.client import Handlers
from bot.discord.daily_definitions import day_choices
from bot.discord.events import (
    focused_option,
    interaction_audience,
    interaction_name,
    interaction_request,
    is_asked_by_edit,
    message_request,
)
from bot.discord.registration import register_commands
from bot.discord.threads import note_threads
from bot.domain.command import Tell
from bot.domain.interface import Interface
from bot.domain.request import Request
from bot.intake.request_queue import RequestQueue
from bot.state import State
from bot.wording.autocomplete import Choice
from bot.wording.language import interface_of_locale

logger = logging.getLogger(__name__)

_MOST_REMEMBERED = 1000  # interactions: what Discord tells again after a lost connection is seconds old
_ACKNOWLEDGED_BEFORE = 40060


class Listeners:
    """One method for each thing that Discord sends."""

    def __init__(self, queue: RequestQueue, state: State, clock: Callable[[], float] = time.time) -> None:
        self._queue = queue
        self._state = state
        self._clock = clock
        self._bot_user = 0
        self._acknowledged: deque[int] = deque(maxlen=_MOST_REMEMBERED)

    def handlers(self) -> Handlers:
        """Return these listeners as the connection takes them."""
        return Handlers(
            on_login=self.on_login,
            on_message=self.on_message,
            on_change=self.on_change,
            on_interaction=self.on_interaction,
        )

    async def on_login(self, client: discord.Client) -> None:
        """Note who the bot is, tell Discord its commands where they are not there, and ask which threads are where."""
        self._bot_user = client.user.id if client.user else 0
        await register_commands(client, self._state)
        await note_threads(client, self._state)

    async def on_message(self, message: discord.Message) -> None:
        """A mention, a reply to the bot, or a direct message."""
        if request := message_request(message, self._bot_user, asked_at=self._clock()):
            await self._queue.take(request)

    async def on_change(self, message: discord.Message) -> None:
        """What somebody asks by an edit, such as one that adds a mention; what was answered is known by its key."""
        if is_asked_by_edit(message):
            await self.on_message(message)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """A command, the entry in a message's menu, a button, a half-typed option; or what nothing handles."""
        if interaction.type is discord.InteractionType.autocomplete:
            await self._offer(interaction)
            return
        request = interaction_request(interaction, asked_at=self._clock())
        if request.command == Tell("unhandled"):
            logger.warning("nothing here handles what Discord sent: %s", interaction_name(interaction))
        if interaction.id not in self._acknowledged:
            await self._acknowledge(interaction, request)
        await self._queue.take(replace(request, is_admin=interaction.permissions.manage_guild))

    async def _acknowledge(self, interaction: discord.Interaction, request: Request) -> None:
        """Tell Discord, within its three seconds, that an answer comes; who will see it is decided here."""
        try:
            if _changes_its_message(request):
                await interaction.response.defer()
            else:
                is_private = request.kind in ("button", "shortcut") or await self._is_private(request)
                await interaction.response.defer(thinking=True, ephemeral=is_private)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            if getattr(error, "code", 0) != _ACKNOWLEDGED_BEFORE:  # by an earlier run of the bot, or another replica
                logger.info("an interaction could not be acknowledged: %s", _kind(error))
                return  # too late, perhaps: the answer finds another way
        self._acknowledged.append(interaction.id)

    async def _is_private(self, request: Request) -> bool:
        """Tell whether the answer to a command is for the asker alone, as far as can be known before it."""
        if request.command and request.command.is_private:
            return True
        place = (request.platform, request.workspace, request.channel)
        settings = await self._state.run_soon({"answers_first": "private"}, self._state.settings, *place)
        return settings.get("answers_first") == "private"

    async def _offer(self, interaction: discord.Interaction) -> None:
        """Offer what somebody who is typing an option may mean."""
        option, typed = focused_option(interaction)
        interface = interface_of_locale(str(interaction.locale.value)) or "en"
        choices = await self._choices(option, typed, interface, interaction_audience(interaction))
        offered = [discord.app_commands.Choice(name=choice.name, value=choice.value) for choice in choices]
        await interaction.response.autocomplete(offered)

    async def _choices(self, option: str, typed: str, interface: Interface, audience: Audience) -> list[Choice]:
        if option == "zone":
            return await asyncio.to_thread(zone_choices, typed, interface)
        if option == "days":
            return day_choices(typed, interface)
        return await self._queue.offer(option, typed, interface, audience)


def _changes_its_message(request: Request) -> bool:
    return request.kind == "button" and ack_type(request.action, is_private=request.message_is_private) == UPDATE


def _kind(error: Exception) -> str:
    return f"HTTP {error.status}" if isinstance(error, discord.HTTPException) else type(error).__name__
