"""An earlier change as the history keeps it, with its values as records hold them: for a command that takes it back
when undo no longer reaches it."""

from __future__ import annotations

import base64
import json
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Column, Date, LargeBinary, select
from sqlalchemy.orm import Session

from app.db.base import Base, Fixed2, Record, UtcDateTime
from app.office.history import HistoryRow
from app.office.journal import Image, RowChange


@cache
def kinds() -> dict[str, type[Record]]:
    """Every kind of record by its table, of all rooms."""
    import_module("app.catalogue")  # by name: the rooms stand above the door
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers
            if issubclass(mapper.class_, Record)}


def made_by(session: Session, table: str, key: int) -> int | None:
    """The entry that put this row there, the last one when it was undone and done again."""
    return session.scalar(select(HistoryRow.entry).where(
        HistoryRow.table_name == table, HistoryRow.row_id == key, HistoryRow.before == "", HistoryRow.after != "")
        .order_by(HistoryRow.entry.desc()).limit(1))


def changes_of(session: Session, entry: int) -> list[RowChange]:
    """The rows of an entry, before and after, in the order in which they were touched."""
    tables = Base.metadata.tables
    return [RowChange(row.table_name, row.row_id, _image(tables[row.table_name].c, row.before),
                      _image(tables[row.table_name].c, row.after))
            for row in session.scalars(select(HistoryRow).where(HistoryRow.entry == entry).order_by(HistoryRow.id))
            if row.table_name in tables]


def _image(columns: Any, text: str) -> Image | None:
    if not text:
        return None
    return {name: read(columns[name], value) for name, value in json.loads(text).items() if name in columns}


def read(column: Column[Any], value: Any) -> Any:
    """A value of the history as the column holds it."""
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, Fixed2):
        return Decimal(value)
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    return value
