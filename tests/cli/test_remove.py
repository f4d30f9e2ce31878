import os
import pty
import re
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing

import pytest

from index.embed import make_embedder, views_of
from index.storage.generations import read_current
from tests.support.command_line import Run, failed
from tests.support.fakes import write_corpus
from tests.support.paths import ROOT
from tests.support.two_interviews import BEES, INTERVIEWS, SOURCES, SPEAKERS

STAYS = (
    "Votes stay as counts. Messages that were posted stay in their channels, but their buttons show it no more. "
    "Backups made before still hold it.\n"
)
BEES_GO = "bees: Bees above the city\n7 quotes: Mara Field 6, Tom Reed 1\n"
MARA_GOES = (
    "Mara Field: 6 quotes in 1 interview: bees 6\n"
    "What they ask is no longer shown with an answer either. What others say of them stays, as do all files.\n"
)


@pytest.fixture
def seeds(tmp_path):
    """A corpus folder without an index."""
    return write_corpus(tmp_path / "seeds", INTERVIEWS)


def speakers(folder):
    return sorted({quote.speaker for quote in read_current(folder / "data").quotes})


def generations(folder):
    return len(list((folder / "data" / "generations").iterdir()))


def test_an_interview_is_shown_and_taken_out_of_the_index_and_of_the_one_before(commands, folder):
    run = commands.run(folder, "remove", "bees", "--yes")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(f"{BEES_GO}Kept where it is: seeds/bees.txt\n{STAYS}")
    assert run.out.endswith("\nbees is removed. To put it back: quotebot remove --undo bees\n")
    assert (speakers(folder), generations(folder)) == (["林晓"], 1)
    left = {piece for quote in read_current(folder / "data").quotes for piece in quote.pieces}
    with closing(sqlite3.connect(folder / "data" / "vectors.sqlite")) as vectors:
        [count] = vectors.execute("SELECT count(*) FROM vectors").fetchone()
    assert count == len(left) * len(views_of(make_embedder()))
    assert (folder / "seeds" / "bees.txt").read_text() == BEES
    assert (folder / "seeds" / "sources.toml").read_text() == SOURCES.replace("[bees]\n", "[bees]\nremoved = true\n")
    again = commands.run(folder, "remove", "bees", "--yes")
    assert again == failed("bees is removed already; to put it back: quotebot remove --undo bees")


def test_what_was_removed_stays_so_when_read_again_and_comes_back_when_put_back(commands, folder):
    commands.run(folder, "remove", "Bees above the city", "--yes")
    assert commands.run(folder, "index").code == 0
    assert speakers(folder) == ["林晓"]
    assert commands.run(folder, "add", "seeds/bees.txt") == failed(
        "bees was removed; to let it be added again: quotebot remove --undo bees"
    )
    assert commands.run(folder, "remove", "--undo", "bees").code == 0
    assert speakers(folder) == ["Mara Field", "Tom Reed", "林晓"]
    assert (folder / "seeds" / "sources.toml").read_text() == SOURCES
    assert commands.run(folder, "remove", "--undo", "bees") == failed(
        "bees is not removed; there is nothing to put back"
    )


def test_a_person_is_taken_out_everywhere_by_any_name_and_put_back(commands, folder):
    run = commands.run(folder, "remove", "--speaker", "mara", "--yes")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(MARA_GOES + STAYS)
    assert run.out.endswith(
        "\nMara Field is removed. To put them back: quotebot remove --undo --speaker 'Mara Field'\n"
    )
    assert (speakers(folder), generations(folder)) == (["Tom Reed", "林晓"], 1)
    marked = SPEAKERS.replace('["Mara Field"]\n', '["Mara Field"]\nremoved = true\n')
    assert (folder / "seeds" / "speakers.toml").read_text() == marked
    write_corpus(folder / "desk", {"more.txt": BEES.replace("Mara Field:", "Mara:")})
    commands.run(folder, "add", "desk/more.txt", "--no-link", "--guest", "Mara", "--host", "Tom Reed")
    assert speakers(folder) == ["Tom Reed", "林晓"]
    assert commands.run(folder, "remove", "--speaker", "Mara Field", "--yes") == failed(
        "Mara Field is removed already; to put them back: quotebot remove --undo --speaker 'Mara Field'"
    )
    assert commands.run(folder, "remove", "--undo", "--speaker", "玛拉").code == 0
    assert speakers(folder) == ["Mara Field", "Tom Reed", "林晓"]
    assert (folder / "seeds" / "speakers.toml").read_text() == SPEAKERS


