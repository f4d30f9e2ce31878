"""Stand-ins for what is slow or large: a pure embedder, documents and corpus folders made of a few words."""

import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from index.corpus.documents import parse_document
from index.domain import Block, Curation, Document, Quote, Source, Turn
from index.embed import Vectors, Views, engine_texts
from index.formats.clean_text import clean_reading
from index.formats.readers import read_text
from index.storage.home import FolderHome
from index.storage.integrity import ask_each_for_itself
from index.storage.store.folder import fill


class HashEmbedder:
    """A pure function of the text: words and groups of three characters, counted by their crc32."""

    name = "hash-64"
    dim = 64

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        vectors = self._embed(texts)
        if progress and len(texts):
            progress(len(texts))
        return vectors

    def _embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(engine_texts(texts)):
            for token in _tokens(text.casefold()):
                vectors[row, zlib.crc32(token.encode()) % self.dim] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class QuickEmbedder(HashEmbedder):
    """Another view of meaning, which happens to see what `HashEmbedder` does."""

    name = "quick-64"


TWO_VIEWS = Views(HashEmbedder(), QuickEmbedder())


class HereHome(FolderHome):
    """A data folder whose vectors are written and asked for themselves by this process.

    The two that `FolderHome` starts for that take over a second each until they have imported Chroma.
    """

    def fill(self, folder: Path) -> None:
        fill(folder)

    def probe(self, folder: Path) -> None:
        ask_each_for_itself(folder)


class CountingEmbedder(HashEmbedder):
    """Remembers which texts it was asked to embed."""

    def __init__(self):
        self.asked = []

    def _embed(self, texts):
        self.asked += texts
        return super()._embed(texts)


def _tokens(text: str) -> list[str]:
    padded = f" {' '.join(text.split())} "
    return re.findall(r"\w+", text) + [padded[start : start + 3] for start in range(len(padded) - 2)]


def make_source(**fields: object) -> Source:
    return Source(
        **{"id": "talk", "title": "A talk", "link": "https://example.com/talk", "link_kind": "article"} | fields
    )


def clean_text(raw: str, suffix: str = ".txt") -> tuple[str, list[int], tuple[Block, ...]]:
    """Return what `clean_reading` makes of a text in the format of a file's suffix."""
    return clean_reading(read_text(raw, suffix))


def make_document(raw: str, curation: Curation | None = None, **source_fields: object) -> Document:
    return parse_document(raw, make_source(**source_fields), curation)


def make_turn(document: Document, text: str, speaker: str | None = "Ada", **fields: object) -> Turn:
    """Return the turn that says `text`, which stands in the clean text once."""
    assert document.clean.count(text) == 1
    start = document.clean.index(text)
    return Turn(start=start, end=start + len(text), speaker=speaker, **fields)


def make_quote(text: str = "Small models cost less.", **fields: object) -> Quote:
    """Return a quote of Ada's, at the beginning of a talk."""
    known = {
        "id": "q1", "text": text, "speaker": "Ada", "role": "guest", "attribution": "printed",
        "attribution_confidence": 1.0, "language": "en", "source": make_source(), "start": 0, "end": len(text),
        "raw_start": 0, "raw_end": len(text),
    }  # fmt: skip
    return Quote(**known | fields)


def write_corpus(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a corpus folder, made if there is none; line ends stay as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


class ManualClock:
    """A clock that stands still until `seconds` is set."""

    def __init__(self, seconds=0.0):
        self.seconds = seconds

    def __call__(self):
        return self.seconds
