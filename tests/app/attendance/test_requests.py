"""After closing: an instructor asks, the office decides, both layers stay; several registers; two offices at a cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest

from app.attendance.around import LeaveRecord
from app.attendance.cell_history import CellHistory
from app.attendance.commands import (
    Cell,
    CloseSession,
    CloseSessions,
    MarkAttendance,
    MarkedMeanwhile,
    MarkRestPresent,
)
from app.attendance.history import CohortHistory
from app.attendance.queries import MarkCell
from app.attendance.requests import (
    DecideMark,
    DecideRequests,
    OpenRequests,
    RequestMark,
    RequestRow,
    WithdrawRequest,
    count_open,
)
from app.attendance.sign_sheet import write_sign_sheet
from app.db.engine import make_engine
from app.errors import Conflict, Invalid, Refused
from app.office.command import Command, Query, Work
from app.office.office import Office
from app.office.permissions import Actor, Permission
from tests.app.class_room import NOON, Class, open_class

ADMIN = Actor(3, "aminah", "Puan Aminah", frozenset({"administrator"}))
ROHAYA = Actor(1, "rohaya", "Pn. Rohaya Idris", frozenset({"instructor"}))
OTHER = Actor(2, "other", "Other", frozenset({"instructor"}))
MONDAY = 10
WEDNESDAY = datetime(2026, 7, 15, 1, 0, tzinfo=UTC)


@pytest.fixture
def room(office: Office) -> Class:
    """Monday's register: the first is absent, the others are present, and it is closed."""
    made = open_class(office)
    made.office.actor = ROHAYA
    made.mark(0, MONDAY, "X")
    session = made.view().sessions[MONDAY].id
    made.office.do(MarkRestPresent(session_id=session))
    made.office.do(CloseSession(session_id=session))
    made.office.clock = lambda: WEDNESDAY
    return made


def cell(room: Class, status: str | None = "S", person: int = 0, **more: object) -> Cell:
    view = room.view()
    given = {"reason": "MC handed in", "evidence": "MC 88121", **more}
    return Cell(view.rows[person].enrolment_id, view.sessions[MONDAY].id, status, **given)  # type: ignore[arg-type]


def mark(room: Class, person: int = 0) -> MarkCell:
    view = room.view()
    return view.marks[view.rows[person].enrolment_id, view.sessions[MONDAY].id]


def waiting(room: Class) -> list[RequestRow]:
    return list(room.office.ask(OpenRequests(cohort_id=room.cohort_id)))


def test_as10_absent_becomes_sick_leave_after_closing_and_both_layers_stay(room: Class) -> None:
    before = room.view().figures[room.view().rows[0].enrolment_id].text
    with pytest.raises(Refused, match="closed"):
        room.mark(0, MONDAY, "S")
    with pytest.raises(Refused):
        room.office.do(DecideMark(cells=(cell(room),)))  # an instructor does not decide
    room.office.actor = ADMIN
    with pytest.raises(Invalid):
        room.office.do(DecideMark(cells=(cell(room, reason=" "),)))
    room.office.do(DecideMark(cells=(cell(room),), who="Ahmad"))
    found = mark(room)
    assert (found.status, found.entered, found.evidence, found.reason, found.source, found.by) == (
        "S", "X", "MC 88121", "MC handed in", "decision", "Puan Aminah")
    assert room.view().sessions[MONDAY].closed_at is not None
    assert room.view().figures[room.view().rows[0].enrolment_id].text == before  # sick leave counts as absent here
    told = room.office.ask(CellHistory(enrolment_id=room.view().rows[0].enrolment_id,
                                       session_id=room.view().sessions[MONDAY].id))
    assert [(c.user, c.before, c.after, c.entered, c.evidence) for c in told] == [
        ("Puan Aminah", "Absent", "Sick leave", "Absent", "MC 88121"),
        ("Pn. Rohaya Idris", "", "Absent", "", "")]
    line = room.office.ask(CohortHistory(cohort_id=room.cohort_id))[0]
    assert "X" in line.before and "S" in line.after and "MC handed in" in line.after
    room.office.undo()
    assert (mark(room).status, mark(room).entered) == ("X", "")


def test_as10_the_printed_sheet_shows_what_was_decided(room: Class, tmp_path: Path) -> None:
    room.office.actor = ADMIN
    assert "S" not in line_of(room, tmp_path)
    room.office.do(DecideMark(cells=(cell(room),)))
    assert "S" in line_of(room, tmp_path) and "A" not in line_of(room, tmp_path)


def line_of(room: Class, folder: Path) -> list[str]:
    """The marks of the first on the filled sheet."""
    document = pypdfium2.PdfDocument(str(write_sign_sheet(room.office, room.cohort_id, folder / "s.pdf", filled=True)))
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    return text.split("AHMAD DANISH BIN ROSLAN")[1].split("AIMAN HAZIQ")[0].split()


