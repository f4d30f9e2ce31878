"""What sets the questions of an interview apart from its answers: bold, a heading, a sign in front, a colour.

A mark is believed only where it explains the whole document: most of what bears it asks, an answer without it follows,
and hardly any question stands by itself without it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from index.domain import Block, BlockKind, Document
from index.text.sentences import QUESTION_END, is_question, split_sentences
from index.turns.label_candidates import is_whole_bold

_FEWEST_QUESTIONS = 2
_UNMARKED_SHARE = 0.25  # of the marked questions; more that stand alone without a mark, and it means something else
_LONGEST_QUESTION_CHARACTERS = 200
_NUMBER = re.compile(
    r"(?:Q\s?)?\d{1,3}\s?[.、．)）:：]|[（(]\d{1,3}[)）]|Q\d{1,3}\b|[①-⑳]|[一二三四五六七八九十]{1,3}、"
)
_SIGN = re.compile(r"[—–―－-]{1,3}(?=\s?[^\s\d])|[▲△▼▽◆◇■□●○◎▍▌▎►▶◤★☆※♦•·]|>{2,3}|[QＱ](?=[\s|｜丨])")
_WRAPPED = {"【": "】", "[": "]", "「": "」", "『": "』", "“": "”", "《": "》", "<": ">", "〔": "〕"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What sets questions apart.

    Attributes:
        name: As it stands in reasons: "in bold".
        blocks: The numbers of the blocks that bear it.
        questions: Those of them that ask.
        answers: Of which kind blocks are that answer.
    """

    name: str
    blocks: frozenset[int]
    questions: frozenset[int]
    answers: BlockKind = "text"


def find_mark(document: Document) -> Mark | None:
    """Return the mark that most answered questions of a document bear; None where no mark explains it."""
    bearers: dict[str, set[int]] = {}
    for number, block in enumerate(document.blocks):
        for name in _names(document, block):
            bearers.setdefault(name, set()).add(number)
    marks = [_mark(document, name, blocks) for name, blocks in bearers.items()]
    if quoted := _before_block_quotes(document):
        marks.append(quoted)
    believed = [mark for mark in marks if explains(document, mark)]
    return max(believed, key=lambda mark: _answered(document, mark), default=None)


def asks(document: Document, block: Block) -> bool:
    """Tell whether a block ends with a question mark, but for brackets and marks of quotation around it."""
    end = block.end - (document.clean[block.end - 1] in "】]」』》>〕—–-")
    return bool(QUESTION_END.search(document.clean[block.start : end]))


def _names(document: Document, block: Block) -> Iterator[str]:
    """Yield everything that sets a block apart."""
    text = document.clean[block.start : block.end]
    if block.kind == "heading":
        yield "headings"
        return
    if block.mark and block.mark != "a list item":
        yield block.mark if block.mark.startswith("in ") else f"{block.mark.removeprefix('a ')}s"
    if block.kind != "text":
        return
    if block.mark == "a list item":
        yield "list items"
    if is_whole_bold(document, block):
        yield "in bold"
    if block.style:
        yield f"in one style ({block.style})"
    if _NUMBER.match(text):
        yield "numbered"
    elif sign := _SIGN.match(text):
        yield f"behind {sign.group()!r}"
    elif text[-1] == _WRAPPED.get(text[0]):
        yield f"in {text[0]}{text[-1]}"


def _mark(document: Document, name: str, blocks: set[int]) -> Mark:
    questions = frozenset(number for number in blocks if asks(document, document.blocks[number]))
    return Mark(name=name, blocks=frozenset(blocks), questions=questions)


def _before_block_quotes(document: Document) -> Mark | None:
    """Return the mark of questions whose answers are block quotes, where nothing else stands between these."""
    quotes = {number for number, block in enumerate(document.blocks) if block.mark == "a block quote"}
    before = {number - 1 for number in quotes if number - 1 not in quotes and number > 0}
    questions = {number for number in before if asks(document, document.blocks[number])}
    if not questions or any(document.blocks[number].kind != "text" for number in before):
        return None
    marked = frozenset(before)
    return Mark(name="before block quotes", blocks=marked, questions=frozenset(questions), answers="aside")


def explains(document: Document, mark: Mark) -> bool:
    """Tell whether a mark is believed: most that bears it asks and is answered, and few questions stand without it."""
    questions = len(mark.questions)
    if _answered(document, mark) < max(_FEWEST_QUESTIONS, len(mark.blocks) / 2):
        return False
    others = range(min(mark.questions), len(document.blocks))
    unmarked = sum(_asks_alone(document, number) for number in others if number not in mark.blocks)
    return unmarked <= _UNMARKED_SHARE * questions


def _answered(document: Document, mark: Mark) -> int:
    """Count the questions right behind which an answer begins."""
    kinds = Counter(
        document.blocks[number + 1].kind
        for number in mark.questions
        if number + 1 < len(document.blocks) and number + 1 not in mark.blocks
    )
    return kinds[mark.answers]


def _asks_alone(document: Document, number: int) -> bool:
    """Tell whether a block is a question and nothing else, as those of who asks are."""
    block = document.blocks[number]
    if block.kind != "text" or block.end - block.start > _LONGEST_QUESTION_CHARACTERS:
        return False
    text = document.clean[block.start : block.end]
    return all(is_question(text[start:end]) for start, end in split_sentences(text))
