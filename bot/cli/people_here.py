"""Who speaks in the interviews, for commands that are given a name: whom it means, and what they say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.corpus.documents import Corpus
from index.corpus.people import Roster, fold_name
from index.errors import CorpusError
from index.extraction import Extraction
from index.search.similar_names import similar_people

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHere:
    """Somebody who speaks in the interviews under any alias: how many quotes and turns, by the id of the interview.

    `likely_same` are others who speak here, and whose name may be a short form of this one.
    """

    name: str
    quotes: Mapping[str, int] = field(default_factory=dict)
    turns: Mapping[str, int] = field(default_factory=dict)
    likely_same: Sequence[str] = ()


def person_called(typed: str, corpus: Corpus, extraction: Extraction) -> PersonHere:
    """Return who is called so; a first name or initials do where only one person has them.

    Raises:
        CorpusError: Nobody is, or several people are; offers the nearest, or those.
    """
    roster = corpus.roster
    turns: dict[str, Counter[str]] = {}
    for interview in extraction.interviews:
        for speaker, count in interview.turn_counts.items():
            if speaker:
                turns.setdefault(roster.canonical(speaker), Counter())[interview.source.id] += count
    name = _meant(typed, roster, turns)
    quotes = Counter(quote.source.id for quote in extraction.quotes if roster.canonical(quote.speaker) == name)
    likely_same = tuple(other for other in turns if other != name and Roster().resolve(other, [name]))
    return PersonHere(name=name, quotes=quotes, turns=turns[name], likely_same=likely_same)


def _meant(typed: str, roster: Roster, speakers: Mapping[str, object]) -> str:
    canonical = roster.canonical(typed)
    if canonical in speakers:
        return canonical
    meant = [name for name in speakers if fold_name(name) == fold_name(typed)] or [
        name for name in speakers if roster.resolve(typed, [name])
    ]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise CorpusError(f"{typed!r} may be {' or '.join(sorted(meant))}; give the whole name")
    if canonical in roster.people:
        raise CorpusError(
            f"{canonical} says nothing in these interviews, so there is nothing to remove; what others say of them "
            "stays"
        )
    near = similar_people(typed, [roster.person(name) for name in speakers])
    more = f" and {len(speakers) - _MOST_NAMED:,} more" if len(speakers) > _MOST_NAMED else ""
    known = ", ".join(sorted(speakers)[:_MOST_NAMED]) + more
    hint = f"did you mean {' or '.join(near)}?" if near else f"here speak: {known}"
    raise CorpusError(f"nobody here is called {typed!r}; {hint}")
