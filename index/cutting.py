"""From a corpus to everything that is said in it: turns, quotes, questions, and what failed.

What its own file contradicts is no quote.
"""

from dataclasses import dataclass, field

from index.corpus.documents import Corpus
from index.domain import Quote, Turn
from index.errors import CorpusError
from index.evidence import Contradiction, contradictions
from index.quotes import asked_questions, cut_quotes
from index.quotes.repeats import without_repeats
from index.turns import split_turns


@dataclass(frozen=True, slots=True)
class Cut:
    """What a corpus came to.

    `turns` has the turns of each document by id, `contradicted` what was left out of it because the file says
    otherwise; `failures` has a reason by file or id.
    """

    quotes: list[Quote] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    turns: dict[str, list[Turn]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    contradicted: dict[str, list[Contradiction]] = field(default_factory=dict)


def cut_corpus(corpus: Corpus) -> Cut:
    """Return the quotes of all documents, each once; one document's failure does not stop the others."""
    cut = Cut(failures=dict(corpus.failures))
    quotes: list[Quote] = []
    for document in corpus.documents:
        try:
            turns = split_turns(document, corpus.roster)
        except CorpusError as error:
            cut.failures[document.source.id] = str(error)
            continue
        cut.turns[document.source.id] = turns
        cut.questions.extend(asked_questions(document, turns))
        own = cut_quotes(document, turns)
        cut.contradicted[document.source.id] = contradicted = contradictions(document, own, corpus.roster)
        left_out = {contradiction.quote.id for contradiction in contradicted}
        quotes += [quote for quote in own if quote.id not in left_out]
    cut.quotes.extend(without_repeats(quotes))
    return cut
