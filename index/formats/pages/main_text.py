"""Which lines of a web page are its main text: menus, comments, other articles and footers are nobody's words."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from index.formats.pages.parts import Element, Line
from index.text.names import opening_name

_CONTAINERS = frozenset(
    ("", "html", "body", "main", "article", "section", "div", "center", "td", "table", "tbody", "dl")
)
_FEWEST_PROSE_LINES = 5  # of a page that is long enough to have surroundings
_PROSE_CHARACTERS = 40
_LINK_SHARE = 0.9
_MOST_LINKS_SHARE = 0.2
_FREQUENT_SHARE = 0.2  # of the labels that the most frequent name has: "Phone:" twice in a footer is no speaker
_MAIN_SHARE = 0.8  # of a page's prose, which its main element holds
_FURNITURE_SHARE = 0.4  # of a page's prose: an element with more holds the main text, whatever its class says


def leave_out_furniture(lines: Sequence[Line]) -> set[Element]:
    """Make asides of the lines in elements whose class says that they are furniture; return these elements.

    Where most labels of the page stand in them, or most of the prose of a page without labels, they are not what they
    are called, and nothing is left out.
    """
    elements = _elements(lines)
    prose = _sums(elements, [(line.element, _prose(line)) for line in lines])
    total = sum(map(_prose, lines))
    furniture: set[Element] = set()
    for element in elements:
        is_small = prose[element] <= _FURNITURE_SHARE * total
        if element.parent in furniture or (element.is_furniture and is_small):
            furniture.add(element)
    labelled = labelled_lines(lines)
    inside = sum(line.element in furniture for line in labelled)
    is_most = sum(_prose(line) for line in lines if line.element in furniture) * 2 > total
    if inside * 2 > len(labelled) or (is_most and not labelled):
        return set()
    for line in lines:
        if line.element in furniture:
            line.kind = "aside"
    return furniture


def leave_out_surroundings(lines: Sequence[Line], speech: Sequence[Line]) -> int:
    """Make asides of the lines outside the main element and return how many; headings stay what they are.

    The main element is the innermost one that holds most of the prose and all of `speech`, the lines that are
    known to be said: no label is ever lost.
    """
    elements = _elements(lines)
    prose = _sums(elements, [(line.element, _prose(line)) for line in lines])
    said = _sums(elements, [(line.element, 1) for line in speech])
    total = sum(map(_prose, lines))
    candidates = [
        element
        for element in elements
        if element.name in _CONTAINERS and prose[element] >= _MAIN_SHARE * total and said[element] == len(speech)
    ]
    if not candidates or sum(_prose(line) > 0 for line in lines) < _FEWEST_PROSE_LINES:
        return 0
    main = candidates[-1]
    start = 0 if speech else main.start  # before the first label all is nobody's without that
    outside = [line for line in lines if line.kind == "text" and not start <= line.offsets[0] < main.end]
    for line in outside:
        line.kind = "aside"
    return len(outside)


def leave_out_links(lines: Sequence[Line], speech: Sequence[Line]) -> int:
    """Make asides of the lines that are a link from end to end and return how many ("Read also: …").

    Where they are many, it is a transcript whose words lead to the recording, and nothing is left out.
    """
    texts = [line for line in lines if line.kind == "text"]
    said = {id(line) for line in speech}
    links = [line for line in texts if line.link_characters >= _LINK_SHARE * len(line.characters)]
    links = [line for line in links if id(line) not in said]
    if sum(len(line.characters) for line in links) > _MOST_LINKS_SHARE * sum(len(line.characters) for line in texts):
        return 0
    for line in links:
        line.kind = "aside"
    return len(links)


def labelled_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that begin with a label which begins others as well, if not far fewer than another label.

    A full name counts where a part of it is such a label.
    """
    texts = ["".join(line.characters[:120]) for line in lines]
    names = [opening_name(text, after) for text, after in pairwise([*texts, ""])]
    counts = Counter(name for name in names if name)
    fewest = max(2, max(counts.values(), default=0) * _FREQUENT_SHARE)
    labels = {name for name, count in counts.items() if count >= fewest}
    return [
        line
        for line, name in zip(lines, names, strict=True)
        if name is not None and not labels.isdisjoint((name, *name.split())) and line.kind != "aside"
    ]


def _prose(line: Line) -> int:
    """Return the characters of a line that are prose: none in an aside, a heading, a link or a few words."""
    if line.kind != "text" or len(line.characters) < _PROSE_CHARACTERS:
        return 0
    return len(line.characters) - line.link_characters


def _elements(lines: Sequence[Line]) -> list[Element]:
    """Return all elements around the lines in the order of their starts, so that each comes behind its parents."""
    elements: set[Element] = set()
    for line in lines:
        element: Element | None = line.element
        while element is not None and element not in elements:
            elements.add(element)
            element = element.parent
    return sorted(elements, key=lambda element: (element.start, element.parent is not None))


def _sums(elements: Sequence[Element], values: Collection[tuple[Element, int]]) -> Counter[Element]:
    """Return the sum of the values in each element and those inside it."""
    sums: Counter[Element] = Counter()
    for element, value in values:
        sums[element] += value
    for element in reversed(elements):
        if element.parent is not None:
            sums[element.parent] += sums[element]
    return sums
