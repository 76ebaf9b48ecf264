"""The saved history: who changed what, when, before and after; chained so that an altered entry shows.

Each entry's hash covers the entry, its rows and the hash before it. Whoever can rewrite the whole file can
rewrite the whole chain: backups and certificates therefore carry the head (number and first 16 hex digits)
outside this table.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Index, String, Text, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.db.base import Base, UtcDateTime
from app.office.journal import RowChange
from app.office.permissions import Actor


class HistoryEntry(Base):
    """One command, undo or redo. Numbers run without gaps."""

    __tablename__ = "history_entry"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    user_id: Mapped[int]
    user_name: Mapped[str]
    kind: Mapped[str]  # do, undo, redo, note
    command: Mapped[str]
    label: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class HistoryRow(Base):
    """One row of an entry; before and after are JSON, '' for no row."""

    __tablename__ = "history_row"
    __table_args__ = (Index("ix_history_row_subject", "table_name", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[int] = mapped_column(index=True)
    table_name: Mapped[str]
    row_id: Mapped[int]
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)


class Counter(Base):
    """The next number of a scope; kept out of undo, because a number is never given twice."""

    __tablename__ = "counter"

    scope: Mapped[str] = mapped_column(primary_key=True)
    next: Mapped[int]


@dataclass(frozen=True)
class Head:
    """Where the chain ends: entry number (0 for none) and hash."""

    number: int
    hash: str

    def anchor(self) -> str:
        """What papers and backups carry outside: number and 16 hex digits."""
        return f"{self.number}:{self.hash[:16]}"


GENESIS = Head(0, "0" * 64)


def plain(value: Any) -> Any:
    """A column value as JSON can hold it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")  # as it is read back, whatever zone it came in
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def image_text(image: dict[str, Any] | None) -> str:
    """A row as canonical JSON; '' for none. Of a file that names its hash (a scanned MC, a font) only that is kept."""
    if image is None:
        return ""
    if "hash" in image or "digest" in image:
        image = {k: "" if isinstance(v, bytes) else v for k, v in image.items()}
    return json.dumps({k: _kept(k, v) for k, v in image.items()}, ensure_ascii=False, sort_keys=True,
                      separators=(",", ":"))


SECRETS = frozenset({"password_hash", "recovery_hash"})
"""Columns of which the history keeps only whether there was something: old hashes could be guessed at leisure."""


def _kept(column: str, value: Any) -> Any:
    if column in SECRETS:
        return hashlib.sha256(str(value).encode()).hexdigest()[:8] if value else ""
    return plain(value)


def head(connection: Connection) -> Head:
    """The last entry of the chain."""
    row = connection.execute(
        select(HistoryEntry.number, HistoryEntry.hash).order_by(HistoryEntry.number.desc()).limit(1)).first()
    return Head(row.number, row.hash) if row else GENESIS


def write(session: Session, actor: Actor, at: datetime, kind: str, command: str, label: str,
          changes: Sequence[RowChange]) -> Head:
    """Append one entry in the running transaction. On PostgreSQL the chain is locked until it ends."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(5343420)"))
    last = head(connection)
    rows = [(c.table, c.key, image_text(c.before), image_text(c.after)) for c in changes]
    entry = {"number": last.number + 1, "at": at, "user_id": actor.user_id, "user_name": actor.name, "kind": kind,
             "command": command, "label": label, "previous": last.hash}
    digest = entry_hash(entry, rows)
    connection.execute(insert(HistoryEntry), {**entry, "hash": digest})
    if rows:
        connection.execute(insert(HistoryRow), [
            {"entry": last.number + 1, "table_name": t, "row_id": k, "before": b, "after": a} for t, k, b, a in rows])
    return Head(last.number + 1, digest)


def entry_hash(entry: dict[str, Any], rows: Sequence[tuple[str, int, str, str]]) -> str:
    """SHA-256 over the entry and its rows, fields separated by characters that cannot occur in JSON."""
    digest = hashlib.sha256()
    fields = ("number", "at", "user_id", "user_name", "kind", "command", "label", "previous")
    digest.update("\x1f".join(str(plain(entry[f])) for f in fields).encode())
    for row in rows:
        digest.update(("\x1e" + "\x1f".join(map(str, row))).encode())
    return digest.hexdigest()


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold: the entry and why ('missing', 'altered')."""

    number: int
    why: str


def verify(connection: Connection) -> Iterator[Break]:
    """Walk the whole chain; yields every place where an entry was altered or removed."""
    last = GENESIS
    rows = _rows_by_entry(connection)
    pending = next(rows, None)
    for found in connection.execute(select(HistoryEntry.__table__).order_by(HistoryEntry.number)).mappings():
        number = found["number"]
        if number != last.number + 1:
            yield Break(last.number + 1, "missing")
        mine: list[tuple[str, int, str, str]] = []
        while pending is not None and pending[0] <= number:
            if pending[0] == number:
                mine = pending[1]
            else:
                yield Break(pending[0], "altered")
            pending = next(rows, None)
        if found["previous"] != last.hash or entry_hash(dict(found), mine) != found["hash"]:
            yield Break(number, "altered")
        last = Head(number, found["hash"])
    if pending is not None:
        yield Break(pending[0], "missing")


def _rows_by_entry(connection: Connection) -> Iterator[tuple[int, list[tuple[str, int, str, str]]]]:
    table = HistoryRow.__table__
    group: list[tuple[str, int, str, str]] = []
    current = 0
    for row in connection.execute(select(table).order_by(table.c.entry, table.c.id)):
        if row.entry != current:
            if group:
                yield current, group
            current, group = row.entry, []
        group.append((row.table_name, row.row_id, row.before, row.after))
    if group:
        yield current, group
