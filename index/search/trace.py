"""What sees how a question comes to its answer: nobody, or a trace that keeps what each stage came to, and when."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

_MILLISECONDS = 1000.0


class Observer:
    """Runs the stages of a search, and sees nothing of them."""

    def run(
        self, stage: str, call: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        """Return what a stage comes to; its name has the language behind a colon where it is of one alone."""
        return call(*args, **kwargs)


UNOBSERVED = Observer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stage that was run: what it was given and came to, and when, from the beginning of the trace on.

    `language` is the one whose quotes it is about, "" for all. `after_milliseconds` is when it began.
    """

    stage: str
    language: str
    arguments: tuple[Any, ...]
    result: Any
    after_milliseconds: float
    milliseconds: float


class Trace(Observer):
    """Keeps the steps of the searches of one question, in the order in which they end; for several threads.

    Args:
        clock: Seconds, from anywhere on.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._began = clock()
        self.steps: list[Step] = []

    def run(
        self, stage: str, call: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        """Return what a stage comes to, and keep it."""
        began = self._clock()
        result = call(*args, **kwargs)
        ended = self._clock()
        name, _, language = stage.partition(":")
        self.steps.append(
            Step(
                stage=name,
                language=language,
                arguments=args,
                result=result,
                after_milliseconds=(began - self._began) * _MILLISECONDS,
                milliseconds=(ended - began) * _MILLISECONDS,
            )
        )
        return result
