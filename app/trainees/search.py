"""Finding trainees while the user types: by name in any script, identity, phone, e-mail and number.

Each typed word must begin a word of the trainee's folded text. When that finds few, words of three letters and
more are also looked for inside words: the last digits of a number, the middle of a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, column, func, literal_column, or_, select, table
from sqlalchemy.orm import Session

from app.trainees.folding import typed_words
from app.trainees.index import INNER, WORDS
from app.trainees.records import Trainee

FEW = 50
"""With fewer than these hits at the beginnings of words, the insides of words are searched too."""
MANY = 500
"""With more than these hits a list in name order is quicker walked than collected and sorted."""
DENSE = 15_000
"""With more than these hits the first page is found by reading names in order until it is full."""


@dataclass(frozen=True)
class Found:
    """What a text finds: the keys as a SELECT, the same as a condition on Trainee, and whether they are many."""

    ids: Select[Any]
    where: ColumnElement[bool]
    many: bool

    @property
    def narrow(self) -> ColumnElement[bool]:
        """The condition that is quickest for one page in the order of an index."""
        return self.where if self.many else Trainee.id.in_(self.ids)


def matching(session: Session, typed: str) -> Select[Any]:
    """The keys of the trainees that a typed text finds, as a SELECT."""
    return find(session, typed).ids


def find(session: Session, typed: str) -> Found:
    """What a typed text finds. A text without letters and digits finds nobody."""
    words = typed_words(typed)
    if not words:
        nobody = Trainee.id.is_(None)
        return Found(select(Trainee.id).where(nobody), nobody, False)
    if session.get_bind().dialect.name == "sqlite":
        return _in_sqlite(session, words)
    return _in_server(session, words)


def _like(words: list[tuple[str, ...]], before: str) -> ColumnElement[bool]:
    # a folded text has letters, digits and marks only: no wildcard can be in it
    return and_(*(or_(*(Trainee.search.like(f"%{before}{way}%") for way in word)) for word in words))


def _long(words: list[tuple[str, ...]]) -> bool:
    return any(len(way) >= 3 for word in words for way in word)


def _in_sqlite(session: Session, words: list[tuple[str, ...]]) -> Found:
    begins = " AND ".join("(" + " OR ".join(f'"{way}"*' for way in word) + ")" for word in words)
    prefix = _match(WORDS, begins)
    hits = _count(session, prefix, DENSE + 1)
    if hits > DENSE:
        return Found(prefix, _like(words, " "), True)
    if hits >= FEW or not _long(words):
        # the sign keeps SQLite from looking rows up by key: it walks the names and asks whether each is a hit
        return Found(prefix, literal_column("+trainee.id").in_(prefix), hits > MANY)
    inner = select(Trainee.id).where(Trainee.id.in_(_match(INNER, " AND ".join(
        "(" + " OR ".join(f'"{way}"' for way in word if len(way) >= 3) + ")" for word in words if _long([word])))))
    short = [word for word in words if not _long([word])]
    if short:
        inner = inner.where(_like(short, " "))
    both = prefix.union(inner).subquery()
    ids = select(both.c[0])
    return Found(ids, Trainee.id.in_(ids), False)


def _match(index: str, expression: str) -> Select[Any]:
    return select(column("rowid")).select_from(table(index)).where(literal_column(index).op("MATCH")(expression))


def _in_server(session: Session, words: list[tuple[str, ...]]) -> Found:
    where = _like(words, " ")
    hits = _count(session, select(Trainee.id).where(where), MANY + 1)
    if hits < FEW and _long(words):
        where = or_(where, and_(*(or_(*(Trainee.search.like(f"%{way if len(way) >= 3 else ' ' + way}%")
                                        for way in word)) for word in words)))
    return Found(select(Trainee.id).where(where), where, hits > MANY)


def _count(session: Session, wanted: Select[Any], limit: int) -> int:
    return int(session.scalar(select(func.count()).select_from(wanted.limit(limit).subquery())) or 0)
