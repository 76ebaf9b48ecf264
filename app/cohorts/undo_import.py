"""Taking a list back, even a week later: what it added goes, what it changed is as before, and nothing else is touched.

Undo reaches the last changes of a sitting; this reads the history. A row that somebody changed since keeps what he
wrote; where something rests on a row of the list, nothing is taken back and the sentence says whose and what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy import column, or_, select, table

from app.cohorts.batch_rests import (
    NAME,
    SAYS,
    UNSEEN,
    WITH_IT,
    Touched,
    differs,
    named,
    resting,
    rows_of,
    touched,
    whose,
)
from app.cohorts.commands import open_cohort
from app.cohorts.queries import check_own
from app.cohorts.records import Cohort, Enrolment
from app.db.base import Base, Record, UtcDateTime
from app.errors import Refused, SijilError
from app.i18n import _, show_moment
from app.office.command import Command, Query, Work, chunks
from app.office.journal import UNDO_GUARDS, Image, RowChange, UndoStep
from app.office.past import kinds, made_by
from app.office.permissions import Permission
from app.trainees.records import ImportBatch, Trainee
from app.trainees.searchable import refresh_search

_CERTIFICATE: Final = table("certificate", column("number"), column("enrolment_id"), column("trainee_id"),
                            column("state"), column("issued_at", UtcDateTime()))
BESIDE: Final = frozenset({"organisation", "list_layout"})
"""Rows that stay when somebody uses or has changed them by now, and stop nothing."""
OF_PERSON: Final = ("trainee", "identity")


@dataclass(frozen=True)
class Undone:
    """What was taken back (or would be). `kept`: how many rows keep what somebody wrote since."""

    removed: int = 0  # trainees, or sessions, or tries
    enrolments: int = 0
    restored: int = 0
    kept: int = 0


@dataclass(frozen=True, kw_only=True)
class UndoImport(Command[Undone]):
    """Take back a list of trainees, and only it. Refused, with whom and what, when something rests on it.

    `changed_too` agrees that people whom the list added and somebody changed since go as well; the history keeps what
    was changed. `undoing(kind)` gives the command for another kind of list.
    """

    needs: ClassVar[Permission] = Permission.TRAINEES_IMPORT

    batch_id: int
    changed_too: bool = False
    about: str = ""

    def label(self) -> str:
        return _("Take back the import of {file}").format(file=self.about) if self.about else _("Take back an import")

    def check(self, work: Work) -> None:
        batch = work.get(ImportBatch, self.batch_id)
        if UNDOING.get(batch.kind) is not type(self):
            raise Refused(why_never(batch) or _("This list is of another kind. Open the history of imports again."))
        if batch.cohort_id is not None:
            check_own(work, batch.cohort_id)
        if batch.kind == "trainees" and not work.actor.may(Permission.COHORTS_CHANGE) and work.session.scalar(
                select(Enrolment.id).where(Enrolment.import_batch_id == batch.id).limit(1)) is not None:
            raise Refused(_("You may record trainees, but not enrol them in a cohort."))

    def run(self, work: Work) -> Undone:
        batch = work.get(ImportBatch, self.batch_id)
        rows = _rows(work, batch)
        _refuse_resting(work, batch, rows, self.changed_too)
        total = rows.total
        work.step(0, total, _("Taking the list back"))
        restored, kept = 0, 0
        for name in rows.changed:
            done, left = _restore(work, rows, name)
            if name in (MAIN[batch.kind], "enrolment"):  # titles and the like are of the person who is counted
                restored, kept = restored + done, kept + left
        _said_of_them(work, rows)
        removed: Counter[str] = Counter()
        for one in reversed(Base.metadata.sorted_tables):
            removed[one.name] = _remove(work, rows, one.name, sum(removed.values()), total)
        _found_again(work, rows)
        batch.undone_by, batch.undone_at = work.actor.name, work.now
        work.session.flush()
        return Undone(removed[MAIN.get(batch.kind, "trainee")], removed["enrolment"], restored, kept)


@dataclass(frozen=True, kw_only=True)
class UndoSessionImport(UndoImport):
    """Take back a list of sessions."""

    needs = Permission.SESSIONS_CHANGE


@dataclass(frozen=True, kw_only=True)
class UndoResultImport(UndoImport):
    """Take back a list of exam records or results."""

    needs = Permission.RESULTS_ENTER


@dataclass(frozen=True, kw_only=True)
class UndoOldCertificates(UndoImport):
    """Take back a list of old paper certificates."""

    needs = Permission.CERTIFICATES_ISSUE


@dataclass(frozen=True, kw_only=True)
class UndoMarkImport(UndoImport):
    """Take back a list of attendance."""

    needs = Permission.ATTENDANCE_MARK


UNDOING: Final[dict[str, type[UndoImport]]] = {
    "trainees": UndoImport, "sessions": UndoSessionImport, "exams": UndoResultImport, "results": UndoResultImport,
    "attendance": UndoMarkImport, "certificates": UndoOldCertificates}
"""Kind of list -> the command that takes it back."""
MAIN: Final = {"trainees": "trainee", "sessions": "class_session", "exams": "attempt", "results": "attempt",
               "attendance": "mark", "certificates": "certificate"}


def undoing(kind: str, batch_id: int, *, changed_too: bool = False, about: str = "") -> UndoImport:
    """The command that takes a batch of a kind back. Raises Refused with why there is none."""
    if kind not in UNDOING:
        raise Refused(_not_this_kind())
    return UNDOING[kind](batch_id=batch_id, changed_too=changed_too, about=about)


def _not_this_kind() -> str:
    return _("A list of this kind is not taken back as a whole. Correct its entries one by one; each keeps its "
             "history.")


def why_never(batch: Any) -> str:
    """Why a batch is never (again) taken back, from what stands in it; '' when it may be tried."""
    if batch.undone_at is not None:
        return _("Taken back already, on {date} by {who}.").format(
            date=show_moment(batch.undone_at), who=batch.undone_by)
    return "" if batch.kind in UNDOING else _not_this_kind()


@dataclass(frozen=True)
class UndoView:
    """What taking a batch back would do, or why it cannot be. `changed`: whose records were changed since, for whom
    somebody must agree (`changed_too`)."""

    batch_id: int
    effect: Undone
    refused: str = ""
    changed: str = ""


@dataclass(frozen=True, kw_only=True)
class BeforeUndo(Query[UndoView]):
    """What taking a list back would do. Reads all its rows, so ask it for one list at a time."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"import_batch", "trainee", "identity", "enrolment", "mark", "attempt", "certificate", "decision",
                       "class_session", "leave_record", "trainee_merge"})

    batch_id: int

    def rows(self, work: Work) -> Sequence[UndoView]:
        batch = work.get(ImportBatch, self.batch_id)
        if said := why_never(batch):
            return [UndoView(batch.id, Undone(), said)]
        try:
            rows = _rows(work, batch)
            changed = _refuse_resting(work, batch, rows, True)
        except SijilError as refusal:
            return [UndoView(batch.id, Undone(), str(refusal))]
        plans = [_back(name, before, after, now) for name, keys in rows.changed.items()
                 if name in (MAIN[batch.kind], "enrolment")
                 for _key, before, after, now in rows_of(work, rows.entry, name, keys)]
        return [UndoView(batch.id, Undone(
            len(rows.made.get(MAIN[batch.kind], ())), len(rows.made.get("enrolment", ())),
            sum(bool(back) for back, _gone in plans), sum(gone for _back, gone in plans)), "", changed)]


