"""Which files of a folder are interviews, and what to do with the others: none is passed over in silence.

Silent are only files that belong to others: hidden ones, the tables of the folder, README and LICENSE, what editors
and systems leave behind, pictures and style sheets that came with a page, and a recording beside its transcript.
"""

import os
import re
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from index.advice import quotebot
from index.errors import CorpusError
from index.formats import SUFFIXES
from index.refusals import mend

_LARGEST_DOCUMENT_BYTES = 20_000_000
_MOST_ENTRIES = 20_000
_MOST_NAMED = 10  # files of one ending that are named one by one
_ABOUT_THE_FOLDER = ("readme", "license", "licence", "requirements", "changelog")
_TABLES = re.compile(r"(?:sources|speakers|downloads|.+\.turns)\.toml", re.IGNORECASE)
_LEFT_BEHIND = re.compile(r"~\$.*|.*~|thumbs\.db|desktop\.ini|icon\r", re.IGNORECASE)
_PARTS_OF_PAGES = frozenset((
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".bmp", ".tif", ".tiff", ".heic", ".avif", ".ico", ".css",
    ".js", ".map", ".woff", ".woff2", ".ttf", ".otf",
))  # fmt: skip
_SAVED_PAGE_PARTS = re.compile(r"(?P<page>.+)(?:_files|\.files|_Dateien|_fichiers|_archivos)")
_RECORDINGS = frozenset((
    ".mp3", ".m4a", ".wav", ".ogg", ".oga", ".opus", ".flac", ".aac", ".wma", ".aiff", ".mp4", ".m4v", ".mov",
    ".mkv", ".webm", ".avi", ".wmv", ".mpg", ".mpeg", ".3gp",
))  # fmt: skip
_ADVICE = {
    **dict.fromkeys((".doc", ".docm", ".dot", ".dotx", ".rtf", ".odt", ".pages", ".wps"), "save it as .docx"),
    **dict.fromkeys(
        (".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar"), "unpack it, and name the folder as well"
    ),
    **dict.fromkeys((".ass", ".ssa", ".sbv", ".sub", ".ttml", ".dfxp", ".stl", ".lrc"), "convert it to .srt or .vtt"),
    **dict.fromkeys((".mht", ".mhtml", ".webarchive"), "save the page as .html"),
    **dict.fromkeys((".url", ".webloc", ".lnk", ".desktop"), "it is only a link; save the page behind it as .html"),
    **dict.fromkeys(
        (".xlsx", ".xls", ".ods", ".csv", ".tsv"), "save it as .txt with lines such as 'Name: what they said'"
    ),
    **dict.fromkeys((".pptx", ".ppt", ".odp", ".key", ".indd"), "save it as .pdf"),
    **dict.fromkeys((".mobi", ".azw", ".azw3", ".fb2"), "convert it to .epub"),
    ".toml": "no table of this name is known: sources.toml, speakers.toml, and NAME.turns.toml beside NAME.txt",
    "": "its name has no ending; call it .txt if it is text",
}


def find_interviews(paths: Sequence[Path]) -> tuple[list[Path], dict[str, str]]:
    """Return the interviews that the paths name or hold, each once, and what is to be done with all other files.

    Raises:
        CorpusError: A path does not exist, cannot be read or has too many entries, or no interview is there.
    """
    files: list[Path] = []
    others: dict[str, str] = {}
    for path in paths:
        if path.is_dir():
            entries = _entries(path)
            files += [entry for entry in entries if _is_interview(entry) and not _leads_out(entry)]
            others |= _others(path, entries)
        elif path.exists():
            files.append(path)
        else:
            raise CorpusError(f"{path} does not exist; name a folder of interviews, such as seeds/")
    if not files:
        names = ", ".join(str(path) for path in paths)
        advice = f"put texts, subtitles or pages there, or run: {quotebot('add')} FILE"
        reasons = [f"{Path(name).name}: {reason}" for name, reason in islice(others.items(), 3)]
        raise CorpusError(f"no interviews in {names}; {'; '.join(reasons) or advice}")
    links_first = sorted(files, key=Path.is_symlink, reverse=True)
    return list({_real_path(file): file for file in links_first}.values()), others


def document_id_of(file: Path) -> str:
    """Return the id of an interview: its file's name without the ending, in the one form of Unicode (NFC).

    Some systems write "é" in names as two characters, so that a name typed elsewhere would never be the same.
    """
    return unicodedata.normalize("NFC", file.stem)


