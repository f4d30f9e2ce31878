"""What opens a door stands in nothing that is printed, logged or shown, whoever wrote the text that repeats it."""

import re
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from urllib.parse import quote, quote_plus, unquote

_LEAST_CHARACTERS = 6  # fewer stand in too many other words
_EVERYWHERE = frozenset(
    ("quotebot", "postgres", "postgresql", "password")
)  # in our own texts; hiding them hides nothing
_VALUE = r"(?:'(?:[^'\\]|\\.){0,999}'|\"(?:[^\"\\]|\\.){0,999}\"|[^\s&\"',)]+)"  # bounded, to stay fast
# What stands before a secret is kept (the groups), the secret itself is not.
_SHAPES = re.compile(
    r"(xox[a-z](?:\.xox[a-z])?-|xapp-)[\w%-]+"  # https://docs.slack.dev/authentication/tokens
    r"|(\bBearer\s+)[^\s\"',]+"
    rf"|(\b(?:ticket|(?:ssl)?password|(?:oauth_)?client_secret)\s?=\s?){_VALUE}"
    r"|(://hooks\.slack\.com/\w+/)[^\s\"']+"  # a response_url: who has it can answer for us
    r"|(/(?:webhooks|interactions)/\d+/)[\w-]+"  # the same in Discord
    r"|()\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"  # a bot's token in Discord
    r"|(://[^\s:/@\"']{0,99}:)[^\s\"'<>]{1,199}(?=@)",  # the password of a database
    re.IGNORECASE | re.ASCII,
)
# What libpq calls secrets; `options` may hold any: postgresql.org/docs/current/libpq-connect.html.
_SECRET_OPTIONS = re.compile(r"[?&](?:\w*password|\w*secret|scram_\w+_key|options)=([^&]*)", re.IGNORECASE)
_PLAIN_PART = re.compile(r"[a-z]{1,16}(?:[-_.][a-z]{1,16}){0,4}|v\d{1,2}(?:alpha|beta)?")
_PASSWORD = re.compile(r"://[^:/@]*:(.*)@", re.DOTALL)

_known: set[str] = set()


def remember_secrets(*secrets: str | None) -> None:
    """Have `redacted` hide these as long as the process runs, also as they stand in a URL or a repr."""
    for secret in filter(None, secrets):
        written = {secret, unquote(secret), quote(secret, safe=""), quote_plus(secret), repr(secret)[1:-1]}
        _known.update(text for text in written if len(text) >= _LEAST_CHARACTERS and text not in _EVERYWHERE)


def secrets_of_address(address: str) -> Iterator[str]:
    """Yield whatever in the address of a database may be secret, however it was meant."""
    if password := _PASSWORD.search(address):
        yield password[1]
    for option in _SECRET_OPTIONS.finditer(address):
        value = unquote(option[1].replace("+", " "))
        yield from (option[1], value, *re.findall(r"=(\S+)", value))


def secrets_of_path(address: str) -> Iterator[str]:
    """Yield whatever in the path of a server's address may be a key: all that is neither words nor a version."""
    _, _, place = address.partition("://")
    for part in place.split("/")[1:]:
        if part and not _PLAIN_PART.fullmatch(part):
            yield f"/{part}"


def redacted(text: str) -> str:
    """Return a text without tokens and passwords; what they begin with is left, to tell which they were."""
    for secret in sorted(_known, key=len, reverse=True):
        text = text.replace(secret, "***")
    return _SHAPES.sub(lambda match: f"{match[match.lastindex or 0]}***", text)


def print_redacted(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print what nobody caught, as Python does, without secrets; for `sys.excepthook`."""
    sys.stderr.write(redacted("".join(traceback.format_exception(kind, error, trace))))
