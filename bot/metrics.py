"""What is counted while the bot runs, for `/metrics`; no label is ever made of what people write."""

from prometheus_client import CollectorRegistry, Counter, Gauge


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

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(name, told, labels, registry=self.registry)
