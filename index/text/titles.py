"""Titles that people hold, in families of synonyms of both languages, and what a role such as "CEO of Databricks" says.

A role is one or more titles and an organisation, in either order: "co-founder and CEO of Databricks",
"OpenAI's COO", "Databricks 首席执行官", "Dropbox 前 CTO". One title alone ("investor") has no organisation. Anything
else ("the father of Spark", "head of research at OpenAI") is no role.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.text.lexical import fold

# In small letters and simplified characters; spaces stand for any space or hyphen, or none.
_FAMILIES = {
    "ceo": "ceo, chief executive officer, chief executive, chief exec, 首席执行官, 行政总裁, 执行长",
    "head": "head, boss, chief, leader, 老板, 掌门人, 掌门, 掌舵人, 当家人, 一把手, 老大, 头儿, 负责人, 领导人",
    "coo": "coo, chief operating officer, chief operations officer, operating chief, operations chief, "
    "operations head, head of operations, 首席运营官, 首席营运官, 运营负责人, 运营长, 营运长",
    "cfo": "cfo, chief financial officer, chief finance officer, finance chief, financial chief, finance head, "
    "finance boss, head of finance, 首席财务官, 财务总监, 财务负责人, 财务主管, 财务长",
    "cto": "cto, chief technology officer, chief technical officer, technology chief, tech chief, head of technology, "
    "首席技术官, 技术总监, 技术负责人, 技术长",
    "cpo": "cpo, chief product officer, product chief, head of product, 首席产品官, 产品负责人",
    "cmo": "cmo, chief marketing officer, marketing chief, head of marketing, 首席营销官, 首席市场官, 市场负责人",
    "chief scientist": "chief scientist, chief ai scientist, chief research scientist, 首席科学家, 首席 ai 科学家, "
    "首席人工智能科学家",
    "president": "president, 总裁",
    "vice president": "vp, svp, evp, vice president, senior vice president, executive vice president, 副总裁, "
    "高级副总裁",
    "chair": "chairman, chairwoman, chairperson, chair, executive chairman, executive chair, 董事长, 董事会主席, 主席",
    "founder": "founder, co founder, 创始人, 联合创始人, 共同创始人, 创办人, 联创",
    "investor": "investor, venture capitalist, vc, partner, general partner, managing partner, venture partner, "
    "投资人, 风险投资人, 风险投资家, 投资者, 合伙人, 普通合伙人, 管理合伙人",
    "host": "host, co host, interviewer, moderator, 主持人, 主播, 采访者, 采访人",
    "executive": "executive, exec, 高管, 高层, 管理层",
}
KNOWN_TITLES = ", ".join(family.upper() if len(family) == 3 else family for family in _FAMILIES)
_MEANS = {
    "head": frozenset({"ceo"}),
    "executive": frozenset(
        {"ceo", "coo", "cfo", "cto", "cpo", "cmo", "chief scientist", "president", "vice president"}
    ),
}
# A head is the head of something, and there are presidents elsewhere.
_NEED_AN_ORGANISATION = frozenset({"head", "president", "vice president", "chair", "executive"})
_COLLECTIVE = frozenset({"高管", "高层", "管理层"})


def _pattern(word: str) -> str:
    loose = re.escape(word).replace(r"\ ", r"[\s-]*")
    return rf"(?<![a-z0-9]){loose}(?:e?s)?(?![a-z0-9])" if word.isascii() else rf"{loose}(?:们|(?!娘))"


_FAMILY_OF = {word.replace(" ", ""): family for family, words in _FAMILIES.items() for word in words.split(", ")}
_WORDS = sorted((word for words in _FAMILIES.values() for word in words.split(", ")), key=len, reverse=True)
_TITLE = re.compile("|".join(map(_pattern, _WORDS)))
_ENDS_PLURAL = re.compile(r"(?:(?<=ss)es|(?<!s)s|们)\Z")
_NOT_LETTERS = re.compile(r"[\s-]+")

_AND = re.compile(r"[\s,，、&/+]*(?:and|和|与|兼任?|及)?[\s,，、&/+]*(?:the\s+)?")
_OF = r"\s*(?:\b(?:of|at)\b|[@,，(（])\s*(?:the\s+)?"
_NAME = r"(?P<organisation>[^\W_][\w&.+'’-]*?(?: [\w&.+'’-]+?){0,6}?)"
_FORMER = r"(?:\b(?:former|previous)\s+|\bex[\s-]+|前任?\s*)"
_FORMER_OR_NOT = re.compile(rf"(?:(?:the|an?)\s+)?(?P<former>{_FORMER})?")
_OF_AN_ORGANISATION = re.compile(rf"{_OF}{_NAME}[)）]?")
_OWNER = re.compile(rf"(?P<was>{_FORMER})?{_NAME}(?:['’]s?)?\s*的?\s*(?P<former>{_FORMER})?")
_NO_ORGANISATION = frozenset({"the", "a", "an"})
_MOST_CHARACTERS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title that stands in a folded text; `families` are those that it may mean."""

    start: int
    end: int
    families: frozenset[str]
    is_plural: bool = False
    needs_organisation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """What somebody is: titles by their families, and a folded organisation, if any."""

    text: str
    families: frozenset[str]
    organisation: str = ""
    is_former: bool = False