def _rows(work: Work, batch: ImportBatch) -> Touched:
    if said := why_never(batch):
        raise Refused(said)
    entry = made_by(work.session, "import_batch", batch.id)
    if entry is None:
        raise Refused(_("The history no longer says what this list brought, so it cannot be taken back."))
    return touched(work, entry)


def _refuse_resting(work: Work, batch: ImportBatch, rows: Touched, changed_too: bool) -> str:
    """Refused when something rests on the list; whose records were changed since, when that is agreed to."""
    for cohort in sorted(_cohorts(work, batch, rows)):
        open_cohort(work, cohort)
    rests, said = resting(work, rows)
    if rests:
        raise Refused(_("This list cannot be taken back, because something rests on it. {what}. Take that back "
                        "first.").format(what=named(work, rests)))
    _refuse_certified(work, batch.at, rows)
    _refuse_guarded(work, rows)
    other = _changed_since(work, rows, {*rows.made} - {*OF_PERSON, *SAYS, *BESIDE})
    if other:
        raise Refused(_("This list cannot be taken back: what it recorded has been changed since. {what}.").format(
            what=named(work, other)))
    whom = _changed(work, rows, said)
    if whom and not changed_too:
        raise Refused(_("People whom this list added have been changed since: {names}. Say that they shall go all "
                        "the same, or leave the list as it is.").format(names=whom))
    return whom


