"""An attendance packet: a workbook for one instructor and cohort, and what it was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.attendance.around import Packet
from app.attendance.queries import RegisterView, SessionRow, read_register
from app.attendance.records import ClassSession, SessionInstructor
from app.centre.records import Centre
from app.chance import some_bytes
from app.cohorts.queries import RollRow, check_own
from app.cohorts.records import Cohort
from app.errors import Invalid
from app.i18n import _, language, show_span
from app.job import SILENT, Progress
from app.office.command import Command, Query, Work
from app.office.office import Office
from app.office.permissions import Permission

SHEET = "sijil"
"""Name of the hidden sheet that says what the packet is."""
MAGIC = "sijil-attendance-packet"


@dataclass(frozen=True, kw_only=True)
class MakePacket(Command[str]):
    """Give out a packet; returns its uid. What it was made from is kept, so that it can be compared when it is back.

    It cannot be undone: a packet that is out must still be known when it comes back.
    """

    needs = Permission.ATTENDANCE_MARK
    undoable = False

    cohort_id: int
    first: date
    last: date
    instructor: str = ""  # '' for all sessions

    def label(self) -> str:
        return _("Make an attendance packet")

    def problems(self) -> dict[str, str]:
        found = {name: _("Write a day, such as 14/7/2026.") for name in ("first", "last")
                 if not isinstance(getattr(self, name), date)}
        if not found and self.last < self.first:
            found["last"] = _("The last day is before the first.")
        return found

    def run(self, work: Work) -> str:
        view = read_register(work, self.cohort_id)
        sessions = sessions_for(work, view, self.first, self.last, self.instructor)
        if not sessions:
            raise Invalid({"first": _("There are no sessions to fill between {days}.").format(
                days=show_span(self.first, self.last))})
        rows = [r for r in view.rows if r.on_roll]
        if not rows:
            raise Invalid(_("Nobody is on the roll of this cohort."))
        uid = some_bytes(12).hex()
        state = {
            "uid": uid, "cohort": self.cohort_id, "language": language(), "made": work.now.isoformat(),
            "letters": {s.letter.upper(): s.code for s in view.statuses if s.active},
            "sessions": [s.id for s in sessions], "people": [[r.enrolment_id, r.number] for r in rows],
            "marks": [[e, s, cell.status] for (e, s), cell in sorted(view.marks.items())
                      if s in {one.id for one in sessions}]}
        work.add(Packet(uid=uid, cohort_id=self.cohort_id, instructor=self.instructor, made_by=work.actor.name,
                        made_at=work.now, base=json.dumps(state, sort_keys=True)))
        return uid


def sessions_for(work: Work, view: RegisterView, first: date, last: date, instructor: str) -> list[SessionRow]:
    """Sessions from a day to another that take place; of a session with instructors of its own, only theirs."""
    taught: dict[int, set[str]] = {}
    for key, name in work.session.execute(
            select(SessionInstructor.session_id, SessionInstructor.name)
            .join(ClassSession, ClassSession.id == SessionInstructor.session_id)
            .where(ClassSession.cohort_id == view.cohort.id)):
        taught.setdefault(key, set()).add(name.casefold())
    return [s for s in view.sessions if not s.cancelled and first <= s.day <= last
            and (not instructor or s.id not in taught or instructor.casefold() in taught[s.id])]


@dataclass(frozen=True)
class PacketRow:
    """A packet that was given out."""

    id: int
    uid: str
    cohort_id: int
    cohort_code: str
    instructor: str
    made_by: str
    made_at: datetime
    returned_by: str
    returned_at: datetime | None
    base: str

    @property
    def state(self) -> dict[str, Any]:
        """What it was made from."""
        found: dict[str, Any] = json.loads(self.base)
        return found


@dataclass(frozen=True, kw_only=True)
class Packets(Query[PacketRow]):
    """The packets of a cohort, or the one with a uid."""

    needs = Permission.ATTENDANCE_MARK
    reads = frozenset({"packet", "cohort"})

    cohort_id: int | None = None
    uid: str = ""

    def rows(self, work: Work) -> Sequence[PacketRow]:
        wanted = (select(Packet.id, Packet.uid, Packet.cohort_id, Cohort.code, Packet.instructor, Packet.made_by,
                         Packet.made_at, Packet.returned_by, Packet.returned_at, Packet.base)
                  .join(Cohort, Cohort.id == Packet.cohort_id).order_by(Packet.made_at.desc(), Packet.id.desc()))
        wanted = wanted.where(Packet.uid == self.uid) if self.uid else wanted.where(Packet.cohort_id == self.cohort_id)
        found = [PacketRow(*tuple(row)) for row in work.session.execute(wanted)]
        for cohort in {row.cohort_id for row in found}:
            check_own(work, cohort)
        return found


@dataclass(frozen=True)
class PacketFacts:
    """What the workbook of a packet is drawn from."""

    view: RegisterView
    packet: PacketRow
    sessions: tuple[SessionRow, ...]
    rows: tuple[RollRow, ...]
    centre: str


@dataclass(frozen=True, kw_only=True)
class PacketPaper(Query[PacketFacts]):
    """A packet with what stands in it."""

    needs = Permission.ATTENDANCE_MARK
    reads = Packets.reads | {"class_session", "mark", "enrolment", "trainee"}

    uid: str

    def rows(self, work: Work) -> Sequence[PacketFacts]:
        found = Packets(uid=self.uid).rows(work)
        if not found:
            return []
        packet = found[0]
        view = read_register(work, packet.cohort_id)
        state = packet.state
        wanted, people = set(state["sessions"]), {key for key, _number in state["people"]}
        centre = work.session.scalar(select(Centre.name)) or ""
        return [PacketFacts(view, packet, tuple(s for s in view.sessions if s.id in wanted),
                            tuple(r for r in view.rows if r.enrolment_id in people), centre)]


def signature(base: str) -> str:
    """A hash over what a packet was made from, which notices another state."""
    return hashlib.sha256(f"{MAGIC}\n{base}".encode()).hexdigest()


def write_packet(office: Office, path: Path, command: MakePacket, step: Progress = SILENT) -> str:
    """Make a packet and write its workbook; returns its uid."""
    from app.attendance.files.packet_sheet import packet_sheets
    from app.exchange.sheet import write_book

    uid = office.do(command).value
    write_book(path, packet_sheets(office.ask(PacketPaper(uid=uid))[0]), step)
    return uid
