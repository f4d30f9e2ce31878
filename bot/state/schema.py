"""Bring a database to the schema of this version of Quotebot, in one transaction."""

import logging

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from bot.state.engine import lock_schema
from bot.state.failures import database_name, storage_errors
from index.errors import StorageError

logger = logging.getLogger(__name__)

MIGRATIONS = "bot.state:migrations"


def migrate(engine: Engine, scripts: str = MIGRATIONS) -> None:
    """Bring the schema up to the newest version; rows are kept.

    Killed half-way, it leaves the database as it was; of two processes at once, one waits for the other.

    Raises:
        StorageError: The database is newer than this version of Quotebot, or cannot be used.
    """
    config, versions = _config(scripts), known_schemas(scripts)
    with storage_errors(engine.url), engine.begin() as connection:
        lock_schema(connection)
        current = _revision(connection)
        if current == versions[0]:
            return
        if current and current not in versions:
            raise StorageError(
                f"the state in {database_name(engine.url)} has schema {current}, this Quotebot knows up to "
                f"{versions[0]}; install the newer Quotebot again, or put back a backup from before it"
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    if current:
        logger.info("the state in %s was brought from schema %s to %s", database_name(engine.url), current, versions[0])


def known_schemas(scripts: str = MIGRATIONS) -> list[str]:
    """Return the schemas that this version of Quotebot knows, the newest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config(scripts)).walk_revisions()]


def schema_of(engine: Engine) -> str | None:
    """Return the schema of a database, None where there is none yet."""
    with storage_errors(engine.url), engine.connect() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(scripts: str) -> Config:
    config = Config()
    config.set_main_option("script_location", scripts)
    return config
