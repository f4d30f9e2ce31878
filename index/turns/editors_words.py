"""Where an editor seems to speak among answers that have no label: about the people, under a picture, at the end."""

import re
from collections.abc import Iterable

from index.domain import Block, Document
from index.text.scripts import HAN_CHARACTER
from index.turns.furniture import is_biography

_FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]e|[Mm]y|[Mm]yself)\b|我(?![们國国刊社台报])")
_CREDIT = re.compile(
    r"\b(?:photo(?:graph|s)?|image|picture|illustration|courtesy|credit)\b.{0,20}(?:[:：]|\b(?:by|of)\b)"
    r"|(?:图源|图片来源|摄影|图片?|资料图|供图)\s?[:：／/|｜]|供图|资料图",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"!\[[^\]\n]{0,300}\]\(|<img\b|<figure\b", re.IGNORECASE)
_LONGEST_CAPTION_CHARACTERS = {True: 60, False: 160}  # Chinese or not
_SHORTEST_FAMILY_NAME_CHARACTERS = 3


def is_editors(document: Document, number: int, *, is_behind_last: bool) -> bool:
    """Tell whether block `number`, which has no label, is rather an editor's than the words of who answers.

    Those who speak do not call themselves by their whole or their family name, what stands right below a picture may be
    its caption, and behind the first paragraph of the last answer (`is_behind_last`) stand notes about the interview:
    only what somebody says of themselves is believed there.
    """
    block = document.blocks[number]
    text = document.clean[block.start : block.end]
    is_own = says_i(text)
    people = (*document.source.hosts, *document.source.guests)
    if is_biography(document, block, people) or _names_one_of(people, text) or (is_behind_last and not is_own):
        return True
    is_short = len(text) <= _LONGEST_CAPTION_CHARACTERS[bool(HAN_CHARACTER.search(text))]
    return is_short and not is_own and (_is_below_picture(document, block) or bool(_CREDIT.search(text)))


def says_i(text: str) -> bool:
    """Tell whether somebody speaks of themselves in a text."""
    return bool(_FIRST_PERSON.search(text))


def _names_one_of(people: Iterable[str], text: str) -> bool:
    """Tell whether a text has somebody's whole name, or the family name in Latin letters."""
    for name in people:
        family = name.split()[-1]
        is_family_name = family.isascii() and len(family) >= _SHORTEST_FAMILY_NAME_CHARACTERS and " " in name
        if name in text or (is_family_name and re.search(rf"\b{re.escape(family)}\b(?!['’]s [a-z])", text)):
            return True
    return False


def _is_below_picture(document: Document, block: Block) -> bool:
    """Tell whether a picture stands in the file between the block before and this one."""
    before = document.raw_offsets[block.start - 1] if block.start else 0
    return bool(_PICTURE.search(document.raw, before, document.raw_offsets[block.start]))
