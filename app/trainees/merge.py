"""Two records of one person become one: everything that belongs to the one that goes follows, in one transaction.

The record that went stays as 'merged' with its number and all it said; whoever looks for it finds the kept one. A
merge can be taken back later too: what it changed and nobody has changed since goes back where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from app.db.base import Record, UtcDateTime
from app.errors import Invalid, Refused
from app.i18n import _
from app.office.command import Command, Work
from app.office.journal import UNDO_GUARDS, RowChange, UndoStep
from app.office.past import changes_of, kinds, made_by
from app.office.permissions import Permission
from app.trainees.commands import put_titles, rename
from app.trainees.duplicates import pair_of
from app.trainees.merge_tables import ENROLMENT, TRAINEE, column_of
from app.trainees.merge_view import FIELDS, meet, why_not
from app.trainees.records import Identity, NameChange, NotSame, Title, Trainee, TraineeMerge
from app.trainees.searchable import refresh_search

_CERTIFICATE: Final = table("certificate", column("number"), column("enrolment_id"), column("state"),
                            column("issued_at", UtcDateTime()))


@dataclass(frozen=True, kw_only=True)
class MergeTrainees(Command[int]):
    """Make one record of two of one person; gives the key of the merge.

    `take` names the fields (of merge_view.FIELDS) that the record that goes gives; the others stay as the kept one
    has them. `stays` names enrolments that stay where both are in one cohort and neither holds anything; without it
    that of the kept record does. The versions are those that were seen.
    """

    needs = Permission.TRAINEES_MERGE

    kept_id: int
    gone_id: int
    take: frozenset[str] = frozenset()
    stays: frozenset[int] = frozenset()
    reason: str = ""
    kept_version: int | None = None
    gone_version: int | None = None
    about: str = ""  # who goes, and into whom, for the label

    def label(self) -> str:
        return _("Merge {names}").format(names=self.about) if self.about else _("Merge two trainees")

    def problems(self) -> dict[str, str]:
        return {"gone_id": _("Choose two trainees.")} if self.kept_id == self.gone_id else {}

    def run(self, work: Work) -> int:
        kept = work.get(Trainee, self.kept_id, self.kept_version)
        gone = work.get(Trainee, self.gone_id, self.gone_version)
        meetings = meet(work.session, kept.id, gone.id)
        refusal = why_not(kept, gone, meetings)
        if refusal:
            raise Invalid(refusal)
        for one in meetings:
            stays = one.stays or (one.right if one.right in self.stays else one.left)
            _drop(work, one.right if stays == one.left else one.left, stays)
        _documents(work, kept, gone, "identity" in self.take)
        _move(work, kept.id, gone.id)
        _fields(work, kept, gone, self.take, self.reason)
        gone.status, gone.merged_into_id, gone.search = "merged", kept.id, ""
        refresh_search(work, kept)
        return work.add(TraineeMerge(kept_id=kept.id, gone_id=gone.id, reason=self.reason.strip(), by=work.actor.name,
                                     at=work.now)).id


def _drop(work: Work, enrolment_id: int, stays: int) -> None:
    """Take away an enrolment that holds nothing; what pointed to it points to the one that stays."""
    for name, how in ENROLMENT.items():
        if how == "points":
            kind, where = column_of(name)
            for row in work.session.scalars(select(kind).where(where == enrolment_id)):
                setattr(row, where.key, None if kind.__tablename__ == "enrolment" and row.id == stays else stays)
    work.session.flush()
    work.remove(work.get(kinds()["enrolment"], enrolment_id))


def _documents(work: Work, kept: Trainee, gone: Trainee, theirs: bool) -> None:
    """One document is current: that of the kept record, unless it has none or the other was chosen."""
    current = {one.trainee_id: one for one in work.session.scalars(select(Identity).where(
        Identity.trainee_id.in_((kept.id, gone.id)), Identity.is_current))}
    if len(current) == 2:
        current[kept.id if theirs else gone.id].is_current = False
        work.session.flush()


def _move(work: Work, kept: int, gone: int) -> None:
    """Everything that names the one that goes names the kept one."""
    for name, how in TRAINEE.items():
        if how == "stay":
            continue
        kind, where = column_of(name)
        for row in work.session.scalars(select(kind).where(where == gone).order_by(kind.id)).all():
            if how == "pair":
                _move_pair(work, row, kept, gone)
            elif how == "first" and work.session.scalar(select(kind.id).where(where == kept)) is not None:
                continue
            elif how == "once" and _has(work.session, kind, kept, row):
                work.session.delete(row)
            else:
                setattr(row, where.key, kept)
        work.session.flush()


def _has(session: Session, kind: Any, kept: int, row: Any) -> bool:
    return session.scalar(select(kind.id).where(kind.trainee_id == kept, kind.folded == row.folded)) is not None


def _move_pair(work: Work, row: Any, kept: int, gone: int) -> None:
    other = row.other_id if row.one_id == gone else row.one_id
    pair = pair_of(kept, other)
    there = work.session.scalar(select(NotSame.id).where(NotSame.one_id == pair[0], NotSame.other_id == pair[1]))
    if other == kept or there is not None:  # what was said of these two is no longer true, or was said already
        work.session.delete(row)
    else:
        row.one_id, row.other_id = pair
    work.session.flush()


def _fields(work: Work, kept: Trainee, gone: Trainee, take: Iterable[str], reason: str) -> None:
    """The fields that were chosen of the one that goes; both names and both notes are kept."""
    theirs = set(take)
    if "full_name" in theirs and kept.full_name != gone.full_name:
        rename(work, kept, gone.full_name, reason or _("Merged with {number}").format(number=gone.number))
    elif gone.full_name != kept.full_name:
        work.add(NameChange(trainee_id=kept.id, old_name=gone.full_name, new_name=kept.full_name, by=work.actor.name,
                            reason=reason.strip() or _("Merged with {number}").format(number=gone.number), at=work.now))
    for key, (_words, columns) in FIELDS.items():
        if key in theirs and key != "full_name":
            for name in columns:
                setattr(kept, name, getattr(gone, name))
    if "titles" in theirs:
        put_titles(work, kept.id, tuple(work.session.scalars(
            select(Title.text).where(Title.trainee_id == gone.id).order_by(Title.position))))
    if gone.notes and gone.notes not in kept.notes:
        kept.notes = f"{kept.notes}\n{gone.notes}".strip()
    work.session.flush()


@dataclass(frozen=True, kw_only=True)
class UndoMerge(Command[int]):
    """Take a merge back, however long ago: each gets what was its own. What was changed since stays as it is now;
    Refused when something rests on both being one. Gives the key of the record that comes back."""

    needs = Permission.TRAINEES_MERGE

    merge_id: int
    about: str = ""

    def label(self) -> str:
        return _("Take back the merge of {names}").format(names=self.about) if self.about else _("Take back a merge")

    def run(self, work: Work) -> int:
        merge = work.get(TraineeMerge, self.merge_id)
        kept, gone = work.get(Trainee, merge.kept_id), work.get(Trainee, merge.gone_id)
        if merge.undone_at is not None:
            raise Invalid(_("This merge has been taken back already."))
        if kept.status == "merged":
            raise Refused(_("{number} has been merged with another record since. Take that back first.").format(
                number=kept.number))
        entry = made_by(work.session, "trainee_merge", merge.id)
        if entry is None:
            raise Refused(_("The history no longer says what this merge moved, so it cannot be taken back."))
        changes = changes_of(work.session, entry)
        _refuse_resting(work.session, merge.at, changes)
        _put_back(work, changes)
        for one in (kept, gone):
            _one_current(work, one.id)
            refresh_search(work, one)
        merge.undone_by, merge.undone_at = work.actor.name, work.now
        return gone.id


def _put_back(work: Work, changes: Sequence[RowChange]) -> None:
    """Rows that still read as the merge left them read as before; first what changed, then what it took away."""
    mine = [change for change in changes if change.table != "trainee_merge"]
    for change in mine:
        record: Any = work.session.get(kinds()[change.table], change.key)
        if record is None or change.after is None:
            continue
        if change.before is None:
            work.session.delete(record)
            continue
        for name, old in change.before.items():
            new = change.after[name]
            if name not in ("id", "version", "search") and old != new and getattr(record, name) == new:
                setattr(record, name, old)
    work.session.flush()
    for change in mine:
        kind = kinds()[change.table]
        if change.after is None and change.before is not None and work.session.get(kind, change.key) is None:
            _again(work, kind, change.before)


def _again(work: Work, kind: type[Record], image: dict[str, Any]) -> None:
    """A row that the merge took away, unless another has its place now."""
    made: Any = kind(**{name: value for name, value in image.items() if name != "version"})
    if kind.__tablename__ == "enrolment":
        of, cohort = column_of("enrolment.trainee_id")[1], column_of("enrolment.cohort_id")[1]
        if work.session.scalar(select(of).where(of == made.trainee_id, cohort == made.cohort_id)) is not None:
            return
    work.add(made)


def _one_current(work: Work, trainee_id: int) -> None:
    documents = work.session.scalars(select(Identity).where(Identity.trainee_id == trainee_id)
                                     .order_by(Identity.is_current.desc(), Identity.id.desc())).all()
    for place, one in enumerate(documents):
        one.is_current = place == 0
    work.session.flush()


def _refuse_resting(session: Session, since: Any, changes: Iterable[RowChange]) -> None:
    """Refused when one of the enrolments that moved has been certified since, by the name of the kept record."""
    moved = [change.key for change in changes if change.table == "enrolment" and change.before and change.after
             and change.before["trainee_id"] != change.after["trainee_id"]]
    number = session.scalar(select(_CERTIFICATE.c.number).where(
        _CERTIFICATE.c.issued_at > since, _CERTIFICATE.c.state != "void", _CERTIFICATE.c.enrolment_id.in_(moved))
        .limit(1))
    if number is not None:
        raise Refused(_("Certificate {number} was issued since and says that both are one person. Void it first; then "
                        "the merge can be taken back.").format(number=number))


def guard_undo(step: UndoStep, session: Session) -> None:
    """Ctrl+Z of a merge stops where taking it back later would."""
    for change in step.changes:
        if change.table == "trainee_merge" and change.before is None and change.after is not None:
            _refuse_resting(session, change.after["at"], step.changes)


UNDO_GUARDS.append(guard_undo)
