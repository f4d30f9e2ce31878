"""Titles that people hold, in families of synonyms of both languages, and what a role such as "CEO of Databricks" says.

A role is one or more titles and an organisation, in either order: "co-founder and CEO of Databricks",
"OpenAI's COO", "Databricks 首席执行官", "Dropbox 前 CTO". One title alone ("investor") has no organisation. What
holds no known title ("the father of Spark") is a phrase.
"""

import re
from collections.abc import Iterator
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
_MEANS = {
    "head": frozenset({"ceo"}),
    "executive": frozenset(
        {"ceo", "coo", "cfo", "cto", "cpo", "cmo", "chief scientist", "president", "vice president"}
    ),
}
# A head is the head of something, and there are presidents elsewhere.
_NEED_AN_ORGANISATION = frozenset({"head", "president", "vice president", "chair", "executive"})
_VERBS_TOO = frozenset({"head", "host", "partner", "chair"})
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
_OF = re.compile(r"\s*(?:\b(?:of|at|for|with|from)\b|[@,，(（])\s*(?:the\s+)?(?P<organisation>.+?)[\s)）]*\Z")
_OF_A_PART = re.compile(r"\s*of\s+.+?\s+at\s+(?P<organisation>.+)\Z")
_FORMER = re.compile(
    r"\b(?:former(?:ly)?|ex|previous(?:ly)?|then)\b[\s-]*|(?:\A|(?<=[\s的]))(?:前任?|曾任|原)|前任?\s*\Z"
)
_AROUND = re.compile(r"\A(?:the|a|an|is|our)\s+|\A[\s,，(（]+|['’]s?\s*\Z|\s*的?\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title that stands in a folded text; `families` are those that it may mean.

    `is_verb_too` is true of what may be no title at all: "where does OpenAI head", "who does Madrona partner with".
    """

    start: int
    end: int
    families: frozenset[str]
    is_plural: bool = False
    needs_organisation: bool = False
    is_verb_too: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """What somebody is: titles by their families, none where none is known, and a folded organisation, if any.

    `words` is the text, folded.
    """

    text: str
    words: str
    families: frozenset[str] = frozenset()
    organisation: str = ""
    is_former: bool = False


def titles_in(folded: str) -> Iterator[Title]:
    """Yield the titles in a folded text, in order; of overlapping ones the longest."""
    for found in _TITLE.finditer(folded):
        letters = _NOT_LETTERS.sub("", found[0])
        singular = letters if letters in _FAMILY_OF else _ENDS_PLURAL.sub("", letters)
        family = _FAMILY_OF[singular]
        yield Title(
            start=found.start(),
            end=found.end(),
            families=_MEANS.get(family, frozenset({family})),
            is_plural=letters != singular or letters in _COLLECTIVE,
            needs_organisation=family in _NEED_AN_ORGANISATION,
            is_verb_too=singular in _VERBS_TOO,
        )


@lru_cache(maxsize=10_000)
def parse_role(text: str) -> HeldRole:
    """Return what a role says; one without a known title is a phrase, with neither title nor organisation."""
    folded = " ".join(fold(text).split())
    for group in title_groups(folded):
        before, after = folded[: group[0].start], folded[group[-1].end :]
        organisation = _organisation(before, after, group)
        if organisation is not None:
            families = frozenset.union(*(title.families for title in group))
            is_former = bool(_FORMER.search(before))
            return HeldRole(text=text, words=folded, families=families, organisation=organisation, is_former=is_former)
    return HeldRole(text=text, words=folded)


def title_groups(folded: str) -> list[list[Title]]:
    """Return titles in groups, as in "co-founder and CEO"."""
    groups: list[list[Title]] = []
    for title in titles_in(folded):
        if groups and _AND.fullmatch(folded[groups[-1][-1].end : title.start]):
            groups[-1].append(title)
        else:
            groups.append([title])
    return groups


def _organisation(before: str, after: str, group: list[Title]) -> str | None:
    """Return the organisation around some titles, "" where there is none, None where the words mean something else."""
    before = _FORMER.sub("", before)
    while before != (stripped := _AROUND.sub("", before)):
        before = stripped
    if not after:
        return None if group[0].needs_organisation and not before else before
    part = _OF_A_PART.match(after)
    if before or (part and "ceo" in group[0].families):
        return None  # the head of research at a company is not its head
    found = part or _OF.match(after)
    return found["organisation"] if found else None
