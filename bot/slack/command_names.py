"""How people call the bot's command in a workspace: an operator may rename /quote, where another app owns it.

Slack tells nobody the name before somebody types it, so it is remembered then; the newest counts.
"""

import logging

from bot.answers.renamed_command import has_command_name, with_command_name
from bot.domain.message import Message
from bot.domain.request import Request
from bot.state import State
from index.errors import StorageError

logger = logging.getLogger(__name__)

COMMAND = "/quote"
_SETTING = "command"  # of the whole workspace


class CommandNames:
    """What the command is called in each workspace; in the state, so that all replicas know."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def note(self, request: Request) -> None:
        """Remember what somebody typed as the command, where it was called otherwise so far."""
        if request.command_name == await self.of(request.workspace):
            return
        values = {_SETTING: request.command_name}
        try:
            await self._state.run(self._state.save_settings, "slack", request.workspace, "", values)
        except StorageError:
            logger.warning("what the command is called could not be written down")

    async def of(self, workspace: str) -> str:
        """Return the name with its slash, as far as it is known; that of the manifest until then."""
        unknown: dict[str, str] = {}
        settings = await self._state.run_soon(unknown, self._state.settings, "slack", workspace, "")
        return settings.get(_SETTING, COMMAND)

    async def spoken(self, message: Message, workspace: str, typed: str = "") -> Message:
        """Return a message that calls the command as it is called there.

        Args:
            message: To people in the workspace.
            workspace: The workspace's id.
            typed: As who is answered typed it, "" where they did not.
        """
        if not has_command_name(message):
            return message
        return with_command_name(message, typed or await self.of(workspace))
