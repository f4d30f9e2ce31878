import tomllib

import pytest

from index.corpus.documents import read_documents, read_roster
from index.corpus.people_file import parse_people
from index.corpus.removal import with_mark, without_mark, without_table
from index.corpus.sources import parse_sources
from tests.corpus.refusal import refusal
from tests.support.fakes import write_corpus

TABLES = """\
# What is known.

[bees]  # of the roof
title = "Bees"
hosts = [
  "Tom Reed",
]
link = false

["talk.v2"]
# a comment
link = false
"""


def test_a_mark_is_one_line_in_its_table_and_the_rest_stays_as_it_is():
    marked = with_mark(TABLES, "bees", "sources.toml")
    assert marked == TABLES.replace("# of the roof\n", "# of the roof\nremoved = true\n")
    assert with_mark(marked, "bees", "sources.toml") == marked
    assert without_mark(marked, "bees", "sources.toml") == TABLES


def test_the_last_table_and_one_with_a_quoted_name_are_marked_too():
    marked = with_mark(TABLES, "talk.v2", "sources.toml")
    assert marked == TABLES.replace('["talk.v2"]\n', '["talk.v2"]\nremoved = true\n')
    assert without_mark(marked, "talk.v2", "sources.toml") == TABLES


@pytest.mark.parametrize("before", ["", TABLES])
def test_what_has_no_table_yet_gets_one_and_loses_it_again(before):
    marked = with_mark(before, "Ana Ruiz", "speakers.toml")
    assert marked == f'{before and before + chr(10)}["Ana Ruiz"]\nremoved = true\n'
    assert without_mark(marked, "Ana Ruiz", "speakers.toml") == before


def test_a_mark_that_was_denied_is_written_anew():
    text = "[bees]\nlink = false\nremoved = false\n"
    assert with_mark(text, "bees", "sources.toml") == "[bees]\nremoved = true\nlink = false\n"


def test_a_name_in_another_form_of_unicode_is_the_same_table():
    decomposed = '["Jose\\u0301"]\nlink = false\n'
    assert tomllib.loads(with_mark(decomposed, "Jos\u00e9", "sources.toml")) == {
        "Jose\u0301": {"removed": True, "link": False}
    }


def test_a_table_goes_with_its_comments_and_no_other_does():
    assert without_table(TABLES, "bees", "sources.toml") == (
        '# What is known.\n\n["talk.v2"]\n# a comment\nlink = false\n'
    )
    assert without_table(TABLES, "nowhere", "sources.toml") == TABLES


def test_a_table_with_tables_inside_is_marked_before_them():
    text = "[bees]\nlink = false\n[bees.people]\nA = 'B'\n"
    changed = with_mark(text, "bees", "sources.toml")
    assert tomllib.loads(changed) == {"bees": {"removed": True, "link": False, "people": {"A": "B"}}}


@pytest.mark.parametrize("text", ["bees = {link = false}\n", "bees.link = false\n"])
def test_a_table_that_is_written_otherwise_is_left_to_a_person(text):
    assert refusal(with_mark, text, "bees", "sources.toml") == (
        "[bees] in sources.toml cannot be changed without risk; write or delete removed = true there yourself"
    )


def test_a_person_who_is_removed_is_known_by_every_alias():
    roster = parse_people('["Ana Ruiz"]\nremoved = true\naliases = ["Anita"]\n\n["Bo Lind"]\nremoved = false\n', "p")
    assert (roster.removed, roster.canonical("anita")) == ({"Ana Ruiz"}, "Ana Ruiz")


def test_a_mark_is_true_or_false():
    assert refusal(parse_people, '["Ana Ruiz"]\nremoved = "yes"\n', "speakers.toml") == (
        "speakers.toml: removed of Ana Ruiz is 'yes', but must be true or false"
    )
    assert parse_sources("[bees]\nremoved = true\n", "sources.toml") == {"bees": {"removed": True}}


def test_an_interview_that_is_removed_is_not_read(tmp_path):
    files = {"a.txt": "Ana: One.\n", "b.txt": "Ana: Two.\n"}
    sources = "[a]\nlink = false\nremoved = true\n\n[b]\nlink = false\n"
    corpus = read_documents([write_corpus(tmp_path, {**files, "sources.toml": sources})])
    assert ([document.source.id for document in corpus.documents], corpus.failures) == (["b"], {})


def test_who_is_removed_in_one_folder_is_so_in_all(tmp_path):
    one = write_corpus(tmp_path / "one", {"a.txt": "Ana: One.\n", "sources.toml": "[a]\nlink = false\n"})
    other = {"b.txt": "Ana: Two.\n", "sources.toml": "[b]\nlink = false\n", "speakers.toml": "[Ana]\nremoved = true\n"}
    two = write_corpus(tmp_path / "two", other)
    assert read_documents([one, two]).roster.removed == {"Ana"}
    assert read_roster(one).removed == frozenset()
