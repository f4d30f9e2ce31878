import pytest

from bot.state import State
from tests.support.fresh_state import open_fresh


@pytest.fixture
def daily(folder) -> State:
    """The state of the folder, for what is said of daily insights."""
    state = open_fresh(f"sqlite:///{folder / 'data' / 'state.db'}")
    yield state
    state.close()
