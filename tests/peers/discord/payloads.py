"""How everything looks on the wire: users, guilds, channels, messages and interactions, as pure functions of the world.

Sources: https://docs.discord.com/developers/resources/message,
https://docs.discord.com/developers/resources/guild,
https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from datetime import UTC, datetime
from typing import Any

from .state import Interaction
from .world import ALL_THAT_THE_BOT_NEEDS, APP, BOT, Channel, Guild, Message, User, World, bot_role

Payload = dict[str, Any]

MESSAGE_CONTENT = 1 << 15
EPHEMERAL, LOADING = 1 << 6, 1 << 7
_MEMBER, _ADMIN = ALL_THAT_THE_BOT_NEEDS, ALL_THAT_THE_BOT_NEEDS | 1 << 3 | 1 << 5
_JOINED = "2026-01-01T00:00:00+00:00"
_IN_A_DIRECT_MESSAGE = 1 << 14 | 1 << 15 | 1 << 17


def user(somebody: User) -> Payload:
    """Return a user."""
    return {
        "id": somebody.id, "username": somebody.name, "global_name": somebody.name.title() or None,
        "discriminator": "0", "avatar": None, "bot": somebody.is_bot,
    }  # fmt: skip


def member(somebody: User, guild_id: str | None = None) -> Payload:
    """Return what a guild knows of a user, without the user."""
    is_admin = somebody.is_admin or (guild_id is not None and somebody.admin_of == guild_id)
    return {
        "roles": [], "joined_at": _JOINED, "nick": None, "avatar": None, "deaf": False, "mute": False, "flags": 0,
        "pending": False, "permissions": str(_ADMIN if is_admin else _MEMBER),
    }  # fmt: skip


def application(flags: int = 0) -> Payload:
    """Return the app."""
    return {
        "id": APP, "name": "quotebot", "icon": None, "description": "", "flags": flags, "bot_public": True,
        "bot_require_code_grant": False, "verify_key": "0" * 64, "owner": user(User(id="109", name="ada")),
        "interactions_endpoint_url": None, "integration_types_config": {"0": {}, "1": {}},
    }  # fmt: skip


def guild(world: World, one: Guild) -> Payload:
    """Return a guild with all that is in it."""
    channels = [
        channel(candidate) for candidate in world.channels.values() if candidate.guild == one.id and candidate.has_bot
    ]
    everyone = {
        "id": one.id, "name": "@everyone", "permissions": str(_MEMBER), "position": 0, "color": 0, "hoist": False,
        "managed": False, "mentionable": False, "flags": 0, "colors": {"primary_color": 0},
    }  # fmt: skip
    return {
        "id": one.id, "name": one.name, "preferred_locale": one.locale, "owner_id": "109", "member_count": 4,
        "verification_level": 0, "default_message_notifications": 1, "explicit_content_filter": 0, "mfa_level": 0,
        "nsfw_level": 0, "premium_tier": 0, "features": [], "emojis": [], "stickers": [],
        "roles": [everyone, *([_bot_role(one)] if one.has_bot else [])],
        "members": [member(world.users[BOT]) | {"user": user(world.users[BOT]), "roles": [bot_role(one.id)]}],
        "presences": [],
        "voice_states": [], "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
        "channels": [payload for payload in channels if payload["type"] == 0], "large": False, "unavailable": False,
        "threads": [payload for payload in channels if payload["type"] == 11], "joined_at": _JOINED,
    }  # fmt: skip


def _bot_role(one: Guild) -> Payload:
    """Return the role that Discord manages for the bot; here people may mention it.

    Source: https://docs.discord.com/developers/topics/permissions#role-object-role-tags-structure
    """
    return {
        "id": bot_role(one.id), "name": "quotebot", "permissions": str(_MEMBER), "position": 1, "color": 0,
        "hoist": False, "managed": True, "mentionable": True, "flags": 0, "colors": {"primary_color": 0},
        "tags": {"bot_id": BOT},
    }  # fmt: skip


def channel(one: Channel, world: World | None = None) -> Payload:
    """Return a channel, a thread or a direct message; the last with its members if the world is told."""
    if one.guild is None:
        return {"id": one.id, "type": 1, "last_message_id": None, "flags": 0,
                "recipients": [user(world.users[member]) for member in one.members] if world else []}  # fmt: skip
    known = {"id": one.id, "name": one.name, "guild_id": one.guild, "nsfw": False, "flags": 0, "rate_limit_per_user": 0}
    if one.parent:
        metadata = {"archived": one.is_archived, "auto_archive_duration": 1440, "archive_timestamp": _JOINED,
                    "locked": False}  # fmt: skip
        return known | {"type": 11, "parent_id": one.parent, "owner_id": "109", "message_count": 1, "member_count": 1,
                        "thread_metadata": metadata}  # fmt: skip
    denied = {"id": BOT, "type": 1, "allow": "0", "deny": str(ALL_THAT_THE_BOT_NEEDS & ~one.permissions)}
    return known | {"type": 0, "position": 0, "parent_id": None, "topic": None, "permission_overwrites": [denied]}


def arrival(world: World, newcomer: User | Guild | Channel, *, is_new: bool) -> list[tuple[str, Payload, str]]:
    """Return the event that tells the bot of a guild or a channel, if it is one of its own."""
    if isinstance(newcomer, Guild) and newcomer.has_bot:
        return [("GUILD_CREATE" if is_new else "GUILD_UPDATE", guild(world, newcomer), newcomer.id)]
    if isinstance(newcomer, Channel) and newcomer.guild and world.guilds[newcomer.guild].has_bot and newcomer.has_bot:
        kind = "THREAD" if newcomer.parent else "CHANNEL"
        return [(f"{kind}_{'CREATE' if is_new else 'UPDATE'}", channel(newcomer), newcomer.guild)]
    return []


def message(world: World, one: Message) -> Payload:
    """Return a message with everything that it says."""
    answered = {"webhook_id": APP, "application_id": APP} if one.interaction else {}
    said = {
        "id": one.id, "channel_id": one.channel, "author": user(world.users[one.author]), "content": one.content,
        "embeds": [{"type": "rich"} | embed for embed in one.embeds], "components": list(one.components),
        "timestamp": _written_at(one.id), "edited_timestamp": _time(world.clock.now()) if one.is_edited else None,
        "tts": False,
        "mention_everyone": False, "mentions": [user(world.users[person]) for person in one.mentions],
        "mention_roles": list(world.roles_mentioned_in(one.content, world.channels[one.channel].guild)),
        "attachments": [], "pinned": False, "type": _type(one),
        "flags": (EPHEMERAL if one.only_for else 0) | (LOADING if one.is_loading else 0),
    }  # fmt: skip
    if one.nonce is not None:
        said["nonce"] = one.nonce
    return said | answered | (_reference(world, one) if one.reference else {})


def message_event(world: World, one: Message) -> Payload:
    """Return that a message was written or changed."""
    place = world.channels[one.channel]
    known = {"guild_id": place.guild, "member": member(world.users[one.author])} if place.guild else {}
    return message(world, one) | known | {"channel_type": channel(place)["type"]}


def as_seen(payload: Payload, intents: int) -> Payload:
    """Return a message as a bot with those intents gets it: what is not meant for it has nothing in it.

    Source: https://docs.discord.com/developers/gateway/you-might-not-need-a-privileged-intent
    """
    if intents & MESSAGE_CONTENT or "guild_id" not in payload:
        return payload
    referenced = payload.get("referenced_message")
    return _withheld(payload) | ({"referenced_message": _withheld(referenced)} if referenced else {})


def _withheld(payload: Payload) -> Payload:
    if BOT in (payload["author"]["id"], *(mention["id"] for mention in payload["mentions"])):
        return payload
    return payload | {"content": "", "embeds": [], "components": [], "attachments": []}


def interaction(world: World, one: Interaction, data: Payload, *, pressed: Message | None = None) -> Payload:
    """Return an interaction; `data` is what its type holds, `pressed` the message whose button was pressed."""
    somebody, place = world.users[one.user], world.channels[one.channel]
    return {
        "id": one.id, "application_id": APP, "type": one.type, "token": one.token, "version": 1, "data": data,
        "channel": channel(place, world), "channel_id": one.channel, "locale": somebody.locale, "entitlements": [],
        "attachment_size_limit": 10_485_760, "context": context_of(place),
        "authorizing_integration_owners": _owners(one, place),
    } | _whereabouts(world, place, somebody) | ({"message": message(world, pressed)} if pressed else {})  # fmt: skip


def context_of(place: Channel) -> int:
    """Return 0 in a guild, 1 in a direct message with the bot, 2 in one between others."""
    return 0 if place.guild else 1 if place.has_bot else 2


def _whereabouts(world: World, place: Channel, somebody: User) -> Payload:
    if place.guild is None:
        return {"user": user(somebody), "app_permissions": str(_IN_A_DIRECT_MESSAGE)}
    locale = world.guilds[place.guild].locale
    return {
        "guild_id": place.guild, "guild_locale": locale, "app_permissions": str(place.permissions),
        "guild": {"id": place.guild, "locale": locale, "features": []},
        "member": member(somebody, place.guild) | {"user": user(somebody)},
    }  # fmt: skip


def _owners(one: Interaction, place: Channel) -> dict[str, str]:
    return {"1": one.user} if one.is_without_bot else {"0": place.guild or "0"}


def _type(one: Message) -> int:
    if one.interaction:
        return 20
    return 19 if one.reference else 0


def _reference(world: World, one: Message) -> Payload:
    place = {"message_id": one.reference, "channel_id": one.channel, "type": 0}
    if guild_id := world.channels[one.channel].guild:
        place["guild_id"] = guild_id
    referenced = world.messages.get(one.reference or "")
    return {"message_reference": place, "referenced_message": message(world, referenced) if referenced else None}


def _written_at(message_id: str) -> str:
    milliseconds = (int(message_id) >> 22) + 1_420_070_400_000
    return _time(milliseconds / 1000)


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def command_data(command: Payload, options: list[Payload]) -> Payload:
    """Return what a slash command or its autocompletion holds."""
    known = {"id": command["id"], "name": command["name"], "type": command["type"]}
    guild_id = {"guild_id": command["guild_id"]} if "guild_id" in command else {}
    return known | guild_id | ({"options": options} if options else {})


def menu_data(world: World, command: Payload, target: Message) -> Payload:
    """Return what an entry in the menu of a message holds; all of the message is told."""
    resolved = {"messages": {target.id: message(world, target)}}
    return command_data(command, []) | {"target_id": target.id, "resolved": resolved}


def press_data(button: Payload) -> Payload:
    """Return what pressing a button holds."""
    return {"custom_id": button["custom_id"], "component_type": 2, "id": 1}
