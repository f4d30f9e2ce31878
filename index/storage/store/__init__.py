"""Where vectors are searched, one collection a language: in a generation's folder, or on a server; by Chroma.

Only in here is known which store that is. `QuoteStore` is in `store`, what is on a server in `server`: both import
Chroma by `chroma`, what is handed out here does so when it is needed.
"""

from index.storage.store.copies import copy_with_store
from index.storage.store.generation_store import (
    changes_when_opened,
    fill_store,
    open_store,
    searched_narrowly,
    store_damage,
    store_version,
)

__all__ = [
    "changes_when_opened",
    "copy_with_store",
    "fill_store",
    "open_store",
    "searched_narrowly",
    "store_damage",
    "store_version",
]
