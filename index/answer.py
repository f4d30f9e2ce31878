"""What a question comes to: where it is looked for, the matches, and how sure the answer is."""

from dataclasses import dataclass
from typing import Literal

from index.domain import Language, Quote

Outcome = Literal["answer", "unsure", "nothing"]
JudgementOutcome = Literal["chosen", "none", "late", "failed", "unreadable", "open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What quotes are searched in: canonical names, languages, ids of sources; of what is empty, all.

    `after` and `before` are a year, month or day ("2024", "2024-11", "2024-11-22"): only interviews from its
    beginning on, and only those before its beginning; one without a date is then left out. With `everybody`, who is
    named in the question does not narrow it. `roles` are, speaker by speaker, those by which a question meant them,
    "" of who was named.
    """

    speakers: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    sources: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    everybody: bool = False

    @property
    def narrows(self) -> bool:
        """Whether only some quotes of a language are searched."""
        return bool(self.speakers or self.sources or self.after or self.before)

    def admits(self, quote: Quote) -> bool:
        """Tell whether a quote is by one of the speakers, from one of the sources, and of that time."""
        is_by_speaker = not self.speakers or quote.speaker in self.speakers
        is_from_source = not self.sources or quote.source.id in self.sources
        return is_by_speaker and is_from_source and self._admits_day(quote.source.day)

    def _admits_day(self, day: str | None) -> bool:
        """Tell whether an ISO day is in the time; it comes behind its own year and month as a text, too."""
        if not self.after and not self.before:
            return True
        return day is not None and day >= (self.after or "") and (not self.before or day < self.before)


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A quote found for a question, with its score (higher is better) and how it came about.

    `similarity` is in standard deviations above the average quote of its language, and `context` the same of what
    stands around it, both in the first view of meaning; `similarity_in_second` is that in the second view, None where
    there is none. `cosine` is of quote and question as the last view's model gives it, None where it says nothing by
    itself. `word_score` is the share of the question's words that it holds, in either language, from 0 to 1;
    `dense_rank` and `word_rank` count from 1, None where that stage did not bring it. `rerank_score` is a
    cross-encoder's, None where none looked at it; who has one stands before who has none, and by it.
    """

    quote: Quote
    score: float
    similarity: float = 0.0
    context: float = 0.0
    similarity_in_second: float | None = None
    cosine: float | None = None
    word_score: float = 0.0
    dense_rank: int | None = None
    word_rank: int | None = None
    rerank_score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Somebody whose words are asked for and who does not speak here; `mentions`: how often others name them.

    `role` is the one by which they were asked for, "" of who was named.
    """

    name: str
    mentions: int
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a language model came to that was shown the first matches: it chose one, or none, or gave no verdict.

    `said` is what it said, or why it said nothing that counts ("open": it was not asked, since it had just failed).
    """

    judge: str
    outcome: JudgementOutcome
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a question came to: the outcome, how sure it is (0 to 1), and the best matches, best first.

    Only on "answer" is the first match the answer; else it is merely the closest, and `reason` says why.
    `speaker_filter` are the people whose words alone were searched, empty for everybody; `filters` are all that were
    applied, them among it; `absent` are the people whom the question asks for in vain. `judgement` is None where no
    language model was to judge; where it chose or refused, outcome, confidence and order are both's. `lacking` is the
    language that is read first or alone and has no answer, where the other has one; the matches are then of the other
    if it is the answer. `language` is the question's, None where it was not searched.
    """

    question: str
    outcome: Outcome
    confidence: float
    hits: tuple[Match, ...] = ()
    speaker_filter: tuple[str, ...] = ()
    filters: Filters = EVERYTHING
    absent: tuple[Absent, ...] = ()
    reason: str | None = None
    judgement: Judgement | None = None
    lacking: Language | None = None
    language: Language | None = None

    @property
    def best(self) -> Match | None:
        """The match that answers, None where nothing does."""
        return self.hits[0] if self.outcome == "answer" and self.hits else None
