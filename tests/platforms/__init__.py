"""Slack and Discord at once: what holds in both."""