def is_unicode(name: str) -> bool:
    """Tell whether a name can be written down; one of a file may hold bytes that are no text."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def read_bytes(file: Path) -> bytes:
    """Return a file's bytes; a device, a pipe or a giant is refused before it is opened.

    Raises:
        CorpusError: It is none that can be read.
    """
    try:
        status = file.stat()
        if stat.S_ISDIR(status.st_mode):
            raise CorpusError(f"{file} is a folder; name the files in it")
        if not stat.S_ISREG(status.st_mode):
            raise CorpusError(f"{file} is no ordinary file; copy the interview's text into one")
        if status.st_size > _LARGEST_DOCUMENT_BYTES:
            raise CorpusError(f"{file} has {status.st_size:,} bytes, more than {_LARGEST_DOCUMENT_BYTES:,}; split it")
        return file.read_bytes()
    except FileNotFoundError as error:
        raise CorpusError(f"{file} does not exist; check its name") from error
    except OSError as error:
        raise CorpusError(f"{file} cannot be read ({error.strerror}); {mend(error)}") from error


def _entries(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in islice(entries, _MOST_ENTRIES + 1)]
    except OSError as error:
        raise CorpusError(f"{folder} cannot be read ({error.strerror}); {mend(error)}") from error
    if len(names) > _MOST_ENTRIES:
        raise CorpusError(
            f"{folder} has more than {_MOST_ENTRIES:,} entries; put the interviews in a folder of their own"
        )
    return sorted(folder / name for name in names)


def _is_interview(entry: Path) -> bool:
    return entry.suffix.lower() in SUFFIXES and not is_companion(entry) and not entry.is_dir()


def is_companion(entry: Path) -> bool:
    """Tell whether a file belongs to the folder, to the system or to a page, so that nothing need be said of it."""
    name = entry.name
    if name.startswith(".") or _LEFT_BEHIND.fullmatch(name) or _TABLES.fullmatch(name):
        return True
    return entry.stem.lower().startswith(_ABOUT_THE_FOLDER) or entry.suffix.lower() in _PARTS_OF_PAGES


def _leads_out(entry: Path) -> bool:
    """Tell whether an entry is a link to something outside of its folder."""
    return entry.is_symlink() and not _real_path(entry).is_relative_to(_real_path(entry.parent))


def _real_path(path: Path) -> Path:
    """Return where a path leads; unlike resolve(), it takes links that lead in a circle."""
    return Path(os.path.realpath(path))


def _others(folder: Path, entries: Sequence[Path]) -> dict[str, str]:
    """Return what is to be done with each entry that is not read, many of one ending in one row."""
    stems = {document_id_of(entry) for entry in entries if _is_interview(entry)}
    by_reason: dict[tuple[str, str], list[Path]] = defaultdict(list)
    for entry, reason in _reasons(entries, stems):
        by_reason[entry.suffix.lower(), reason].append(entry)
    others: dict[str, str] = {}
    for (suffix, reason), unread in by_reason.items():
        if len(unread) > _MOST_NAMED:
            others[str(folder / f"*{suffix}")] = f"{len(unread)} files: {reason}"
        else:
            others |= dict.fromkeys(map(str, unread), reason)
    return others


def _reasons(entries: Sequence[Path], stems: set[str]) -> Iterator[tuple[Path, str]]:
    for entry in entries:
        suffix = entry.suffix.lower()
        if is_companion(entry):
            continue
        if _leads_out(entry):
            yield entry, "it is a link that leads out of the folder; copy the file, or name it on the command line"
        elif entry.is_dir():
            if not _belongs_to_page(entry, stems) and _has_interviews(entry):
                yield entry, "it is a folder; name it on the command line as well"
        elif suffix in SUFFIXES or (suffix in _RECORDINGS and document_id_of(entry) in stems):
            continue
        elif suffix in _RECORDINGS:
            yield entry, "it is a recording; put its transcript there under the same name, such as .srt or .txt"
        else:
            yield entry, _ADVICE.get(suffix, f"save the interview as one of {', '.join(SUFFIXES)}")


def _belongs_to_page(folder: Path, stems: set[str]) -> bool:
    """Tell whether a folder holds the pictures of a page that a browser saved beside it."""
    saved = _SAVED_PAGE_PARTS.fullmatch(unicodedata.normalize("NFC", folder.name))
    return bool(saved) and saved["page"] in stems if saved else False


def _has_interviews(folder: Path) -> bool:
    """Tell whether a folder seems to hold interviews, from the first entries in it."""
    try:
        with os.scandir(folder) as entries:
            return any(_is_interview(folder / entry.name) for entry in islice(entries, 1000))
    except OSError:
        return False
