"""What restrictions cost: questions where much must not be shown against the same where nothing is restricted."""

import itertools
import re
import time
from collections import Counter
from dataclasses import replace

from index.search import Searcher
from index.search.restricted_views import RestrictedViews
from index.search.restrictions import NO_RESTRICTIONS, Restrictions, WithheldSpan
from tests.bench.rows import spread
from tests.bench.rows import time as shown
from tests.bench.search import COUNT, Pairs

_WITHHELD, _WORDS = 50, 20
_TOPICS = ("bicycles and how they are made", "the weather on an island")
_WARM_UP = 10
_LONG_WORD = re.compile(r"\b[a-z]{6,}\b")


def restrictions_for(searcher: Searcher) -> Restrictions:
    """Return 50 withheld quotes, 20 forbidden words that a few quotes hold, 2 topics, and all interviews but one."""
    quotes = searcher.generation.quotes
    step = max(len(quotes) // _WITHHELD, 1)
    withheld = tuple(
        WithheldSpan(source=quote.source.id, start=quote.start, end=quote.end, text=quote.text)
        for quote in quotes[::step][:_WITHHELD]
    )
    sample = quotes[:: max(len(quotes) // 1000, 1)]
    counts = Counter(word for quote in sample for word in set(_LONG_WORD.findall(quote.text.lower())))
    rare = sorted(word for word, count in counts.items() if count == 1)
    sources = {quote.source.id for quote in quotes} - {quotes[0].source.id}
    return Restrictions(
        withheld=withheld,
        forbidden_words=tuple(rare[:: max(len(rare) // _WORDS, 1)][:_WORDS]),
        forbidden_topics=_TOPICS,
        sources=frozenset(sources),
    )


def restricted_rows(searcher: Searcher, questions: list[str]) -> list[tuple[str, str]]:
    """Return what questions take where much is restricted against nothing, and how long a rule takes to be taken up."""
    views, restrictions = RestrictedViews(searcher), restrictions_for(searcher)
    first, restricted = _timed(views, restrictions)
    later, _ = _timed(views, replace(restrictions, withheld=restrictions.withheld[1:]))
    pairs = Pairs()
    askable = [question for question in questions if not restricted.forbidden.are_in(question)]
    for question in itertools.islice(askable, _WARM_UP):
        restricted.search(question, COUNT)
    for question in askable:
        pairs.add(
            lambda text=question: views.view(restrictions).search(text, COUNT),
            lambda text=question: views.view(NO_RESTRICTIONS).search(text, COUNT),
        )
    hidden = len(searcher.generation.quotes) - len(restricted.generation.quotes)
    return [
        ("restricted / with nothing restricted", f"{pairs.median / pairs.baseline_median:.2f}  (aim: 1.3 at most)"),
        ("question, restricted", f"{spread(pairs.seconds)}; {hidden:,} quotes left out"),
        ("until all rules hold, and one more withheld quote", f"{shown(first)}, {shown(later)}"),
    ]


def _timed(views: RestrictedViews, restrictions: Restrictions) -> tuple[float, Searcher]:
    start = time.perf_counter()
    view = views.view(restrictions)
    return time.perf_counter() - start, view
