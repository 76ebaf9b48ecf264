"""What a file of attendance is compared with: the register of a cohort, its people, and names said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select

from app.attendance.around import AttendanceFile, KnownName
from app.attendance.generate import minutes_between
from app.attendance.queries import RegisterView, SessionRow, read_register
from app.attendance.statuses import StatusRow
from app.cohorts.queries import RollRow
from app.i18n import _, show_date
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.trainees.names import fold, match_key
from app.trainees.records import Identity


@dataclass(frozen=True)
class Person:
    """Somebody of the cohort, as a file may name them."""

    enrolment_id: int
    trainee_id: int
    number: str
    name: str
    email: str
    identities: tuple[str, ...]
    on_roll: bool

    @cached_property
    def key(self) -> str:
        """The name for comparing."""
        return match_key(self.name)


@dataclass(frozen=True)
class Earlier:
    """The same file, brought in before."""

    by: str
    at: datetime
    marks: int


@dataclass(frozen=True)
class Known:
    """Everything a file is compared with. `names` are folded names and addresses -> trainees they were said to be."""

    view: RegisterView
    people: tuple[Person, ...]
    names: Mapping[str, frozenset[int]]
    earlier: tuple[Earlier, ...]
    roles: frozenset[str]

    @cached_property
    def by_enrolment(self) -> dict[int, Person]:
        """Enrolment -> person."""
        return {p.enrolment_id: p for p in self.people}

    @cached_property
    def rolls(self) -> dict[int, RollRow]:
        """Enrolment -> line of the roll."""
        return {r.enrolment_id: r for r in self.view.rows}

    @cached_property
    def sessions(self) -> dict[int, SessionRow]:
        """Session -> its row."""
        return {s.id: s for s in self.view.sessions}

    @cached_property
    def statuses(self) -> dict[str, StatusRow]:
        """Code -> status."""
        return {s.code: s for s in self.view.statuses}

    def letter(self, code: str) -> str:
        """The letter of a status in the language in use; '' for an empty cell."""
        status = self.statuses.get(code)
        return status.letter if status is not None else code


PARTS = {"AM": lambda: _("morning"), "PM": lambda: _("afternoon"), "EVE": lambda: _("evening"),
         "FULL": lambda: _("whole day")}


def session_words(session: SessionRow) -> str:
    """'Tue 16 Feb 2027, morning'."""
    part = PARTS[session.part]() if session.part in PARTS else session.part
    return f"{show_date(session.day, weekday=True)}, {part}"


def minutes_of(session: SessionRow) -> int:
    """Length of a session in minutes."""
    return minutes_between(session.starts_at, session.ends_at)


@dataclass(frozen=True, kw_only=True)
class FileKnown(Query[Known]):
    """Read what a file for a cohort is compared with. Identity numbers are compared, never shown."""

    needs = Permission.ATTENDANCE_MARK
    reads = frozenset({"cohort", "class_session", "mark", "enrolment", "trainee", "identity", "attendance_status",
                       "cohort_instructor", "certificate", "known_name", "attendance_file", "mark_request", "setting"})

    cohort_id: int
    digest: str = ""

    def rows(self, work: Work) -> Sequence[Known]:
        view = read_register(work, self.cohort_id, everyone=True)
        trainees = [r.trainee_id for r in view.rows]
        held: dict[int, list[str]] = {}
        names: dict[str, set[int]] = {}
        for part in chunks(trainees):
            for trainee, number in work.session.execute(
                    select(Identity.trainee_id, Identity.number).where(Identity.trainee_id.in_(part))):
                held.setdefault(trainee, []).append(number)
            for trainee, folded in work.session.execute(
                    select(KnownName.trainee_id, KnownName.folded).where(KnownName.trainee_id.in_(part))):
                names.setdefault(folded, set()).add(trainee)
        people = tuple(Person(r.enrolment_id, r.trainee_id, r.number, r.name, fold(r.email),
                              tuple(held.get(r.trainee_id, ())), r.on_roll)
                       for r in view.rows if r.status != "transferred")
        earlier = tuple(Earlier(*row) for row in work.session.execute(
            select(AttendanceFile.by, AttendanceFile.at, AttendanceFile.marks)
            .where(AttendanceFile.file_hash == self.digest, AttendanceFile.cohort_id == self.cohort_id)
            .order_by(AttendanceFile.at))) if self.digest else ()
        return [Known(view, people, {k: frozenset(v) for k, v in names.items()}, earlier, work.actor.roles)]
