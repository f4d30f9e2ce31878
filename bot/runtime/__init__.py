"""What the process stands on: settings, log, metrics, its web server, the machine."""

__all__ = [
    "host_checks",
    "http_refusals",
    "http_server",
    "http_sessions",
    "logs",
    "metrics",
    "network_problems",
    "redaction",
    "serve_lock",
    "setting_values",
    "settings",
    "standard_streams",
]
