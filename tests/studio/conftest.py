import asyncio
from collections.abc import Callable, Iterator

import pytest

from bot.runtime.settings import Settings
from bot.studio.pages import PAGES_OF_STUDIO
from bot.studio.studio import Studio
from tests.studio.browsing import Served


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def serve(runner) -> Iterator[Callable[[Studio], Served]]:
    """What serves a studio until the test ends."""
    served = []

    def start(studio, pages=PAGES_OF_STUDIO):
        served.append(Served(runner, studio, pages))
        return served[-1]

    yield start
    for one in served:
        one.close()


@pytest.fixture
def studio(indexed, live) -> Studio:
    """What the pages look at: two indexed interviews."""
    return Studio(Settings(data=indexed / "data"), live)


@pytest.fixture
def served(serve, studio) -> Served:
    """The studio over two indexed interviews, and a browser that was let in."""
    return serve(studio)
