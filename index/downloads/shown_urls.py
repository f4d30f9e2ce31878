"""How an address is shown and written down: without the secrets that it may hold, such as a private feed's token."""

import re
from urllib.parse import urlsplit, urlunsplit

_SECRET_NAME = re.compile(
    r"token|auth|secret|signature|password|passwd|credential|session|(?:\A|[_-])(?:key|sig|pwd|sid)\Z|api_?key",
    re.IGNORECASE,
)
_LONGEST = 300


def holds_secret(url: str) -> bool:
    """Tell whether an address seems to let in whoever has it, so that it is no link to show to others."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return "@" in parts.netloc or any(_is_secret(field) for field in parts.query.split("&"))


def shown_url(url: str) -> str:
    """Return an address as it is shown in a line: as `plain_url`, and not endlessly long."""
    plain = plain_url(url)
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


def plain_url(url: str) -> str:
    """Return an address as it is written down: no user, no fragment, and "…" for each value that seems a secret.

    The same address is always written alike, so that what was written down is found again.
    """
    try:
        parts = urlsplit("".join(mark for mark in url if mark.isprintable()))
    except ValueError:
        return "an address that is none"
    fields = [f"{field.partition('=')[0]}=…" if _is_secret(field) else field for field in parts.query.split("&")]
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "&".join(fields), ""))


def _is_secret(field: str) -> bool:
    name, _, value = field.partition("=")
    return bool(value and _SECRET_NAME.search(name))
