"""Started by `index.storage.child` as `python -m index.storage.store FOLDER`, fills a generation's Chroma folder."""

from index.storage.child import work_as_child
from index.storage.store.folder import fill

if __name__ == "__main__":
    work_as_child(fill)
