"""Who asks, where no host is listed: told only where that is clear, since a guest who is called the host is wronged."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.domain import Document, Turn
from index.text.sentences import QUESTION_END

_LEAST_QUESTIONS = 2
_LEAST_SHARE = 0.3  # of the host's turns that end with a question
_MOST_OF_OTHERS = 0.5  # of the host's own share and count: those who ask as well are guests who ask, or hosts too
_MOST_TALKATIVE = 2.0  # the length of the host's turns beside that of the others': who asks says less


@dataclass(slots=True)
class _Asked:
    turns: int = 0
    questions: int = 0
    characters: int = 0

    @property
    def share(self) -> float:
        return self.questions / max(self.turns, 1)

    @property
    def length(self) -> float:
        return self.characters / max(self.turns, 1)

    def add(self, other: "_Asked") -> None:
        self.turns += other.turns
        self.questions += other.questions
        self.characters += other.characters


def clear_host(document: Document, turns: Sequence[Turn]) -> str | None:
    """Return who asks, and is no listed guest; None where several do, or what tells it says different things."""
    asked: dict[str, _Asked] = {}
    for turn in turns:
        if turn.speaker:
            is_question = bool(QUESTION_END.search(document.clean[turn.start : turn.end]))
            own = _Asked(turns=1, questions=int(is_question), characters=turn.end - turn.start)
            asked.setdefault(turn.speaker, _Asked()).add(own)
    candidates = [name for name in sorted(asked) if name not in document.source.guests]
    host = max(candidates, key=lambda name: asked[name].questions, default=None)
    if host is None:
        return None
    own, others = asked.pop(host), _Asked()
    for other in asked.values():
        others.add(other)
    is_clear = (
        own.questions >= _LEAST_QUESTIONS
        and own.share >= _LEAST_SHARE
        and others.turns > 0
        and others.share <= own.share * _MOST_OF_OTHERS
        and all(other.questions <= own.questions * _MOST_OF_OTHERS for other in asked.values())
        and own.length <= others.length * _MOST_TALKATIVE
    )
    return host if is_clear else None
