"""What interviews say people are, where they introduce them: "Ali Ghodsi, CEO of Databricks", "赵芳（红能集团创始人）".

An introduction is a name and a role with nothing else around them: it begins a sentence, stands behind a label
("Guest:", "嘉宾：") or is a line of its own, and a mark ends it. What is said in sentences ("Ana is not the CEO"), in
headlines, or by titles that may be those of a part ("head of Growth") is left alone. Whoever is listed as a host is
the host of the show.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from index.corpus.people import Roster
from index.domain import Document, Person
from index.text.dictionary import is_chinese_word, is_english_word
from index.text.lexical import fold
from index.text.scripts import HAN
from index.text.titles import HeldRole, parse_role, titles_in

_INTRODUCTION_CHARACTERS = 5000
# Of these there is one in an organisation, so who is listed as it leaves no room for another.
_HELD_BY_ONE = frozenset({"ceo", "coo", "cfo", "cto", "chief scientist"})

_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？；;])\s*")
_ENDS_A_SENTENCE = re.compile(r"[.。!！?？,，、;；:：]\Z")
_BLOCK_ENDS = "\f"
_MARKS = " *_#-•\t\n"
_LABEL = r"(?:(?:guests?|hosts?|speakers?|with|(?:本期)?嘉宾|主持人|主播)\s*[:：]\s*)?"
_GOES_ON = rf"，|,(?=[{HAN}])|,\s+(?:who|whose|on|joins?|joined|talks?|talked|says?|explains?)\b"
_BEHIND = (
    r"(?:\s?[(（](?P<bracket>[^()（）]{2,60})[)）]\s*(?:[:：,，.。]|\Z)"
    rf"|\s?[,，]\s?(?:(?:the|an?)\s+)?(?P<role>.{{2,80}}?)\s*(?:{_GOES_ON}|[.。!！?？；;]?\Z))"
)
_BEFORE = r"(?P<before>.{3,60}?) ?"
_NAME_ENDS = r"(?=\s*(?:[,，:：(（]|[.。!！?？；;]?\Z)|['’]s\b|\s+(?-i:[a-z]))"
_LATIN = re.compile(r"(?=.*[A-Za-z])[A-Z0-9][A-Za-z0-9&.'’+-]*(?: [A-Z0-9&][A-Za-z0-9.'’+-]*){0,4}")
_HAN = re.compile(rf"(?![原副前现新候已被和与及不是非各某])[{HAN}]{{2,10}}(?<![任副代理前原新老名位])")
_HAN_COMPANY = re.compile(r".{2,}(?:公司|集团|科技|银行|大学|资本|基金|研究院|实验室)")


Introduction = tuple[str, str]  # a canonical name, and what is said that they are


def introductions(document: Document, roster: Roster, speaking: Sequence[str]) -> list[Introduction]:
    """Return what a document says that people are.

    Args:
        document: An interview.
        roster: Everybody known by name.
        speaking: Who speaks in it.
    """
    return [*_host_roles(document), *_said_roles(document, roster, speaking)]


def introduced_roles(by_document: Iterable[Sequence[Introduction]], roster: Roster) -> dict[str, tuple[str, ...]]:
    """Return what documents say that people are, by canonical name; what speakers.toml says otherwise is left out.

    Args:
        by_document: The introductions of each document.
        roster: Everybody known by name.
    """
    listed = [role for person in roster.people.values() for role in _parse_roles(person.roles)]
    roles: dict[str, list[str]] = {}
    for own in by_document:
        for name, text in own:
            known = roles.setdefault(name, [])
            already = _parse_roles([*known, *roster.person(name).roles])
            if any(not _is_taken(role, already, listed) for role in _parse_roles([text])):
                known.append(text)
    return {name: tuple(texts) for name, texts in roles.items()}


def _parse_roles(texts: Iterable[str]) -> list[HeldRole]:
    return [role for role in map(parse_role, texts) if role]


def _is_taken(role: HeldRole, own: Iterable[HeldRole], listed: Iterable[HeldRole]) -> bool:
    """Tell whether a role is known already, of whom it is said of or as one that somebody is listed with."""
    single = role.families & _HELD_BY_ONE
    return any(
        role.families <= other.families and role.organisation == other.organisation and _is_alike(role, other)
        for other in own
    ) or any(single & other.families and role.organisation == other.organisation for other in listed)


def _is_alike(role: HeldRole, other: HeldRole) -> bool:
    """Tell whether two roles are in the same script: both are kept, for whoever is told of them."""
    return role.text.isascii() == other.text.isascii()


def _host_roles(document: Document) -> Iterator[tuple[str, str]]:
    show = document.source.show
    texts = (f"host of {show}", f"{show} 主持人")
    for name in document.source.hosts:
        yield from ((name, text) for text in (texts if show and all(map(parse_role, texts)) else ("host",)))


def _said_roles(document: Document, roster: Roster, speaking: Sequence[str]) -> Iterator[tuple[str, str]]:
    units = list(dict.fromkeys(_units(document)))
    names, beginning = dict.fromkeys((*speaking, *roster.people)), "\n".join(units)
    for name in names:
        for form in (form for form in _whole_names(roster.person(name)) if form in beginning):
            roles = (role for unit in units if form in unit for role in _roles_beside(form, unit))
            yield from ((name, role) for role in roles if _is_introduction(role, names))


def _units(document: Document) -> Iterator[str]:
    """Yield the sentences and the lines in which a text begins; a sentence keeps the line ends of its file."""
    clean = document.clean[:_INTRODUCTION_CHARACTERS]
    places = (-1, *document.raw_offsets)
    marked = ""
    for last, place, character in zip(places, document.raw_offsets, clean, strict=False):
        is_line_end = character != "\n" and "\n" in document.raw[last + 1 : place + 1]
        marked += f"\n{character}" if is_line_end else character.replace("\n", _BLOCK_ENDS)
    for block in marked.split(_BLOCK_ENDS):
        lines = block.split("\n")
        is_list = not any(_ENDS_A_SENTENCE.search(line.rstrip()) for line in lines)  # else they are wrapped
        yield from (unit.strip(_MARKS) for unit in (*_SENTENCE_ENDS.split(block), *(lines if is_list else ())))


def _whole_names(person: Person) -> list[str]:
    """Return the names by which somebody is introduced: no first names nor family names alone."""
    aliases = [alias for alias in person.aliases if re.search(r"\S[\s·・]\S", alias)]
    return [name for name in (person.name, person.other_script, *aliases) if name]


def _roles_beside(form: str, unit: str) -> Iterator[str]:
    """Yield what may be a role right behind or before a name with which, or with whose role, a unit begins."""
    name = re.escape(form)
    if match := re.match(f"{_LABEL}{name}{_BEHIND}", unit, re.IGNORECASE):
        yield match["bracket"] or match["role"]
    if match := re.match(f"{_LABEL}{_BEFORE}{name}{_NAME_ENDS}", unit, re.IGNORECASE):
        before = match["before"].rstrip()
        titles = list(titles_in(fold(before)))
        yield from [before] if titles and titles[-1].end == len(before) else []


def _is_introduction(text: str, names: Collection[str]) -> bool:
    """Tell whether a text is a role and nothing else, in an organisation that looks like a name and is no person's."""
    role, folded = parse_role(text), fold(text)
    titles = list(titles_in(folded))
    if not role or not role.organisation or len(folded) != len(text):
        return False
    if any(title.needs_organisation for title in titles):
        return False
    start = folded.find(role.organisation)
    written, first_title = text[start : start + len(role.organisation)], folded[titles[0].start : titles[0].end]
    if _HAN.fullmatch(written):
        return bool(_HAN_COMPANY.fullmatch(written)) or is_chinese_word(written) or not is_chinese_word(written[:2])
    if not _LATIN.fullmatch(written) or written in names:
        return False
    is_partner = role.families == {"investor"} and re.search(r"\bof\b", folded)
    # "Serial Founder" and "Ousted Hive CEO" look like "Hive CEO".
    is_company = re.fullmatch(r"\w{4,}", written) and not is_english_word(written) and role.families <= _HELD_BY_ONE
    is_unclear = start < titles[0].start and first_title.isascii() and not is_company
    return not is_partner and not is_unclear
