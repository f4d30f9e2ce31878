"""Fills a generation's Chroma folder; `index.storage.child_process` starts `python -m index.storage.store FOLDER`."""

from index.storage.child_process import work_as_child
from index.storage.store.folder import fill

if __name__ == "__main__":
    work_as_child(fill)
