import ast
import os
import re
import shlex
import subprocess
import tomllib
import unicodedata
from pathlib import Path

import pytest

from index.advice import advise_data_folder, quotebot, shell_words, toml_head, toml_lines
from index.corpus.sources import parse_sources
from tests.corpus.refusal import refusal
from tests.support.paths import ROOT
from tests.support.strangers import NAMES

BY_HAND = re.compile(r"(?:run|see|list them|make them|again|minutes|by hand): quotebot (?!setup)")


@pytest.fixture
def nothing_named():
    yield
    advise_data_folder(None)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_read_again_as_it_was_meant_also_from_a_message_in_one_line(name):
    head = toml_head(name)
    assert tomllib.loads(head) == {name: {}}
    assert " ".join(head.split()) == head.strip()
    assert parse_sources(f"{head}\nlink = false\n", "sources.toml") == {
        unicodedata.normalize("NFC", name): {"link": False}
    }


@pytest.mark.parametrize("name", NAMES)
def test_values_are_read_again_as_they_were_meant(name):
    table = {"title": name, "hosts": [name, "Ada"], "people": {name: name}, "link": False}
    assert tomllib.loads(toml_lines(table)) == table


def test_odd_blanks_and_unseen_marks_are_written_as_escapes():
    assert toml_lines({"a": "two  b\u3000c\u200dd\U000e0001"}) == ('a = "two \\u0020b\\u3000c\\u200dd\\U000e0001"\n')


def test_what_toml_cannot_hold_is_refused():
    assert refusal(toml_head, "\udcff") == "TOML cannot hold {'\\udcff': {}}; give the file another name"


@pytest.mark.parametrize("name", NAMES)
def test_a_shell_gives_each_word_as_it_was_meant(name):
    done = subprocess.run(
        ["/bin/bash", "-c", shell_words("printf", r"%s\0", name, "end")],
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=True,
    )
    assert not re.search(r"[\n\t\x1b]", shell_words(name))
    assert done.stdout.decode().split("\0")[:-1] == [name, "end"]


def test_a_path_is_never_taken_for_an_option():
    assert shell_words("rm", Path("-r"), Path("a/-b")) == "rm ./-r a/-b"


@pytest.mark.usefixtures("nothing_named")
def test_a_command_is_for_the_folder_that_this_call_was_for():
    assert quotebot("index") == "quotebot index"
    advise_data_folder(Path("my data"))
    assert quotebot("daily", "off", "a'b") == "quotebot --data 'my data' daily off 'a'\"'\"'b'"
    advise_data_folder(Path("-x"))
    assert shlex.split(quotebot("index")) == ["quotebot", "--data", "./-x", "index"]


def test_nobody_else_writes_toml_or_commands_by_hand():
    files = [file for part in ("index", "bot") for file in (ROOT / part).rglob("*.py")]
    others = [file for file in files if file != ROOT / "index" / "advice.py"]
    assert len(others) > 300
    assert [str(file) for file in others if re.search(r"^import tomli_w|shlex", file.read_text("utf-8"), re.M)] == []
    texts = [
        (str(file), node.value)
        for file in others
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [(file, text) for file, text in texts if BY_HAND.search(text)] == []
