"""Who says what: the turns of a document, from its printed labels and from what a person wrote down."""

import re
from collections import defaultdict
from dataclasses import replace

from index.corpus.curation import curated_turns
from index.corpus.people import Roster
from index.corpus.sources import table_head
from index.domain import Block, Document, Turn
from index.errors import CorpusError
from index.turns.answers import find_asker
from index.turns.candidates import Label, is_whole_bold
from index.turns.holes import cut_holes, is_sound
from index.turns.labels import find_labels

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
            f"no speaker found in {name}; label each turn 'Name: …', list hosts and guests under {table_head(name)} "
            f"in sources.toml, or write down who speaks in {name}.turns.toml"
        )
    return turns


def _printed_turns(document: Document, roster: Roster) -> list[Turn]:
    """Return the turns that printed labels open; each goes on until something that is no speech."""
    found = find_labels(document, roster)
    labels = {label.block: label for label in found}
    asker = find_asker(document, found)
    is_alone = len({label.speaker for label in found}) == 1
    turns: list[Turn] = []
    current: Label | None = None
    open_turn = False
    for number, block in enumerate(document.blocks):
        start = block.start
        if label := labels.get(number):
            current, open_turn, start = label, False, label.body_start
        elif _ends_turn(document, block):
            current = None
        if current is None or _is_unsaid(document, block, start):
            open_turn = False
            continue
        if open_turn:
            turns[-1] = replace(turns[-1], end=block.end)
        else:
            turns.append(_turn(document, current, start, block.end))
            open_turn = True
        if is_alone:
            current = None  # whoever else speaks has no labels, so only what is labelled is sure
        elif label and label.whole_bold and asker:
            current, open_turn = asker.answer_label(label), False
    return cut_holes(document.clean, _with_roles(document, turns))


def _turn(document: Document, label: Label, start: int, end: int) -> Turn:
    if label.speaker is None:
        reason = f"the label {label.printed!r} names nobody"
        return Turn(start=start, end=end, speaker=None, attribution="none", confidence=0.0, reason=reason)
    return Turn(
        start=start,
        end=end,
        speaker=label.speaker,
        role=document.source.role_of(label.speaker),
        attribution=label.attribution,
        confidence=label.confidence,
    )


def _ends_turn(document: Document, block: Block) -> bool:
    """Tell whether an unlabelled block ends the turn before: a heading, an advert, a bold question, a rule."""
    if block.ends_turn or block.kind == "heading":
        return True
    is_sound_alone = is_sound(document.clean[block.start : block.end])
    return block.kind == "text" and not is_sound_alone and not _is_speech(document, block)


def _is_unsaid(document: Document, block: Block, start: int) -> bool:
    """Tell whether a block inside a turn is not part of it: an aside, a remark, nothing behind a label."""
    return block.kind == "aside" or start >= block.end or _is_remark(document, block, start)


def _is_speech(document: Document, block: Block) -> bool:
    """Tell a later paragraph of a turn from a section heading, an advert or page furniture."""
    text = document.clean[block.start : block.end]
    if _FURNITURE.match(text) or (_QUESTION_END.search(text) and is_whole_bold(document, block)):
        return False
    return bool(_SENTENCE_END.search(text)) or len(text) > _HEADING_CHARACTERS[bool(_HAN.search(text))]


def _is_remark(document: Document, block: Block, start: int) -> bool:
    return bool(_REMARK.match(document.clean, start, block.end))


def _with_roles(document: Document, turns: list[Turn]) -> list[Turn]:
    """Return the turns with a host, where the source lists none: who ends most turns with a question."""
    if document.source.hosts:
        return turns
    asked: dict[str, list[bool]] = defaultdict(list)
    for turn in turns:
        if turn.speaker and turn.speaker not in document.source.guests:
            asked[turn.speaker].append(bool(_QUESTION_END.search(document.clean[turn.start : turn.end])))
    share = {name: sum(questions) / len(questions) for name, questions in asked.items()}
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
