"""What Alembic runs to migrate; the connection, and the transaction it is in, are `schema.py`'s."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
