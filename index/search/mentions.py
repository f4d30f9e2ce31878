"""Who is named in a question, and whether they are asked for their words or only spoken about."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from index.corpus.people import fold_name
from index.domain import Person
from index.search.name_spellings import name_places
from index.text.dictionary import is_english_word
from index.text.lexical import fold

Mention = tuple[int, int, str]  # start, end, canonical name

_ABOUT_EN = re.compile(
    r"(?<!views )(?<!view )(?<!words )(?<!thoughts )(?<!quotes )(?<!advice )"
    r"\b(?:about|of|with|on|regarding|knows?|describes?|hired?|hiring)\s+(?:mr\.?\s+|ms\.?\s+)?\Z"
)
_ABOUT_ZH = re.compile(r"(?:关于|评价|谈到|提到|形容|夸|批评|怎么看|如何看待|和|跟|与|对)\s*\Z")
# What somebody half remembers, "I could not do what Brad does", is said by whoever is "I" there, and that is not Brad.
_IN_FIRST_PERSON = re.compile(r"\b(?:i|me|my)\b|我")
_ASKS = re.compile(
    r"[?？]|\A(?:does|do|did|is|are|was|were|can|could|should|will|would)\b|\b(?:what|how|why|who|whose|when|where|which"
    r"|says?|said|thinks?|thought|views?|quotes?|advice|opinion|find|show|give|tell|about|on|by|from)\b"
    r"|怎|何|什么|谁|哪|几|多少|吗|呢|么|说|看|认为|觉得|谈|聊|讲|观点|看法|关于|语录|找|给|告诉|是不是|有没有"
)
_EXCEPT = re.compile(
    r"(?:\b(?:besides|except|excepting|excluding|aside from|apart from|than|without|instead of|unlike"
    r"|(?:every|any|no)(?:one|body)\s+but|all\s+but|(?:who|that)(?:(?:['’]?s|\s+is|\s+are)\s+not|\s+isn['’]t)|(?:and|but)\s+not)\s+"
    r"|(?:\A|[,，(（.;]\s*)not\s+|除了?|除开|除去|排除|不包括|(?<!是)不是|不要)\s*(?:(?:for|the|what|just|only)\s+)?\Z"
)
_EXCEPT_ZH = re.compile(r"\A\s*(?:的话)?(?:以外|之外)")
_TALKS_OF_ZH = re.compile(r"\A(?:这个人|是谁|是个什么样|的(?:优点|缺点|长处|强项|为人))")
_NEXT_NAME = re.compile(r"(?<=[A-Z][a-z])[a-z]* ([A-Z][a-z]+)\b")
_JOINED = re.compile(r"\s*(?:[,，、&/]|,?\s+and|or|和|与|跟|及|以及|还是|或|vs\.?)\s*")

_POSSESSIVE = re.compile(r"\A['’]s?\b")


def named_speakers(question: str, people: Mapping[str, Person], others: Iterable[Person] = ()) -> list[str]:
    """Return the canonical names of the people who are asked for their words, in the order of the question.

    A person is named by any alias in either script, in pinyin, with slips of the pen; see `spelling`. Somebody who
    is only the topic ("what does Sam say about Brad") is left out if another is named, and so is everybody in words
    of the first person that ask nothing ("Brad could do my job"). What is only a part of the name of one of the
    `others`, who do not speak, is no name.
    """
    folded = fold(question)
    if _IN_FIRST_PERSON.search(folded) and not _ASKS.search(folded):
        return []
    mentioned = mentions(question, people.values())
    if mentioned and others:  # as in few questions; looking for everybody takes longer
        mentioned = mentions(question, (*people.values(), *others))
    wanted = [row for row in mention_rows(folded, mentioned) if not _is_excepted(folded, row[0][0], row[-1][1])]
    asked = [row for row in wanted if not is_topic(folded, row[0][0], row[-1][1])]
    named = [name for row in asked or wanted for _, _, name in row]
    here = {person.name for person in people.values()}
    speaking = [name for name in dict.fromkeys(named) if name in here]
    return speaking if asked or len(speaking) > 1 else []


def person_called(name: str, people: Iterable[Person]) -> Person | None:
    """Return whom a name means that was typed on its own: any alias, either script, or pinyin, without a slip."""
    folded = " ".join(fold(name).split())
    for person in people:
        names = (alias for alias in (person.name, person.other_script, *person.aliases) if alias)
        if fold_name(name) in map(fold_name, names) or (0, len(folded), 0) in name_places(folded, person):
            return person
    return None


def mentions(question: str, people: Iterable[Person]) -> list[Mention]:
    """Return each mention, in order, by its place in the folded question.

    Of overlapping ones the longest counts, then the best spelled. A first name with somebody else's family name
    ("Alex Karp") is none.
    """
    folded, family_names = fold(question), _family_name_places(question)
    candidates = [
        (start - end, slips, start, end, person.name)
        for person in people
        for start, end, slips in name_places(folded, person)
    ]
    kept: list[Mention] = []
    for _, _, start, end, name in sorted(candidates, key=lambda candidate: candidate[:3]):
        if not any(start < other_end and other_start < end for other_start, other_end, _ in kept):
            kept.append((start, end, name))
    taken = {start for start, _, _ in kept}
    return sorted(mention for mention in kept if mention[1] + 1 in taken or mention[1] + 1 not in family_names)


def without_mentions(question: str, people: Iterable[Person]) -> str:
    """Return a folded question without the names of people: who is asked for need not be spoken of in the answer."""
    folded = fold(question)
    for start, end, _ in reversed(mentions(question, people)):
        folded = f"{folded[:start]} {_POSSESSIVE.sub('', folded[end:])}"
    return folded


def _family_name_places(question: str) -> set[int]:
    """Return where a word stands that has a capital and looks like a name, right behind another that has one."""
    written = unicodedata.normalize("NFKC", question)
    return {name.start(1) for name in _NEXT_NAME.finditer(written) if not is_english_word(name[1])}


def mention_rows(folded: str, mentioned: Iterable[Mention]) -> list[list[Mention]]:
    """Return mentions in rows, as in "Sam, Brad and Ali": people in a row are all asked for, or all spoken about."""
    rows: list[list[Mention]] = []
    for mention in mentioned:
        if rows and _JOINED.fullmatch(folded[rows[-1][-1][1] : mention[0]]):
            rows[-1].append(mention)
        else:
            rows.append([mention])
    return rows


def _is_excepted(folded: str, start: int, end: int) -> bool:
    """Tell whether a mention is of whom a question does not want: "anyone except Sam", "除了山姆"."""
    return bool(_EXCEPT.search(folded[:start]) or _EXCEPT_ZH.match(folded[end:]))


def is_topic(folded: str, start: int, end: int) -> bool:
    """Tell whether a mention is what is spoken about, not who speaks."""
    before, after = folded[:start], folded[end:]
    return bool(_ABOUT_EN.search(before) or _ABOUT_ZH.search(before) or _TALKS_OF_ZH.match(after))
