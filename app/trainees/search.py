"""Finding trainees while the user types: by name in any script, identity, phone, e-mail and number.

Each typed word must begin a word of the trainee's folded text. When that finds few, words of three letters and
more are also looked for inside words: the last digits of a number, the middle of a name; and BIN, A/L and the like
between other words are left out. When nobody is found at all, words may be one letter off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, column, func, literal_column, or_, select, table
from sqlalchemy.orm import Session

from app.trainees.folding import Typed, nearly, typed_words
from app.trainees.index import INNER, WORDS
from app.trainees.records import Trainee

FEW = 50
"""With fewer than these hits at the beginnings of words, the insides of words are searched too."""
MANY = 500
"""On a server: with more than these hits a list in name order is quicker walked than collected and sorted."""
FEW_ENOUGH, RARE, COMMON = 4_000, 24, 6
"""In a file: so many hits, or one in RARE of all, are collected and sorted (1.5 µs each). Of more the first page is
found by walking the names in order and asking whether each is a hit (0.2 µs a name, but perhaps as far as T); of more
than one in COMMON by reading each name walked, as the page is full very soon."""
NEAR_FROM, OPEN_FROM, NEAR_WORDS = 4, 6, 3
"""Only words of so many letters, and only the first few of them, may be one letter off; a shorter one must be whole, a
longer one may go on."""


@dataclass(frozen=True)
class Found:
    """What a text finds: the keys as a SELECT, the same as a condition on Trainee, and whether they are many."""

    ids: Select[Any]
    where: ColumnElement[bool]
    many: bool
    near: bool = False  # nobody is written so: these are one letter off

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


def _like(words: list[Typed], before: str) -> ColumnElement[bool]:
    # a folded text has letters, digits and marks only: no wildcard can be in it
    return and_(*(or_(*(Trainee.search.like(f"%{before}{way}%") for way in word.ways)) for word in words))


def _long(words: list[Typed]) -> bool:
    return any(len(way) >= 3 for word in words for way in word.ways)


def _without_links(words: list[Typed]) -> list[Typed]:
    return [word for word in words if not word.link]


def _may_be_off(word: Typed) -> bool:
    first = word.ways[0]
    return len(first) >= NEAR_FROM and first.isascii() and first.isalpha()


# -- SQLite ------------------------------------------------------------------------------------------------------------
def _begins(words: list[Typed]) -> str:
    return " AND ".join("(" + " OR ".join(f'"{way}"*' for way in word.ways) + ")" for word in words)


def _in_sqlite(session: Session, words: list[Typed]) -> Found:
    prefix = _match(WORDS, _begins(words))
    all_ = int(session.scalar(select(func.max(Trainee.id))) or 0)
    enough = max(FEW_ENOUGH, all_ // RARE)
    hits = _count(session, prefix, max(enough, all_ // COMMON) + 1)
    if hits > enough:
        # the sign keeps SQLite from looking rows up by key: it walks the names and asks whether each is a hit
        walked = literal_column("+trainee.id").in_(prefix) if hits <= all_ // COMMON else _like(words, " ")
        return Found(prefix, walked, True)
    if hits < FEW and len(_without_links(words)) < len(words):
        words = _without_links(words)
        prefix = _match(WORDS, _begins(words))
        hits = _count(session, prefix, FEW)
    if hits >= FEW or not _long(words):
        return Found(prefix, Trainee.id.in_(prefix), False)
    inner = select(Trainee.id).where(Trainee.id.in_(_match(INNER, " AND ".join(
        "(" + " OR ".join(f'"{way}"' for way in word.ways if len(way) >= 3) + ")" for word in words if _long([word])))))
    short = [word for word in words if not _long([word])]
    if short:
        inner = inner.where(_like(short, " "))
    if not hits and not _count(session, inner, 1) and any(map(_may_be_off, words)):
        near = _match(WORDS, _nearly(session, words))
        return Found(near, Trainee.id.in_(near), False, near=True)
    both = prefix.union(inner).subquery()
    ids = select(both.c[0])
    if hits + _count(session, inner, enough + 1) > enough:
        return Found(ids, literal_column("+trainee.id").in_(ids), True)
    return Found(ids, Trainee.id.in_(ids), False)


def _nearly(session: Session, words: list[Typed]) -> str:
    """An expression in which words that nobody bears may be one letter off; all words, where each is somebody's."""
    able = [word for word in words if _may_be_off(word)][:NEAR_WORDS]
    unknown = [word for word in able if not _count(session, _match(WORDS, _begins([word])), 1)] or able
    parts = []
    for word in words:
        ways = [f'"{way}"*' for way in word.ways]
        if word in unknown:
            first = word.ways[0]
            if len(first) < OPEN_FROM:
                ways += [f'"{way}"' for way in nearly(first)]
            else:  # with the end open, other last letters are in the word without its last one
                ways = [f'"{way}"*' for way in (*word.ways, first[:-1], *(
                    way for way in nearly(first) if not way.startswith(first[:-1])))]
        parts.append("(" + " OR ".join(ways) + ")")
    return " AND ".join(parts)


