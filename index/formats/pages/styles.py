"""Colours and classes that tell voices apart: the style of each piece of a page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.formats.pages.parts import Piece

_UNIFORM_SHARE = 0.8  # of the lines: where fewer are of one colour, colours stress words
_SECOND_SHARE = 0.15  # of the lines: a rarer colour stresses a paragraph or marks a heading


def with_styles(pieces: Sequence[Piece]) -> list[tuple[Piece, str]]:
    """Return the pieces with their style, cut where the colour changes if colours stand for voices on this page.

    A piece has a style where all of it has that one. Colours stand for voices where nearly every line has one colour
    throughout and a second one is no exception; elsewhere they are decoration and count for nothing.
    """
    cut = [_runs(piece) for piece in pieces]
    if _colours_are_voices(cut):
        return [run for runs in cut for run in runs]
    styled: list[tuple[Piece, str]] = []
    for piece, runs in zip(pieces, cut, strict=True):
        styles = {"" if style.startswith("color:") else style for _, style in runs}
        styled.append((piece, styles.pop() if len(styles) == 1 else ""))
    return styled


def _runs(piece: Piece) -> list[tuple[Piece, str]]:
    """Return the parts of a piece that have one style each; white space and marks go with the part before."""
    changes = [(max(start, piece.start), style) for start, style in piece.line.styles if start < piece.end]
    if not changes:
        return [(piece, "")]
    begun = [number for number, (start, _) in enumerate(changes) if start <= piece.start]
    changes = changes[begun[-1] if begun else 0 :]
    runs: list[tuple[Piece, str]] = []
    for (start, style), end in zip(changes, [*(start for start, _ in changes[1:]), piece.end], strict=True):
        part = replace(piece, start=start, end=end, behind_name=piece.behind_name and not runs)
        has_words = any(map(str.isalnum, part.text))
        if runs and (not has_words or style == runs[-1][1]):
            runs[-1] = replace(runs[-1][0], end=end), runs[-1][1]
        else:
            runs.append((replace(part, start=piece.start) if not runs else part, style))
    return runs


def _colours_are_voices(cut: Sequence[Sequence[tuple[Piece, str]]]) -> bool:
    lines = [[style for _, style in runs] for runs in cut if runs[0][0].line.kind == "text"]
    if not any(style.startswith("color:") for styles in lines for style in styles):
        return False
    uniform = Counter(styles[0] for styles in lines if len(styles) == 1)
    if sum(uniform.values()) < _UNIFORM_SHARE * len(lines) or len(uniform) < 2:
        return False
    (_, _), (_, second) = uniform.most_common(2)
    return second >= 2 and second >= _SECOND_SHARE * len(lines)
