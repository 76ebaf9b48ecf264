"""What rests on the rows that a list brought in, and what was changed in them since: said before it is taken back."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select

from app.cohorts.words import ON_ROLL
from app.db.base import Base, Record
from app.i18n import _, ngettext, show_date
from app.office.command import Work, chunks
from app.office.history import HistoryRow
from app.office.journal import Image
from app.office.past import kinds, read
from app.trainees.merge_tables import COUNTED, column_of

WITH_IT: Final = frozenset({"not_same"})
"""What says something of two people and nothing once one of them is gone: it goes with them."""
SAYS: Final = frozenset({"name_change", "trainee_title", "known_name"})
"""What is known of a person beside the record itself: that somebody changed it since counts as a change."""
NAME: Final = ("full_name", "match_key", "sort_key", "certificate_name_by", "certificate_name_at")
"""Columns of a trainee that are one: what follows from a name goes back with it."""
UNSEEN: Final = frozenset({"id", "version", "search"})
MOST_NAMED = 3


@dataclass
class Touched:
    """The rows of a batch: table -> keys of those it made, and of those it changed."""

    entry: int
    made: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @property
    def total(self) -> int:
        """How many rows."""
        return sum(map(len, (*self.made.values(), *self.changed.values())))


def touched(work: Work, entry: int) -> Touched:
    """What an entry of the history made and changed, without the batch itself."""
    found = Touched(entry)
    for table, key, fresh in work.session.execute(
            select(HistoryRow.table_name, HistoryRow.row_id, HistoryRow.before == "")
            .where(HistoryRow.entry == entry, HistoryRow.after != "").order_by(HistoryRow.id)):
        if table in kinds() and table != "import_batch":
            (found.made if fresh else found.changed)[table].append(key)
    return found


def rows_of(work: Work, entry: int, table: str, keys: Sequence[int]
            ) -> Iterator[tuple[int, Image | None, Image, Record | None]]:
    """Key, the row before and after the entry, and the record as it is now (None: it is gone); some at a time."""
    kind: Any = kinds()[table]
    columns = Base.metadata.tables[table].c
    for part in chunks(keys):
        now = {r.id: r for r in work.session.scalars(select(kind).where(kind.id.in_(part)))}
        for row in work.session.execute(
                select(HistoryRow.row_id, HistoryRow.before, HistoryRow.after).where(
                    HistoryRow.entry == entry, HistoryRow.table_name == table, HistoryRow.row_id.in_(part))):
            before, after = ({n: read(columns[n], v) for n, v in json.loads(text).items() if n in columns}
                             if text else None for text in (row.before, row.after))
            yield row.row_id, before, after or {}, now.get(row.row_id)


def differs(record: Record, after: Mapping[str, Any]) -> list[str]:
    """The columns in which a record no longer reads as the list left it."""
    return [name for name, value in after.items() if name not in UNSEEN and getattr(record, name) != value]


Words = Counter[str]
"""Table -> how many of its rows."""


def resting(work: Work, rows: Touched) -> tuple[dict[tuple[str, int], Words], dict[tuple[str, int], Words]]:
    """What refers to rows of the list and is not of it: what rests on them, and what was merely said of them since."""
    rests: dict[tuple[str, int], Words] = defaultdict(Counter)
    said: dict[tuple[str, int], Words] = defaultdict(Counter)
    for child in Base.metadata.sorted_tables:
        if child.name not in kinds():
            continue
        mine = set(rows.made.get(child.name, ()))
        for column in child.columns:
            for target in {key.column.table.name for key in column.foreign_keys} - {"organisation"}:
                for part in chunks(rows.made.get(target, ())):
                    for key, of in work.session.execute(select(child.c.id, column).where(column.in_(part))):
                        if key not in mine and child.name not in WITH_IT:
                            (said if child.name in SAYS else rests)[target, of][child.name] += 1
    for key, words in _on_those_back(work, rows).items():
        rests["enrolment", key] += words
    return rests, said


def _on_those_back(work: Work, rows: Touched) -> dict[int, Words]:
    """What was recorded since of enrolments that the list took back in: they had left before."""
    back = [key for key, before, after, _now in rows_of(work, rows.entry, "enrolment", rows.changed.get(
        "enrolment", ())) if before and before["status"] not in ON_ROLL and after["status"] in ON_ROLL]
    found: dict[int, Words] = defaultdict(Counter)
    if not back:
        return found
    for child in Base.metadata.sorted_tables:
        column = next((c for c in child.columns if c.name == "enrolment_id"), None)
        if column is None or child.name not in kinds():
            continue
        for part in chunks(back):
            for _key, of in work.session.execute(
                    select(child.c.id, column).join(HistoryRow, HistoryRow.row_id == child.c.id).where(
                        column.in_(part), HistoryRow.table_name == child.name, HistoryRow.before == "",
                        HistoryRow.entry > rows.entry).distinct()):
                found[of][child.name] += 1
    return found


WORDS: Final[dict[str, Callable[[int], str]]] = COUNTED | {
    "trainee_merge": lambda n: ngettext("{n} merge", "{n} merges", n),
    "decision": lambda n: ngettext("{n} decision of the office", "{n} decisions of the office", n),
    "attendance_credit": lambda n: ngettext("{n} credit of attendance", "{n} credits of attendance", n),
    "certificate_event": lambda n: ngettext("{n} note of its life", "{n} notes of its life", n),
    "door_code": lambda n: ngettext("{n} door code", "{n} door codes", n),
}


def say_what(words: Mapping[str, int]) -> str:
    """Rows of other tables, counted in words."""
    known = [WORDS[table](n).format(n=f"{n:,}") for table, n in words.items() if table in WORDS]
    more = sum(n for table, n in words.items() if table not in WORDS and not (
        table == "trainee" and "trainee_merge" in words))  # the merge says it
    if more:
        known.append(ngettext("{n} more record", "{n} more records", more).format(n=f"{more:,}"))
    return ", ".join(known)


def whose(work: Work, rows: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[int, str]]:
    """Row -> the key by which rows of one subject are put together, and its words."""
    found: dict[tuple[str, int], tuple[int, str]] = {}
    by_table: dict[str, list[int]] = defaultdict(list)
    for table, key in rows:
        by_table[table].append(key)
    trainee = kinds()["trainee"].__table__
    for table, keys in by_table.items():
        one = kinds()[table].__table__
        for part in chunks(keys):
            if table == "class_session":
                for r in work.session.execute(select(one.c.id, one.c.day, one.c.part).where(one.c.id.in_(part))):
                    found[table, r.id] = (-r.id, f"{show_date(r.day)} {r.part}".strip())
                continue
            if table == "certificate":
                for r in work.session.execute(select(one.c.id, one.c.number, one.c.holder).where(one.c.id.in_(part))):
                    found[table, r.id] = (-r.id, f"{r.number} {r.holder}")
                continue
            wanted = select(one.c.id, trainee.c.id, trainee.c.number, trainee.c.full_name)
            if table == "trainee":
                wanted = select(one.c.id, one.c.id, one.c.number, one.c.full_name)
            elif "trainee_id" in one.c:
                wanted = wanted.where(trainee.c.id == one.c.trainee_id)
            elif "enrolment_id" in one.c:
                enrolment, of = column_of("enrolment.trainee_id")
                wanted = wanted.where(enrolment.id == one.c.enrolment_id, of == trainee.c.id)
            else:
                continue
            for key, of_, number, name in work.session.execute(wanted.where(one.c.id.in_(part))):
                found[table, key] = (of_, f"{number} {name}")
    return found


def named(work: Work, rows: Mapping[tuple[str, int], Mapping[str, int]]) -> str:
    """Whom rows belong to and what rests on them: the first few by name, the others by number."""
    subjects = whose(work, rows)
    together: dict[int, tuple[str, Words]] = {}
    for row, words in rows.items():
        key, text = subjects.get(row, (0, _("others")))
        together.setdefault(key, (text, Counter()))[1].update(words)
    said = [f"{text}: {say_what(words)}" if words else text for text, words in together.values()]
    if len(said) > MOST_NAMED:
        more = len(said) - MOST_NAMED
        said = [*said[:MOST_NAMED], ngettext("and {n} more", "and {n} more", more).format(n=f"{more:,}")]
    return "; ".join(said)