def _match(index: str, expression: str) -> Select[Any]:
    return select(column("rowid")).select_from(table(index)).where(literal_column(index).op("MATCH")(expression))


# -- PostgreSQL --------------------------------------------------------------------------------------------------------
def _in_server(session: Session, words: list[Typed]) -> Found:
    where = _like(words, " ")
    hits = _count(session, select(Trainee.id).where(where), MANY + 1)
    if hits < FEW and len(_without_links(words)) < len(words):
        words = _without_links(words)
        where = _like(words, " ")
        hits = _count(session, select(Trainee.id).where(where), MANY + 1)
    if hits < FEW and _long(words):
        where = or_(where, and_(*(or_(*(Trainee.search.like(f"%{way if len(way) >= 3 else ' ' + way}%")
                                        for way in word.ways)) for word in words)))
        if not hits and any(map(_may_be_off, words)) and not _count(session, select(Trainee.id).where(where), 1):
            near = _nearly_in_server(session, words)
            return Found(select(Trainee.id).where(near), near, False, near=True)
    return Found(select(Trainee.id).where(where), where, hits > MANY)


def _nearly_in_server(session: Session, words: list[Typed]) -> ColumnElement[bool]:
    able = [word for word in words if _may_be_off(word)][:NEAR_WORDS]
    unknown = [word for word in able
               if not _count(session, select(Trainee.id).where(_like([word], " ")), 1)] or able
    return and_(*(or_(_like([word], " "), and_(_half_of(word.ways[0]), Trainee.search.op("~")(_pattern(word.ways[0]))))
                  if word in unknown else _like([word], " ") for word in words))


def _half_of(word: str) -> ColumnElement[bool]:
    """What one wrong letter leaves of a word: its beginning or its end, unless both middle letters are swapped. The
    trigram index answers this, so that the slower pattern looks at few."""
    at = len(word) // 2
    swapped = word[:at - 1] + word[at] + word[at - 1] + word[at + 1:]
    ends = (f"%{word[at:]}%",) if len(word) >= OPEN_FROM else (f"%{word[at:]} %", f"%{word[at:]}")
    ways = (f"% {word[:at]}%", f"% {swapped}%", *ends)
    return or_(*(Trainee.search.like(way) for way in ways))


def _pattern(word: str) -> str:
    """A word one letter off, as a regular expression; as with SQLite a short one must be whole."""
    parts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    made = {f"{a}[a-z]?{b[1:]}" for a, b in parts if b} | {f"{a}[a-z]{b}" for a, b in parts}
    made |= {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    return " (" + "|".join(sorted(made)) + ")" + ("" if len(word) >= OPEN_FROM else "( |$)")


def _count(session: Session, wanted: Select[Any], limit: int) -> int:
    return int(session.scalar(select(func.count()).select_from(wanted.limit(limit).subquery())) or 0)
