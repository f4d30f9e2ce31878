"""What the text of a setting means; the ValueError of one that means nothing goes behind the setting's name."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Reader = Callable[[str], Any]
_SERVER_URL = re.compile(r"https?://(?:[\w.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:/[\w./~-]*)?", re.IGNORECASE)
_LAST_PORT = 65535
_DAYS_OF_A_YEAR = 365
_SECRET_PARTS = frozenset("@?#")  # what stands beside these may be a secret


def _reader(is_valid: Callable[[str], object], value: Reader, wrong: str) -> Reader:
    def read(text: str) -> object:
        if is_valid(text):
            return value(text)
        raise ValueError(wrong.format(repr(text)))

    return read


def _is_server(text: str) -> bool:
    try:
        return _SERVER_URL.fullmatch(text) is not None and urlsplit(text).port != 0
    except ValueError:  # no such port
        return False


def folder(text: str) -> Path:
    """Return a path, in which ~ is the home folder."""
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise ValueError(f"is {text!r}, and there is no such home folder; write the whole path") from error


def one_of(choices: Mapping[str, object], listed: str, folded: Callable[[str], str] = str.lower) -> Reader:
    """Return a reader of one of the choices, which are told as `listed`."""
    return _reader(
        lambda text: folded(text) in choices, lambda text: choices[folded(text)], f"is {{}}; it can be {listed}"
    )


def api(example: str, end: str) -> Reader:
    """Return a reader of the address of a platform's API, which ends with `end` whatever slashes were typed."""
    starts = ("http://", "https://")
    wrong = f"is {{}}; it is an address such as {example}"
    read_address = _reader(lambda text: text.startswith(starts), lambda text: text.rstrip("/") + end, wrong)

    def read(text: str) -> object:
        if not _SECRET_PARTS.isdisjoint(text):
            raise ValueError(_no_address(example))
        return read_address(text)

    return read


def server(example: str, path: str = "") -> Reader:
    """Return a reader of the address of a server, without `path`; a wrong one may hold a secret and is not repeated."""
    return _reader(_is_server, lambda text: text.rstrip("/").removesuffix(path), _no_address(example))


def _no_address(example: str) -> str:
    return f"is no address such as {example}, without user, password or query"


def host(text: str) -> str:
    """Return a host; the brackets that an IPv6 address has in a URL are no part of it."""
    return text[1:-1] if text.startswith("[") and text.endswith("]") else text


def port(text: str) -> int:
    """Return a port; Kubernetes writes tcp://… into NAME_PORT for each of its services."""
    if re.fullmatch(r"[0-9]{1,5}", text) and int(text) <= _LAST_PORT:
        return int(text)
    if text.startswith("tcp://"):
        fix = "set a port such as 8080 in the container's env, or enableServiceLinks: false in the pod's spec"
        raise ValueError(f"is {text!r}, which Kubernetes writes for a service of this name; {fix}")
    raise ValueError(f"is {text!r}; it is a port, such as 8080")


def days(text: str) -> int:
    """Return a number of days, up to a year; 0 is none."""
    if re.fullmatch(r"[0-9]{1,3}", text) and int(text) <= _DAYS_OF_A_YEAR:
        return int(text)
    raise ValueError(f"is {text!r}; it is a number of days from 1 to {_DAYS_OF_A_YEAR}, or 0 for none")


header = _reader(
    re.compile(r"[!-~]+").fullmatch, str, "holds what no HTTP header can; it is made of printable ASCII without spaces"
)
