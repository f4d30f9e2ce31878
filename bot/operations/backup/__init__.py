"""Backups: the state by its database's own means, the corpus, the index if wanted, and a list of it all with hashes."""