def test_a_host_who_is_removed_asks_nothing_above_an_answer_any_more(commands, folder):
    run = commands.run(folder, "remove", "--speaker", "Tom Reed", "--yes")
    assert run.out.startswith("Tom Reed: 1 quote in 1 interview: bees 1\n")
    quotes = read_current(folder / "data").quotes
    assert {quote.answers for quote in quotes if quote.source.id == "bees"} == {""}
    assert "Tom Reed" not in "".join(
        file.read_text() for file in (folder / "data").rglob("*.json*") if file.name != "seal.json"
    )


def test_who_is_not_listed_is_removed_by_the_name_that_is_printed(commands, tmp_path, seeds):
    run = commands.run(tmp_path, "remove", "--speaker", "赵明", "--yes")
    assert run.out.startswith("赵明: 0 quotes in 1 interview: tea 0\n")
    assert (seeds / "speakers.toml").read_text() == f'{SPEAKERS}\n["赵明"]\nremoved = true\n'
    assert [path.name for path in tmp_path.iterdir()] == ["seeds"]


def test_with_delete_the_files_go_and_what_is_listed_and_it_cannot_come_again(commands, folder):
    write_corpus(folder / "seeds", {"bees.turns.toml": "", "bees.turns.toml~": ""})
    run = commands.run(folder, "remove", "bees", "--delete", "--yes")
    assert run.code == 0
    assert run.out.startswith(
        f"{BEES_GO}Deleted for good: seeds/bees.txt, seeds/bees.turns.toml, seeds/bees.turns.toml~\n{STAYS}"
    )
    assert run.out.endswith("\nbees is removed. To let it be added again: quotebot remove --undo bees\n")
    assert sorted(path.name for path in (folder / "seeds").iterdir()) == ["sources.toml", "speakers.toml", "tea.txt"]
    listed = tomllib.loads((folder / "seeds" / "sources.toml").read_text())
    assert (list(listed), listed["bees"]) == (["tea", "bees"], {"removed": True})
    assert "honey" not in "".join(file.read_text() for file in (folder / "data").rglob("*.txt"))
    assert commands.run(folder, "remove", "bees", "--yes") == failed(
        "bees is removed already; to put it back: quotebot remove --undo bees"
    )
    assert commands.run(folder, "remove", "--undo", "bees").code == 0
    assert list(tomllib.loads((folder / "seeds" / "sources.toml").read_text())) == ["tea"]


def test_without_the_last_interview_nothing_is_answered_and_it_can_be_put_back(commands, folder):
    commands.run(folder, "remove", "bees", "--yes")
    run = commands.run(folder, "remove", "tea", "--yes")
    assert (run.code, run.err) == (0, "")
    assert run.out.endswith(
        "Nothing is left that could be asked for; a bot that runs says that the index cannot be reached.\n"
        "tea is removed. To put it back: quotebot remove --undo tea\n"
    )
    assert commands.run(folder, "ask", "tea") == failed("no index in 'data'; run: quotebot index")
    assert generations(folder) == 0
    assert commands.run(folder, "remove", "--undo", "tea").code == 0
    assert speakers(folder) == ["林晓"]


def test_what_an_earlier_run_could_not_take_out_goes_with_the_last_that_is_left(commands, folder):
    """As two runs at once leave it, where each finds nothing more to be indexed."""
    marked = re.sub(r'(\["(Mara Field|Tom Reed)"\]\n)', r"\1removed = true\n", SPEAKERS)
    (folder / "seeds" / "speakers.toml").write_text(marked)
    assert speakers(folder) == ["Mara Field", "Tom Reed", "林晓"]
    run = commands.run(folder, "remove", "tea", "--yes")
    assert (run.code, run.err, generations(folder)) == (0, "", 0)
    assert commands.run(folder, "ask", "bees") == failed("no index in 'data'; run: quotebot index")


def test_where_the_index_cannot_be_built_it_is_said_that_it_still_answers(commands, folder):
    run = commands.run(folder, "remove", "bees", "--yes", QUOTEBOT_EMBEDDER="sentence-transformers:nowhere")
    assert run.code == 1
    assert run.err.startswith("quotebot: it still answers, since the index could not be built: ")
    assert run.err.endswith("; run: quotebot index\n")
    assert "Mara Field" in speakers(folder)
    assert commands.run(folder, "index").code == 0
    assert speakers(folder) == ["林晓"]


