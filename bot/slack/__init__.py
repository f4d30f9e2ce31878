"""Slack: the only part that imports slack_bolt and slack_sdk; payloads come in, requests go on, messages go out."""

__all__ = ["channels", "checks", "platform", "setup", "tokens"]