def test_deciding_back_to_what_class_took_is_one_layer_again(room: Class) -> None:
    room.office.actor = ADMIN
    room.office.do(DecideMark(cells=(cell(room),)))
    room.office.do(DecideMark(cells=(cell(room, "K"),)))
    assert (mark(room).status, mark(room).entered) == ("K", "X")
    room.office.do(DecideMark(cells=(cell(room, "X", reason="MC is not valid"),)))
    assert (mark(room).status, mark(room).entered) == ("X", "")


def test_an_instructor_asks_and_the_office_accepts(room: Class) -> None:
    room.office.do(RequestMark(cells=(cell(room), cell(room, "L", 1, minutes=20, evidence=""))))
    assert mark(room).status == "X"  # until it is decided it counts as it is
    view = room.view()
    assert view.requested == {(view.rows[0].enrolment_id, view.sessions[MONDAY].id): "S",
                              (view.rows[1].enrolment_id, view.sessions[MONDAY].id): "L"}
    first, second = waiting(room)
    assert (first.old_label, first.new_label, first.evidence, first.asked_by) == (
        "Absent", "Sick leave", "MC 88121", "Pn. Rohaya Idris")
    with pytest.raises(Refused, match="already"):
        room.office.do(RequestMark(cells=(cell(room, "K"),)))
    with pytest.raises(Refused):
        room.office.do(DecideRequests(request_ids=(first.id,), accept=True))
    room.office.actor = ADMIN
    room.office.do(DecideRequests(request_ids=(first.id, second.id), accept=True))
    assert (mark(room).status, mark(room).entered, mark(room).evidence) == ("S", "X", "MC 88121")
    assert (mark(room, 1).status, mark(room, 1).entered, mark(room, 1).minutes) == ("L", "H", 20)
    assert not waiting(room) and not room.view().requested
    with pytest.raises(Conflict, match="Puan Aminah"):
        room.office.do(DecideRequests(request_ids=(first.id,), accept=False, reason="No"))
    room.office.undo()
    assert mark(room).status == "X" and len(waiting(room)) == 2


def test_a_refusal_needs_a_reason_and_stays_in_the_history_of_the_cell(room: Class) -> None:
    room.office.do(RequestMark(cells=(cell(room),)))
    key = waiting(room)[0].id
    room.office.actor = Actor(4, "v", "Tn. Verifier", frozenset({"verifier"}))
    with pytest.raises(Invalid):
        room.office.do(DecideRequests(request_ids=(key,), accept=False))
    room.office.do(DecideRequests(request_ids=(key,), accept=False, reason="No MC was handed in"))
    assert mark(room).status == "X"
    told = room.office.ask(CellHistory(enrolment_id=room.view().rows[0].enrolment_id,
                                       session_id=room.view().sessions[MONDAY].id))
    assert [(c.kind, c.user, c.reason) for c in told] == [
        ("request", "Pn. Rohaya Idris", "MC handed in"), ("refused", "Tn. Verifier", "No MC was handed in"),
        ("do", "Pn. Rohaya Idris", "")]


def test_a_mark_that_changed_meanwhile_is_not_decided_blindly(room: Class) -> None:
    room.office.do(RequestMark(cells=(cell(room),)))
    room.office.actor = ADMIN
    room.office.do(DecideMark(cells=(cell(room, "K"),)))
    with pytest.raises(Conflict, match="changed since"):
        room.office.do(DecideRequests(request_ids=(waiting(room)[0].id,), accept=True))
    assert mark(room).status == "K"


def test_requests_are_withdrawn_by_who_asked_and_read_by_who_marks(room: Class) -> None:
    room.office.do(RequestMark(cells=(cell(room),)))
    key = waiting(room)[0].id
    room.office.actor = OTHER
    assert room.office.ask(OpenRequests()) == []
    with pytest.raises(Refused):
        room.office.do(RequestMark(cells=(cell_of(room, key),)))
    with pytest.raises(Refused, match="Rohaya"):
        room.office.do(WithdrawRequest(request_id=key))
    room.office.actor = Actor(9, "v", "V", frozenset({"viewer"}))
    assert room.office.ask(OpenRequests()) == []
    room.office.actor = ROHAYA
    assert room.office.ask(_Count())[0] == 1
    room.office.do(WithdrawRequest(request_id=key))
    assert room.office.ask(_Count())[0] == 0


class _Count(Query[int]):
    needs = Permission.ATTENDANCE_VIEW

    def rows(self, work: Work) -> list[int]:
        return [count_open(work)]


def cell_of(room: Class, _key: int) -> Cell:
    """The same place, for an actor who may not read the register."""
    actor, room.office.actor = room.office.actor, ADMIN
    found = cell(room, "K")
    room.office.actor = actor
    return found


def test_an_open_register_needs_no_request(room: Class) -> None:
    view = room.view()
    place = Cell(view.rows[0].enrolment_id, view.sessions[11].id, "S", "MC", None, "MC 1")
    with pytest.raises(Refused, match="open"):
        room.office.do(RequestMark(cells=(place,)))
    room.office.actor = ADMIN
    with pytest.raises(Refused, match="open"):
        room.office.do(DecideMark(cells=(place,)))


