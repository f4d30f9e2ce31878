"""What the process writes to its log: one event a line, and nothing that opens a door or repeats what people ask."""

import contextlib
import hashlib
import logging
from collections.abc import Iterator
from contextvars import ContextVar

from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.processors import ExceptionRenderer, JSONRenderer, TimeStamper
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.domain.request import Request
from bot.runtime.redaction import redacted

_OURS = ("bot", "index")
# What an event may hold besides its text; no library adds anything.
_FIELDS = ("kind", "outcome", "seconds", "question")
_LEAST_CHARACTERS_HIDDEN = 4  # fewer stand in too many other words

_asked: ContextVar[str] = ContextVar("asked", default="")


def configure_logging(level: str, *, as_json: bool = False, with_questions: bool = False) -> None:
    """Write events to standard error: ours from `level` on, all others from WARNING on.

    The libraries print what people write at INFO and DEBUG, and slack_bolt gives its loggers the level of the root,
    so the root stays at WARNING or above. What was configured before is replaced.

    Args:
        level: DEBUG, INFO, WARNING or ERROR.
        as_json: A JSON object a line, for programs; else words, for a terminal.
        with_questions: Write what people ask, too.
    """
    handler = _Handler()
    handler.setFormatter(_formatter(as_json=as_json, with_questions=with_questions))
    ours = logging.getLevelNamesMapping()[level]
    logging.basicConfig(level=max(ours, logging.WARNING), handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(ours)


@contextlib.contextmanager
def about_request(request: Request) -> Iterator[None]:
    """Have every event in this block say which request it is about, and none repeat what is asked in it.

    The id is made of the platform's own name for the request, so it is the same when that is delivered again, or
    answered by another process.
    """
    request_id = hashlib.blake2s(request.keys[0].encode(), digest_size=4).hexdigest()
    asked = _asked.set(request.text.strip())
    try:
        with bound_contextvars(request=request_id, platform=request.platform):
            yield
    finally:
        _asked.reset(asked)


def _formatter(*, as_json: bool, with_questions: bool) -> logging.Formatter:
    described: list[Processor] = [
        merge_contextvars,
        ExtraAdder(allow=_FIELDS),
        add_log_level,
        add_logger_name,
        TimeStamper(fmt="iso", utc=True, key="time"),
    ]
    rendered: list[Processor] = [
        ProcessorFormatter.remove_processors_meta,
        ExceptionRenderer(),
        *([] if with_questions else [_without_question]),
        _safe,
        JSONRenderer(ensure_ascii=False) if as_json else _in_words,
    ]
    return ProcessorFormatter(foreign_pre_chain=described, processors=rendered)


class _Handler(logging.StreamHandler):  # type: ignore[type-arg]  # generic in the stubs alone
    """Writes to standard error."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Say where a message could not be written; the library would print its arguments, secrets and all."""
        problem = f"no log line for {record.pathname}:{record.lineno}"
        note = logging.makeLogRecord({"name": __name__, "levelname": "ERROR", "levelno": logging.ERROR, "msg": problem})
        with contextlib.suppress(OSError, ValueError):  # the stream may be what is broken
            self.stream.write(f"{self.format(note)}\n")


def _without_question(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Leave out what is asked in the request at hand, wherever it stands."""
    event.pop("question", None)
    asked = _asked.get()
    if len(asked) < _LEAST_CHARACTERS_HIDDEN:
        return event
    forms = (asked, repr(asked)[1:-1])  # in the message of an exception it may be quoted
    return {name: _hidden(value, forms) if isinstance(value, str) else value for name, value in event.items()}


def _hidden(text: str, forms: tuple[str, ...]) -> str:
    for form in forms:
        text = text.replace(form, "[question]")
    return text


def _safe(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Take out secrets, and whatever could begin a line: nobody can write one of their own."""
    traceback = event.pop("exception", None)
    safe = {
        name: value if isinstance(value, int | float) else _printable(redacted(str(value)))
        for name, value in event.items()
    }
    if traceback:
        safe["exception"] = "\n".join(map(_printable, redacted(traceback).split("\n")))
    return safe


def _in_words(_: WrappedLogger, __: str, event: EventDict) -> str:
    """Return an event as a line to read, a traceback indented below it."""
    time, level, logger, message = (event.pop(name) for name in ("time", "level", "logger", "event"))
    traceback = event.pop("exception", "")
    values = "".join(f" {name}={value}" for name, value in event.items())
    below = "".join(f"\n    {line}" for line in traceback.split("\n") if traceback)
    return f"{time} {level.upper()} {logger}: {message}{values}{below}"


def _printable(text: str) -> str:
    """Return a text with line breaks, control characters and invisible marks as escapes."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
