"""Processes that post daily insights, for `daily_kills`: each ends, or stops, where it is told to.

All are forks of one process that has imported what they need.
"""

import asyncio
import gc
import json
import logging
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.daily.compose_post import Composed
from bot.daily.runner import Runner
from bot.daily.send_post import SendingPace
from bot.discord.platform import DiscordPlatform
from bot.domain.message import Message, QuoteBlock, line
from bot.domain.records import GivenAnswer
from bot.runtime.metrics import Metrics
from bot.runtime.settings import Settings
from bot.slack.platform import SlackPlatform
from bot.state import State
from tests.support.paths import ROOT

PACE = SendingPace(look_seconds=0.05, lease_seconds=0.6, drain_seconds=0.5, first_retry_seconds=0.2)
PLATFORMS = {"slack": SlackPlatform, "discord": DiscordPlatform}


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterOptions:
    """What a process is told.

    The first of those with the same `mark`, a path, to reach `stage` leaves its process id there, as a link, and
    gives itself the signal; 0 for none.
    """

    platform: str
    settings: dict[str, str]
    state_url: str
    skew_seconds: float
    stage: str = ""
    signal: int = 0
    mark: str = ""
    log: str

    def reach(self, stage: str) -> None:
        """Get the signal if this is the stage for it, and nobody had it before."""
        if stage == self.stage:
            with suppress(FileExistsError):
                Path(self.mark).symlink_to(str(os.getpid()))
                os.kill(os.getpid(), self.signal)


class StagedState(State):
    """The state of a process that may end at any step."""

    options: PosterOptions

    def claim(self, *args):
        self.options.reach("before claim")
        claim = super().claim(*args)
        if claim:
            self.options.reach("after claim")
        return claim

    def begin_post(self, *args):
        verdict = super().begin_post(*args)
        if verdict == "begun":
            self.options.reach("before send")
        return verdict

    def put_post_back(self, *args):
        is_ours = super().put_post_back(*args)
        self.options.reach("while held off")
        return is_ours

    def finish_post(self, *args):
        self.options.reach("before record")
        super().finish_post(*args)


class StagedPoster:
    """A platform whose process may end between its answer and what is made of it."""

    def __init__(self, platform, options: PosterOptions):
        self._platform, self._options = platform, options
        self.repeats_within_seconds = platform.repeats_within_seconds

    async def post(self, *args, **options):
        posted = await self._platform.post(*args, **options)
        self._options.reach("after send")
        return posted


class OneQuote:
    """Composes always the same; what is chosen is not what these processes are for."""

    def __init__(self, state: State):
        self._state = state

    def holds(self, place, quote_id):
        return True

    def compose(self, schedule, date):
        place = schedule.place
        given = GivenAnswer(
            id=os.urandom(6).hex(), platform=place.platform, workspace=place.workspace, channel=place.channel,
            thread=None, user=schedule.user, asked_at=time.time(), interface="en", outcome="answer", confidence=1.0,
        )  # fmt: skip
        return self._composed(given, len(self._state.quotes_shown(place)))

    def compose_again(self, schedule, date, answer_id):
        return self._composed(self._state.answer_given(answer_id), 0)

    def _composed(self, given, shown_count):
        message = Message(parts=(line("today's insight"), QuoteBlock("Bees shiver.")), visibility="public")
        return Composed(message=message, given=given, quote_id="q1", shown_count=shown_count)


async def post_until_killed(options: PosterOptions) -> None:
    """Post what is due until killed; a process that is forgotten ends by itself."""
    state = StagedState.open(options.state_url)
    state.options, metrics = options, Metrics()
    platform = PLATFORMS[options.platform](Settings(**options.settings), state, metrics)
    posters = {options.platform: StagedPoster(platform, options)}
    runner = Runner(
        state, OneQuote(state), posters, metrics, pace=PACE, clock=lambda: time.time() + options.skew_seconds
    )
    async with asyncio.timeout(120):
        await runner.run()


class ForkServer:
    """The process that has imported everything, and forks for each poster."""

    def __init__(self) -> None:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = subprocess.Popen([sys.executable, __file__], **pipes, env=environment, text=True)

    def start_process(self, options: PosterOptions) -> int:
        """Start a process, and return its id."""
        print(json.dumps(asdict(options)), file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def fork_for_each_line() -> None:
    """Be the fork server."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    gc.freeze()
    for order in sys.stdin:
        if (child := os.fork()) == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            options = PosterOptions(**json.loads(order))
            logging.basicConfig(
                filename=options.log, level=logging.INFO, format="%(asctime)s %(process)d %(message)s", force=True
            )
            with suppress(TimeoutError):
                asyncio.run(post_until_killed(options))
            os._exit(0)
        print(child, flush=True)  # noqa: T201 - to whom asked


if __name__ == "__main__":
    fork_for_each_line()
