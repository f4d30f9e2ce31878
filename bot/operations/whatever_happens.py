"""What has to follow a step whatever comes of it, without hiding what went wrong before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.errors import QuotebotError


@contextmanager
def followed_by(step: Callable[[], None]) -> Iterator[None]:
    """Do a step once the block is done or has failed.

    Raises:
        QuotebotError: The block failed, the step, or both; then each is a reason of its own, the block's first.
    """
    try:
        yield
    except QuotebotError as error:
        try:
            step()
        except QuotebotError as later:
            raise QuotebotError(*dict.fromkeys([*error.args, *later.args])) from error
        raise
    except BaseException:
        step()
        raise
    step()


@contextmanager
def at_once_or_last(step: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Give what does a step, and where that fails does nothing: then the step is done again behind the block.

    Raises:
        QuotebotError: The block failed, the step did a second time, or both, as in `followed_by`.
    """
    failed = []

    def at_once() -> None:
        try:
            step()
        except QuotebotError as error:
            failed.append(error)

    def last() -> None:
        if failed:
            step()

    with followed_by(last):
        yield at_once
