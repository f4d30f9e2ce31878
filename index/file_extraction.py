"""From files to what interviews come to, one at a time, and those that were read before not again."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from index.corpus.documents import CorpusFiles, turns_file
from index.corpus.files import document_id_of, read_bytes
from index.errors import CorpusError
from index.extraction import Extraction, Interview, extract_interview, make_extraction
from index.reading_cache import Readings, reader_version

Progress = Callable[[int, int], None]  # with interviews that are done, and interviews in all


def extract_files(files: CorpusFiles, cache: Readings, progress: Progress) -> Extraction:
    """Return the quotes of all interviews, each once; one's failure does not stop the others.

    Args:
        files: Where they lie.
        cache: What they came to before; what is not among them any more is forgotten.
        progress: Told how many are done, as often as one is.
    """
    roster = files.roster
    known_people = repr((sorted(roster.by_alias.items()), sorted(roster.people.items()), sorted(roster.removed)))
    reader = hashlib.sha256(f"{reader_version()}\0{known_people}".encode()).hexdigest()
    interviews: dict[str, Interview] = {}
    failures = dict(files.failures)
    for number, (_, file) in enumerate(files.files):
        progress(number, len(files.files))
        try:
            key = _key(files, file, reader)
            interview = cache.get(key)
            if interview is None:
                interview = extract_interview(files.read(file), roster)
                if _key(files, file, reader) == key:  # else it was written to meanwhile
                    cache.put(key, interview)
            interviews[key] = interview
        except CorpusError as error:
            failures[str(file)] = str(error)
    progress(len(files.files), len(files.files))
    cache.keep_only(interviews)
    return make_extraction(list(interviews.values()), roster, dict(sorted(failures.items())))


def _key(files: CorpusFiles, file: Path, reader: str) -> str:
    """Return a hash of all that an interview's reading depends on."""
    curation = turns_file(file)
    listed = files.listings[file.parent].get(document_id_of(file), {})
    written = read_bytes(curation) if curation.exists() else None
    parts = (reader, file.name, str(curation) if written else "", json.dumps(listed, default=str, sort_keys=True))
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape"))
    for content in (read_bytes(file), written or b""):
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()
