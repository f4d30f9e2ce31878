"""Whom a printed name can mean: the same person under a first name, a title, initials, or in the other script."""

import re
import unicodedata
from collections.abc import Iterable

from index.corpus.people import Roster, stated_name
from index.domain import Person, Quote, Source

_WORD = re.compile(r"[^\W\d_]+|\d+")
_ASIDE = re.compile(
    r"\s*[(（\[【<][^()（）\[\]【】<>]{0,60}[)）\]】>]|\s*[,，|｜/]\s?[^\s,，]+(?:\s[^\s,，]+){0,3}\Z|\s[-–—]\s.{0,60}\Z"
)
_TITLES = re.compile(
    r"\A(?:mr|mrs|ms|dr|prof|professor|sir|rep|sen|senator|representative|congress(?:wo)?man|president|judge|hon"
    r"|host|guest)\b\.?\s*|\A(?:主持人|嘉宾|记者)|(?:先生|女士|小姐|老师|教授|博士|总|さん|氏)\Z",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\s*(?:\band\b|&|/|\+|、|和|与)\s*", re.IGNORECASE)
_ASKS = re.compile(
    r"q ?\d*|questions?|host|interviewer|moderator|anchor|问|提问|问题|主持人?|记者|采访者?|访谈者|主播", re.I
)
_ANSWERS = re.compile(r"a ?\d*|answers?|guest|interviewee|答|回答|嘉宾|受访者|被采访者", re.I)


class People:
    """Everybody who is known to speak in one document, and the names each goes by."""

    def __init__(self, source: Source, quotes: Iterable[Quote], roster: Roster) -> None:
        self._source = source
        self._roster = roster
        self._quoted = {quote.speaker: quote.role for quote in quotes if quote.speaker}
        self._forms: dict[str, frozenset[str]] = {}
        self._same: dict[tuple[str, str], bool] = {}
        speaking = (*source.hosts, *source.guests, *dict(source.people).values(), *self._quoted)
        self._known = {form for name in speaking for form in self._forms_of(name)}
        self._full = {name_key(form) for name in speaking for form in _names(roster.person(name))}

    def is_known(self, printed: str) -> bool:
        """Tell whether a name, or a first name, a last name or initials, is somebody's who speaks in the document."""
        return any(name_key(variant) in self._known for variant in _variants(printed))

    def is_full_name(self, printed: str) -> bool:
        """Tell whether a name is a whole name or an alias of somebody who speaks in the document."""
        return any(name_key(variant) in self._full for variant in _variants(printed))

    def is_listed(self, name: str) -> bool:
        """Tell whether a person wrote the name down, for the interview or among the speakers."""
        return name in self._roster.people or name in (*self._source.hosts, *self._source.guests)

    def is_same(self, printed: str, speaker: str) -> bool:
        """Tell whether a printed name can stand for a speaker; only what cannot is somebody else."""
        key = (printed, speaker)
        if key not in self._same:
            self._same[key] = self._can_mean(printed, speaker)
        return self._same[key]

    def _can_mean(self, printed: str, speaker: str) -> bool:
        printed = stated_name(self._source, printed) or printed
        if name_key(printed) == name_key(speaker):
            return True
        if is_role(printed):
            return self._has_role(printed, speaker)
        if self._names_several(printed):
            return False
        forms = self._forms_of(speaker)
        person = self._roster.person(speaker)
        words_of_names = [words for name in _names(person) if (words := _words(name))]
        for variant in _variants(printed):
            if name_key(variant) in forms or name_key(self._roster.canonical(variant)) == name_key(speaker):
                return True
            if _initials(variant) == name_key(speaker):
                return True
            if (words := _words(variant)) and any(words <= own or own <= words for own in words_of_names):
                return True
        return False

    def _has_role(self, printed: str, speaker: str) -> bool:
        """Tell whether somebody may stand behind "Q" or "Guest": not who is listed on the other side."""
        others = self._source.guests if _ASKS.fullmatch(printed) else self._source.hosts
        return speaker not in others

    def _names_several(self, printed: str) -> bool:
        parts = [part for part in _SEVERAL.split(printed) if part]
        return len(parts) > 1 and all(self.is_known(part) or len(_words(part)) > 1 for part in parts)

    def _forms_of(self, name: str) -> frozenset[str]:
        if name not in self._forms:
            forms: set[str] = set()
            for full in _names(self._roster.person(name)):
                words = [word for word in re.split(r"[\s·・]+", full) if len(word) > 1]
                forms.update(name_key(form) for form in (full, *words, _initials(full)))
            self._forms[name] = frozenset(form for form in forms if len(form) > 1 or not form.isascii())
        return self._forms[name]


def name_key(name: str) -> str:
    """Return the letters and digits of a name alone, in one case and one width."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold())) or name.strip()


def bare_name(printed: str) -> str:
    """Return a printed name without what is added to it: "Bo" of "Bo (he/him)", "Bo, Lindco" and "Bo | Lindco"."""
    return _ASIDE.sub("", printed).strip() or printed


def is_role(printed: str) -> bool:
    """Tell whether a label is "Q", "答", "Host" or the like, which is nobody's name."""
    return bool(_ASKS.fullmatch(printed) or _ANSWERS.fullmatch(printed))


def _names(person: Person) -> list[str]:
    return [name for name in (person.name, person.other_script, *person.aliases) if name]


def _variants(printed: str) -> list[str]:
    """Return a printed name as it stands, without what is added to it, and without its title."""
    bare = bare_name(printed)
    return list(dict.fromkeys((printed, bare, _TITLES.sub("", bare).strip() or bare)))


def _words(name: str) -> frozenset[str]:
    """Return the words of a name of two letters or more, and its numbers without zeros in front."""
    words = _WORD.findall(unicodedata.normalize("NFKC", name).casefold())
    return frozenset(
        word.lstrip("0") or "0" if word.isdigit() else word for word in words if word.isdigit() or len(word) > 1
    )


def _initials(name: str) -> str:
    words = re.findall(r"[^\W\d_]+", name)
    return name_key("".join(word[0] for word in words)) if len(words) > 1 else ""
