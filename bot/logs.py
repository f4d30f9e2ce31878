"""What the process writes to its log: one line a message, and nothing that opens a door."""

import contextlib
import logging
import re

_OURS = ("bot", "index")
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# What stands before a secret is kept (the groups), the secret itself is not.
_SECRETS = re.compile(
    r"(xox[a-z](?:\.xox[a-z])?-|xapp-)[\w%-]+"  # https://docs.slack.dev/authentication/tokens
    r"|(\bBearer\s+)[^\s\"',]+"
    r"|(\b(?:ticket|password|client_secret)=)[^\s&\"',)]+"
    r"|(://hooks\.slack\.com/\w+/)[^\s\"']+"  # a response_url: who has it can answer for us
    r"|(/(?:webhooks|interactions)/\d+/)[\w-]+"  # the same in Discord
    r"|()\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"  # a bot's token in Discord
    r"|(://[^\s:/@\"']{0,99}:)[^\s\"'<>]{1,199}(?=@)",  # the password of a database; bounded, to stay fast
    re.IGNORECASE | re.ASCII,
)


def configure_logging(level: str) -> None:
    """Write log lines to standard error: ours from `level` on, all others from WARNING on.

    The libraries print what people write at INFO and DEBUG, and slack_bolt gives its loggers the level of the root,
    so the root stays at WARNING or above. What was configured before is replaced.
    """
    handler = _Handler()
    handler.setFormatter(_SafeFormatter(_FORMAT))
    ours = logging.getLevelNamesMapping()[level]
    logging.basicConfig(level=max(ours, logging.WARNING), handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(ours)


def redacted(text: str) -> str:
    """Return a text without tokens and passwords; what they begin with is left, to tell which they were."""
    return _SECRETS.sub(lambda found: f"{found[found.lastindex or 0]}***", text)


class _SafeFormatter(logging.Formatter):
    """Nobody can write a line of their own through it: only a traceback has more, and those are indented."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """Return the first line."""
        return _printable(super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and a traceback below it."""
        first, *traceback = super().format(record).split("\n")
        return redacted("\n".join([first, *(f"    {_printable(line)}" for line in traceback)]))


class _Handler(logging.StreamHandler):  # type: ignore[type-arg]  # generic in the stubs alone
    """Writes to standard error."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Say where a message could not be written; the library would print its arguments, secrets and all."""
        with contextlib.suppress(OSError, ValueError):  # the stream may be what is broken
            self.stream.write(f"ERROR {__name__}: no log line for {record.pathname}:{record.lineno}\n")


def _printable(text: str) -> str:
    """Return a text with line breaks, control characters and invisible marks as escapes."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
