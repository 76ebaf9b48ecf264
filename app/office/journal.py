"""One record of change with three readings: what to refresh, how to undo, what the history keeps.

Compares row *content* on undo, not version numbers, and merges the images of a row that was flushed more
than once: both were found necessary by running random commands, undos and redos.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, delete, event, insert, inspect, select, text, update
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.base import NO_VALUE

from app.db.base import Base, Record
from app.errors import Conflict
from app.i18n import _
from app.office.command import chunks
from app.office.permissions import Permission

Image = dict[str, Any]
"""A row as column name -> value."""


@dataclass(frozen=True)
class RowChange:
    """One row before and after; None where there was or is no row."""

    table: str
    key: int
    before: Image | None
    after: Image | None


@dataclass(frozen=True)
class Changes:
    """What changed, for screens to decide whether they are stale: table names, and keys per table."""

    kinds: frozenset[str] = frozenset()
    keys: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def touches(self, tables: Iterable[str]) -> bool:
        """Whether any of these tables changed."""
        return not self.kinds.isdisjoint(tables)


@dataclass(frozen=True)
class UndoStep:
    """What one command changed, and the right that it needed."""

    label: str
    needs: Permission
    changes: tuple[RowChange, ...]

    def summary(self) -> Changes:
        """The step as a refresh."""
        keys: dict[str, set[int]] = {}
        for change in self.changes:
            keys.setdefault(change.table, set()).add(change.key)
        return Changes(frozenset(keys), {table: frozenset(ids) for table, ids in keys.items()})


class Journal:
    """Listens to the flushes of one session. Bulk statements, which it could not see, are refused."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._changes: dict[tuple[str, int], RowChange] = {}
        self._before: dict[tuple[str, int], Image] = {}
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "after_flush", self._after_flush)
        event.listen(session, "do_orm_execute", refuse_bulk)

    def close(self) -> None:
        """Stop listening."""
        event.remove(self._session, "before_flush", self._before_flush)
        event.remove(self._session, "after_flush", self._after_flush)
        event.remove(self._session, "do_orm_execute", refuse_bulk)

    def inserted(self, table: str, images: Iterable[Image]) -> None:
        """Rows that the bulk insert has put in."""
        for image in images:
            self._note(table, image["id"], None, image)

    def changes(self) -> tuple[RowChange, ...]:
        """Every row that ends differently from how it began, in the order of first touch."""
        return tuple(c for c in self._changes.values() if not same(c.before, c.after))

    def step(self, label: str, needs: Permission) -> UndoStep:
        """The whole as one step."""
        return UndoStep(label, needs, self.changes())

    def _before_flush(self, session: Session, *_rest: Any) -> None:
        for record in list(session.dirty) + list(session.deleted):
            if isinstance(record, Record) and record.id is not None:
                self._before.setdefault((record.__tablename__, record.id), _committed(record))

    def _after_flush(self, session: Session, *_rest: Any) -> None:
        for record in session.new:
            if isinstance(record, Record):
                self._note(record.__tablename__, record.id, None, _image(record))
        changed = [record for record in session.dirty if isinstance(record, Record)]
        for record in sorted(changed, key=lambda r: (r.__tablename__, r.id)):  # a set: the same story has one history
            key = (record.__tablename__, record.id)
            self._note(*key, self._before.pop(key, None), _image(record))
        for record in session.deleted:
            if isinstance(record, Record):
                key = (record.__tablename__, record.id)
                self._note(*key, self._before.pop(key, None), None)

    def _note(self, table: str, key: int, before: Image | None, after: Image | None) -> None:
        known = self._changes.get((table, key))
        self._changes[table, key] = RowChange(table, key, known.before if known else before, after)


def refuse_bulk(state: ORMExecuteState) -> None:
    """A bulk insert, update or delete leaves no images, so it would slip past undo and history."""
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("bulk statement inside a command: use records, or Work.insert_many")


def same(one: Image | None, other: Image | None) -> bool:
    """Whether two images read alike, apart from the version."""
    if one is None or other is None:
        return one is other
    return all(one[k] == other[k] for k in one if k != "version")


def _image(record: Record) -> Image:
    return {a.columns[0].name: getattr(record, a.key) for a in inspect(type(record)).column_attrs}


def _committed(record: Record) -> Image:
    state = inspect(record)
    image: Image = {}
    for attr in state.mapper.column_attrs:
        value = state.committed_state.get(attr.key, NO_VALUE)
        if value is NO_VALUE:
            if attr.key in state.committed_state:
                raise RuntimeError(f"{record.__tablename__}.{attr.key} was set before it was read")
            value = getattr(record, attr.key)
        image[attr.columns[0].name] = value
    return image


UNDO_GUARDS: list[Callable[[UndoStep, Session], None]] = []
"""Asked before a step is taken back or done again; raises Refused. A room adds its own when it is loaded."""


def revert(step: UndoStep, connection: Connection) -> UndoStep:
    """Put every row back as it was; returns the step that does it again.

    Raises Conflict when a row no longer reads as the step left it.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))
    else:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    tables = {t.name: t for t in Base.metadata.sorted_tables}
    order = {name: place for place, name in enumerate(tables)}
    versions: dict[tuple[str, int], int] = {}
    by_table: dict[str, list[RowChange]] = {}
    for change in step.changes:
        by_table.setdefault(change.table, []).append(change)
    for name, group in by_table.items():
        versions.update(_still_as_left(connection, tables[name], group))
    back: list[RowChange] = []
    for name in sorted(by_table, key=order.__getitem__, reverse=True):
        _delete(connection, tables[name], [c for c in by_table[name] if c.before is None])
    for name in sorted(by_table, key=order.__getitem__):
        table, restored = tables[name], []
        for change in by_table[name]:
            if change.before is not None:
                version = 1 + (versions.get((name, change.key)) or int(change.before["version"]))
                image = {**change.before, "version": version}
                restored.append((change, image))
                back.append(RowChange(name, change.key, change.after, image))
            else:
                back.append(RowChange(name, change.key, change.after, None))
        for change, image in restored:
            if change.after is not None:
                connection.execute(update(table).where(table.c.id == change.key).values(**image))
        fresh = [image for change, image in restored if change.after is None]
        if fresh:
            connection.execute(insert(table), fresh)
    return UndoStep(step.label, step.needs, tuple(back))


def _still_as_left(connection: Connection, table: Table, group: list[RowChange]) -> dict[tuple[str, int], int]:
    found: dict[int, Image] = {}
    for part in chunks([c.key for c in group]):
        for row in connection.execute(select(table).where(table.c.id.in_(part))).mappings():
            found[row["id"]] = dict(row)
    for change in group:
        if not same(found.get(change.key), change.after):
            raise Conflict(_("This cannot be undone: what it changed has been changed again since."))
    return {(table.name, key): image["version"] for key, image in found.items()}


def _delete(connection: Connection, table: Table, group: list[RowChange]) -> None:
    for part in chunks([c.key for c in group]):
        connection.execute(delete(table).where(table.c.id.in_(part)))
