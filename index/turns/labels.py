"""Printed speaker labels: which of the candidates name somebody, and whom.

A document uses one shape of labels; what looks like a label in another shape is speech. When in doubt, a label
names nobody: it ends the turn before, and what stands behind it is nobody's.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.corpus.people import Roster, fold_name, stated_name
from index.domain import Document, Source
from index.text.names import (
    is_answering,
    is_asking,
    is_marker,
    is_name_like,
    is_person_like,
    is_question_or_answer,
    is_somebody,
)
from index.turns.candidates import Label, find_candidates

_TITLE = re.compile(
    r"^(?:主持人|嘉宾|记者|host|guest|interviewer|moderator|(?:mr|mrs|ms|dr|prof|professor|sir)\b\.?)\s*"
    r"|\s*[(（\[][^()（）\[\]]*[)）\]]$|[,，].{1,40}$|(?:先生|女士|老师|教授|博士)$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\s*(?:\band\b|&|/|、|和|与)\s*", re.IGNORECASE)
_REPEATS_OF_AN_UNLISTED_NAME = 3
_MOST_MERGED_NAMES = 50
_ROLE_CONFIDENCE = 0.9


def find_labels(document: Document, roster: Roster) -> list[Label]:
    """Return the labels of a document in order, in the one shape that names most speakers.

    Names listed for the source win; without a list, names count that stand as labels at least twice.
    """
    source = document.source
    candidates = [
        replace(label, printed=stated_name(source, label.printed) or label.printed)
        for label in find_candidates(document)
        if label.printed
    ]
    if source.hosts or source.guests:
        known = _named(candidates, source, roster)
    else:
        known = _discovered(candidates, document, roster)
    if len(known) < 2:
        return []
    shape, _ = Counter(label.shape for label in known).most_common(1)[0]
    known = [label for label in known if label.shape == shape]
    others = _unlisted([label for label in candidates if label.shape == shape], known, source, roster)
    return sorted(known + others, key=lambda label: label.block)


def _named(candidates: Sequence[Label], source: Source, roster: Roster) -> list[Label]:
    """Return the candidates that name one of the people listed for the source, or a role among them."""
    people = list(dict.fromkeys((*source.hosts, *source.guests, *dict(source.people).values())))
    cache: dict[str, str | None] = {}
    are_roles = _asks_and_answers(candidates)
    known = []
    for label in candidates:
        if label.printed not in cache:
            cache[label.printed] = _resolve(label.printed, people, roster)
        if is_asking(label.printed) or is_answering(label.printed):
            known.append(_with_role(label, source, are_roles))
        elif cache[label.printed]:
            known.append(replace(label, speaker=cache[label.printed]))
    return known


def _resolve(printed: str, people: Iterable[str], roster: Roster) -> str | None:
    if len(fold_name(printed)) < 2 and printed.isascii():
        return None  # one letter may be a choice in a list, and half of a name is no initial
    names = list(people)
    return roster.resolve(printed, names) or roster.resolve(_TITLE.sub("", printed), names)


def _asks_and_answers(candidates: Iterable[Label]) -> bool:
    """Tell whether "Q" and "A" are a question and an answer here, not the letters of a list that has a "B" too."""
    printed = {label.printed for label in candidates}
    return any(map(is_asking, printed)) and any(map(is_answering, printed)) and not {"B", "b"} & printed


def _with_role(label: Label, source: Source, asks_and_answers: bool) -> Label:
    """Return a label such as "Q" or "主持人" with the one person in that role; nobody if there are several."""
    own, other = (source.hosts, source.guests) if is_asking(label.printed) else (source.guests, source.hosts)
    one_of_each = len(other) == 1 and asks_and_answers
    if len(own) != 1 or (is_question_or_answer(label.printed) and not one_of_each):
        return label
    return replace(label, speaker=own[0], attribution="inferred", confidence=_ROLE_CONFIDENCE)


def _discovered(candidates: Sequence[Label], document: Document, roster: Roster) -> list[Label]:
    """Return the candidates whose name stands as a label at least twice, for a source that lists nobody.

    One name alone is no conversation: who else speaks would be taken for that one.
    """
    likely = [label for label in candidates if _could_speak(label, document)]
    counts = Counter((label.shape, fold_name(label.printed)) for label in likely)
    repeated = [label.printed for label in likely if counts[label.shape, fold_name(label.printed)] > 1]
    full_names = _full_names(repeated, [label.printed for label in likely])
    speakers = {fold_name(name): full_names.get(fold_name(name), name) for name in repeated}
    speakers |= {fold_name(name): name for name in full_names.values()}
    if len(set(speakers.values())) < 2:
        return []
    known = []
    for label in candidates:
        if is_question_or_answer(label.printed):
            known.append(label)
        elif speaker := speakers.get(fold_name(label.printed)):
            known.append(replace(label, speaker=_canonical(speaker, document, roster)))
    return known


def _could_speak(label: Label, document: Document) -> bool:
    """Tell whether a candidate looks like a name, and on a line of its own has speech behind it."""
    if not is_name_like(label.printed) or is_question_or_answer(label.printed) or is_somebody(label.printed):
        return False
    if label.shape == "colon" or label.has_body:
        return True
    following = document.blocks[label.block + 1 : label.block + 2]
    return bool(following) and document.clean[following[0].end - 1] in '.。!！?？…—"”’)）」'


def _full_names(repeated: Sequence[str], printed: Sequence[str]) -> dict[str, str]:
    """Return the full name behind each short one, folded, where only one of the printed names can be meant."""
    names = list(dict.fromkeys(repeated))
    longer = [name for name in dict.fromkeys(printed) if " " in name or "·" in name]
    if len(names) > _MOST_MERGED_NAMES or len(longer) > _MOST_MERGED_NAMES:
        return {}
    found = {name: Roster().resolve(name, [full for full in longer if full != name]) for name in names}
    return {fold_name(name): full for name, full in found.items() if full and is_person_like(full)}


def _canonical(name: str, document: Document, roster: Roster) -> str:
    """Return the canonical name behind a printed one; a mere first name may be somebody else's of that name."""
    canonical = roster.canonical(name)
    full = (canonical, roster.person(canonical).other_script or canonical)
    known = " " in name or "·" in name or any(each in document.clean for each in full)
    return canonical if known else name


