import re

import pytest

from index.corpus.curation import parse_curation
from index.corpus.download_records import parse_download_records
from index.corpus.people import Roster
from index.corpus.people_file import parse_people
from index.corpus.sources import parse_sources
from index.errors import CorpusError


def parse_turns(text: str, path: str) -> object:
    return parse_curation(text, path, Roster())


@pytest.mark.parametrize("parse", [parse_sources, parse_people, parse_turns, parse_download_records])
@pytest.mark.parametrize(
    ("value", "problem"), [("[" * 100_000, "nested too deeply"), ("9" * 5000, "Exceeds the limit .+"), ("[", ".+")]
)
def test_toml_that_cannot_be_held_is_refused_as_broken_toml_is(parse, value, problem):
    with pytest.raises(CorpusError) as refused:
        parse(f"[talk]\ntitle = {value}", "file.toml")
    assert re.fullmatch(rf"file\.toml: broken TOML: {problem}", str(refused.value))
