from pathlib import Path

import pytest

from index.cutting import Cut, cut_corpus
from index.documents import Corpus, read_documents

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="session")
def seeds() -> Corpus:
    """The interviews that come with the project, read once."""
    return read_documents([SEEDS])


@pytest.fixture(scope="session")
def cut_seeds(seeds) -> Cut:
    """All quotes of the seeds, the turns of each document, and what failed."""
    return cut_corpus(seeds)
