"""Vectors in Chroma, in a folder or on a server, one collection a language; the only importer of chromadb."""

from index.storage.store.folder import fill, open_folder
from index.storage.store.server import ChromaServer
from index.storage.store.store import QuoteStore

__all__ = ["ChromaServer", "QuoteStore", "fill", "open_folder"]
