from pathlib import Path
from types import SimpleNamespace

import pytest

from index.build import quotes_of_corpus
from index.documents import Corpus, read_documents

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="session")
def seeds() -> Corpus:
    """The interviews that come with the project, read once."""
    return read_documents([SEEDS])


@pytest.fixture(scope="session")
def cut_seeds(seeds) -> SimpleNamespace:
    """All quotes of the seeds, the turns of each document, and what failed."""
    quotes, turns, failures = quotes_of_corpus(seeds)
    return SimpleNamespace(quotes=quotes, turns=turns, failures=failures)
