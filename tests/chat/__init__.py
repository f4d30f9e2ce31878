"""Requests, answers and their words, with no platform: `bot/domain`, `bot/wording`, `bot/answers` and `bot/intake`."""
