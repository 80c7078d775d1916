"""Alembic's entry: runs on the connection that `hotline.storage.migrate` opened."""

from alembic import context

from hotline.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
