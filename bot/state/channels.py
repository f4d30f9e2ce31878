"""What is known about workspaces and channels: how they are set, and which cannot be posted to."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select, true

from bot.domain.records import Refusal
from bot.domain.request import Platform
from bot.state.repository import Repository, put, reading, transactional
from bot.state.tables import refusals, settings

# Made once, since it is asked for each question.
_SET: Final = (
    select(settings.c.name, settings.c.value)
    .where(settings.c.platform == bindparam("platform"), settings.c.workspace == bindparam("workspace"))
    .where(settings.c.channel.in_(bindparam("channels", expanding=True)))
    .order_by(settings.c.channel != "")
)


class Channels(Repository):
    """Settings and refusals; a channel "" stands for the whole workspace."""

    @reading
    def settings(self, connection: Connection, platform: Platform, workspace: str, channel: str) -> dict[str, str]:
        """Return what is set for a channel; where it sets nothing, its workspace does."""
        place = {"platform": platform, "workspace": workspace, "channels": ["", channel]}
        return dict(connection.execute(_SET, place).all())

    @transactional
    def save_settings(
        self, connection: Connection, platform: Platform, workspace: str, channel: str, values: Mapping[str, str]
    ) -> None:
        """Set these values, all or none; others stay as they are."""
        place = {"platform": platform, "workspace": workspace, "channel": channel}
        for name, value in sorted(values.items()):
            put(connection, settings, place | {"name": name, "value": value}, replaces=true())

    @transactional
    def refuse(
        self, connection: Connection, platform: Platform, workspace: str, channel: str, reason: str, now: float
    ) -> None:
        """Note that a channel cannot be posted to; for the same reason as before, `since` stays."""
        refusal = Refusal(platform=platform, workspace=workspace, channel=channel, reason=reason, since=now)
        put(connection, refusals, asdict(refusal), replaces=refusals.c.reason != reason)

    @transactional
    def allow(self, connection: Connection, platform: Platform, workspace: str, channel: str) -> None:
        """Note that a channel can be posted to."""
        connection.execute(delete(refusals).filter_by(platform=platform, workspace=workspace, channel=channel))

    @reading
    def refusal(self, connection: Connection, platform: Platform, workspace: str, channel: str) -> Refusal | None:
        """Return why a channel cannot be posted to, None where it can."""
        query = select(refusals).filter_by(platform=platform, workspace=workspace, channel=channel)
        row = connection.execute(query).mappings().one_or_none()
        return Refusal(**row) if row else None

    @reading
    def refused(self, connection: Connection) -> list[Refusal]:
        """Return all channels that cannot be posted to, the longest refused first."""
        query = select(refusals).order_by(refusals.c.since, *refusals.primary_key)
        return [Refusal(**row) for row in connection.execute(query).mappings()]
