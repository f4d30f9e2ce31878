"""Quotes whose speaker no source names: they answer no question that names a person."""

import re
from collections.abc import Sequence

from index.answer import Absent, Match
from index.search.mentions import named_speakers
from index.search.question_patterns import AFTER_ZH, STARTS_ZH
from index.storage.generations import Generation

# Wider than what is taken for somebody who is asked for elsewhere: a question too many only loses quotes of nobody.
_CAPITALS = re.compile(r"(?<!\A)\b[A-Z][a-z]+(?: [A-Z][\w'’-]+)+|\b(?i:does|did|has|would|according to|by) [A-Z][a-z]+")
_CHINESE = re.compile(
    rf"{STARTS_ZH}(?!你|我|他|她|大家|人们|这|那|该|应|怎|如何)[\u3400-\u9fff]{{2,8}}?(?={AFTER_ZH})"
    r"|[\u3400-\u9fff]·[\u3400-\u9fff]"
)


def without_nobodys(
    matches: Sequence[Match], text: str, generation: Generation, absent: Sequence[Absent]
) -> Sequence[Match]:
    """Return the matches, without those of nobody where the question names somebody, who may not even speak here."""
    if all(match.quote.speaker for match in matches) or not (absent or _names_somebody(text, generation)):
        return matches
    return [match for match in matches if match.quote.speaker]


def _names_somebody(text: str, generation: Generation) -> bool:
    if _CAPITALS.search(text) or _CHINESE.search(text):
        return True
    return bool(named_speakers(text, generation.people, generation.others.values()))
