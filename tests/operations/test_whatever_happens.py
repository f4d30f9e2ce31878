import pytest

from bot.operations.whatever_happens import followed_by
from index.errors import QuotebotError


def do(block, step):
    """Run a block that raises this, or nothing, followed by a step that does."""

    def fail(text):
        if text:
            raise QuotebotError(text)

    with followed_by(lambda: fail(step)):
        fail(block)


@pytest.mark.parametrize(
    ("block", "step", "said"),
    [
        ("it still answers", "the disk is full", ("it still answers", "the disk is full")),
        ("the disk is full", "the disk is full", ("the disk is full",)),
        ("it still answers", None, ("it still answers",)),
        (None, "the disk is full", ("the disk is full",)),
    ],
)
def test_all_that_goes_wrong_is_said_the_first_first(block, step, said):
    with pytest.raises(QuotebotError) as raised:
        do(block, step)
    assert raised.value.args == said


def test_the_step_follows_whatever_comes_of_the_block():
    done = []
    with followed_by(lambda: done.append("after success")):
        pass
    with pytest.raises(KeyboardInterrupt), followed_by(lambda: done.append("after an interrupt")):
        raise KeyboardInterrupt
    with pytest.raises(QuotebotError, match="refused"), followed_by(lambda: done.append("after a problem")):
        raise QuotebotError("refused")
    assert done == ["after success", "after an interrupt", "after a problem"]
