"""Alembic's environment: one connection, given by app.db.migrate, and one transaction around everything."""

from __future__ import annotations

from alembic import context

from app.db.migrate import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata(), render_as_batch=True,
                  transactional_ddl=False, compare_server_default=False)
context.run_migrations()
