"""Letters that stand for "question" and "answer" in other languages than English: "P:" and "R:" in Spanish."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from index.domain import Document
from index.text.names import is_person_like
from index.text.role_words import LETTER_PAIRS
from index.text.sentences import QUESTION_END
from index.turns.credits import text_behind
from index.turns.label_candidates import Label

_ASKING_SHARE = (
    0.5  # of what stands behind the one letter ends with a question, and less than half as much of the other
)
_LETTERS = "QA"


def with_letters_of_english(labels: Sequence[Label], document: Document) -> list[Label]:
    """Return labels, those that are letters for "question" and "answer" with the English ones.

    They could be initials as well. So there are to be two letters alone, which are a pair in some language; both recur,
    the one asks and the other does not, and no whole name among the labels begins with either.
    """
    behind: dict[str, list[bool]] = defaultdict(list)
    for label in labels:
        if len(letter := _letter(label.printed)) == 1 and letter.isalpha():
            behind[letter].append(bool(QUESTION_END.search(text_behind(label, document))))
    if len(behind) != 2 or min(map(len, behind.values())) < 2:
        return list(labels)
    share = {letter: sum(are_questions) / len(are_questions) for letter, are_questions in behind.items()}
    asking, answering = sorted(share, key=lambda letter: -share[letter])
    initials = {label.printed[0] for label in labels if " " in label.printed and is_person_like(label.printed)}
    is_pair = asking + answering in LETTER_PAIRS and not initials & {asking, answering}
    if not is_pair or share[asking] < max(_ASKING_SHARE, 2 * share[answering]):
        return list(labels)
    english = dict(zip((asking, answering), _LETTERS, strict=True))
    return [replace(label, printed=english.get(_letter(label.printed), label.printed)) for label in labels]


def _letter(printed: str) -> str:
    """Return a label without the number behind it: "P" of "P 12"."""
    return printed.rstrip("0123456789 ")
