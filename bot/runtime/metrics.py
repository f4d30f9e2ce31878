"""What is counted while the bot runs, for `/metrics`; no label is ever made of what people write."""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from bot.domain.request import Request
from index.answer import JudgementOutcome, Outcome
from index.search.live_searcher import LiveSearcher

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counts of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = self._counter("quotebot_requests", "What people asked for.", "platform", "kind")
        self.answers = self._counter("quotebot_answers", "What came of it.", "platform", "outcome")
        self.refused = self._counter("quotebot_http_refused", "HTTP requests refused at the edge.", "reason")
        self.reconnects = self._counter("quotebot_reconnects", "Connections made anew.", "platform", "reason")
        self.rejected = self._counter("quotebot_rejected", "Calls that a platform refused.", "platform", "status")
        self.daily_posts = self._counter("quotebot_daily_posts", "Daily insights.", "platform", "outcome")
        self.connections = Gauge("quotebot_connections", "Connections alive now.", ["platform"], registry=self.registry)
        self.outcomes = self._counter("quotebot_outcomes", "What questions came to.", "platform", "outcome")
        self.judged = self._counter("quotebot_judged", "What the language model said to first quotes.", "outcome")
        self.unreachable = self._counter("quotebot_index_unreachable", "Requests that the index did not answer for.")
        self.votes = self._counter("quotebot_votes", "Votes as they were pressed.", "platform", "value")
        self.signals = self._counter("quotebot_signals", "What people did with quotes.", "platform", "kind")
        stages = "Seconds that requests wait, are worked on, and are on their way out."
        self.seconds = Histogram("quotebot_stage_seconds", stages, ["stage"], buckets=_SECONDS, registry=self.registry)
        self.queue = self._gauge("quotebot_queue", "Requests that wait for their turn.")
        self.ready = self._gauge("quotebot_ready", "1 where questions are being answered, 0 where not.")
        self.reported = self._gauge("quotebot_quotes_reported", "Quotes that too few report for them to be withheld.")
        self.withheld = self._gauge("quotebot_quotes_withheld", "Quotes withheld until the operator decides.")
        self.generation_age = self._gauge("quotebot_generation_age_seconds", "Since the index was built.")
        self.generation_quotes = self._gauge("quotebot_generation_quotes", "Quotes in the index that answers.")

    def watch(self, searcher: LiveSearcher) -> None:
        """Tell from now on how old and how large the index is that answers."""
        self.generation_age.set_function(lambda: time.time() - searcher.generation.built_at)
        self.generation_quotes.set_function(lambda: len(searcher.generation.quotes))

    def observe(self, stage: str, seconds: float) -> None:
        """Count how long a stage of a request took: "wait", "answer" or "deliver"."""
        self.seconds.labels(stage).observe(seconds)

    def note_judgement(self, judged: JudgementOutcome | None) -> None:
        """Count what the language model made of a question, if it was to judge."""
        if judged:
            self.judged.labels(judged).inc()

    def note_answer(self, request: Request, outcome: Outcome | None, delivery: str, vote: str | None) -> None:
        """Count what a request came to: of a question its outcome, how the delivery ended, which vote it was if any."""
        self.answers.labels(request.platform, delivery).inc()
        if outcome:
            self.outcomes.labels(request.platform, outcome).inc()
        if vote:
            self.votes.labels(request.platform, vote).inc()

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(name, meaning, registry=self.registry)

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(name, meaning, labels, registry=self.registry)
