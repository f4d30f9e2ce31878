"""The retrieval core: from interviews on disk to checked quotes. Knows no chat platform."""
