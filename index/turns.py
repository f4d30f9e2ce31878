"""Who says what: the turns of a document, from its printed labels and from what a person wrote down."""

import re
from dataclasses import replace

from index.curation import curated_turns
from index.domain import Block, Document, Turn
from index.errors import CorpusError
from index.labels import Label, find_labels
from index.people import Roster

_SENTENCE_END = re.compile(r"[.。!！?？…—\-][\"'”’」』)）\]】]*\Z|[”\"」』]\Z")
_REMARK = re.compile(r"[\[(（【][^\[\](（【）】)]*[\])）】]\Z")
_HEADING_CHARACTERS = {True: 40, False: 80}  # Chinese or not: a longer block without a full stop is speech
_HAN = re.compile(r"[\u3400-\u9fff]")
_FURNITURE = re.compile(
    r"参考资料|往期精选|精选内容|推荐阅读|阅读原文|原文链接|责任编辑|版权声明|免责声明|关注公众号|打开网易新闻|点击阅读"
    r"|This transcript|Transcript by|Subscribe to|Sign up for|Follow us|Advertisement|All rights reserved|©"
)
_QUESTION_END = re.compile(r"[?？][\"'”’)）]*\Z")
_HOST_QUESTION_SHARE = 0.3


def split_turns(document: Document, roster: Roster) -> list[Turn]:
    """Return who says what in a document, in order and without overlap.

    Turns that a person wrote down win over printed labels. Text in no turn is nobody's:
    headlines, introductions, adverts, page furniture.

    Raises:
        CorpusError: No speaker was found, or the turns file does not fit the document.
    """
    curated = curated_turns(document)
    reads_labels = document.curation is None or document.curation.printed_labels
    printed = _printed_turns(document, roster) if reads_labels else []
    turns = sorted(_without(printed, curated) + curated, key=lambda turn: turn.start)
    if not any(turn.speaker for turn in turns):
        name = document.source.id
        raise CorpusError(
            f"no speaker found in {name}; label each turn 'Name: …', list hosts and guests under [{name}] in "
            f"sources.toml, or write down who speaks in {name}.turns.toml"
        )
    return turns


def _printed_turns(document: Document, roster: Roster) -> list[Turn]:
    """Return the turns that printed labels open; each goes on until something that is no speech."""
    labels = {label.block: label for label in find_labels(document, roster)}
    turns: list[Turn] = []
    current: Label | None = None
    open_turn = False
    for number, block in enumerate(document.blocks):
        start = block.start
        if label := labels.get(number):
            current, open_turn, start = label, False, label.body_start
        elif block.kind == "heading" or (block.kind == "text" and not _is_speech(document, block)):
            current = None
        if current is None or block.kind == "aside" or start >= block.end or _is_remark(document, block, start):
            open_turn = False
        elif open_turn:
            turns[-1] = _turn(document, current, turns[-1].start, block.end)
        else:
            turns.append(_turn(document, current, start, block.end))
            open_turn = True
    return _with_roles(document, turns)


def _turn(document: Document, label: Label, start: int, end: int) -> Turn:
    if label.speaker is None:
        reason = f"the label {label.printed!r} names nobody"
        return Turn(start=start, end=end, speaker=None, attribution="none", confidence=0.0, reason=reason)
    return Turn(start=start, end=end, speaker=label.speaker, role=document.source.role_of(label.speaker))


def _is_speech(document: Document, block: Block) -> bool:
    """Tell a later paragraph of a turn from a section heading, an advert or page furniture."""
    text = document.clean[block.start : block.end]
    if _FURNITURE.match(text):
        return False
    return bool(_SENTENCE_END.search(text)) or len(text) > _HEADING_CHARACTERS[bool(_HAN.search(text))]


def _is_remark(document: Document, block: Block, start: int) -> bool:
    return bool(_REMARK.match(document.clean, start, block.end))


def _with_roles(document: Document, turns: list[Turn]) -> list[Turn]:
    """Return the turns with a host, where the source lists none: who ends most turns with a question."""
    if document.source.hosts:
        return turns
    share: dict[str, float] = {}
    for name in {turn.speaker for turn in turns if turn.speaker} - set(document.source.guests):
        ends = [document.clean[turn.start : turn.end] for turn in turns if turn.speaker == name]
        share[name] = sum(bool(_QUESTION_END.search(text)) for text in ends) / len(ends)
    host = max(sorted(share), key=lambda name: share[name], default=None)
    if host is None or share[host] < _HOST_QUESTION_SHARE:
        return turns
    return [replace(turn, role="host") if turn.speaker == host else turn for turn in turns]


def _without(turns: list[Turn], cut_out: list[Turn]) -> list[Turn]:
    """Return `turns` with the stretches of `cut_out` taken out; what is left on either side stays."""
    for hole in cut_out:
        remaining: list[Turn] = []
        for turn in turns:
            pieces = [(turn.start, min(turn.end, hole.start)), (max(turn.start, hole.end), turn.end)]
            overlaps = turn.start < hole.end and hole.start < turn.end
            for start, end in pieces if overlaps else [(turn.start, turn.end)]:
                if start < end:
                    remaining.append(replace(turn, start=start, end=end))
        turns = remaining
    return turns
