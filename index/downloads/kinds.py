"""In which format a download is: by its content type, and by its name where that type says little."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from index.errors import DownloadError

_BY_MEDIA_TYPE = {
    **dict.fromkeys(("text/html", "application/xhtml+xml"), ".html"),
    **dict.fromkeys(("text/vtt", "application/vtt"), ".vtt"),
    **dict.fromkeys(("application/x-subrip", "application/srt", "application/x-srt", "text/srt", "text/x-srt"), ".srt"),
    **dict.fromkeys(("application/json", "text/json"), ".json"),
    **dict.fromkeys(("application/jsonl", "application/x-ndjson", "application/x-jsonlines"), ".jsonl"),
    **dict.fromkeys(("text/markdown", "text/x-markdown"), ".md"),
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_VAGUE = ("", "text/plain", "application/octet-stream", "binary/octet-stream", "application/zip", "application/txt")
_TEXT = "text/plain"
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml")


def suffix_of(media_type: str, url: str, announced: str = "") -> str:
    """Return the ending that a file of a download has to have.

    Args:
        media_type: What the server says it is, without parameters.
        url: Where it came from; its ending counts where the server says no more than that it is text or bytes.
        announced: The media type that a feed announced, which counts where the server's says little as well.

    Raises:
        DownloadError: It is nothing that can be an interview.
    """
    if suffix := _BY_MEDIA_TYPE.get(media_type):
        return suffix
    if media_type in _VAGUE:
        if suffix := _BY_MEDIA_TYPE.get(announced.partition(";")[0].strip().lower()):
            return suffix
        ending = PurePosixPath(unquote(urlsplit(url).path)).suffix.lower()
        if ending in _ENDINGS:
            return _ENDINGS[ending]
        if _TEXT in (media_type, announced):
            return ".txt"
    if media_type in _FEEDS:
        raise DownloadError("it is a feed, or XML of another kind; a podcast's feed is added with --feed")
    raise DownloadError(
        f"it is {media_type[:80] or 'of no stated type'}, which is no interview that is read; a page, text, subtitles, "
        "a JSON transcript, PDF, DOCX or EPUB is"
    )


_ENDINGS = {suffix: suffix for suffix in (*_BY_MEDIA_TYPE.values(), ".txt")} | {".htm": ".html", ".markdown": ".md"}
