"""What the guests speak of: the key terms of a corpus, found by how its words repeat, cluster and hold together."""

from index.topics.topics import Topic, find_topics

__all__ = ["Topic", "find_topics"]