def test_that_it_still_answers_is_said_first_where_the_state_cannot_be_read_either(commands, folder):
    (folder / "data" / "state.db").write_bytes(b"no database" * 100)
    run = commands.run(folder, "remove", "bees", "--yes", QUOTEBOT_EMBEDDER="sentence-transformers:nowhere")
    assert run.code == 1
    first, second = run.err.splitlines()
    assert first.startswith("quotebot: it still answers, since the index could not be built: ")
    assert second.startswith("quotebot: ")
    assert "state.db" in second


def test_another_interview_that_fails_is_told_and_what_was_removed_is_gone(commands, folder):
    write_corpus(folder / "seeds", {"lost.txt": "Ana: One.\n"})
    run = commands.run(folder, "remove", "bees", "--yes")
    assert (run.code, run.err) == (1, "quotebot: 1 of 2 files not indexed; each line above says why\n")
    assert (speakers(folder), generations(folder)) == (["林晓"], 1)


@pytest.mark.parametrize(
    ("arguments", "problem", "code"),
    [
        ([], "name an interview, or a person with --speaker NAME", 2),
        (["bees", "--speaker", "Tom"], "name an interview, or a person with --speaker NAME", 2),
        (
            ["--speaker", "Tom", "--delete"],
            "--delete is for interviews: what a person says stands among the words of others",
            2,
        ),
        (["beas"], "no interview is called 'beas'; did you mean bees?", 1),
        (["--speaker", "Tom Read"], "nobody here is called 'Tom Read'; did you mean Tom Reed or Tim Reed?", 1),
        (
            ["--speaker", "Xu"],
            "nobody here is called 'Xu'; here speak: Mara Field, Tim Reed, Tom Reed, 林晓, 赵明",
            1,
        ),
        (["--speaker", "Reed"], "'Reed' may be Tim Reed or Tom Reed; give the whole name", 1),
        (
            ["--speaker", "Mae"],
            "Mae Fox says nothing in these interviews, so there is nothing to remove; what others say of them stays",
            1,
        ),
        (["--speaker", "Tom", "--undo"], "Tom Reed is not removed", 1),
        (["other.txt"], "other.txt is no interview of the corpus folder seeds; there is nothing to remove", 1),
    ],
)
def test_what_cannot_be_removed_is_one_line_and_nothing_changes(commands, tmp_path, seeds, arguments, problem, code):
    more = f"{INTERVIEWS['bees.txt']}\nTim Reed: And what do they do at night?\n\nMara Field: They sleep.\n"
    people = f'{SPEAKERS}\n["Mae Fox"]\naliases = ["Mae"]\n'
    write_corpus(seeds, {"bees.txt": more, "speakers.toml": people})
    write_corpus(tmp_path, {"other.txt": BEES})
    before = {file: file.read_bytes() for file in seeds.iterdir()}
    assert commands.run(tmp_path, "remove", *arguments, "--yes") == failed(problem, code)
    assert {file: file.read_bytes() for file in seeds.iterdir()} == before


def test_where_nobody_can_be_asked_nothing_is_removed(commands, tmp_path, seeds):
    assert commands.run(tmp_path, "remove", "bees") == Run(
        code=2,
        out=f"{BEES_GO}Kept where it is: seeds/bees.txt\n{STAYS}",
        err="quotebot: nothing is removed, since nobody can be asked here; add --yes\n",
    )
    assert (seeds / "sources.toml").read_text() == SOURCES


@pytest.mark.parametrize(("answer", "code", "is_removed"), [("n\n", 130, False), ("y\n", 0, True)])
def test_in_a_terminal_it_is_asked_first(tmp_path, seeds, answer, code, is_removed):
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "remove", "bees"]
    run = subprocess.run(
        command, cwd=tmp_path, env=environment, stdin=theirs, capture_output=True, text=True, check=False
    )
    os.close(ours)
    os.close(theirs)
    assert run.returncode == code
    assert ("removed = true" in (seeds / "sources.toml").read_text()) is is_removed
    if not is_removed:
        assert run.stderr == "quotebot: nothing is removed\n"
