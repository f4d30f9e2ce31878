"""Podcast feeds: from RSS or Atom to episodes, and which transcript of an episode to read."""

from index.feeds.best_transcripts import best_transcripts
from index.feeds.episodes import Episode, Feed, Transcript
from index.feeds.read_feed import read_feed

__all__ = ["Episode", "Feed", "Transcript", "best_transcripts", "read_feed"]
