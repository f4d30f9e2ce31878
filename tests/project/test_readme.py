"""What README.md and the guides tell people to type, open and set is there."""

import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest
import typer

from bot.cli import app
from bot.discord.definitions import command_definitions
from bot.domain.command import Ask, Daily, Forget, Random, Tell
from bot.intake.commands import parse_command
from tests.support.command_line import ROOT

GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "deploy").glob("*.md"))]
SETTING = r"\b(?:QUOTEBOT|SLACK|DISCORD)_[A-Z_]+\b"
CHAT = {
    "/quote daily 09:00 Asia/Shanghai": Daily,
    "/quote daily 18:30 New York weekdays from:altman lang:en topic:hiring": Daily,
    "/quote daily list": Daily,
    "/quote daily": Daily,
    "/quote forget me": Forget,
    "/quote help": Tell,
    "/quote privacy": Tell,
    "/quote settings": Tell,
    "/quote speakers": Tell,
    "/quote why do customers prefer small models": Ask,
    "/quote QUESTION": Ask,
}


def name(guide: Path) -> str:
    return str(guide.relative_to(ROOT))


def code(guide: Path) -> list[str]:
    """Return each line of the blocks of code, without its remark, and each piece of code within the text."""
    text = guide.read_text("utf-8")
    blocks = [re.sub(r"\s+# .*", "", line.strip()) for line in re.findall(r"(?m)^    (?! )(.+)", text)]
    return [*blocks, *re.findall(r"`([^`\n]+)`", text)]


def mentioned(pattern: str, guides: list[Path] = GUIDES) -> list[tuple[str, str]]:
    """Return (guide, what the pattern's group matches) for each place in the code of the guides."""
    return [(name(guide), match) for guide in guides for piece in code(guide) for match in re.findall(pattern, piece)]


def command_problem(words: list[str]) -> str | None:
    """Return which of the words behind `quotebot` is no subcommand, and no option of it; None where all are."""
    command = typer.main.get_command(app)
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        if words[0] not in command.commands:
            return words[0]
        command, words = command.commands[words[0]], words[1:]
    options = {option for given in command.params for option in (*given.opts, *given.secondary_opts)} | {"--help"}
    return next((word for word in words if word.startswith("--") and word not in options), None)


def anchors(guide: Path) -> set[str]:
    """Return the anchors that GitHub gives the headings of a guide."""
    headings = re.findall(r"(?m)^#+ (.+)", guide.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("guide", GUIDES, ids=name)
def test_every_link_leads_to_a_file_and_a_heading(guide):
    broken = []
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", guide.read_text("utf-8")):
        path, _, anchor = target.partition("#")
        file = (guide.parent / path) if path else guide
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert broken == []


def test_the_readme_leads_to_every_guide():
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert {name(guide) for guide in GUIDES} - {"README.md"} <= set(links)


def test_every_path_is_there():
    paths = mentioned(
        r"(?<![\w./~-])((?:bot|index|tests|seeds|deploy)/[\w./-]*\w|[\w.]+\.(?:md|yaml|sh|lock))(?![\w/])"
    )
    invented = {"talk.md", "sources.toml"}
    missing = [
        (guide, path)
        for guide, path in paths
        if path not in invented and not any((folder / path).exists() for folder in (ROOT, (ROOT / guide).parent))
    ]
    assert missing == []
    assert len(paths) > 80


def test_every_target_of_make_is_there():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = mentioned(r"^make (?:[A-Z]+=\S+ )?([a-z-]+)")
    assert [(guide, target) for guide, target in targets if f"\n{target}:" not in makefile] == []
    assert {target for _, target in targets} >= {"demo", "test", "lint", "pictures", "bench"}


def test_every_command_and_option_is_there():
    typed = mentioned(r"(?:^|(?<=/bin/)|(?<=(?<!-u) ))quotebot ([a-z-][^>|]*)")
    typed += mentioned(r"docker compose run (?:-\S+ (?:\S+:/\S+ )?)*(?:bot|discord) (.+)")
    problems = [(guide, words, problem) for guide, words in typed if (problem := command_problem(shlex.split(words)))]
    assert problems == []
    assert len(typed) > 80
    assert [command_problem(["aks"]), command_problem(["ask", "--counts"])] == ["aks", "--counts"]


def test_every_setting_is_one():
    settings = re.findall(SETTING, (ROOT / "bot" / "runtime" / "settings.py").read_text("utf-8"))
    of_the_proxy = re.findall(r"\{\$([A-Z_]+)", (ROOT / "deploy" / "Caddyfile").read_text("utf-8"))
    assert of_the_proxy == ["QUOTEBOT_DOMAIN"]
    used = [(name(guide), setting) for guide in GUIDES for setting in re.findall(SETTING, guide.read_text("utf-8"))]
    assert [place for place in used if place[1] not in (*settings, *of_the_proxy)] == []
    assert len(used) > 20


def test_every_module_that_is_run_is_there():
    modules = {module for _, module in mentioned(r"-m (tests\.[\w.]+)")}
    paths = [ROOT / module.replace(".", "/") for module in sorted(modules)]
    assert [path for path in paths if not (path.with_suffix(".py").exists() or (path / "__main__.py").exists())] == []
    assert len(paths) > 5


def test_every_extra_is_one():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert {extra for _, extra in mentioned(r"\.\[([\w-]+)\]")} == {"sentence-transformers"} & set(extras)


def test_every_command_of_slack_is_understood_as_what_it_is_said_to_be():
    typed = {text for _, text in mentioned(r"^(/quote (?!question:).+)")}  # that one is Discord's
    assert {text: type(parse_command(text.removeprefix("/quote"))) for text in typed} == CHAT
    assert isinstance(parse_command("random"), Random)


def test_every_command_of_discord_is_defined():
    defined = {
        command["name"]: {option["name"] for option in command.get("options", ())} for command in command_definitions()
    }
    typed = mentioned(r"^/(quotes|daily) (\w+)") + mentioned(r"^/(quote) (question):")
    assert [(guide, words) for guide, words in typed if words[1] not in defined[words[0]]] == []
    assert len(typed) > 8


def summaries(command: object) -> list[str]:
    """Return what the help of a command and of all below it says in a line of each subcommand."""
    below = getattr(command, "commands", {})
    return [one.get_short_help_str(80 - 11) for one in below.values()] + [
        line for one in below.values() for line in summaries(one)
    ]


def test_no_summary_in_the_help_is_cut():
    lines = summaries(typer.main.get_command(app))
    assert [line for line in lines if line.endswith("...")] == []
    assert len(lines) > 20


def test_the_steps_that_are_pasted_make_settings_that_only_their_owner_reads(tmp_path):
    [step] = {line for line in code(GUIDES[0]) if ".env.example" in line and line.startswith("test")}
    (tmp_path / ".env.example").write_text("#SLACK_BOT_TOKEN=\n")
    for _ in range(2):  # the second time, nothing that was filled in is lost
        subprocess.run(["/bin/sh", "-c", step], cwd=tmp_path, check=True)
        (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-1\n")
    assert (tmp_path / ".env").read_text() == "SLACK_BOT_TOKEN=xoxb-1\n"
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
