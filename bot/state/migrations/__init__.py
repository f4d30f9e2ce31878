"""How the schema of the state came to be, version by version; Alembic runs what is here."""
