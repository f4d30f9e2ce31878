import pytest

from bot.operations.whatever_happens import at_once_or_last, followed_by
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


class Step:
    """Fails so many times, and then is done."""

    def __init__(self, failures):
        self.failures, self.done = failures, 0

    def __call__(self):
        if self.failures:
            self.failures -= 1
            raise QuotebotError("the disk is full")
        self.done += 1


def test_a_step_that_fails_at_once_is_done_again_last():
    step = Step(failures=1)
    with at_once_or_last(step) as at_once:
        at_once()
        assert step.done == 0
    assert step.done == 1


def test_a_step_is_done_once_and_not_where_the_block_did_not_come_so_far():
    step = Step(failures=0)
    with at_once_or_last(step) as at_once:
        at_once()
    with pytest.raises(QuotebotError, match="refused"), at_once_or_last(step):
        raise QuotebotError("refused")
    assert step.done == 1


def test_a_step_that_fails_again_is_said_behind_what_went_wrong_before():
    def fail():
        with at_once_or_last(Step(failures=2)) as at_once:
            at_once()
            raise QuotebotError("it still answers")

    with pytest.raises(QuotebotError) as raised:
        fail()
    assert raised.value.args == ("it still answers", "the disk is full")
