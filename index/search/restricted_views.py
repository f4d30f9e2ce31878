"""The searchers of one generation: with everything, and as places see it where something is restricted."""

import threading
from collections import OrderedDict
from functools import lru_cache

from index.search.forbidden_topics import quotes_about
from index.search.forbidden_words import forbidden_words
from index.search.learned_weights import LearnedWeights
from index.search.restricted_generation import Changes, forbidden_in, restricted_generation
from index.search.restrictions import NO_RESTRICTIONS, Restrictions
from index.search.search import Searcher
from index.search.weighed import weighed
from index.search.withheld_words import SaidElsewhere, withheld_places

_MOST_VIEWS = 16  # each takes some ten megabytes where there are 100,000 quotes


class RestrictedViews:
    """Gives searchers over what may be shown, kept as long as they are asked for; safe to use from several threads.

    What a rule leaves out is found once a generation, so that a quote that is withheld meanwhile costs little.
    """

    def __init__(self, whole: Searcher) -> None:
        self.whole = whole
        self._views: OrderedDict[Restrictions, Searcher] = OrderedDict()
        self._lock = threading.Lock()
        self._elsewhere = SaidElsewhere(whole.generation.quotes)
        self._changes_by_words = lru_cache(maxsize=2)(self._find_words)
        self._about_topics = lru_cache(maxsize=2)(self._find_topics)

    def weigh(self, learned: LearnedWeights | None) -> None:
        """Have all searchers rank by learned weights from now on, or by those that are shipped."""
        with self._lock:
            if self.whole.learned is not learned:
                self.whole = weighed(self.whole, learned)
                for restrictions, searcher in self._views.items():
                    self._views[restrictions] = weighed(searcher, learned)

    def view(self, restrictions: Restrictions) -> Searcher:
        """Return a searcher that behaves as if what is restricted were not in the interviews."""
        if restrictions == NO_RESTRICTIONS:
            return self.whole
        with self._lock:
            if restrictions not in self._views:
                self._views[restrictions] = self._make(restrictions)
                if len(self._views) > _MOST_VIEWS:
                    self._views.popitem(last=False)
            self._views.move_to_end(restrictions)
            return self._views[restrictions]

    def _make(self, restrictions: Restrictions) -> Searcher:
        words = forbidden_words(restrictions.forbidden_words)
        generation = restricted_generation(
            self.whole.generation,
            sources=restrictions.sources,
            changes=self._changes_by_words(restrictions.forbidden_words),
            about_topics=self._about_topics(restrictions.forbidden_topics),
            places=withheld_places(restrictions.withheld, self._elsewhere),
            words=words,
        )
        searcher = self.whole.over(generation)
        searcher.forbidden = words
        topics = restrictions.forbidden_topics
        searcher.forbidden_subjects = forbidden_words((*restrictions.forbidden_words, *topics)) if topics else words
        return searcher

    def _find_words(self, words: tuple[str, ...]) -> Changes:
        return forbidden_in(self.whole.generation, forbidden_words(words)) if words else {}

    def _find_topics(self, topics: tuple[str, ...]) -> frozenset[str]:
        return frozenset(quote.id for topic in topics for quote in quotes_about(self.whole, topic))