def titles_in(folded: str) -> Iterator[Title]:
    """Yield the titles in a folded text, in order; of overlapping ones the longest."""
    for match in _TITLE.finditer(folded):
        letters = _NOT_LETTERS.sub("", match[0])
        singular = letters if letters in _FAMILY_OF else _ENDS_PLURAL.sub("", letters)
        family = _FAMILY_OF[singular]
        yield Title(
            start=match.start(),
            end=match.end(),
            families=_MEANS.get(family, frozenset({family})),
            is_plural=letters != singular or letters in _COLLECTIVE,
            needs_organisation=family in _NEED_AN_ORGANISATION,
        )


@lru_cache(maxsize=10_000)
def parse_role(text: str) -> HeldRole | None:
    """Return what a role says that is nothing but titles and, if any, an organisation; None of anything else."""
    if not text.isprintable() or len(text) > _MOST_CHARACTERS:
        return None
    folded = " ".join(fold(text).split())
    return next(filter(None, (_held_role(text, folded, group) for group in title_groups(folded))), None)


def _held_role(text: str, folded: str, group: Sequence[Title]) -> HeldRole | None:
    """Return the role that some titles make with all that stands around them, None where they make none."""
    before, after = folded[: group[0].start], folded[group[-1].end :]
    if any(title.is_plural for title in group):
        return None
    start, owner = _FORMER_OR_NOT.fullmatch(before), _OWNER.fullmatch(before)
    place = _OF_AN_ORGANISATION.fullmatch(after)
    families = frozenset.union(*(title.families for title in group))
    if start and not after:
        is_former, organisation = bool(start["former"]), ""
    elif start and place:
        is_former, organisation = bool(start["former"]), place["organisation"]
    elif owner and not after:
        is_former, organisation = bool(owner["was"] or owner["former"]), owner["organisation"]
    else:
        return None
    is_sound = _is_organisation(organisation, families) if organisation else not group[0].needs_organisation
    role = HeldRole(text=text, families=families, organisation=organisation, is_former=is_former)
    return role if is_sound else None


def _is_organisation(folded: str, families: frozenset[str]) -> bool:
    """Tell whether what stands beside titles is no part of them ("research at OpenAI") nor a second role."""
    is_role = any(not title.is_plural for title in titles_in(folded)) and "host" not in families
    return folded not in _NO_ORGANISATION and not is_role and not re.search(r"\bat\b", folded)


def title_groups(folded: str) -> list[list[Title]]:
    """Return titles in groups, as in "co-founder and CEO"."""
    groups: list[list[Title]] = []
    for title in titles_in(folded):
        if groups and _AND.fullmatch(folded[groups[-1][-1].end : title.start]):
            groups[-1].append(title)
        else:
            groups.append([title])
    return groups
