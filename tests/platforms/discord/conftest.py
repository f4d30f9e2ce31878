from collections.abc import Callable

import pytest

from tests.platforms.discord.discord_bot import run_bot


@pytest.fixture
def run(make_service, tmp_path) -> Callable:
    """Run a scenario with a bot in Discord that answers from the two indexed interviews."""
    return lambda scenario: run_bot(make_service, tmp_path, scenario)
