"""`quotebot restore`: a backup put back where nothing is, or in the place of what is set aside."""

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL

from bot.operations.backup.databases import (
    SQLITE_FILE,
    SQLITE_LOGS,
    check_sqlite,
    load_postgres,
    refuse_left_over,
    sqlite_file,
)
from bot.operations.backup.manifest import Manifest, hash_of, hashes, read_manifest
from bot.operations.backup.save import CORPUS, INDEX, LEARNED, has_index, settle
from bot.runtime.serve_lock import nobody_serving
from bot.runtime.settings import Settings
from bot.state import State
from bot.state.engine import make_engine
from bot.state.schema import known_schemas, schema_of
from index.advice import quotebot
from index.errors import StorageError
from index.storage.generations import make_current
from index.storage.integrity import damage
from index.storage.lock import build_lock


def restore(settings: Settings, source: Path, *, replace: bool = False) -> tuple[Manifest, list[Path]]:
    """Put a backup back; an older state is brought to the schema of this Quotebot.

    Args:
        settings: Where corpus, index and state belong.
        source: The backup's folder.
        replace: Set aside what is there under a name that says when, and overwrite what a PostgreSQL database holds;
            else nothing may be there.

    Returns:
        What the backup holds, and where what was set aside is now.

    Raises:
        StorageError: The backup is damaged or too new, a bot runs, or something is there already.
    """
    manifest = read_manifest(source)
    _refuse_unusable(settings, source, manifest)
    with nobody_serving(settings.data), build_lock(settings.data):
        if not replace:
            _refuse_anything(settings, manifest)
        aside = [_set_aside(path, base) for path, base in _in_the_way(settings, manifest)]
        _restore_corpus(settings.seeds, source / CORPUS)
        _restore_learned(settings.data, source)
        if manifest.state:
            _restore_state(settings.state_url, source / manifest.state)
        if has_index(settings, source):
            _restore_index(settings.data, source / INDEX)
    return manifest, aside


def _refuse_unusable(settings: Settings, source: Path, manifest: Manifest) -> None:
    known = known_schemas()
    if manifest.schema and manifest.schema not in known:
        raise StorageError(
            f"the state in '{source}' has schema {manifest.schema}, this Quotebot knows up to {known[0]}; "
            f"install Quotebot {manifest.quotebot} or newer"
        )
    has_file, wants_file = manifest.state == SQLITE_FILE, str(settings.state_url).startswith("sqlite")
    if manifest.state and has_file != wants_file:
        kind = "SQLite" if has_file else "PostgreSQL"
        raise StorageError(f"the state in '{source}' is of {kind}; set QUOTEBOT_DATABASE_URL to such a database")


def _refuse_anything(settings: Settings, manifest: Manifest) -> None:
    """See that nothing is where the backup goes."""
    engine = make_engine(settings.state_url)
    try:
        if file := sqlite_file(engine.url):
            refuse_left_over(file)
        elif manifest.state and schema_of(engine):
            raise StorageError("there is a state in the PostgreSQL database; restore with --replace to overwrite it")
    finally:
        engine.dispose()
    for path, _ in _in_the_way(settings, manifest):
        raise StorageError(f"there is something in '{path}'; restore with --replace to set it aside")


def _in_the_way(settings: Settings, manifest: Manifest) -> Iterator[tuple[Path, str]]:
    """Yield each file or folder that is there already, other than the backup has it, and the name that it goes by."""
    start = f"{CORPUS}/"
    files = manifest.files.items()
    saved = {name.removeprefix(start): file_hash for name, file_hash in files if name.startswith(start)}
    if settings.seeds.exists() and any(settings.seeds.iterdir()) and hashes(settings.seeds) != saved:
        yield settings.seeds, settings.seeds.name
    file = sqlite_file(make_engine(settings.state_url).url)
    for name in LEARNED:
        path = settings.data / name
        if name in manifest.files and path.exists() and hash_of(path) != manifest.files[name]:
            yield path, name
    if file and manifest.state:
        logs = (file.with_name(file.name + ending) for ending in SQLITE_LOGS)
        yield from ((path, file.name) for path in (file, *logs) if path.exists())


def _set_aside(path: Path, base: str) -> Path:
    """Rename what is in the way; a database and its logs still belong together by their names."""
    now = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")
    return path.rename(path.with_name(f"{base}.before-{now}{path.name.removeprefix(base)}"))


def _restore_corpus(seeds: Path, saved: Path) -> None:
    if seeds.exists() and any(seeds.iterdir()):
        return  # it is the same
    draft = seeds.with_name(f"{seeds.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(saved, draft)
    settle(draft)
    draft.rename(seeds)


def _restore_learned(data: Path, source: Path) -> None:
    """Put back labels, questions to be judged and learned weights, each in one step."""
    for name in LEARNED:
        if (source / name).exists():
            draft = data / f"{name}.part"
            shutil.copyfile(source / name, draft)
            draft.replace(data / name)
            settle(data)


def _restore_state(url: str | URL, saved: Path) -> None:
    engine = make_engine(url)
    file = sqlite_file(engine.url)
    engine.dispose()
    if file:
        check_sqlite(saved)
        draft = file.with_name(f"{file.name}.part")
        shutil.copyfile(saved, draft)
        draft.replace(file)
        settle(file.parent)
    else:
        load_postgres(engine.url, saved)
    State.open(url).close()


def _restore_index(data: Path, saved: Path) -> None:
    for source in saved.iterdir():
        folder = data / "generations" / source.name
        if not folder.exists():
            shutil.copytree(source, folder)
            settle(folder)
        if problem := damage(folder):
            raise StorageError(f"the index in '{folder}' is not sound ({problem}); run: {quotebot('index')}")
        make_current(data, folder)
