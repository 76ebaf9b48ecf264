"""Which enrolments a certificate rests on. Marks and results of these stay as they are until it is void.

The certificates' room is above this one, so its table is named and not imported.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, column, exists, select, table
from sqlalchemy.orm import Session

from app.cohorts.records import Cohort
from app.errors import Refused
from app.i18n import _, ngettext
from app.office.command import chunks
from app.office.journal import UNDO_GUARDS, RowChange, UndoStep

_CERTIFICATE = table("certificate", column("enrolment_id"), column("state"))


def locked_enrolments(session: Session, ids: Iterable[int]) -> set[int]:
    """Of these enrolments, those with a certificate that is not void."""
    found: set[int] = set()
    for part in chunks(sorted(set(ids))):
        found.update(session.scalars(select(_CERTIFICATE.c.enrolment_id).where(
            _CERTIFICATE.c.enrolment_id.in_(part), _CERTIFICATE.c.state != "void")))
    return found


def has_certificate(enrolment: Any) -> ColumnElement[bool]:
    """The same as a column of a larger question, for a check that costs no statement of its own."""
    return exists().where(_CERTIFICATE.c.enrolment_id == enrolment, _CERTIFICATE.c.state != "void")


def refuse_locked(session: Session, ids: Iterable[int]) -> None:
    """Raise Refused when a certificate rests on any of these enrolments."""
    locked = locked_enrolments(session, ids)
    if locked:
        raise Refused(ngettext(
            "A certificate rests on this. Void the certificate first; then it can be changed.",
            "Certificates rest on {n} of these. Void them first; then they can be changed.",
            len(locked)).format(n=len(locked)))


_BELONGS = {"attempt": "enrolment_id", "mark": "enrolment_id", "requirement_override": "enrolment_id",
            "decision": "enrolment_id", "attendance_credit": "enrolment_id", "enrolment": "id"}
"""Tables that a certificate rests on, and which column names the enrolment."""


def refuse_frozen(frozen_at: datetime | None) -> None:
    """Raise Refused when certificates have frozen the attendance policy of a cohort."""
    if frozen_at is not None:
        raise Refused(_("Certificates of this cohort have been issued by its attendance policy, so it cannot be "
                        "changed any more. Void them first; then it can be."))


def _only_whose(change: RowChange) -> bool:
    """Whether an enrolment is only somebody else's now: two records of one person were merged, or are two again."""
    before, after = change.before, change.after
    return (change.table == "enrolment" and before is not None and after is not None
            and {name for name in before if before[name] != after[name]} <= {"trainee_id", "version"})


def guard_undo(step: UndoStep, session: Session) -> None:
    """Undo and redo must not change under a certificate what could not be changed by hand."""
    for change in step.changes:
        before, after = change.before or {}, change.after or {}
        if change.table == "cohort" and before.get("policy") != after.get("policy") and before and after:
            refuse_frozen(session.scalar(select(Cohort.policy_frozen_at).where(Cohort.id == after["id"])))
    ids = {image[column_] for change in step.changes
           if (column_ := _BELONGS.get(change.table)) and not _only_whose(change)
           for image in (change.before, change.after) if image is not None}
    if ids:
        refuse_locked(session, ids)


UNDO_GUARDS.append(guard_undo)
