"""Somebody who asks all the time while builds are killed and refused; what it gets has to be what is known by heart.

It serves as `quotebot serve` does, in a process of its own. For every line of standard input it tells, as a line of
JSON, how many questions were asked since the line before, from which text the last answer may be, which questions were
refused and which answers were wrong.
"""

import json
import sys
import threading
import time
from pathlib import Path

from bot.operations.bootstrap import build_searcher
from bot.runtime.settings import Settings
from index.errors import QuotebotError

from .corpus import QUESTIONS, sayings

_PAUSE_SECONDS = 0.2


class Witness:
    """Asks the questions in turn.

    Args:
        data: The folder that is served.
        known: By text, and by text of a first index, what each question is answered with: (id, text, speaker) of
            every hit.
    """

    def __init__(self, data: Path, known: dict[str, list[list[list[str]]]]) -> None:
        self._searcher = build_searcher(Settings(data=data, embedder="auto"))
        self._known = known
        self._said = {variant: sayings(variant[0]) for variant in known}
        self._turn = threading.Condition()
        self._asked, self._answers, self._refused, self._wrong, self._longest_seconds = 0, [], [], [], 0.0

    def ask_for_ever(self) -> None:
        while True:
            for number, question in enumerate(QUESTIONS):
                started = time.monotonic()
                names = self._ask(number, question)
                with self._turn:
                    self._asked += 1
                    self._answers = names
                    self._longest_seconds = max(self._longest_seconds, time.monotonic() - started)
                    self._turn.notify_all()
                time.sleep(_PAUSE_SECONDS)

    def tell(self) -> dict[str, object]:
        """Return what there is to tell since the last time, once two more questions were answered."""
        with self._turn:
            enough = self._asked + 2
            self._turn.wait_for(lambda: self._asked >= enough)
            testimony = {
                "asked": self._asked,
                "answers": self._answers,
                "refused": self._refused,
                "wrong": self._wrong,
                "longest_seconds": self._longest_seconds,
            }
            self._asked, self._refused, self._wrong = 0, [], []
        return testimony

    def _ask(self, number: int, question: str) -> list[str]:
        """Ask one question, note a refusal or what is wrong with the answer, and return which texts give it."""
        try:
            hits = [hit.quote for hit in self._searcher.search(question, 3).hits]
        except (QuotebotError, OSError) as error:
            self._refused.append(f"{question}: {type(error).__name__}: {error}")
            return []
        answer = [[quote.id, quote.text, quote.speaker] for quote in hits]
        variants = [variant for variant, answers in self._known.items() if answers[number] == answer]
        if not variants:
            self._wrong.append(f"{question}: {answer} is the answer of neither text")
            return []
        foreign = [quote for quote in hits if quote.speaker != "Ada" or quote.text not in self._said[variants[0]]]
        self._wrong += [f"{question}: {quote.text!r} of {quote.speaker} is not in the interview" for quote in foreign]
        return variants


if __name__ == "__main__":
    witness = Witness(Path(sys.argv[1]), json.loads(sys.stdin.readline()))
    threading.Thread(target=witness.ask_for_ever, daemon=True).start()
    for _ in sys.stdin:
        sys.stdout.write(json.dumps(witness.tell()) + "\n")
        sys.stdout.flush()