def test_as12_a_week_keyed_in_closes_only_when_nothing_is_empty_and_lists_what_is(room: Class) -> None:
    view = room.view()
    week = view.sessions[5:10]
    codes = "HLSKX"
    cells = [Cell(row.enrolment_id, s.id, codes[(n + k) % 5]) for n, row in enumerate(view.rows)
             for k, s in enumerate(week) if (n, k) not in ((0, 0), (3, 4))]
    room.office.do(MarkAttendance(cells=tuple(cells)))
    closing = CloseSessions(session_ids=tuple(s.id for s in week))
    with pytest.raises(Invalid) as error:
        room.office.do(closing)
    said = error.value.problems[""].splitlines()
    assert [line.split(": ")[0] for line in said] == ["Mon 6 Jul 2026", "Fri 10 Jul 2026"]
    assert "AHMAD DANISH" in said[0] and "CHONG MEI LING" in said[1]
    assert all(s.closed_at is None for s in room.view().sessions[5:10])
    room.office.do(CloseSessions(session_ids=closing.session_ids, rest="X"))
    after = room.view()
    assert all(s.closed_by == "Pn. Rohaya Idris" for s in after.sessions[5:10])
    assert after.marks[view.rows[3].enrolment_id, week[4].id].status == "X"
    room.office.undo()
    assert all(s.closed_at is None for s in room.view().sessions[5:10])


@pytest.fixture
def other(database_url: str, room: Class) -> Iterator[Office]:
    """A second PC at the same database."""
    engine = make_engine(database_url)
    yield Office(engine, Actor(5, "hafiz", "En. Hafizuddin", frozenset({"administrator"})), clock=lambda: NOON)
    engine.dispose()


def test_two_offices_at_one_cell_are_asked_and_not_overwritten(room: Class, other: Office) -> None:
    view = room.view()
    mine = Cell(view.rows[0].enrolment_id, view.sessions[11].id, "X", seen="")
    clear = Cell(view.rows[1].enrolment_id, view.sessions[11].id, "X", seen="")
    other.do(MarkAttendance(cells=(Cell(mine.enrolment_id, mine.session_id, "L", "Bus", 15),)))
    with pytest.raises(MarkedMeanwhile) as error:
        room.office.do(MarkAttendance(cells=(clear, mine)))
    clash, = error.value.clashes
    assert (clash.cell, clash.there, clash.by) == (mine, "L", "En. Hafizuddin")
    marks = room.view().marks
    assert marks[mine.enrolment_id, mine.session_id].status == "L"
    assert (clear.enrolment_id, clear.session_id) not in marks  # nothing of the step was saved
    room.office.do(MarkAttendance(cells=(Cell(mine.enrolment_id, mine.session_id, "X", seen="L"),)))
    assert room.view().marks[mine.enrolment_id, mine.session_id].status == "X"
    other.do(MarkAttendance(cells=(Cell(mine.enrolment_id, mine.session_id, "X", seen="L"),)))  # both say the same
    with pytest.raises(MarkedMeanwhile):
        other.do(MarkAttendance(cells=(Cell(mine.enrolment_id, mine.session_id, None, seen="L"),)))
    room.office.do(MarkAttendance(cells=(Cell(mine.enrolment_id, mine.session_id, "S", seen="L"),)))  # one's own X


def test_one_who_comes_back_later_is_asked_about_an_own_mark_too(room: Class) -> None:
    view = room.view()
    place = view.rows[0].enrolment_id, view.sessions[11].id
    room.office.do(MarkAttendance(cells=(Cell(*place, "L"),)))
    room.office.clock = lambda: WEDNESDAY + timedelta(minutes=1)
    with pytest.raises(MarkedMeanwhile):
        room.office.do(MarkAttendance(cells=(Cell(*place, "X", seen=""),)))


@dataclass(frozen=True, kw_only=True)
class _Plan(Command[int]):
    needs = Permission.ATTENDANCE_MARK
    enrolment_id: int

    def label(self) -> str:
        return "Plan"

    def run(self, work: Work) -> int:
        return work.add(LeaveRecord(enrolment_id=self.enrolment_id, first_day=date(2026, 7, 14),
                                    last_day=date(2026, 7, 15), status="S", reason="Operation", document="MC 7",
                                    noted_by="Rohaya", noted_at=NOON)).id


def test_accepted_leave_brings_its_reason_and_document_along(room: Class) -> None:
    view = room.view()
    person, session = view.rows[0].enrolment_id, view.sessions[11].id
    room.office.do(_Plan(enrolment_id=person))
    assert room.view().proposed[person, session] == "S"
    room.office.do(MarkAttendance(cells=(Cell(person, session, "S", seen=""),
                                         Cell(view.rows[1].enrolment_id, session, "S")), source="leave"))
    own = room.view().marks[person, session]
    assert (own.status, own.reason, own.evidence) == ("S", "", "")  # what is on the MC is for the office
    room.office.actor = ADMIN
    room.office.actor = ADMIN  # reasons of leave are the office's
    marks = room.view().marks
    found = marks[person, session]
    assert (found.status, found.reason, found.evidence, found.source) == ("S", "Operation", "MC 7", "leave")
    assert marks[view.rows[1].enrolment_id, session].reason == ""
