"""What keeps a checked try as it is: the certificate that rests on it, and a guard before undo and redo."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.i18n import _
from app.office.command import Work
from app.office.journal import UNDO_GUARDS, Image, UndoStep
from app.office.permissions import Permission
from app.results.records import Attempt

CHECKED = ("verified", "locked")


def lock_under_certificate(work: Work, enrolment_id: int, number: str) -> None:
    """Lock every try of an enrolment, as `number` rests on them. A void certificate does not unlock them: what was
    once certified is changed by an amendment, which keeps both values."""
    for attempt in work.session.scalars(select(Attempt).where(
            Attempt.enrolment_id == enrolment_id, Attempt.state != "booked", Attempt.stage != "locked")
            .order_by(Attempt.id)):
        attempt.stage, attempt.locked_by, attempt.locked_at = "locked", number, work.now


def _is_checked(image: Image | None) -> bool:
    return image is not None and image["stage"] in CHECKED


def guard_undo(step: UndoStep, _session: Session) -> None:
    """Only a step that needs a verifier, and so is taken back by one, may make a draft of a checked try."""
    if step.needs == Permission.RESULTS_VERIFY:
        return
    if any(c.table == "attempt" and _is_checked(c.after) and not _is_checked(c.before) for c in step.changes):
        raise Refused(_("A result in this is verified. Only a verifier takes that back."))


UNDO_GUARDS.append(guard_undo)
