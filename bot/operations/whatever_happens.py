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
