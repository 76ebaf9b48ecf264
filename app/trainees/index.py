"""The search index of trainees as the database keeps it: made right after their table, and kept right by it.

SQLite: two full-text tables over `trainee.search`, one for the beginnings of words, one for what stands inside them.
Triggers note which rows became stale and what they said before, so that an undo, which writes by SQL, is seen too;
the notes are worked off in the same transaction, before it commits. (Triggers may not write to a full-text table
themselves: the schema of a file is not trusted.) PostgreSQL: one trigram index where the server allows the extension;
without it the same questions are answered by reading the table.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

WORDS, INNER, STALE = "trainee_search", "trainee_search_inner", "trainee_search_stale"

SQLITE: tuple[str, ...] = (
    f"CREATE VIRTUAL TABLE {WORDS} USING fts5(search, content='trainee', content_rowid='id', prefix='1 2 3', "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")",
    f"CREATE VIRTUAL TABLE {INNER} USING fts5(search, content='trainee', content_rowid='id', tokenize='trigram')",
    f"CREATE TABLE {STALE} (id INTEGER PRIMARY KEY, before TEXT)",
    "CREATE TRIGGER trainee_search_in AFTER INSERT ON trainee BEGIN "
    f"INSERT INTO {STALE} (id, before) VALUES (new.id, NULL) ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER trainee_search_out AFTER DELETE ON trainee BEGIN "
    f"INSERT INTO {STALE} (id, before) VALUES (old.id, old.search) ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER trainee_search_change AFTER UPDATE OF search ON trainee WHEN old.search IS NOT new.search BEGIN "
    f"INSERT INTO {STALE} (id, before) VALUES (old.id, old.search) ON CONFLICT DO NOTHING; END",
)
POSTGRESQL: tuple[str, ...] = (
    "DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm; "
    "CREATE INDEX trainee_search_inner ON trainee USING gin (search gin_trgm_ops); "
    "EXCEPTION WHEN OTHERS THEN NULL; END $$",
)
_BRING_UP: tuple[str, ...] = (
    *(f"INSERT INTO {index} ({index}, rowid, search) SELECT 'delete', id, before FROM {STALE} WHERE before IS NOT NULL"
      for index in (WORDS, INNER)),
    *(f"INSERT INTO {index} (rowid, search) SELECT t.id, t.search FROM {STALE} s JOIN trainee t ON t.id = s.id"
      for index in (WORDS, INNER)),
    f"DELETE FROM {STALE}",
)


def make_search_index(table: Any, connection: Connection, **_more: Any) -> None:
    """Make the index; called when the table of trainees has been made."""
    for statement in POSTGRESQL if connection.dialect.name == "postgresql" else SQLITE:
        connection.exec_driver_sql(statement)


def bring_up(connection: Connection) -> None:
    """Work off what has become stale in this transaction."""
    if (connection.dialect.name == "sqlite"
            and connection.exec_driver_sql(f"SELECT 1 FROM {STALE} LIMIT 1").first() is not None):
        for statement in _BRING_UP:
            connection.exec_driver_sql(statement)


@event.listens_for(Session, "before_commit")
def _before_commit(session: Session) -> None:
    session.flush()
    bring_up(session.connection())
