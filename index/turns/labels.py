"""Speaker labels: which of the candidates name somebody, and whom.

A document uses one shape of labels; what looks like a label in another shape is speech. When in doubt, a label
names nobody: it ends the turn before, and what stands behind it is nobody's.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.corpus.people import Roster, fold_name, stated_name
from index.domain import Document
from index.text.names import (
    is_answering,
    is_asking,
    is_marker,
    is_name_like,
    is_person_like,
    is_question_or_answer,
    is_somebody,
)
from index.text.prefixes import is_label_like
from index.turns.credits import without_credits, without_head
from index.turns.inner_labels import with_inner_labels
from index.turns.label_candidates import Label, Shape, find_candidates
from index.turns.label_density import stand_everywhere
from index.turns.letter_pairs import with_letters_of_english
from index.turns.role_labels import with_roles
from index.turns.speakers import Speakers, is_several
from index.turns.stray_labels import is_misprint, without_strays

_STRONG: tuple[Shape, ...] = ("colon", "line", "bracket", "bold")
_WEAK: tuple[Shape, ...] = (
    "inside",
    "timed",
    "stop",
    "pipe",
    "dash",
)  # prose has them too, so they have to explain the whole document
_REPEATS_OF_AN_UNLISTED_NAME = 3
_REPEATS_OF_A_LABEL_LIKE_NAME = 2
_WORDS_OF_A_NAME = 3
_SENTENCE_MARKS = ".。!！?？…—"


def find_labels(document: Document, roster: Roster) -> list[Label]:
    """Return the labels of a document in order, in the one shape that names most speakers.

    Names listed for the source win; without a list, names count that stand as labels at least twice, or all where
    (nearly) every block begins with a label.
    """
    candidates = [
        replace(label, printed=stated_name(document.source, label.printed) or label.printed)
        for label in find_candidates(document)
        if label.printed or label.shape == "voice"
    ]
    candidates = with_letters_of_english(candidates, document)
    speakers = Speakers.of(document, roster, _full_names(candidates))
    voices = [label for label in candidates if label.shape == "voice"]
    if voices:
        return with_inner_labels(_with_names(voices, speakers), document, speakers)
    of_shape = {shape: [label for label in candidates if label.shape == shape] for shape in (*_STRONG, *_WEAK)}
    known = {shape: _known_labels(of_shape[shape], document, speakers) for shape in _STRONG}
    shape = max(_STRONG, key=lambda shape: len(known[shape]))
    if len(known[shape]) < 2:
        known |= {shape: _dense_labels(of_shape[shape], document, speakers) for shape in _WEAK}
        shape = max(_WEAK, key=lambda shape: len(known[shape]))
    if len(known[shape]) < 2:
        return []
    others = _unlisted_labels(of_shape[shape], known[shape], speakers)
    labels = sorted(known[shape] + others, key=lambda label: label.block)
    labels = with_inner_labels(without_credits(labels, document, speakers), document, speakers)
    return without_strays(labels, speakers)


def _full_names(candidates: Sequence[Label]) -> list[str]:
    """Return the printed names that shorter labels may stand for: on a line of its own, only where it comes back."""
    counts = Counter(label.printed for label in candidates)
    return [
        label.printed
        for label in candidates
        if is_name_like(label.printed) and (label.shape in ("colon", "voice") or counts[label.printed] > 1)
    ]


def _known_labels(candidates: Sequence[Label], document: Document, speakers: Speakers) -> list[Label]:
    """Return the candidates of one shape that name somebody who is known to speak."""
    if dense := _dense_labels(candidates, document, speakers):
        return dense
    if speakers.listed:
        return _listed_labels(candidates, speakers, document)
    return _recurring_labels(candidates, document, speakers)


def _dense_labels(candidates: Sequence[Label], document: Document, speakers: Speakers) -> list[Label]:
    """Return the candidates of one shape with names, where they stand at (nearly) every block; else nothing."""
    labels = _with_names(with_roles(stand_everywhere(candidates, document), document.source), speakers)
    labels = without_head(labels, speakers)
    return labels if len({label.speaker for label in labels}) > 1 else []


def _with_names(labels: Iterable[Label], speakers: Speakers) -> list[Label]:
    """Return labels that are certain to be such, with whom they name; nobody where that is nobody in particular."""
    labels = list(labels)
    counts = Counter(label.printed for label in labels)
    names: dict[str, str | None] = {}
    with_names = []
    for label in labels:
        if label.printed not in names:
            is_nobody = _is_nobody(label.printed) or (counts[label.printed] == 1 and _is_wordy(label, speakers))
            names[label.printed] = None if is_nobody else speakers.name_behind(label.printed)
        is_done = label.speaker or names[label.printed] is None
        with_names.append(label if is_done else replace(label, speaker=names[label.printed]))
    return with_names


def _is_wordy(label: Label, speakers: Speakers) -> bool:
    """Tell whether a label that stands there only once is rather a few words with a colon than a name.

    Where people are listed, one word alone that is nobody's of them may be anything ("Paris: a city …").
    """
    words = label.printed.split()
    is_timed = label.start_seconds is not None and len(words) > 1  # "At 10:30: we met" has a time, too
    if label.shape == "voice" or is_timed or speakers.listed_name(label.printed):
        return False
    if not is_label_like(label.printed):
        return len(words) > _WORDS_OF_A_NAME or words[0][0].isupper()  # a nickname is small throughout
    if label.start_seconds is not None:
        return False
    return bool(speakers.listed) and len(words) == 1 and words[0].isalpha() and words[0].isascii()


def _is_nobody(printed: str) -> bool:
    return not printed or is_marker(printed) or is_somebody(printed) or is_question_or_answer(printed)


def _listed_labels(candidates: Sequence[Label], speakers: Speakers, document: Document) -> list[Label]:
    """Return the candidates that name one of the people listed for the source, or a role among them."""
    names = {label.printed: speakers.listed_name(label.printed) for label in candidates}
    known = []
    for label in with_roles(candidates, document.source):
        if is_asking(label.printed) or is_answering(label.printed):
            known.append(label)
        elif name := names[label.printed]:
            known.append(replace(label, speaker=name))
    return known


def _recurring_labels(candidates: Sequence[Label], document: Document, speakers: Speakers) -> list[Label]:
    """Return the candidates whose name stands as a label at least twice, for a source that lists nobody.

    One name alone is no conversation: who else speaks would be taken for that one.
    """
    likely = [label for label in candidates if _could_speak(label, document)]
    counts = Counter(fold_name(label.printed) for label in likely)
    repeated = [label.printed for label in likely if counts[fold_name(label.printed)] > 1]
    names = {fold_name(name): speakers.name_behind(name) for name in dict.fromkeys(repeated)}
    full = {name for name in names.values() if name}
    names |= {fold_name(name): name for name in full}
    asks = sum(is_asking(label.printed) for label in candidates) > 1
    if len(full) < 2 - asks:
        return []
    known = []
    for label in candidates:
        if is_question_or_answer(label.printed):
            known.append(label)
        elif fold_name(label.printed) in names:
            known.append(replace(label, speaker=names[fold_name(label.printed)]))
    return known


def _could_speak(label: Label, document: Document) -> bool:
    """Tell whether a candidate looks like a name, and on a line of its own has speech behind it."""
    is_name = is_name_like(label.printed) or (label.shape == "colon" and is_label_like(label.printed))
    if not is_name or is_question_or_answer(label.printed) or is_somebody(label.printed):
        return False
    if label.shape != "line" or label.has_body:
        return True
    following = document.blocks[label.block + 1 : label.block + 2]
    return bool(following) and document.clean[following[0].end - 1] in f'{_SENTENCE_MARKS}"”’)）」'


def _unlisted_labels(candidates: Sequence[Label], known: Sequence[Label], speakers: Speakers) -> list[Label]:
    """Return the other labels that end the turn before, with a speaker where the name stands there often enough."""
    taken = {label.block for label in known}
    all_bold = all(label.bold for label in known)
    others = [label for label in candidates if label.block not in taken and (label.bold or not all_bold)]
    counts = Counter(label.printed for label in others)
    spoken = {label.printed for label in others if label.has_body} or {label.printed for label in others}
    names = {printed: speakers.name_behind(printed) for printed in counts}
    printed_names = {label.printed for label in known}
    unlisted = []
    for label in others:
        printed, count = label.printed, counts[label.printed]
        is_like_a_label = label.shape == "colon" and is_label_like(printed)
        often = printed in spoken and count >= (
            _REPEATS_OF_A_LABEL_LIKE_NAME if is_like_a_label else _REPEATS_OF_AN_UNLISTED_NAME
        )
        if often and _is_new_name(printed, is_like_a_label, speakers):
            unlisted.append(replace(label, speaker=names[printed]))
        elif (
            often
            or (label.bold and all_bold)
            or is_like_a_label
            or _could_be_somebody(printed)
            or is_misprint(printed, printed_names)
        ):
            unlisted.append(label)
    return unlisted


def _is_new_name(printed: str, is_like_a_label: bool, speakers: Speakers) -> bool:
    """Tell whether a name can stand for somebody who is not listed: not for several, nor for two who are."""
    if is_somebody(printed) or is_several(printed) or speakers.name_behind(printed) is None:
        return False
    return (is_name_like(printed) or is_like_a_label) and not speakers.listed_name(printed)


def _could_be_somebody(printed: str) -> bool:
    return is_somebody(printed) or is_marker(printed) or is_person_like(printed) or is_several(printed)


def could_name(label: Label) -> bool:
    """Tell whether a candidate among paragraphs without labels is rather one than the first words of a sentence."""
    printed = label.printed
    if label.shape == "colon":
        return label.bold or is_label_like(printed) or _could_be_somebody(printed)
    if label.shape in ("bracket", "dash"):
        return _could_be_somebody(printed)
    return label.shape == "bold" and is_person_like(printed) and len(printed.split()) > 1