def _cohorts(work: Work, batch: ImportBatch, rows: Touched) -> set[int]:
    """The cohorts that the list touches and that are still there."""
    enrolment: Any = kinds()["enrolment"]
    found = {key for part in chunks([*rows.made.get("enrolment", ()), *rows.changed.get("enrolment", ())])
             for key in work.session.scalars(select(enrolment.cohort_id).where(enrolment.id.in_(part)).distinct())}
    there = batch.cohort_id is not None and work.session.get(Cohort, batch.cohort_id) is not None
    return found | ({batch.cohort_id} if there and batch.cohort_id is not None else set())


def _refuse_guarded(work: Work, rows: Touched) -> None:
    """What may not be undone may not be taken back either: the rooms say so themselves."""
    for name in (*rows.made, *rows.changed):
        if name in (*OF_PERSON, *BESIDE, *SAYS):
            continue  # of these no room says anything, and there are the most of them
        made = name in rows.made
        for part in chunks((rows.made if made else rows.changed)[name]):
            step = UndoStep("", Permission.ANYONE, tuple(
                RowChange(name, key, before, after)
                for key, before, after, now in rows_of(work, rows.entry, name, part) if now is not None))
            for guard in UNDO_GUARDS:
                guard(step, work.session)


def _refuse_certified(work: Work, since: datetime, rows: Touched) -> None:
    """A name that the list gave and a certificate bears by now stays."""
    renamed = [key for key, before, after, now in rows_of(work, rows.entry, "trainee", rows.changed.get("trainee", ()))
               if "full_name" in _back("trainee", before, after, now)[0]]
    enrolment: Any = kinds()["enrolment"]
    for part in chunks(renamed):
        number = work.session.scalar(select(_CERTIFICATE.c.number).where(
            _CERTIFICATE.c.issued_at > since, _CERTIFICATE.c.state != "void",
            or_(_CERTIFICATE.c.trainee_id.in_(part), _CERTIFICATE.c.enrolment_id.in_(
                select(enrolment.id).where(enrolment.trainee_id.in_(part))))).limit(1))
        if number is not None:
            raise Refused(_("Certificate {number} was issued since, in a name that this list gave. Void it first; then "
                            "the list can be taken back.").format(number=number))


def _changed_since(work: Work, rows: Touched, tables: set[str]) -> dict[tuple[str, int], Mapping[str, int]]:
    found: dict[tuple[str, int], Mapping[str, int]] = {}
    for name in sorted(tables):
        kind: Any = kinds()[name]
        touched_since = [key for part in chunks(rows.made[name]) for key in work.session.scalars(
            select(kind.id).where(kind.id.in_(part), kind.version != 1))]  # the others are as they were put in
        for key, _before, after, now in rows_of(work, rows.entry, name, touched_since):
            if now is not None and differs(now, after):
                found[name, key] = {}
    return found


