"""Kills, storms and mutations, by the hundred: each is `python -m tests.campaigns.NAME`, and one small round a test."""
