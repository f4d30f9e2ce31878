"""Where a question speaks of somebody by a role: "the CEO of Databricks", "OpenAI 的首席运营官", "who runs Scale"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.search.absent import is_asked
from index.search.organisations import OrganisationPlace, organisation_places, organisation_rows
from index.text.dictionary import is_english_word
from index.text.lexical import fold
from index.text.titles import Title, title_groups

_ARTICLE = re.compile(r"(?:\b(?:the|that|this)\s+(?:current\s+)?|[这那]位\s*|现任的?\s*)\Z")
_FORMER = re.compile(r"(?:\b(?:former|ex|previous)\b[\s-]*|前任?\s*)\Z")
_ORGANISATION_THEN_TITLE = re.compile(r"(?:['’]s?)?\s*(?:的|那位|这位|家的?)?\s*(?:current\s+|现任)?")
_TITLE_THEN_ORGANISATION = re.compile(r"\s+(?P<link>of|at|from)\s+(?:the\s+)?")
# "become the CEO of Databricks", "an OpenAI investor", "our CEO" are nobody of whom the question knows.
_NOBODY_BEFORE = re.compile(
    r"(?:\b(?:an?|any|every|each|some|no|another|other|next|new|future|first|second|interim|acting|deputy|vice|be|been"
    r"|being|becomes?|became|becoming|as|our|my|your|their|his|her|its|whose|which|who was|who were)\s+"
    r"|[成作]为\s*|[当做担出接]?[当做任]上?\s*|[个位名某新副代首]\s*|(?<![但可还于])是\s*)\Z"
)
_NOBODY_BEHIND = re.compile(
    r"-[a-z]|(?:['’]s?)?\s+(?:pay|salary|salaries|compensation|jobs?|roles?|positions?|posts?|seats?|titles?|search"
    r"|succession|transition|candidates?|mode|office|summits?|assistants?|programs?|community|network)\b"
    r"|\s*的?\s*(?:助理|秘书|候选|办公室|职位|岗位|一职|这个职|人选|级别|圈|峰会|薪)|之争"
)
_OF_SOMETHING = re.compile(r"\s+(?:of|at)\b")
_STATES = re.compile(r"\s+(?!on\b|about\b)[a-z]")  # "the CFO says no, what now"
_POSSESSIVES = ("'s", "’s")
_POSSESSIVE = re.compile(r"['’]s?(?=\s)")
_LONGER_NAME = re.compile(
    r"['’]|\s+(?:ventures?|capital|labs?|funds?|foundation|partners|group|studios?|cloud|health|university|press|inc"
    r"|japan|europe|china|india|asia|korea|uk|sales|marketing|research|products?|engineering|finance|hr|legal|policy"
    r"|security|safety|people|growth|data|design|operations|support|teams?|division|department|board)\b"
)
_NEXT_CAPITAL = re.compile(r"\s+([A-Z][a-z]+)")
_WHO_IS = re.compile(
    r"(?:\A|[,，。.?？]\s*|\b(?:and|so|tell me|know)\s+)who(?:['’]?s|\s+is|\s+was|\s+are|\s+were)\s+\Z"
    r"|(?:\A|[，,。？?\s])(?:请问|告诉我)?(?:谁|哪位|哪个人?|哪些人?)(?:才?是|当)?\s*\Z"
)
_IS_WHO = re.compile(r"\s*(?:到底|现在|究竟)?(?:是|叫)\s*(?:谁|哪位|哪一位|什么名字|什么人|哪些人|哪个)")
_ENDS = re.compile(r"\s*(?:now|today|currently|these days|呢|啊|呀)?\s*(?:\Z|[?？!.。,，]|and\b)")
_SPEAKS_OF_RUNNING = re.compile(r"\b(?:who|that)\b.*\b(?:run|lead|head|charge|helm|(?:co-?)?found|start|creat)|谁")
_RUNS = re.compile(
    r"(?:\A\s*who(?:['’]?s|\s+is)?|(?P<person>\b(?:the\s+)?(?:person|man|woman|guy|one)\s+(?:who|that)(?:\s+is)?))\s+"
    r"(?:runs?|running|leads?|leading|heads?|in charge (?:of|at)|at the helm of"
    r"|(?P<founder>(?:co-?)?founded|started|created))\s+\Z"
    r"|(?:\A|[，,。？?\s])(?:请问)?谁(?:在)?"
    r"(?:(?:管理?|经营|领导|掌管|执掌|带领|运营)着?|(?P<founder_zh>(?:创办|创立|创建|成立)了?))\s*\Z"
)
_IS_RUN_BY_WHO = re.compile(
    r"\s*[是由]*\s*(?:现在)?谁(?:在|来)?(?:管|经营|领导|掌管|执掌|负责|带领|运营|说了算|当家|(?P<founder>创办|创立|创建))的?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePhrase:
    """A stretch of a question that stands for whoever holds titles in some organisations, in any where there is none.

    `titles` are the families of each title. A phrase of no known title has none, and is all in `words`.
    `asks_who` is true where the question is who that is.
    """

    start: int
    end: int
    titles: Sequence[frozenset[str]] = ()
    organisations: Sequence[str] = ()
    is_plural: bool = False
    is_former: bool = False
    asks_who: bool = False
    words: str = ""


def find_role_phrases(written: str, organisations: Iterable[str], phrases: Iterable[str]) -> list[RolePhrase]:
    """Return the role phrases of a question, in order.

    Args:
        written: The question, which must be as long as what `fold` makes of it.
        organisations: Those in which somebody holds a title, folded.
        phrases: Roles without a known title, folded.
    """
    folded = fold(written)
    groups = title_groups(folded)
    known = list(organisation_places(folded, organisations)) if groups or _SPEAKS_OF_RUNNING.search(folded) else []
    rows = organisation_rows(folded, known)
    found = [_around_titles(group, rows, written, folded) for group in groups]
    found += [_around_verb(place, folded) for place in known]
    found += [_as_written(words, folded) for words in phrases]
    return sorted((phrase for phrase in found if phrase), key=lambda phrase: phrase.start)


def _around_titles(
    group: Sequence[Title], rows: Sequence[Sequence[OrganisationPlace]], written: str, folded: str
) -> RolePhrase | None:
    """Return the phrase that some titles are part of, None where they stand for nobody."""
    is_plural = any(title.is_plural for title in group)
    start, is_former = _before(_FORMER, folded, group[0].start)
    end, organisations = group[-1].end, []
    if own := _left_of(start, rows, written, folded, is_plural):
        organisations = own
        start, was_former = _before(_FORMER, folded, own[0][0])
        is_former |= was_former
    elif own := _right_of(end, rows, written, folded, is_plural):
        organisations, end = own, own[-1][1]
    if end == group[-1].end and _OF_SOMETHING.match(folded, end):
        return None
    if not organisations and any(title.needs_organisation for title in group):
        return None
    start, has_article = _before(_ARTICLE, folded, start)
    asks_who = _asks_who(folded, start, end)
    is_bare = not organisations or (_may_be_verb(group, organisations, folded) and not has_article)
    if not asks_who and (_NOBODY_BEFORE.search(folded[:start]) or _NOBODY_BEHIND.match(folded, end)):
        return None
    if is_bare and not asks_who and not _is_asked_for_words(folded, start, end):
        return None
    return RolePhrase(
        start=start,
        end=end,
        titles=[title.families for title in group],
        organisations=[organisation for _, _, organisation in organisations],
        is_plural=is_plural,
        is_former=is_former,
        asks_who=asks_who,
    )


def _may_be_verb(group: Sequence[Title], organisations: Sequence[OrganisationPlace], folded: str) -> bool:
    """Tell whether the title right behind an organisation may be what it does: "who does Madrona partner with"."""
    _, end, _ = organisations[-1]
    is_owned = folded[end - 2 : end] in _POSSESSIVES
    return end < group[0].start and not is_owned and folded[end : group[0].start].isspace() and group[0].is_verb_too


def _before(pattern: re.Pattern[str], folded: str, start: int) -> tuple[int, bool]:
    """Return where a stretch begins with what may stand before it, and whether that is there."""
    found = pattern.search(folded[:start])
    return (found.start(), True) if found else (start, False)


def _left_of(
    start: int, rows: Sequence[Sequence[OrganisationPlace]], written: str, folded: str, is_plural: bool
) -> list[OrganisationPlace]:
    for row in rows:
        between = folded[row[-1][1] : start]
        if row[-1][1] <= start and _ORGANISATION_THEN_TITLE.fullmatch(between):
            is_phrase = is_plural and between == " " and _is_small_word(row[-1], written)  # "how to scale leaders"
            is_unclear = len(row) > 1 and not is_plural and "的" not in between  # "OpenAI and Databricks' CEO"
            return [] if is_phrase or is_unclear else list(row)
    return []


def _is_small_word(place: OrganisationPlace, written: str) -> bool:
    """Tell whether an organisation is written as an ordinary word may be: "scale"."""
    start, end, _ = place
    return written[start].islower() and is_english_word(written[start:end])


def _right_of(
    end: int, rows: Sequence[Sequence[OrganisationPlace]], written: str, folded: str, is_plural: bool
) -> list[OrganisationPlace]:
    between = _TITLE_THEN_ORGANISATION.match(folded, end)
    for row in rows:
        if not between or between.end() != row[0][0]:
            continue
        own = list(row if is_plural else row[:1])
        last = own[-1][1]
        is_phrase = between["link"] != "of" and _is_small_word(own[0], written)  # "leaders at scale"
        following = _NEXT_CAPITAL.match(written, last)
        is_longer = _LONGER_NAME.match(folded, last) or (following and not is_english_word(following[1]))
        return [] if is_phrase or is_longer or folded[last - 2 : last] in _POSSESSIVES else own
    return []


def _asks_who(folded: str, start: int, end: int) -> bool:
    if _WHO_IS.search(folded[:start]):
        return bool(_ENDS.match(folded, end))
    found = _IS_WHO.match(folded, end)
    return bool(found and _ENDS.match(folded, found.end()))


def _is_asked_for_words(folded: str, start: int, end: int) -> bool:
    """Tell whether the words of somebody are wanted whom a mere title, or a phrase, stands for."""
    if owner := _POSSESSIVE.match(folded, end):
        return is_asked(folded, start, owner.end())
    is_statement = not folded[:start].strip() and _STATES.match(folded, end)
    return bool(re.search(r"\w", folded[end:])) and not is_statement and is_asked(folded, start, end)


def _around_verb(place: OrganisationPlace, folded: str) -> RolePhrase | None:
    """Return the phrase in which somebody runs or founded an organisation: "who runs Scale", "Scale 是谁创办的"."""
    start, end, organisation = place
    if found := _RUNS.search(folded[:start]):
        family = "founder" if found["founder"] or found["founder_zh"] else "ceo"
        asks_who = not found["person"]
        if _LONGER_NAME.match(folded, end) or (asks_who and not _ENDS.match(folded, end)):
            return None
        start = found.start()
    elif (found := _IS_RUN_BY_WHO.match(folded, end)) and _ENDS.match(folded, found.end()):
        family, asks_who = "founder" if found["founder"] else "ceo", True
    else:
        return None
    return RolePhrase(
        start=start, end=end, titles=[frozenset({family})], organisations=[organisation], asks_who=asks_who
    )


def _as_written(words: str, folded: str) -> RolePhrase | None:
    found = re.search(rf"(?<![a-z0-9]){re.escape(words)}(?![a-z0-9])", folded)
    if not found:
        return None
    start, _ = _before(_ARTICLE, folded, found.start())
    asks_who = _asks_who(folded, start, found.end())
    if not asks_who and not _is_asked_for_words(folded, start, found.end()):
        return None
    return RolePhrase(start=start, end=found.end(), asks_who=asks_who, words=words)
