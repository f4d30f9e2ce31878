"""A data folder, its interviews, the builds that something happens to, and the judgement of what is left.

A witness serves the folder meanwhile, and asks.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from index.storage.integrity import seal
from tests.support.paths import ROOT

from .corpus import QUESTIONS, write_texts

_ENVIRONMENT = {**os.environ, "QUOTEBOT_EMBEDDER": "auto", "PYTHONDONTWRITEBYTECODE": "1"}
_FIRST = {**_ENVIRONMENT, "QUOTEBOT_EMBEDDER": "usem3"}
_NEXT_STEP = r"(make room|run: quotebot (?:--data \S+ )?index|run this again|another folder with QUOTEBOT_DATA|ulimit)"
_ONE_LINE = re.compile(rf"quotebot: [^\n]+; [^\n]*{_NEXT_STEP}[^\n]*\n")
_REFUSED = {
    "Chroma could not write": "in Chroma",
    "does not find its own": "probe",
    "cannot keep what was read": "readings",
    "cannot keep vectors": "vectors",
    "cannot write the index": "files",
    "cannot be read": "pointer",
}
_STAGES = ("seal.json", "chroma", "rows.json", "stamp.json")
_STAGE_NAMES = ("finished", "in Chroma", "words, Chroma", "vectors")


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What happened to a build, how far it had come, which index answers after it, and what is wrong."""

    what: str
    exit_code: int
    stage: str
    answers: str
    violations: tuple[str, ...]


