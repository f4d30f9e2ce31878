"""Links that go to a second of a recording, for the places that are known to take one."""

import re
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit, urlunsplit

_MEDIA_FILE = re.compile(r"\.(?:mp3|m4a|aac|oga|ogg|opus|flac|wav|mp4|m4v|mov|ogv|webm)\Z", re.IGNORECASE)
_HOUR_SECONDS = 3600


def second_link(link: str, seconds: float) -> str | None:
    """Return the link to a second of a recording, None where it is no recording that is known to take one.

    What the link has besides a time stays as it is.

    Sources: Media Fragments URI 1.0 (https://www.w3.org/TR/media-frags/#naming-time) for files; for the others, what
    their own "share at this time" gives.
    """
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    second = int(seconds)
    if _MEDIA_FILE.search(parts.path):
        return _with_fragment(parts, str(second))
    for hosts, path, write in _PLACES:
        if host in hosts and path.search(f"{parts.path}?{parts.query}"):
            return write(parts, second)
    return None


def _in_query(parts: SplitResult, second: int) -> str:
    """Return the address with `t` in its query; a time in its fragment would contradict it."""
    return _address(
        parts, query=_with_fields(parts.query, {"t": str(second)}), fragment=_with_fields(parts.fragment, {"t": ""})
    )


def _embedded(parts: SplitResult, second: int) -> str:
    """Return the address of YouTube's bare player, which goes by `start`."""
    times = {"start": str(second), "t": str(second)}
    return _address(parts, query=_with_fields(parts.query, times), fragment=_with_fields(parts.fragment, {"t": ""}))


def _on_vimeo(parts: SplitResult, second: int) -> str:
    return _with_fragment(parts, f"{second}s")


def _on_soundcloud(parts: SplitResult, second: int) -> str:
    hours, rest = divmod(second, _HOUR_SECONDS)
    minutes = f"{hours}:{rest // 60:02}" if hours else f"{rest // 60}"
    return _with_fragment(parts, f"{minutes}:{rest % 60:02}")


def _with_fragment(parts: SplitResult, time: str) -> str:
    return _address(parts, query=parts.query, fragment=_with_fields(parts.fragment, {"t": time}))


def _address(parts: SplitResult, *, query: str, fragment: str) -> str:
    return urlunsplit(parts._replace(query=query, fragment=fragment))


def _with_fields(fields: str, new: dict[str, str]) -> str:
    """Return fields such as `a=1&t=2` with new values at their end, the others untouched; empty ones are taken out."""
    kept = [field for field in fields.split("&") if field and field.partition("=")[0] not in new]
    return "&".join([*kept, *(f"{name}={value}" for name, value in new.items() if value)])


_Write = Callable[[SplitResult, int], str]
_YOUTUBE = ("youtube.com", "music.youtube.com", "youtube-nocookie.com")
_PLACES: tuple[tuple[tuple[str, ...], re.Pattern[str], _Write], ...] = (
    (_YOUTUBE, re.compile(r"\A/embed/[\w-]+"), _embedded),
    (_YOUTUBE, re.compile(r"\A/(?:live|shorts|v)/[\w-]+|\A/watch/?\?(?:.*&)?v="), _in_query),
    (("youtu.be",), re.compile(r"\A/[\w-]+"), _in_query),
    (("vimeo.com", "player.vimeo.com"), re.compile(r"/\d+"), _on_vimeo),
    (("open.spotify.com",), re.compile(r"/(?:episode|track)/\w+"), _in_query),
    (("podcasts.apple.com",), re.compile(r"\?(?:.*&)?i=\d+"), _in_query),
    (("bilibili.com",), re.compile(r"\A/(?:video|bangumi/play)/\w+"), _in_query),
    (("soundcloud.com",), re.compile(r"\A/[^/?]+/(?!sets[/?])[^/?]+"), _on_soundcloud),
)
