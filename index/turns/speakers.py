"""From a printed label to the person it means: by the source's own list, speakers.toml, or the document itself."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from index.corpus.people import Roster, fold_name
from index.domain import Document
from index.text.names import is_mere_punctuation, is_person_like

_TITLE = re.compile(
    r"^(?:主持人|嘉宾|记者|host|guest|interviewer|moderator|(?:mr|mrs|ms|dr|prof|professor|sir)\b\.?)\s*"
    r"|\s*[(（\[][^()（）\[\]]*[)）\]]$|[,，].{1,40}$|(?:先生|女士|老师|教授|博士)$",
    re.IGNORECASE,
)
_ROLE_BEHIND = re.compile(
    r"\s*[(（\[](?:(?:co-?)?host|guest|interviewer|interviewee|moderator|speaker|主持人?|嘉宾|主播)[)）\]]$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\s+(?:and|und|y|et)\s+|\s*(?:&|/|\+|、|和|与)\s*", re.IGNORECASE)
_MOST_MERGED_NAMES = 50
_INTRODUCTION_CHARACTERS = 6000
_PARTICIPANTS = re.compile(
    r"^\W{0,4}(?:speakers?|participants?|guests?|hosts?|attendees|present|interviewers?|interviewees?|嘉宾|主持人?|参会人?|与会者|受访者|采访者?)"
    r"\W{0,4}[:：](?P<names>[^\n]{1,400}|(?:\s*\n\s*-[^\n]{1,80}){1,20})",
    re.IGNORECASE | re.MULTILINE,
)
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;，、；]|\band\b|&|和|与|\n\s*-)\s*")
_AROUND_NAMES = " \t\r\n-*'\"[]"
_WORD = r"[^\W\d_][\w.'’·-]{0,20}"
_EXPLAINED = re.compile(rf"(?P<name>{_WORD}(?: {_WORD}){{0,3}})\s?[(（\[](?P<short>[A-Z]{{2,4}})[)）\]]")
_SPELLED_OUT = re.compile(
    rf"^\W{{0,4}}(?P<short>[A-Z]{{2,4}})\s?(?:=|[-–—:：])\s?(?P<name>{_WORD}(?: {_WORD}){{1,3}})\W{{0,3}}$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who can be meant in one document.

    Attributes:
        listed: The canonical names that the source lists; empty where it lists nobody.
        roster: Everybody known by name.
        labelled: Full names that are labels, for short labels to be resolved among; before those of `mentioned`.
        mentioned: Full names that stand in the document's list of participants.
        explained: What short labels the document explains ("AP = Ana Paz"), folded, mean.
        text: The document's clean text.
    """

    listed: Sequence[str]
    roster: Roster
    labelled: Sequence[str] = ()
    mentioned: Sequence[str] = ()
    explained: Mapping[str, str] = field(default_factory=dict)
    text: str = field(default="", repr=False)

    @classmethod
    def of(cls, document: Document, roster: Roster, labels: Iterable[str]) -> "Speakers":
        """Return who can be meant in a document with these printed labels."""
        source = document.source
        introduction = f"{document.raw[:_INTRODUCTION_CHARACTERS]}\n{document.clean[:_INTRODUCTION_CHARACTERS]}"
        lists = [participants["names"] for participants in _PARTICIPANTS.finditer(introduction)]
        participants = [name.strip(_AROUND_NAMES) for names in lists for name in _BETWEEN_NAMES.split(names)]
        labelled, mentioned = _full_names(labels), _full_names(participants)
        listed = tuple(dict.fromkeys((*source.hosts, *source.guests, *dict(source.people).values())))
        return cls(listed, roster, labelled, mentioned, _explanations(introduction), document.clean)

    def listed_name(self, printed: str) -> str | None:
        """Return which of the listed people a label means, None where it means none of them, or two."""
        if len(fold_name(printed)) < 2 and printed.isascii():
            return None  # one letter may be a choice in a list, and half of a name is no initial
        whole = self.roster.resolve(printed, self.listed)
        return whole or self.roster.resolve(_TITLE.sub("", printed), self.listed) or self._explained_among(printed)

    def _explained_among(self, printed: str) -> str | None:
        full = self.explained.get(fold_name(printed))
        return self.roster.resolve(full, self.listed) if full else None

    def name_behind(self, printed: str) -> str | None:
        """Return whom a label means that is a name of its own; None where it is none, or may mean several people."""
        if listed := self.listed_name(printed):
            return listed
        if is_several(printed) or self._is_two_listed(printed) or is_mere_punctuation(printed):
            return None
        name = _ROLE_BEHIND.sub("", printed) or printed
        if explained := self.explained.get(fold_name(name)):
            return self._canonical(explained)
        for names in (self.labelled, self.mentioned):
            meant = [full for full in names if Roster().resolve(name, [full])]
            if len({fold_name(full) for full in meant}) > 1 and fold_name(name) not in map(fold_name, meant):
                return None
            if meant:
                return self._canonical(name if fold_name(name) in map(fold_name, meant) else meant[0])
        return self._canonical(name)

    def _is_two_listed(self, printed: str) -> bool:
        return sum(bool(self.roster.resolve(printed, [name])) for name in self.listed) > 1

    def _canonical(self, name: str) -> str:
        """Return the canonical name behind a printed one; a mere first name may be somebody else's of that name."""
        canonical = self.roster.canonical(name)
        full = (canonical, self.roster.person(canonical).other_script or canonical)
        is_known = " " in name or "·" in name or any(form in self.text for form in full)
        return canonical if is_known else name


def _explanations(introduction: str) -> dict[str, str]:
    """Return the full names behind initials that a text explains, by the folded initials."""
    explained: dict[str, str] = {}
    for pattern in (_EXPLAINED, _SPELLED_OUT):
        for match in pattern.finditer(introduction):
            words = match["name"].split()[-len(match["short"]) :]
            if fold_name("".join(word[0] for word in words)) == fold_name(match["short"]):
                explained.setdefault(fold_name(match["short"]), " ".join(words))
    return explained


def _full_names(names: Iterable[str]) -> tuple[str, ...]:
    full = (name for name in dict.fromkeys(names) if (" " in name or "·" in name) and is_person_like(name))
    return tuple(full)[:_MOST_MERGED_NAMES]


def is_several(printed: str) -> bool:
    """Tell whether a label names two people or more ("Cy Oh / Dee Ng"), whose words are nobody's."""
    names = [name for name in _SEVERAL.split(printed) if name]
    return len(names) > 1 and all(map(is_person_like, names))
