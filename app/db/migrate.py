"""Making and upgrading the schema."""

from __future__ import annotations

from pathlib import Path

from app.db.engine import make_engine, sqlite_path


def create(where: str | Path) -> None:
    """A new, empty database with the present schema. The file must not exist."""
    import app.catalogue as catalogue

    engine = make_engine(where, create=True)
    catalogue.METADATA.create_all(engine)
    if sqlite_path(str(where)) is not None:
        from app.db.engine import APPLICATION_ID

        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    engine.dispose()
