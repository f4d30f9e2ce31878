"""What the buttons of an answer carry, so that they work after a restart and know the question that is not stored."""

import re
from dataclasses import dataclass

_QUESTION = re.compile(r"ask:\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonValue:
    """An answer by its id, which of its quotes is shown (counted from 0), and what stands above it.

    `asker` is the name of who asked, empty where the question stands right above the answer anyway.
    """

    answer_id: str
    position: int = 0
    asker: str = ""
    question: str = ""

    def encode(self) -> str:
        """Return this value as a text: id and position on the first line, then asker, then question."""
        return f"{self.answer_id}.{self.position}\n{_one_line(self.asker)}\n{_one_line(self.question)}"

    @classmethod
    def decode(cls, text: str) -> "ButtonValue | None":
        """Return the value behind a text; asker and question may be missing. None for any other text."""
        first, _, rest = text.partition("\n")
        answer_id, _, position = first.partition(".")
        asker, _, question = rest.partition("\n")
        if not answer_id or not (position.isascii() and position.isdigit() and len(position) < 4):
            return None
        return cls(answer_id=answer_id, position=int(position), asker=asker, question=question)


def carries_question(action: str) -> bool:
    """Tell whether a button carries a question that is asked when it is pressed, by its action, such as "ask:1"."""
    return bool(_QUESTION.fullmatch(action))


def _one_line(text: str) -> str:
    return " ".join(text.split())
