"""What interviews say people are, right beside their names: "Ali Ghodsi, CEO of Databricks", "Databricks CEO阿里".

Only known titles of a named organisation count, beside the name of somebody who speaks there or is listed. Whoever
is listed as a host is the host of the show.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from index.corpus.people import Roster
from index.domain import Document, Person
from index.text.lexical import fold
from index.text.titles import HeldRole, parse_role, title_groups, titles_in

_INTRODUCTION_CHARACTERS = 5000
_BEFORE_CHARACTERS = 60
# Of these there is one in an organisation, so who is listed as it leaves no room for another.
_HELD_BY_ONE = frozenset({"ceo", "coo", "cfo", "cto", "chief scientist", "president", "chair"})

_ARTICLE = r"(?:(?:the|a|an)\s+)?"
_CHUNK = r"(?P<role>[^,，.。;；!！?？:：\n()（）]{2,70})"
_BRACKET = re.compile(r"\s?[(（](?P<role>[^()（）\n]{2,60})[)）]")
_OTHER_NAME = re.compile(r"\s?[(（][^()（）\n]{1,30}[)）]")
_APPOSITION = re.compile(rf"\s?[,，]\s?{_ARTICLE}{_CHUNK}")
_COPULA = re.compile(rf"(?:\s+is\s+(?:now\s+|currently\s+)?{_ARTICLE}|\s?(?:现)?是\s?){_CHUNK}")
_GOES_ON = re.compile(
    r"\s+(?:who|which|where|and (?:we|i|he|she|they|his|her|today)|for joining|joins?|joined|talks?)\b.*", re.IGNORECASE
)
_SEPARATORS = re.compile(r"[,，.。;；:：!！?？|｜()（）\[\]\n\"“”《》、]")
_FORMER_BEFORE = re.compile(r"(?:\b(?:former|then|previous)\s+|\bex-|前任?\s?)\Z", re.IGNORECASE)
_LATIN_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Z0-9][A-Za-z0-9&.-]*(?: [A-Z0-9][A-Za-z0-9&.-]*){0,2}\Z")
_HAN_NAME = re.compile(r"(?:\A|(?<=[与和及\s]))(?:(?![与和及])[\u3400-\u9fff]){2,6}\Z")
_LINK = re.compile(r"(?:['’]s)?\s?的?\s?\Z")
_OPENERS = re.compile(
    r"(?:Today|Now|Meet|Welcome|With|Join|Our|The|And|In|On|When|As|Here|Hello|Hi|Featuring|Guest|Host|Former)\s+"
)
_WHOLE_NAME = re.compile(r"[A-Z0-9][\w&.'’-]*(?: (?:[A-Z0-9&][\w.'’-]*|of|and|the)){0,4}|[\u3400-\u9fff]{2,8}")


def introduced_roles(
    documents: Iterable[Document], roster: Roster, speaking: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Return what documents say that people are, by canonical name; what speakers.toml says otherwise is left out.

    Args:
        documents: The interviews.
        roster: Everybody known by name.
        speaking: Who speaks in each document, by its id.
    """
    listed = [role for person in roster.people.values() for role in map(parse_role, person.roles)]
    roles: dict[str, list[str]] = {}
    for document in documents:
        own = speaking.get(document.source.id, ())
        for name, text in [*_host_roles(document), *_said_roles(document, roster, own)]:
            known = roles.setdefault(name, [])
            already = [*map(parse_role, known), *map(parse_role, roster.person(name).roles)]
            if not _is_taken(parse_role(text), already, listed):
                known.append(text)
    return {name: tuple(texts) for name, texts in roles.items()}


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
    for name in document.source.hosts:
        yield from ((name, text) for text in ((f"host of {show}", f"{show} 主持人") if show else ("host",)))


def _said_roles(document: Document, roster: Roster, speaking: Sequence[str]) -> Iterator[tuple[str, str]]:
    text = f"{document.source.title}\n{_introduction(document)}"
    for name in dict.fromkeys((*speaking, *roster.people)):
        for form in _forms(roster.person(name), is_speaking=name in speaking):
            for found in re.finditer(_form_pattern(form), text) if form in text else ():
                before, after = text[max(found.start() - _BEFORE_CHARACTERS, 0) : found.start()], text[found.end() :]
                said = [_before(before), *_behind(after, is_whole=_is_whole(form))]
                yield from ((name, role) for role in said if role)


def _introduction(document: Document) -> str:
    """Return the beginning of a clean text with the line ends of its file, across which nothing is beside a name."""
    beginning = zip(document.clean[:_INTRODUCTION_CHARACTERS], document.raw_offsets, strict=False)
    return "".join("\n" if document.raw[place] == "\n" else character for character, place in beginning)


def _forms(person: Person, *, is_speaking: bool) -> list[str]:
    """Return the names by which somebody may be introduced; who does not speak there, by whole names alone."""
    names = [name for name in (person.name, person.other_script, *person.aliases) if name]
    return [name for name in names if _is_whole(name) or (is_speaking and len(name) > 1)]


def _form_pattern(form: str) -> str:
    return rf"(?<![A-Za-z]){re.escape(form)}(?![A-Za-z])" if form.isascii() else re.escape(form)


def _is_whole(name: str) -> bool:
    return bool(re.search(r"\S[\s·・]\S", name))


def _before(text: str) -> str | None:
    """Return the role that ends a text: "Databricks CEO", "前 OpenAI 首席执行官"."""
    chunk = _SEPARATORS.split(text)[-1].rstrip(" *")
    folded = fold(chunk)
    groups = title_groups(folded) if len(folded) == len(chunk) else []
    if not groups or groups[-1][-1].end < len(chunk) or any(title.is_plural for title in groups[-1]):
        return None
    start = groups[-1][0].start
    before = _FORMER_BEFORE.sub("", chunk[:start])
    head = _LINK.sub("", before)
    found = _LATIN_NAME.search(head) or _HAN_NAME.search(head)
    if not found:
        return None
    organisation = found[0] if head[: found.start()].strip() else _OPENERS.sub("", found[0])
    was_former = len(before) < start or _FORMER_BEFORE.search(head[: found.start()])
    return f"{'former ' * bool(was_former)}{organisation} {chunk[start:]}"


def _behind(text: str, *, is_whole: bool) -> Iterator[str | None]:
    """Yield the roles that stand behind a name: in brackets, behind a comma or behind "is"."""
    if found := _BRACKET.match(text):
        *_, last = re.split(r"[,，]\s*", found["role"])
        yield _checked(found["role"]) or _checked(last)
    if other := _OTHER_NAME.match(text):
        text = text[other.end() :]
    if (found := _COPULA.match(text)) or (is_whole and (found := _APPOSITION.match(text))):
        yield _checked(_GOES_ON.sub("", found["role"]))


def _checked(text: str) -> str | None:
    """Return a role whose title is known and whose organisation looks like a name, as it is written."""
    text = text.strip(" *")
    role = parse_role(text)
    place = fold(text).rfind(role.organisation) if role.families and role.organisation else -1
    written = text[place : place + len(role.organisation)] if place >= 0 else ""
    is_plural = any(title.is_plural for title in titles_in(role.words))
    return text if _WHOLE_NAME.fullmatch(written) and not is_plural else None
