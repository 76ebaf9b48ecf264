"""Leave: noted and proposed, granted and filled, taken back; its paper is for the office only."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.attendance.commands import Cell, CloseSession, MarkAttendance, MarkRestPresent, TakeRegister
from app.attendance.leave import ChangeLeave, GiveLeave, GrantLeave, NoteLeave, RefuseLeave, Scan, WithdrawLeave
from app.attendance.leave_fill import Filled
from app.attendance.leave_lists import Evidence, Leaves
from app.attendance.requests import DecideMark
from app.errors import Conflict, Invalid, Refused
from app.office.history import HistoryRow
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import Class, open_class

ADMIN = Actor(3, "aminah", "Puan Aminah", frozenset({"administrator"}))
ROHAYA = Actor(1, "rohaya", "Pn. Rohaya Idris", frozenset({"instructor"}))
OTHER = Actor(2, "other", "Other", frozenset({"instructor"}))
FRIDAY, TUESDAY, THURSDAY = date(2026, 7, 10), date(2026, 7, 14), date(2026, 7, 16)  # today is TUESDAY
PDF = b"%PDF-1.4 scan"


@pytest.fixture
def room(office: Office) -> Class:
    made = open_class(office)
    made.office.actor = ADMIN
    return made


def leave(room: Class, person: int = 0, **more: Any) -> dict[str, Any]:
    return {"enrolment_id": room.view().rows[person].enrolment_id, "first_day": FRIDAY, "last_day": THURSDAY,
            "status": "S", "reason": "Fever", "document": "MC 88121", "issuer": "Klinik Anda", **more}


def status(room: Class, day: date, person: int = 0) -> str:
    view = room.view()
    session = next(s for s in view.sessions if s.day == day)
    mark = view.marks.get((view.rows[person].enrolment_id, session.id))
    return mark.status if mark else ""


def place(room: Class, day: date) -> int:
    return next(n for n, s in enumerate(room.view().sessions) if s.day == day)


def give(room: Class, **more: Any) -> Filled:
    return room.office.do(GiveLeave(**leave(room, **more))).value


def test_granted_leave_fills_empty_and_absent_cells_and_reports_what_stays(room: Class) -> None:
    monday = date(2026, 7, 13)
    room.mark(0, place(room, FRIDAY), "X")
    room.mark(0, place(room, monday), "H")
    done = give(room)
    assert (done.marks, [(o.day, o.status, o.why) for o in done.left_out]) == (2, [(monday, "H", "marked")])
    assert [status(room, d) for d in (FRIDAY, monday, TUESDAY, THURSDAY)] == ["S", "H", "S", ""]
    view = room.view()
    mark = view.marks[view.rows[0].enrolment_id, view.sessions[place(room, FRIDAY)].id]
    assert (mark.reason, mark.evidence, mark.source, mark.entered) == ("Fever", "MC 88121", "leave", "X")
    room.office.undo()
    assert [status(room, d) for d in (FRIDAY, monday, TUESDAY)] == ["X", "H", ""]
    assert not room.office.ask(Leaves(cohort_id=room.cohort_id))
    room.office.redo()
    assert status(room, FRIDAY) == "S"


def test_a_closed_register_is_listed_for_a_decision_and_not_changed(room: Class) -> None:
    room.mark(0, place(room, FRIDAY), "X")
    session = room.view().sessions[place(room, FRIDAY)].id
    room.office.do(MarkRestPresent(session_id=session))
    room.office.do(CloseSession(session_id=session))
    done = give(room)
    assert [(o.session_id, o.status) for o in done.closed] == [(session, "X")] and status(room, FRIDAY) == "X"
    room.office.do(DecideMark(cells=(Cell(leave(room)["enrolment_id"], session, "S", "Fever", None, "MC 88121"),)))
    assert status(room, FRIDAY) == "S"


def test_withdrawing_takes_back_only_what_it_set_and_nobody_changed(room: Class) -> None:
    room.mark(0, place(room, FRIDAY), "X")
    done = give(room)
    room.mark(0, place(room, TUESDAY), "H")  # came after all
    back = room.office.do(WithdrawLeave(leave_id=done.leave_id)).value
    assert [status(room, d) for d in (FRIDAY, date(2026, 7, 13), TUESDAY)] == ["X", "", "H"]
    assert back.marks == 2
    room.office.undo()
    assert [status(room, d) for d in (FRIDAY, date(2026, 7, 13), TUESDAY)] == ["S", "S", "H"]


def test_coming_sessions_are_proposed_and_filled_when_the_register_is_taken(room: Class) -> None:
    give(room)
    view = room.view()
    key, session = view.rows[0].enrolment_id, view.sessions[place(room, THURSDAY)].id
    assert view.proposed[key, session] == "S"
    room.office.clock = lambda: datetime(2026, 7, 16, 1, 0, tzinfo=UTC)
    room.office.do(MarkRestPresent(session_id=session))
    assert (status(room, THURSDAY), status(room, THURSDAY, 1)) == ("S", "H")
    room.office.undo()
    room.office.do(TakeRegister(session_id=session))
    assert (status(room, THURSDAY), status(room, THURSDAY, 1)) == ("S", "")


def test_noted_leave_is_proposed_and_forced_on_nobody(room: Class) -> None:
    room.office.actor = ROHAYA
    key = room.office.do(NoteLeave(**leave(room, status="K", part="AM"))).value
    view = room.view()
    today = view.sessions[place(room, TUESDAY)]
    assert view.proposed[view.rows[0].enrolment_id, today.id] == "K" and status(room, TUESDAY) == ""
    room.office.do(MarkRestPresent(session_id=today.id))
    assert status(room, TUESDAY) == "H"
    for what in (GrantLeave(leave_id=key), RefuseLeave(leave_id=key, reason="no")):
        with pytest.raises(Refused):
            room.office.do(what)
    room.office.actor = ADMIN
    with pytest.raises(Invalid):
        room.office.do(RefuseLeave(leave_id=key, reason=" "))
    room.office.do(RefuseLeave(leave_id=key, reason="Class test"))
    assert not room.view().proposed
    assert room.office.ask(Leaves(cohort_id=room.cohort_id))[0].state_words == "Refused: Class test"


def test_leave_for_a_part_of_the_day_fills_that_part_only(room: Class) -> None:
    assert give(room, part="PM").marks == 0
    assert status(room, TUESDAY) == ""
    assert give(room, part="AM").marks == 3


def test_changing_granted_leave_moves_its_marks(room: Class) -> None:
    done = give(room)
    row = room.office.ask(Leaves(cohort_id=room.cohort_id))[0]
    room.office.do(ChangeLeave(leave_id=row.id, version=row.version, first_day=TUESDAY, status="K"))
    assert [status(room, d) for d in (FRIDAY, TUESDAY)] == ["", "K"]
    with pytest.raises(Conflict):  # another PC still shows the old version
        room.office.do(WithdrawLeave(leave_id=done.leave_id, version=row.version))


def test_leave_is_not_noted_twice_and_not_for_days_outside_the_run(room: Class) -> None:
    give(room)
    with pytest.raises(Invalid, match="noted already"):
        room.office.do(NoteLeave(**leave(room, first_day=THURSDAY)))
    for days in ({"first_day": date(2026, 1, 5), "last_day": date(2026, 1, 6)},
                 {"first_day": THURSDAY, "last_day": FRIDAY}):
        with pytest.raises(Invalid):
            room.office.do(NoteLeave(**leave(room, person=1, **days)))


def test_an_instructor_of_another_cohort_notes_nothing_and_sees_nothing(room: Class) -> None:
    said = leave(room)
    room.office.actor = OTHER
    with pytest.raises(Refused):
        room.office.do(NoteLeave(**said))
    with pytest.raises(Refused):
        room.office.ask(Leaves(cohort_id=room.cohort_id))


def test_what_is_on_the_mc_is_for_the_office_only(room: Class) -> None:
    done = give(room, scan=Scan("mc.pdf", PDF))
    row = room.office.ask(Leaves(cohort_id=room.cohort_id))[0]
    assert (row.kind, row.paper, row.file_name) == ("Sick leave", "MC 88121, Klinik Anda", "mc.pdf")
    assert room.office.ask(Evidence(leave_id=done.leave_id)) == [("mc.pdf", PDF)]
    room.office.actor = ROHAYA
    row = room.office.ask(Leaves(cohort_id=room.cohort_id))[0]
    assert (row.kind, row.status, row.paper, row.reason, row.file_id) == ("Excused absence", "", "", "", None)
    marks = [m for m in room.view().marks.values() if m.status == "S"]
    assert marks and not any(m.reason or m.evidence for m in marks)
    with pytest.raises(Refused):
        room.office.ask(Evidence(leave_id=done.leave_id))


def test_a_scan_is_kept_once_checked_by_its_content_and_not_in_the_history(room: Class) -> None:
    from sqlalchemy import select

    from app.attendance.around import EvidenceFile
    from app.office.command import Query, Work
    from app.office.permissions import Permission

    for data in (b"MZ\x90 program", b"", PDF + b" " * (5 * 1024 * 1024)):
        with pytest.raises(Invalid):
            give(room, scan=Scan("mc.pdf", data))
    give(room, scan=Scan("mc.pdf", PDF))
    give(room, person=1, scan=Scan("the same again.pdf", PDF))

    class Kept(Query[Any]):
        needs = Permission.HISTORY_VIEW

        def rows(self, work: Work) -> Any:
            return [list(work.session.scalars(select(EvidenceFile.name))),
                    list(work.session.scalars(select(HistoryRow.after).where(
                        HistoryRow.table_name == "evidence_file")))]

    names, images = room.office.ask(Kept())
    assert names == ["mc.pdf"] and len(images) == 1 and '"data":""' in images[0]
    row = room.office.ask(Leaves(cohort_id=room.cohort_id))[0]
    room.office.do(MarkAttendance(cells=(Cell(row.enrolment_id, room.view().sessions[0].id, "H"),)))
