"""Which interview somebody means who types a name: a file, or one of the corpus folder by its id or title."""

import unicodedata
from pathlib import Path

from index.corpus.documents import read_sources
from index.corpus.files import document_id_of, find_interviews
from index.errors import CorpusError
from index.search.similar_names import similar_values

_MOST_NAMES = 12


def interview_called(typed: str, folder: Path) -> Path:
    """Return the file of the interview that is called so; a file may be anywhere.

    Raises:
        CorpusError: There is none; offers the nearest.
    """
    if Path(typed).is_file():
        return Path(typed)
    files, _ = find_interviews([folder])
    by_id = {document_id_of(file): file for file in files}
    titles = {own_id: str(table.get("title", "")) for own_id, table in read_sources(folder).items()}
    names = {own_id: [own_id, file.name, titles.get(own_id, "")] for own_id, file in by_id.items()}
    wanted = unicodedata.normalize("NFC", typed.strip()).casefold()
    meant = [
        own_id for own_id, own in names.items() if wanted in (unicodedata.normalize("NFC", n).casefold() for n in own)
    ]
    if len(meant) == 1:
        return by_id[meant[0]]
    if meant:
        raise CorpusError(f"{typed!r} is the title of several interviews; name one by its id: {', '.join(meant)}")
    if near := similar_values(typed, names):
        raise CorpusError(f"no interview is called {typed!r}; did you mean {' or '.join(near)}?")
    known = sorted(by_id)
    more = f" and {len(known) - _MOST_NAMES} more" if len(known) > _MOST_NAMES else ""
    raise CorpusError(f"no interview is called {typed!r}; there are: {', '.join(known[:_MOST_NAMES])}{more}")
