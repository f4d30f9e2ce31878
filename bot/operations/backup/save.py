"""`quotebot backup`: everything that cannot be had again, in one folder; the bot may go on meanwhile."""

import datetime
import os
import secrets
import shutil
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from bot.operations.backup.corpus_copy import copy_corpus
from bot.operations.backup.databases import POSTGRES_FILE, SQLITE_FILE, copy_sqlite, dump_postgres, sqlite_file
from bot.operations.backup.manifest import Manifest, hashes, write_manifest
from bot.operations.learning import LABELS, OWN_QUESTIONS
from bot.runtime.settings import Settings
from bot.state.engine import make_engine
from bot.state.schema import schema_of
from index.advice import quotebot
from index.errors import IndexMissingError, StorageError
from index.search.learned_weights import LEARNED_WEIGHTS
from index.storage.generations import current_name
from index.storage.integrity import damage
from index.storage.store import copy_with_store

CORPUS, INDEX = "corpus", "index"
LEARNED = (LABELS, OWN_QUESTIONS, LEARNED_WEIGHTS)  # files of the data folder that people made, or had made


def save(settings: Settings, target: Path, *, with_index: bool = False) -> Manifest:
    """Write a backup into a new folder, which is there only once it is whole and checked.

    Raises:
        StorageError: Something is in that folder, or something cannot be copied soundly.
        IndexMissingError: The index is wanted, and there is none.
    """
    _refuse(target, settings.seeds)
    if with_index:
        _refuse_served(settings)
    draft = target.with_name(f"{target.name}.{secrets.token_hex(3)}.part")
    draft.mkdir(parents=True, mode=0o700)
    with ExitStack() as unless_done:
        unless_done.callback(shutil.rmtree, draft, ignore_errors=True)
        state, schema = _save_state(settings, draft)
        copy_corpus(settings.seeds, draft / CORPUS)
        for name in LEARNED:
            if (settings.data / name).exists():
                shutil.copyfile(settings.data / name, draft / name)
        if with_index:
            _save_index(settings.data, draft / INDEX)
        made = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        files = hashes(draft)
        manifest = Manifest(quotebot=version("quotebot"), made=made, state=state, schema=schema, files=files)
        write_manifest(draft, manifest)
        settle(draft)
        draft.rename(target)  # takes the place of an empty folder, too
        unless_done.pop_all()
    return manifest


def settle(folder: Path) -> None:
    """Have everything in a folder written to the disk."""
    for path in [*folder.rglob("*"), folder, folder.parent]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _refuse(target: Path, seeds: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StorageError(f"there is something in '{target}'; name a folder that is not there yet")
    if target.resolve().is_relative_to(seeds.resolve()):
        raise StorageError(f"'{target}' lies in the corpus that is to be saved; name a folder outside of '{seeds}'")
    if not seeds.is_dir():
        raise StorageError(f"there is no corpus folder '{seeds}'; set QUOTEBOT_SEEDS to where the interviews are")


def has_index(settings: Settings, backup: Path) -> bool:
    """Tell whether a backup holds an index that can be used; one for embedded Chroma is of no use with a server."""
    return (backup / INDEX).is_dir() and settings.chroma_url is None


def _refuse_served(settings: Settings) -> None:
    if settings.chroma_url is not None:
        raise StorageError(
            "the index is on the Chroma server and not taken along; leave --index out, and restore builds it anew"
        )


def _save_state(settings: Settings, draft: Path) -> tuple[str, str]:
    """Save the state, and return the name of its file and its schema; both are empty where nothing is kept yet."""
    engine = make_engine(settings.state_url)
    try:
        file = sqlite_file(engine.url)
        if file and not file.exists():
            return "", ""
        schema = schema_of(engine)
        if schema is None:
            return "", ""
        if file:
            copy_sqlite(file, draft / SQLITE_FILE)
            return SQLITE_FILE, schema
        dump_postgres(engine.url, draft / POSTGRES_FILE)
        return POSTGRES_FILE, schema
    finally:
        engine.dispose()


def _save_index(data: Path, target: Path) -> None:
    """Copy the current generation, which the bot may have open."""
    name = current_name(data)
    if name is None:
        raise IndexMissingError(f"no index in '{data}' to take along; run: {quotebot('index')}, or leave --index out")
    source, copy = data / "generations" / name, target / name
    copy_with_store(source, copy)
    if problem := damage(copy):
        raise StorageError(f"the copy of the index in '{source}' is not sound ({problem}); run: {quotebot('doctor')}")
