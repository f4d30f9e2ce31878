"""What must not be shown in a place, whatever is asked there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldSpan:
    """`clean[start:end]` of an interview, whose words `text` are shown nowhere."""

    source: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restrictions:
    """What is left out of all answers, buttons and lists, as if the interviews did not hold it.

    Args:
        withheld: Words that are withheld; so is each quote that overlaps them or says the same elsewhere.
        forbidden_words: Words and phrases; so is each quote that holds one, or whose source does.
        forbidden_topics: In a few words each; so is each quote that is about one.
        sources: Ids of the interviews that alone are shown; None for all.
    """

    withheld: tuple[WithheldSpan, ...] = ()
    forbidden_words: tuple[str, ...] = ()
    forbidden_topics: tuple[str, ...] = ()
    sources: frozenset[str] | None = None


NO_RESTRICTIONS = Restrictions()
