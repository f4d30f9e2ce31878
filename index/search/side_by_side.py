"""Several calls at once, where what is called lets go of the interpreter."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def side_by_side(beside: Executor, call: Callable[[_Item], _Result], items: Iterable[_Item]) -> list[_Result]:
    """Return what a call gives for each item, in order: the first in this thread, meanwhile the others beside it.

    Args:
        beside: Threads of which this is none; or all of them could wait for one that is free.
        call: What is called, with one item at a time.
        items: At least one; the one that takes longest is best the first.
    """
    first, *others = items
    pending = [beside.submit(call, item) for item in others]
    return [call(first), *(result.result() for result in pending)]