def _changed(work: Work, rows: Touched, said: Mapping[tuple[str, int], Mapping[str, int]]) -> str:
    """Whom of those added somebody changed since, in words."""
    added = set(rows.made.get("trainee", ()))
    changed = _changed_since(work, rows, {*OF_PERSON} & set(rows.made))
    subjects = whose(work, changed)
    return named(work, {row: {} for row in (*changed, *said) if subjects.get(row, (row[1], ""))[0] in added})


def _back(name: str, before: Image | None, after: Image, now: Record | None) -> tuple[set[str], bool]:
    """The columns of a row that go back, and whether somebody has changed others of them since."""
    if now is None or before is None:
        return set(), False
    mine = {n for n, old in before.items() if n not in UNSEEN and after[n] != old}
    gone = {n for n in mine if getattr(now, n) != after[n]}
    if gone and name != "trainee":
        return set(), True  # an enrolment or a try is one statement: it goes back whole or not at all
    return mine - gone - (set(NAME) if "full_name" in gone else set()), bool(gone)


def _restore(work: Work, rows: Touched, name: str) -> tuple[int, int]:
    """Put back what the list changed where it still stands; how many rows were put back, and how many keep more."""
    done = kept = 0
    for _key, before, after, now in rows_of(work, rows.entry, name, rows.changed[name]):
        back, gone = _back(name, before, after, now)
        for one in back:
            setattr(now, one, (before or {})[one])
        done, kept = done + bool(back), kept + gone
    work.session.flush()
    return done, kept


def _said_of_them(work: Work, rows: Touched) -> None:
    """What was said of people who go, goes with them."""
    for part in chunks(rows.made.get("trainee", ())):
        for name in (*WITH_IT, *SAYS):
            kind: Any = kinds()[name]
            whom = [c for c in ("one_id", "other_id", "trainee_id") if hasattr(kind, c)]
            for record in work.session.scalars(select(kind).where(or_(*(getattr(kind, c).in_(part) for c in whom)))):
                work.session.delete(record)
    work.session.flush()


def _remove(work: Work, rows: Touched, name: str, done: int, total: int) -> int:
    """Delete what the list made in a table, but for what somebody uses or has changed by now; how many."""
    removed = 0
    added = set(rows.made.get("trainee", ()))
    kind: Any = kinds().get(name)
    for part in chunks(rows.made.get(name, ())):
        work.step(min(done + removed, total), total, _("Taking the list back"))
        records = work.session.scalars(select(kind).where(kind.id.in_(part))).all()
        doubted = [r.id for r in records if name in BESIDE or (name in ("identity", "trainee_title")
                                                               and r.trainee_id not in added)]
        changed = {key for key, _before, after, now in rows_of(work, rows.entry, name, doubted)
                   if now is not None and differs(now, after)}
        for record in records:
            if record.id not in changed and not _stays(work, name, record):
                work.session.delete(record)
                removed += 1
        work.session.flush()
    return removed


def _stays(work: Work, name: str, record: Any) -> bool:
    if name == "organisation":
        kind: Any = kinds()["enrolment"]
        return any(work.session.scalar(select(one.id).where(one.organisation_id == record.id).limit(1)) is not None
                   for one in (Trainee, kind))
    if name == "name_change":  # unless the name that it ended is borne again, it stays among the earlier ones
        trainee = work.session.get(Trainee, record.trainee_id)
        return trainee is not None and trainee.full_name != record.old_name
    return False


def _found_again(work: Work, rows: Touched) -> None:
    """Who stays is found by what he has now."""
    for part in chunks(rows.changed.get("trainee", ())):
        for trainee in work.session.scalars(select(Trainee).where(Trainee.id.in_(part))).all():
            refresh_search(work, trainee)
