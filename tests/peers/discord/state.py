"""What all parts of the peer share: the world, the diary, the token, commands and interactions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .errors import DiscordError
from .records import Diary
from .world import World

RESPOND_WITHIN_SECONDS, TOKEN_LASTS_SECONDS, FOLLOWUPS_WITHOUT_BOT = 3, 15 * 60, 5
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5


@dataclass(slots=True, kw_only=True)
class Interaction:
    """One interaction and what came of it so far.

    `pressed` is the message whose button was pressed. `original` is what "@original" stands for. Without the bot in
    the guild only five follow-ups are allowed.
    """

    id: str
    token: str
    type: int
    channel: str
    user: str
    born: float
    pressed: str | None = None
    is_without_bot: bool = False
    is_answered: bool = False
    original: str | None = None
    followups: int = 0


@dataclass(kw_only=True, eq=False, repr=False)
class State:
    """What the peer knows. `granted_intents` are the privileged intents that the app was given.

    `command_line` are by guild, None for the global ones. `tell` brings an event to the bot.
    """

    world: World = field(default_factory=World)
    diary: Diary = field(default_factory=Diary)
    token: str = "peer-token"
    shards: int = 1
    granted_intents: int = 0
    application_flags: int = 0
    heartbeat_seconds: float = 41.25
    session_start_limit: dict[str, int] = field(
        default_factory=lambda: {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    )
    commands: dict[str | None, list[dict[str, Any]]] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    host: str = ""
    site: str | None = None
    tell: Callable[[str, dict[str, Any], str | None], bool] = lambda *_: False

    @property
    def gateway_url(self) -> str:
        return f"{self._scheme}://{self.host}/gateway/"

    @property
    def resume_url(self) -> str:
        return f"{self._scheme}://{self.host}/resume/"

    @property
    def _scheme(self) -> str:
        return "wss" if self.site else "ws"

    def interaction(self, token: str) -> Interaction:
        """Return the interaction that a token may still speak for.

        Raises:
            DiscordError: There is none, it was not answered in time, or the token is too old.
        """
        interaction = self.interactions.get(token)
        if interaction is None or not interaction.is_answered:
            raise DiscordError(10015)
        if self.world.clock.now() - interaction.born > TOKEN_LASTS_SECONDS:
            raise DiscordError(50027)
        return interaction

    def note(self, method: str, error: DiscordError) -> None:
        """Write down what broke a limit."""
        if error.code in (50006, 50035, 30032):
            details = [f"{'.'.join(map(str, path))}: {message}" for path, _, message in error.problems]
            self.diary.violations.append(f"{method}: {'; '.join(details or [str(error)])}")
