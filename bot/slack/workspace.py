"""What belongs to the workspace rather than to an answer: the bot's page, its forms, who is who."""

import asyncio
import logging
import time
from dataclasses import replace
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.channel_settings import change_settings
from bot.answers.quote_language import with_default
from bot.daily.zones import find_zone, zone_choices, zone_name
from bot.domain.channel_post import Place
from bot.domain.command import Daily
from bot.domain.interface import Interface
from bot.domain.message import notice
from bot.domain.request import Request
from bot.domain.schedule_wish import MisreadError
from bot.intake.request_queue import RequestQueue
from bot.slack.command_names import CommandNames
from bot.slack.daily_form import daily_modal
from bot.slack.delivery import SlackDelivery
from bot.slack.views import home_view, settings_modal, settings_values
from bot.state import State
from bot.wording.autocomplete import Choice
from bot.wording.language import chosen_interface, interface_of, interface_of_locale, say
from index.errors import QuotebotError
from index.language_preference import LanguagePreference

logger = logging.getLogger(__name__)

_LOOK_SECONDS = 2  # what waits for it is to be acknowledged within 3
_REFRESH_SECONDS = 5
_NO_ANSWER = (AttributeError, TypeError, ValueError)  # how slack_sdk trips over what is no answer of Slack's
_FAILURES = (SlackApiError, ClientError, OSError, *_NO_ANSWER)
_NO_NAMES = ("directmessage", "privategroup")  # what Slack calls channels whose name it does not tell


class Workspace:
    """The bot's own page, the settings form, and who may do what in one workspace."""

    def __init__(
        self,
        client: AsyncWebClient,
        state: State,
        queue: RequestQueue,
        delivery: SlackDelivery,
        reading: LanguagePreference,
    ) -> None:
        self._client = client
        self._state = state
        self._queue = queue
        self._delivery = delivery
        self._reading = reading
        self._command_names = CommandNames(state)

    async def show_home(self, workspace: str, user: str) -> None:
        """Show somebody the bot's own page, in their language."""
        person = await self._person(user)
        interface = interface_of_locale(person.get("locale")) or "en"
        page = await self._queue.page(interface, "slack", workspace, user)
        page = await self._command_names.spoken(page, workspace)
        await self._client.views_publish(user_id=user, view=home_view(page, interface))

    async def refresh_home(self, workspace: str, user: str) -> None:
        """Show somebody the bot's own page anew, if that is quickly done."""
        try:
            async with asyncio.timeout(_REFRESH_SECONDS):
                await self.show_home(workspace, user)
        except (*_FAILURES, QuotebotError) as error:
            logger.warning("the page of the bot was not shown anew: %s", _reason(error))

    async def open_settings(self, request: Request, body: dict[str, Any]) -> None:
        """Show the form with the settings of a channel, to those who may change them; as a message where that fails."""
        settings = await self._settings(request.workspace, request.channel)
        interface = chosen_interface(settings) or interface_of(request.text)
        if settings.get("who_may_change") == "admins" and not await self.is_admin(request.user):
            await self._delivery.deliver(request, notice(say("settings_admins", interface)))
            return
        named = body.get("channel_name", "")
        name = "" if named in _NO_NAMES else named
        place = f"{request.workspace}/{request.channel}"
        await self._open(settings_modal(settings, interface, name, metadata=place), request, body)

    async def open_daily(self, request: Request, body: dict[str, Any]) -> None:
        """Show the form for a daily insight to those who may set one; else the request is answered as the command."""
        person = await self._person(request.user)
        settings = await self._settings(request.workspace, request.channel)
        interface = (
            chosen_interface(settings) or interface_of_locale(person.get("locale")) or interface_of(request.text)
        )
        typed = replace(request, kind="command", command=Daily("form"), action="", value="", locale=interface)
        typed = replace(typed, message=None, message_is_private=False)
        if settings.get("who_may_change") == "admins" and not _is_admin(person):
            await self._queue.take(typed)
            return
        zone = await asyncio.to_thread(_zone, person.get("tz"), interface)
        view = daily_modal(typed, interface, zone, asks_channel=request.channel == request.user)
        await self._open(view, typed, body)

    async def save_settings(self, body: dict[str, Any], view: dict[str, Any]) -> str | None:
        """Keep what a form changes, and return None; or return why not. Only an admin can reserve it for admins."""
        workspace, _, channel = view.get("private_metadata", "").partition("/")
        user = body["user"]["id"]
        settings = await self._settings(workspace, channel)
        chosen = settings_values(view["state"])
        values = {name: value for name, value in chosen.items() if settings.get(name) != value}
        if "admins" in (settings.get("who_may_change"), values.get("who_may_change")) and not await self.is_admin(user):
            return say("settings_admins", chosen_interface(settings) or "en")
        where = Place(platform="slack", workspace=workspace, channel=channel)
        await self._state.run(change_settings, self._state, where, user, settings, values, time.time())
        return None

    async def is_admin(self, user: str) -> bool:
        """Tell whether somebody administers the workspace; nobody does as long as Slack does not say."""
        return _is_admin(await self._person(user))

    async def note_command(self, request: Request) -> None:
        """Remember what the command is called here."""
        await self._command_names.note(request)

    async def introduced(self, request: Request) -> Request:
        """Return a request with what Slack says about who makes it, where it does."""
        person = await self._person(request.user)
        return replace(
            request,
            is_admin=_is_admin(person),
            zone=person.get("tz"),
            locale=request.locale or person.get("locale"),
        )

    async def follows_up(self, request: Request) -> bool:
        """Tell whether questions without a mention are answered in this thread."""
        if (await self._settings(request.workspace, request.channel)).get("follow_ups") != "on":
            return False
        thread = (request.platform, request.workspace, request.channel, request.thread or "")
        return await self._state.run(self._state.was_asked_in, *thread)

    async def _open(self, view: dict[str, Any], request: Request, body: dict[str, Any]) -> None:
        """Show a form; where that fails, have the request answered instead."""
        try:
            await self._client.views_open(trigger_id=body.get("trigger_id", ""), view=view)
        except _FAILURES as error:
            logger.warning("a form was not shown: %s", _reason(error))
            await self._queue.take(request)

    async def _settings(self, workspace: str, channel: str) -> dict[str, str]:
        return with_default(await self._state.run(self._state.settings, "slack", workspace, channel), self._reading)

    async def _person(self, user: str) -> dict[str, Any]:
        """Return what Slack says about somebody, nothing as long as it does not."""
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                answer = await self._client.users_info(user=user, include_locale=True)
        except _FAILURES as error:
            logger.warning("who somebody is, is not known: %s", _reason(error))
            return {}
        return answer.get("user") or {}


def _is_admin(person: dict[str, Any]) -> bool:
    return bool(person.get("is_admin") or person.get("is_owner"))


def _zone(name: str | None, interface: Interface) -> Choice | None:
    """Return the choice of a time zone that Slack names, if it is one."""
    try:
        zone = find_zone(name or "")
    except MisreadError:
        return None
    offered = {choice.value: choice for choice in zone_choices(zone, interface)}
    return offered.get(zone, Choice(zone_name(zone, interface), zone))


def _reason(error: Exception) -> str:
    data = getattr(error.response, "data", None) if isinstance(error, SlackApiError) else None
    return str(data.get("error")) if isinstance(data, dict) else type(error).__name__
