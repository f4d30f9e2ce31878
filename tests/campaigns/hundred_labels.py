"""What a hundred labels take by the keyboard: somebody in Chromium judges answers to questions of `tests/eval`.

    python -m tests.campaigns.hundred_labels [--data FOLDER] [--labels 100] [--pause 1.0]

Each question is judged as its labels say. It tells the keys a label, and the milliseconds from a key until the next
item is in the page, and until it is painted; once with a pause between two keys, as somebody needs to read, and once
without. Without a folder, `seeds/` is indexed first.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.runtime.settings import Settings
from bot.studio.pages import PAGES_OF_STUDIO
from bot.studio.studio import Studio
from bot.studio.verdicts import question_key
from index.evaluate import LabelledQuestion, answers_question, parse_labelled
from tests.peers.browser import Browser
from tests.studio.browsing import Running
from tests.studio.judge import Judge
from tests.support.needs import chromium
from tests.support.paths import ROOT, SEEDS

_QUESTIONS = ROOT / "tests" / "eval" / "train.jsonl"
_SPARE = 10  # the page shows some ahead
_WATCH = """(() => {
  window.inPage = [];
  window.painted = [];
  let pressed = 0;
  document.addEventListener("keydown", () => { pressed = performance.now(); }, true);
  new MutationObserver(() => {
    if (!pressed || !document.querySelector("#item [data-item]")) return;
    const since = pressed;
    pressed = 0;
    window.inPage.push(performance.now() - since);
    requestAnimationFrame(() => setTimeout(() => window.painted.push(performance.now() - since)));
  }).observe(document.getElementById("item"), { childList: true });
})()"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What some labels took; times are of the machine, in milliseconds, from a key until the next item is there."""

    labels: int
    keys: int
    seconds: float
    in_page: Sequence[float]
    painted: Sequence[float]


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        _prepare(data, options.data)
        for pause in (options.pause, 0.0):
            (data / "labels.jsonl").unlink(missing_ok=True)
            _tell(label(data, options.labels, pause), pause)


def label(data: Path, count: int, pause_seconds: float) -> Outcome:
    """Judge so many answers in a data folder, and return what it took."""
    questions, _ = parse_labelled(_QUESTIONS.read_text("utf-8"), str(_QUESTIONS))
    known = {question_key(question.question): question for question in questions[: count + _SPARE]}
    with _judging(data, [question.question for question in known.values()]) as (studio, judge):
        judge.browser.evaluate(_WATCH)
        keys, began = 0, time.monotonic()
        for _ in range(count):
            shown = judge.shown()
            time.sleep(pause_seconds)
            judge.decide(_key(studio, known[question_key(shown["question"])], shown["quote_id"]))
            keys += 1
        seconds = time.monotonic() - began
        judge.wait(lambda: _written(data) == count)
        in_page, painted = (judge.browser.evaluate(f"window.{name}") for name in ("inPage", "painted"))
    return Outcome(labels=_written(data), keys=keys, seconds=seconds, in_page=in_page, painted=painted)


def _key(studio: Studio, question: LabelledQuestion, quote_id: str) -> str:
    """Return the key that somebody presses who knows the answers."""
    if not question.spans:
        return "n"
    with studio.searcher().current(studio.restrictions()) as searcher:
        quote = searcher.quote(quote_id)
    return "r" if quote and answers_question(question, quote) else "w"


@contextmanager
def _judging(data: Path, questions: Sequence[str]) -> Iterator[tuple[Studio, Judge]]:
    studio = Studio(Settings(data=data))
    running = Running(studio, PAGES_OF_STUDIO)
    with (
        tempfile.TemporaryDirectory() as profile,
        closing(studio),
        closing(running),
        closing(Browser(chromium(), Path(profile))) as browser,
    ):
        browser.open(running.link)
        judge = Judge(browser, running.origin)
        judge.ask(*questions)
        yield studio, judge


def _prepare(data: Path, made: Path | None) -> None:
    """Have an index of `seeds/` in a folder, or a copy of one."""
    if made:
        shutil.copytree(made, data)
        return
    command = [sys.executable, "-m", "bot", "index", str(SEEDS), "--data", str(data)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _written(data: Path) -> int:
    file = data / "labels.jsonl"
    return len([json.loads(line) for line in file.read_text("utf-8").splitlines()]) if file.exists() else 0


def _tell(outcome: Outcome, pause_seconds: float) -> None:
    each = outcome.seconds / outcome.labels
    lines = [
        f"with a pause of {pause_seconds:g} s:",
        f"  {outcome.labels} labels, {outcome.keys / outcome.labels:.2f} keys each, {each:.3f} s each with the pause",
        *(_times(name, times) for name, times in (("in the page", outcome.in_page), ("painted", outcome.painted))),
    ]
    sys.stdout.write("\n".join([*lines, ""]))
    sys.stdout.flush()


def _times(name: str, times: Sequence[float]) -> str:
    in_order = sorted(times)
    median, most, worst = in_order[len(times) // 2], in_order[int(0.95 * len(times))], in_order[-1]
    return f"  the next item is {name} after {median:.1f} ms (half), {most:.1f} ms (95 of 100), {worst:.1f} ms (all)"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a data folder with an index of seeds/, which is copied")
    parser.add_argument("--labels", type=int, default=100)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two keys")
    return parser.parse_args()


if __name__ == "__main__":
    main()
