"""What refers to a trainee and to an enrolment, column by column, and what a merge does with each.

The rooms that own these tables stand above this one, so they are named and not imported. A test walks all references
of the schema and fails when one is not listed here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.base import Record
from app.i18n import ngettext
from app.office.past import kinds

TRAINEE: Final[dict[str, Literal["move", "once", "first", "stay", "pair"]]] = {
    "enrolment.trainee_id": "move",
    "certificate.trainee_id": "move",  # transcripts, and old papers; what they say is frozen
    "identity.trainee_id": "move",
    "name_change.trainee_id": "move",
    "trainee.merged_into_id": "move",  # who was merged into the one that goes
    "known_name.trainee_id": "once",  # unless the kept one has it too
    "trainee_photo.trainee_id": "first",  # unless the kept one has one: then each keeps its own
    "trainee_title.trainee_id": "stay",  # chosen as one field
    "not_same.one_id": "pair", "not_same.other_id": "pair",
    "trainee_merge.kept_id": "stay", "trainee_merge.gone_id": "stay",
}
ENROLMENT: Final[dict[str, Literal["holds", "points"]]] = {
    "mark.enrolment_id": "holds", "attempt.enrolment_id": "holds", "certificate.enrolment_id": "holds",
    "decision.enrolment_id": "holds", "requirement_override.enrolment_id": "holds",
    "attendance_credit.enrolment_id": "holds", "leave_record.enrolment_id": "holds",
    "mark_request.enrolment_id": "holds", "capstone_member.enrolment_id": "holds",
    "attendance_credit.from_enrolment_id": "points", "enrolment.replaced_by_id": "points",
    "enrolment.moved_to_id": "points", "walk_in.enrolment_id": "points", "door_code.enrolment_id": "points",
}
"""An enrolment with something that it holds is never dropped; what only points to one that is points to the other."""

COUNTED: Final[dict[str, Callable[[int], str]]] = {
    "enrolment": lambda n: ngettext("{n} enrolment", "{n} enrolments", n),
    "mark": lambda n: ngettext("{n} mark of attendance", "{n} marks of attendance", n),
    "attempt": lambda n: ngettext("{n} result", "{n} results", n),
    "certificate": lambda n: ngettext("{n} certificate", "{n} certificates", n),
    "leave_record": lambda n: ngettext("{n} leave", "{n} leaves", n),
    "identity": lambda n: ngettext("{n} identity document", "{n} identity documents", n),
    "name_change": lambda n: ngettext("{n} earlier name", "{n} earlier names", n),
    "trainee_photo": lambda n: ngettext("{n} photo", "{n} photos", n),
}


def column_of(name: str) -> tuple[type[Record], Any]:
    """The record and the attribute of 'table.column'."""
    table, _dot, column = name.partition(".")
    kind = kinds()[table]
    return kind, getattr(kind, column)


def held(session: Session, enrolment_id: int) -> dict[str, int]:
    """What an enrolment holds: table -> how many rows, without those of which there are none."""
    found = {}
    for name, how in ENROLMENT.items():
        if how == "holds":
            kind, column = column_of(name)
            n = session.scalar(select(func.count()).select_from(kind).where(column == enrolment_id)) or 0
            if n:
                found[kind.__tablename__] = n
    return found


def counted(session: Session, trainee_id: int) -> dict[str, int]:
    """What a trainee has, by table of COUNTED."""
    found = {}
    enrolment, of = column_of("enrolment.trainee_id")
    mine = select(enrolment.id).where(of == trainee_id)
    for table in COUNTED:
        kind = kinds()[table]
        n = 0
        for name in (f"{table}.trainee_id", f"{table}.enrolment_id"):
            if name in TRAINEE or name in ENROLMENT:
                column = column_of(name)[1]
                condition = column == trainee_id if name in TRAINEE else column.in_(mine)
                n += session.scalar(select(func.count()).select_from(kind).where(condition)) or 0
        if n:
            found[table] = n
    return found


def say(counts: dict[str, int]) -> list[str]:
    """Counts in words of the language in use."""
    return [COUNTED[table](n).format(n=f"{n:,}") for table, n in counts.items() if table in COUNTED]
