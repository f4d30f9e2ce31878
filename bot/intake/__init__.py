"""Where requests come in: written down, put in a queue, understood, answered once."""

__all__ = ["button_verbs", "commands", "delivery_ways", "limits", "request_queue", "service"]