def _unlisted(candidates: Sequence[Label], known: Sequence[Label], source: Source, roster: Roster) -> list[Label]:
    """Return the other labels that end the turn before, with a speaker where the name stands there often enough."""
    taken = {label.block for label in known}
    all_bold = all(label.bold for label in known)
    others = [label for label in candidates if label.block not in taken and (label.bold or not all_bold)]
    counts = Counter(label.printed for label in others)
    spoken = {label.printed for label in others if label.has_body} or {label.printed for label in others}
    people = (*source.hosts, *source.guests)
    unlisted = []
    for label in others:
        often = counts[label.printed] >= _REPEATS_OF_AN_UNLISTED_NAME and label.printed in spoken
        if often and _is_new_name(label.printed, people, roster):
            unlisted.append(replace(label, speaker=label.printed))
        elif often or (label.bold and all_bold) or _could_be_somebody(label.printed):
            unlisted.append(label)
    return unlisted


def _is_new_name(printed: str, people: Sequence[str], roster: Roster) -> bool:
    """Tell whether a name can stand for somebody who is not listed: not for two of those who are, nor for several."""
    if not is_name_like(printed) or is_somebody(printed) or _SEVERAL.search(printed):
        return False
    return not any(_resolve(printed, [name], roster) for name in people)


def _could_be_somebody(printed: str) -> bool:
    names = [name for name in _SEVERAL.split(printed) if name]
    return is_somebody(printed) or is_marker(printed) or (bool(names) and all(map(is_person_like, names)))
