"""Bulk inserts and counters: the two writes that go past the ORM, in one place where the journal sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ColumnDefault, Table, text
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from app.db.base import Record
    from app.office.journal import Journal


def insert_many(session: Session, journal: Journal, kind: type[Record],
                rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows with keys taken beforehand, so that their images are known without reading them back."""
    if not rows:
        return []
    session.flush()
    table = cast(Table, kind.__table__)
    keys = _reserve(session, table.name, len(rows))
    defaults = {c.name: c.default.arg if isinstance(c.default, ColumnDefault) and c.default.is_scalar else None
                for c in table.columns}
    images = [{**defaults, **row, "id": key, "version": 1} for key, row in zip(keys, rows, strict=True)]
    session.connection().execute(table.insert(), images)
    journal.inserted(table.name, images)
    return keys


def _reserve(session: Session, table: str, count: int) -> list[int]:
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        found = connection.execute(
            text("SELECT nextval(pg_get_serial_sequence(:t, 'id')) FROM generate_series(1, :n)"),
            {"t": table, "n": count})
        return sorted(int(value) for (value,) in found)
    last = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :t"), {"t": table}).scalar() or 0
    return list(range(last + 1, last + count + 1))


def next_number(session: Session, scope: str, start: int = 1, count: int = 1) -> int:
    """Take the next number of a scope, or the first of `count`. The row stays locked until the transaction ends."""
    connection = session.connection()
    connection.execute(
        text("INSERT INTO counter (scope, next) VALUES (:s, :n) ON CONFLICT (scope) DO NOTHING"),
        {"s": scope, "n": start})
    taken = connection.execute(
        text("UPDATE counter SET next = next + :n WHERE scope = :s RETURNING next"),
        {"s": scope, "n": count}).scalar_one()
    return int(taken) - count