class IndexedFolder:
    """A data folder, in which one build follows another."""

    def __init__(self, folder: Path) -> None:
        self.data, self.seeds, self.questions = folder / "data", folder / "seeds", folder / "questions.jsonl"
        self.known: dict[str, dict[str, object]] = {}  # by text, and by text with what a first index of it answers
        self.seconds: dict[bool, float] = {}  # that a build takes, without the cache of vectors and with it
        self.seconds_of_both = 0.0  # that a first index and the full one behind it take, with the cache
        self._aged: dict[Path, bytes] = {}
        self.texts, self.answering = "A", "A"
        self.asked, self.longest_seconds = 0, 0.0  # of the witness
        self._may_refuse = False
        self._checker = _beside("check")
        self._witness: subprocess.Popen | None = None

    @classmethod
    def fresh(cls, folder: Path) -> "IndexedFolder":
        """Return a folder that knows by heart a first and a full index of either variant, built without trouble."""
        indexed = cls(folder)
        lines = [json.dumps({"id": number, "query": question}) for number, question in enumerate(QUESTIONS)]
        folder.mkdir(parents=True)
        indexed.questions.write_text("\n".join(lines), encoding="utf-8")
        for variant in "AB":
            write_texts(indexed.seeds, variant)
            indexed.texts = indexed.answering = variant
            for name, environment in ((first_of(variant), _FIRST), (variant, _ENVIRONMENT)):
                if problems := indexed.mend(env=environment):
                    raise RuntimeError(f"the first builds fail already: {problems}")
                indexed.known[name] = indexed._look()
        indexed._time_both()
        if any(look["problems"] or '"outcome": "answer"' not in look["answers"] for look in indexed.known.values()):
            raise RuntimeError(f"the first builds are not sound or answer nothing: {indexed.known}")
        return indexed

    def copy(self, folder: Path) -> "IndexedFolder":
        """Return this one anew in a copy of its folder, which is served from now on."""
        shutil.copytree(self.data.parent, folder, dirs_exist_ok=True)
        indexed = IndexedFolder(folder)
        indexed.known, indexed.seconds = self.known, dict(self.seconds)
        indexed.seconds_of_both = self.seconds_of_both
        indexed.texts, indexed.answering = self.texts, self.answering
        indexed._witness = _beside("witness", str(indexed.data))
        known = {variant: _hits(look["answers"]) for variant, look in self.known.items()}
        _tell(indexed._witness, known)
        if problems := indexed._testimony():  # before anything happens to the folder, it has opened it
            raise RuntimeError(f"the witness is not answered from the start: {problems}")
        return indexed

    def close(self) -> None:
        self._checker.communicate()
        if self._witness:
            self._witness.communicate()

    def turn_texts(self) -> None:
        """Write the variant that the current generation is not of, so that a build has something to do."""
        self.texts = "B" if self.answering[0] == "A" else "A"
        write_texts(self.seeds, self.texts)

    def age(self) -> None:
        """Have the current index be one of an older version, so that a build makes a first one and the full one."""
        folder = self.data / "generations" / self._pointed_to()[0]
        self._aged = {folder / name: (folder / name).read_bytes() for name in ("stamp.json", "seal.json")}
        stamp = json.loads((folder / "stamp.json").read_text()) | {"schema": 1}
        (folder / "stamp.json").write_text(json.dumps(stamp))
        seal(folder)

    def make_young(self) -> None:
        """Undo what `age` did, where the index is still there."""
        for file, content in self._aged.items():
            if file.exists():
                file.write_bytes(content)
        self._aged = {}

    def start_build(self, prefix=(), **options) -> subprocess.Popen:
        """Start `quotebot index` as a process group of its own, behind the words of `prefix`."""
        self._before = self._generations(), self._pointed_to()
        command = [sys.executable, *prefix, "-m", "bot", "--data", str(self.data), "index", str(self.seeds)]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=ROOT, start_new_session=True, **pipes | {"env": _ENVIRONMENT} | options)

    def end_build(self, what: str, build: subprocess.Popen) -> tuple[str, int, str, str]:
        """Wait for a build and return what happened, its exit code, what it said and how far it came."""
        said = build.communicate()[1]
        return what, build.returncode, said, self._stage(said)

    def judge(self, what: str, exit_code: int, said: str, stage: str) -> BuildOutcome:
        """Compare what a build left with its exit code: done means new, refused means old, killed means either.

        Where the index before was of an older version, what is refused or killed may leave a first one of the new text.
        """
        was_aged = bool(self._aged)
        self.make_young()
        look = self._look()
        violations = list(look["problems"])
        variants = [variant for variant, known in self.known.items() if known["quotes"] == look["quotes"]]
        names = [variant for variant in variants if self.known[variant]["answers"] == look["answers"]]
        if not variants:
            violations.append("the quotes are those of neither text")
        elif not names:
            violations.append(f"the answers are not those of {variants}: {look['answers']}")
        self.answering = names[0] if names else self.answering
        answers = {self.texts: "new", first_of(self.texts): "first"}.get(self.answering, "old")
        if answers == "first" and not was_aged:
            violations.append("a first index answers where the one before could be asked")
        if exit_code != -9 and (exit_code, answers) not in ((0, "new"), (1, "old"), (1, "first")):
            violations.append(f"the {answers} generation answers after exit code {exit_code}")
        if not (_ONE_LINE.fullmatch(said) if exit_code == 1 else said == ""):
            violations.append(f"it said: {said!r}")
        violations += self._testimony()
        return BuildOutcome(what, exit_code, stage, answers, tuple(violations))

    def mend(self, **options) -> list[str]:
        """Build once more with nothing in the way and return what is wrong after it."""
        has_cache = (self.data / "vectors.sqlite").exists()
        started = time.monotonic()
        build = self.start_build(**options)
        said = build.communicate()[1]
        self.seconds[has_cache] = time.monotonic() - started
        self.answering = self.texts
        violations = [f"the next build ended with {build.returncode}: {said}"] if build.returncode or said else []
        if self._generations() != set(self._pointed_to()) or len(self._pointed_to()) > 2:
            violations.append(f"generations {self._generations()} are left, but the pointer names {self._pointed_to()}")
        names = {"build.lock", "current", "generations", "readings.sqlite", "vectors.sqlite"}
        return violations + [f"{file} is left" for file in self.data.iterdir() if file.name not in names]

    def allow_refusals(self) -> None:
        """Let the witness be refused until it tells the next time; a wrong answer stays a violation."""
        self._may_refuse = True

    def _time_both(self) -> None:
        """Measure how long a first index and the full one take."""
        self.age()
        started = time.monotonic()
        self.start_build().communicate()
        self.seconds_of_both = time.monotonic() - started
        self._aged = {}

    def _look(self) -> dict[str, object]:
        return _asked_of(self._checker, [str(self.data), str(self.questions)])

    def _testimony(self) -> list[str]:
        """Return what was wrong with what the witness got since the last time, and with its last answer."""
        if not self._witness:
            return []
        testimony = _asked_of(self._witness, "what did you get?")
        self.asked += testimony["asked"]
        self.longest_seconds = max(self.longest_seconds, testimony["longest_seconds"])
        stale = [] if self.answering in testimony["answers"] else [f"text {self.answering} is not served"]
        refused = [] if self._may_refuse else testimony["refused"]
        self._may_refuse = False
        return [f"the witness: {complaint}" for complaint in (*refused, *testimony["wrong"], *stale)]

    def _generations(self) -> set[str]:
        return {folder.name for folder in (self.data / "generations").glob("*")}

    def _pointed_to(self) -> list[str]:
        pointer = self.data / "current"
        return pointer.read_text(encoding="utf-8").split() if pointer.is_file() else []

    def _stage(self, said: str) -> str:
        """Return how far a build came: by what refused it, or by the files it left."""
        if refused := [stage for words, stage in _REFUSED.items() if words in said]:
            return refused[0]
        generations, pointed_to = self._before
        is_pointed_elsewhere = self._pointed_to() != pointed_to
        for name in self._generations() - generations - set(self._pointed_to()):
            files = zip(_STAGES, _STAGE_NAMES, strict=True)
            stages = [stage for file, stage in files if (self.data / "generations" / name / file).exists()]
            return f"full: {[*stages, 'texts'][0]}" if is_pointed_elsewhere else [*stages, "texts"][0]
        return "current" if is_pointed_elsewhere else "none"


def first_of(variant: str) -> str:
    """Return what a first index of a variant of the texts is called."""
    return f"{variant} first"


def _beside(module: str, *arguments: str) -> subprocess.Popen:
    """Start a module of this folder as a process that is spoken to line by line."""
    command = [sys.executable, "-m", f"tests.campaigns.crashes.{module}", *arguments]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, env=_ENVIRONMENT, **pipes)


def _tell(process: subprocess.Popen, what: object) -> None:
    process.stdin.write(json.dumps(what) + "\n")
    process.stdin.flush()


def _asked_of(process: subprocess.Popen, what: object) -> dict[str, object]:
    _tell(process, what)
    return json.loads(process.stdout.readline())


def _hits(answers: str) -> list[list[list[str]]]:
    """Return (id, text, speaker) of every hit of each answer that `ask --json` printed."""
    answered = [json.loads(line) for line in answers.splitlines() if line.startswith("{")]
    return [[[hit["id"], hit["text"], hit["speaker"]] for hit in answer["hits"]] for answer in answered]
