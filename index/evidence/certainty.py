"""Which of the words that stand where labels could are certainly labels.

A prefix is one that recurs where lines or cues open, that names somebody who is known to speak, or that stands in a
file where nearly everything opens with one.
"""

import re
from collections import Counter
from collections.abc import Sequence

from index.evidence.candidates import TITLE, LabelCandidate
from index.evidence.known_people import People, bare_name, is_role, name_key
from index.evidence.lines import Line

_NUMBERED = re.compile(r"(?:speaker|spk|说话人|发言人|話者|讲者)[ _-]?(?:\d{1,3}|[A-Z])", re.IGNORECASE)
_NO_NAME = re.compile(
    r"\\?\W*(?:notes?|sources?|via|dialogue|title|date|links?|url|image|photo|caption|credits?|(?:for )?example|tags"
    r"|chapter|part|section|break|update|correction|author|translator|video|audio|transcript|step|tip|warning"
    r"|disclaimer|format|style|https?|kind|language|(?:\w+ )?(?:laugh|chuckl|applau|crosstalk|inaudible|unintelligible"
    r"|indiscernible|music|silence|foreign)\w*"
    r"|[译]?注|图|图源|图片|来源|作者|译者|校对|编辑|排版|责编|时间|地点|日期|原文|链接|标题|摘要|导语|比如|例如|比如说"
    r"|第.|其[一二三次]|问题是|答案是|所以|但是|另外|总之|结论)\W*",
    re.IGNORECASE,
)
_CAPITAL_WORDS = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: (?:[^\W\d_a-z][\w.'’-]*|de|van|von|der|da|\d+)){1,4}")
_CAPITAL_WORD = re.compile(r"[^\W\d_a-z][\w.'’-]*")
_DENSE = 0.8
_FEWEST_DENSE = 2
_MOST_WORDS = 5


class LabelJudge:
    """Tells labels from other words that stand where labels could."""

    def __init__(self, candidates: Sequence[LabelCandidate], lines: Sequence[Line], people: People) -> None:
        self._people = people
        self._rules = {
            "colon": self._is_before_colon, "time": self._is_timed, "bold": self._is_bold, "dash": self._is_dashed,
            "bracket": self._is_bracketed, "dot": self._is_before_dot, "alone": self._is_alone,
        }  # fmt: skip
        self._is_cued = bool(lines) and lines[-1].cue > 0
        self._counts = Counter((candidate.shape, name_key(candidate.name)) for candidate in candidates)
        self._opening = Counter(
            (candidate.shape, name_key(candidate.name)) for candidate in candidates if candidate.opens
        )
        self._timed = Counter(
            candidate.shape for candidate in candidates if candidate.has_time and _is_short(candidate.name)
        )
        alone = [candidate for candidate in candidates if candidate.shape == "alone" and candidate.opens]
        # A page's head recurs on a line of its own, too; speakers do so where one of them is known to.
        self._names_stand_alone = sum(people.is_full_name(candidate.name) for candidate in alone) > 1
        self._dense_bold = self._boldness_of_dense(candidates, sum(line.opens for line in lines))

    def _boldness_of_dense(self, candidates: Sequence[LabelCandidate], units: int) -> bool | None:
        """Return whether labels are bold, where nearly all that opens begins with one and most recur; else None.

        Bold ones need not stand in front of all: nothing else is usually bold up to a colon.
        """
        for is_bold in (True, False):
            opening = [
                candidate
                for candidate in candidates
                if candidate.opens and candidate.shape == "colon" and candidate.is_bold == is_bold
            ]
            names = [candidate.name for candidate in opening]
            recurring = sum(self._counts["colon", name_key(name)] > 1 or self._people.is_known(name) for name in names)
            is_usual = len(names) >= _DENSE * units or (is_bold and recurring >= _DENSE * len(names))
            if len(names) > _FEWEST_DENSE and is_usual and recurring * 2 > len(names):
                return is_bold
        return None

    def _is_dense_with(self, candidate: LabelCandidate) -> bool:
        if not candidate.opens or candidate.is_bold != self._dense_bold or not _is_short(candidate.name):
            return False
        often = self._counts["colon", name_key(candidate.name)] > 1
        return often or _is_full(candidate.name) or len(bare_name(candidate.name).split()) < 3

    def is_certain(self, candidate: LabelCandidate) -> bool:
        """Tell whether a candidate is a label."""
        if _NUMBERED.fullmatch(candidate.name):
            return True
        if candidate.name.isdecimal():
            return False  # part of a time such as "0:0:3.0 --> 0:0:5.500", which Teams writes
        return not is_no_name(candidate.name) and self._rules[candidate.shape](candidate)

    def _count(self, candidate: LabelCandidate) -> int:
        return self._counts[candidate.shape, name_key(candidate.name)]

    def _opening_count(self, candidate: LabelCandidate) -> int:
        return self._opening[candidate.shape, name_key(candidate.name)]

    def _is_timed(self, candidate: LabelCandidate) -> bool:
        often = self._count(candidate) > 1 or (self._timed["time"] > 2 and _is_full(candidate.name))
        return self._people.is_known(candidate.name) or (often and _is_short(candidate.name))

    def _is_bold(self, candidate: LabelCandidate) -> bool:
        often = candidate.opens and self._count(candidate) > 2 and _is_name_like(candidate.name)
        return often or self._people.is_known(candidate.name)

    def _is_bracketed(self, candidate: LabelCandidate) -> bool:
        return self._people.is_known(candidate.name)

    def _is_dashed(self, candidate: LabelCandidate) -> bool:
        often = self._opening_count(candidate) > 2 and _is_full(candidate.name)
        return often or self._people.is_full_name(candidate.name)

    def _is_alone(self, candidate: LabelCandidate) -> bool:
        if self._is_cued or not candidate.opens:
            return False
        often = self._names_stand_alone and self._opening_count(candidate) > 2 and _is_full(candidate.name)
        return often or self._people.is_full_name(candidate.name)

    def _is_before_colon(self, candidate: LabelCandidate) -> bool:
        name, count = candidate.name, self._count(candidate)
        if self._people.is_known(name) or self._is_dense_with(candidate):
            return True
        if candidate.has_time and self._timed["colon"] > 2 and _is_short(name):
            return True
        if is_role(name) or _is_full(bare_name(name)):
            return count > 1
        return count > 2 and (_is_name_like(name) or (self._opening_count(candidate) == count and _is_short(name)))

    def _is_before_dot(self, candidate: LabelCandidate) -> bool:
        name = candidate.name
        if name in ("Q", "A"):
            return min(self._counts["dot", "q"], self._counts["dot", "a"]) > 1
        if re.match(rf"{TITLE}\.? ", name):
            return self._opening_count(candidate) > 1 or self._people.is_known(name)
        return candidate.opens and self._people.is_full_name(name)


def is_no_name(printed: str) -> bool:
    """Tell whether a label is known to announce something else than who speaks ("Note", "图源")."""
    return bool(_NO_NAME.fullmatch(printed))


def _is_short(name: str) -> bool:
    return len(name.split()) <= _MOST_WORDS


def _is_full(name: str) -> bool:
    """Tell whether all words of a name of several have capitals."""
    return bool(_CAPITAL_WORDS.fullmatch(name))


def _is_name_like(name: str) -> bool:
    if any("\u3040" <= character <= "\u9fff" for character in name):
        return len(name) <= 8
    return _is_full(name) or bool(_CAPITAL_WORD.fullmatch(name))
