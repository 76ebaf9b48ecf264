"""The timetable: the centre's days, every so many weeks, clashes, what becomes of a session, copies, who teaches."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import event

from app.attendance.clashes import ClashesOf, clashing_words
from app.attendance.generate import Slot
from app.attendance.holiday_list import read_holidays
from app.attendance.queries import AttendanceFigures, Sessions
from app.attendance.session_states import (
    CancelSession,
    CancelSessions,
    PostponeSession,
    PostponeSessions,
    RemoveSessions,
    RestoreSession,
    RestoreSessions,
)
from app.attendance.sessions import AddSession, ChangeSession, GenerateSessions, PreviewSessions
from app.attendance.teachers import Teacher
from app.attendance.timetable import OnClosedDays, OutsideDates, Timetable, TimetableRow
from app.attendance.timetable_change import ChangeSessions, CopyTimetable, PreviewCopy, SetTopics
from app.centre.commands import AddHolidays, SetWeekend
from app.centre.open_centre import OpenCentre
from app.centre.queries import Weekends
from app.centre.state_weekends import FollowState, same_as_state, weekends_of
from app.cohorts.commands import AddCohort, Instructor
from app.errors import Invalid, Refused
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import ENDS, STARTS, Class, open_class

HALVES = (Slot("AM", "08:30", "12:30"), Slot("PM", "14:00", "17:00"))
RAYA = ((date(2025, 3, 31), "Hari Raya"), (date(2025, 4, 1), "Hari Raya (hari kedua)"))


@pytest.fixture
def room(office: Office) -> Class:
    return open_class(office)


def timetable(room: Class, cohort: int | None = None) -> list[TimetableRow]:
    return list(room.office.ask(Timetable(cohort_id=cohort or room.cohort_id)))


def another(room: Class, code: str, starts: date, ends: date, *, venue: str = "", teacher: str = "Pn. Lain") -> int:
    return room.office.do(AddCohort(code=code, course_id=room.course_id, starts=starts, ends=ends, venue=venue,
                                    instructors=(Instructor(teacher),))).value


@pytest.mark.parametrize(("state", "count"), [("Selangor", 16), ("Kelantan", 14)])
def test_holidays_and_the_states_weekend_make_the_sessions(room: Class, state: str, count: int) -> None:
    room.office.do(FollowState(state=state))
    room.office.do(AddHolidays(days=RAYA))
    cohort = another(room, "HW-MW-0325", date(2025, 3, 24), date(2025, 4, 4))
    made = room.office.do(GenerateSessions(cohort_id=cohort, slots=HALVES)).value
    assert len(made.sessions) == count == len(room.office.ask(Sessions(cohort_id=cohort)))
    refused = {r.day: r.why for r in made.refused}
    assert "Hari Raya" in refused[date(2025, 3, 31)] and "kedua" in refused[date(2025, 4, 1)]


def test_another_weekend_tells_what_it_would_fall_on_and_leaves_it_there(room: Class) -> None:
    room.mark(0, 4, "H")  # Friday 3 July
    days = frozenset({4, 5})
    found = room.office.ask(OnClosedDays(since=STARTS, days=days))
    assert [(s.code, s.sessions, s.marks, s.first) for s in found] == [("HCIA-5G-07", 4, 1, date(2026, 7, 3))]
    before = [s.day for s in room.office.ask(Sessions(cohort_id=room.cohort_id))]
    room.office.do(SetWeekend(valid_from=STARTS, days=days))
    assert [s.day for s in room.office.ask(Sessions(cohort_id=room.cohort_id))] == before
    friday = next(s for s in room.office.ask(Sessions(cohort_id=room.cohort_id)) if s.marked)
    with pytest.raises(Invalid, match="1 mark moves"):
        room.office.do(ChangeSession(session_id=friday.id, day=date(2026, 7, 5)))


def test_johor_changed_its_weekend_twice(room: Class) -> None:
    assert [start.year for start, _days in weekends_of("Johor")] == [2000, 2014, 2025]
    room.office.do(FollowState(state="Johor"))
    for start, fridays in ((date(2024, 12, 1), 0), (date(2025, 1, 1), 4)):
        cohort = another(room, f"J{start}", start, start + timedelta(days=27))
        made = room.office.do(GenerateSessions(cohort_id=cohort, slots=HALVES[:1])).value
        assert sum(p.day.weekday() == 4 for p in made.sessions) == fridays
    rules = list(weekends_of("Johor"))
    assert same_as_state(rules, "Johor", date(2010, 1, 1)) and same_as_state(rules, "Selangor", date(2026, 1, 1))
    assert not same_as_state(rules, "Selangor", date(2024, 1, 1))
    assert room.office.undo() and room.office.do(FollowState(state="Kedah")).value == 1


def test_every_second_week_and_so_many(room: Class) -> None:
    wanted: dict[str, Any] = {"first": STARTS, "last": STARTS + timedelta(days=60), "slots": HALVES,
                              "weekdays": frozenset({0, 2})}
    plan = room.office.ask(PreviewSessions(**wanted, every=2))[0]
    weeks = sorted({(p.day - STARTS).days // 7 for p in plan.sessions})
    assert weeks == [0, 2, 4, 6, 8]
    assert len(room.office.ask(PreviewSessions(**wanted, most=5))[0].sessions) == 5
    with pytest.raises(Invalid):
        room.office.ask(PreviewSessions(**wanted, every=0))


def test_room_instructor_and_cohort_clash_by_half_open_times(room: Class) -> None:
    day = STARTS + timedelta(days=1)
    other = another(room, "CYBER-05", STARTS, ENDS, venue="makmal 3,  blok b", teacher="Pn. Rohaya Idris")
    room.office.do(AddSession(cohort_id=other, day=day, starts_at="12:30", ends_at="13:30"))
    assert timetable(room, other)[0].clashes == ()
    late = room.office.do(AddSession(cohort_id=other, day=day, part="PM", starts_at="12:00", ends_at="12:31")).value
    found = next(r for r in timetable(room, other) if r.id == late).clashes
    assert [c.kind for c in found] == ["cohort", "instructor", "venue"]
    assert "HCIA-5G-07" in found[1].words() and "08:30" in found[2].words()
    room.office.do(ChangeSession(session_id=late, instructors=(Teacher("Tn. Ganti"),), venue="Dewan"))
    assert [c.kind for c in next(r for r in timetable(room, other) if r.id == late).clashes] == ["cohort"]
    assert next(r for r in timetable(room, other) if r.id == late).instructors == ("Tn. Ganti",)
    theirs = next(r for r in timetable(room) if r.session.day == day)
    assert theirs.clashes == ()
    room.office.undo()
    assert len(next(r for r in timetable(room) if r.session.day == day).clashes) == 2


def test_clashes_cost_the_same_however_many_sessions(room: Class) -> None:
    def statements() -> int:
        seen: list[str] = []

        def hear(*said: object) -> None:
            seen.append(str(said[2]))

        event.listen(room.office.engine, "before_cursor_execute", hear)
        timetable(room)
        event.remove(room.office.engine, "before_cursor_execute", hear)
        return len(seen)

    few = statements()
    for n in range(3):
        other = another(room, f"X{n}", STARTS, ENDS)
        room.office.do(GenerateSessions(cohort_id=other, slots=HALVES))
    assert statements() == few


def test_a_cancelled_session_is_made_up_for_on_a_saturday(room: Class) -> None:
    """AS-11: the cancelled one leaves the count, the Saturday counts although it is a weekend."""
    gone = room.view().sessions[3]
    room.fill(*["HHH"] * len(room.trainees))
    room.office.do(CancelSession(session_id=gone.id, reason="Power failure"))
    saturday = date(2026, 7, 4)
    made = room.office.do(AddSession(cohort_id=room.cohort_id, day=saturday, replaces_id=gone.id)).value
    place = next(n for n, s in enumerate(room.view().sessions) if s.id == made)
    room.mark(0, place, "X")
    figures = room.office.ask(AttendanceFigures(cohort_id=room.cohort_id))
    first = next(f.figure for f in figures if f.enrolment_id == room.view().rows[0].enrolment_id)
    assert (first.counted, first.attended) == (400, 300)
    rows = {r.id: r for r in timetable(room)}
    assert rows[gone.id].state == "cancelled" and rows[gone.id].made_up_on == saturday
    assert rows[made].makes_up_for == gone.day and rows[gone.id].hours == 0
    with pytest.raises(Invalid, match="made up"):
        room.office.do(AddSession(cohort_id=room.cohort_id, day=saturday, part="PM", replaces_id=made))


def test_a_postponed_session_waits_and_a_begun_one_cannot(room: Class) -> None:
    room.mark(0, 0, "H")
    view = room.view()
    waits, begun = view.sessions[14], view.sessions[0]
    with pytest.raises(Invalid, match="has begun"):
        room.office.do(PostponeSession(session_id=begun.id, reason="Flood"))
    to_come = view.figures[view.rows[1].enrolment_id].to_come
    room.office.do(PostponeSession(session_id=waits.id, reason="Flood"))
    assert room.view().figures[view.rows[1].enrolment_id].to_come == to_come - 1
    assert next(r for r in timetable(room) if r.id == waits.id).state == "postponed"
    with pytest.raises(Refused, match="postponed"):  # and not that it is cancelled
        room.office.do(CancelSession(session_id=waits.id, reason="Flood"))
    room.office.do(RestoreSession(session_id=waits.id))
    assert next(r for r in timetable(room) if r.id == waits.id).state == "planned"
    room.office.undo()
    assert room.view().sessions[14].state == "postponed"


def test_a_session_made_by_mistake_goes_and_one_with_a_register_stays(room: Class) -> None:
    keys = tuple(s.id for s in room.view().sessions)
    room.mark(0, 0, "H")
    with pytest.raises(Invalid, match="has a register"):
        room.office.do(RemoveSessions(session_ids=(keys[0], keys[19])))
    room.office.do(ChangeSessions(session_ids=keys[18:], instructors=(Teacher("En. Sementara"),), kind="exam"))
    assert room.office.do(RemoveSessions(session_ids=keys[18:])).value == 2
    assert len(timetable(room)) == 18
    room.office.undo()
    assert timetable(room)[19].instructors == ("En. Sementara",) and timetable(room)[19].session.kind == "exam"


def test_many_at_once_and_topics_down_the_column(room: Class) -> None:
    keys = tuple(s.id for s in room.view().sessions[:3])
    room.office.do(ChangeSessions(session_ids=keys, venue="Dewan", kind="study_visit", mode="online"))
    room.office.do(SetTopics(topics=tuple(zip(keys, ("One", "=2+2", " Tiga "), strict=True))))
    assert [(s.venue, s.topic) for s in room.view().sessions[:3]] == [
        ("Dewan", "One"), ("Dewan", "=2+2"), ("Dewan", "Tiga")]
    assert "kind" in ChangeSessions(session_ids=keys, kind="party").problems()


def test_a_timetable_is_copied_to_the_same_weekdays(room: Class) -> None:
    keys = tuple(s.id for s in room.view().sessions[:2])
    room.office.do(ChangeSessions(session_ids=keys, venue="Dewan", topic="Pengenalan",
                                  instructors=(Teacher("En. Tetamu"),)))
    room.office.do(CancelSession(session_id=room.view().sessions[7].id, reason="Rain"))
    room.office.do(AddHolidays(days=((date(2026, 8, 31), "Hari Kebangsaan"),)))
    new = another(room, "HCIA-5G-09", date(2026, 8, 26), date(2026, 9, 25))  # a Wednesday
    plan = room.office.ask(PreviewCopy(cohort_id=new, source_id=room.cohort_id))[0]
    made = room.office.do(CopyTimetable(cohort_id=new, source_id=room.cohort_id)).value
    assert made == plan and len(made.sessions) == 20 - 1 - 3
    whys = {r.day: r.why for r in made.refused}
    assert "first day" in whys[date(2026, 8, 24)] and "Kebangsaan" in whys[date(2026, 8, 31)]
    copies = timetable(room, new)
    assert copies[0].session.day == date(2026, 8, 26) and copies[0].session.topic == ""
    with pytest.raises(Invalid):
        room.office.do(CopyTimetable(cohort_id=new, source_id=room.cohort_id))  # nothing is made twice
    assert "source_id" in CopyTimetable(cohort_id=new, source_id=new).problems()


def test_who_teaches_one_session_has_the_cohort(room: Class) -> None:
    guest = Actor(room.users[1], "other", "Other", frozenset({"instructor"}))
    office = room.office
    me, office.actor = office.actor, guest
    with pytest.raises(Refused):
        office.ask(Timetable(cohort_id=room.cohort_id))
    office.actor = me
    office.do(ChangeSession(session_id=room.view().sessions[0].id, instructors=(Teacher("Other", room.users[1]),)))
    office.actor = guest
    assert office.ask(Timetable(cohort_id=room.cohort_id))[0].instructors == ("Other",)
    room.mark(0, 0, "H")
    office.actor = me


def test_holidays_come_from_a_list_with_its_bad_rows_named(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("CUTI UMUM 2026",), (), ("Bil", "Hari", "Tarikh", "Nama cuti"),
                (1, "Isnin", date(2026, 8, 31), "Hari Kebangsaan"), (2, "Rabu", "16/09/2026", "Hari Malaysia"),
                (3, "?", "31/02/2026", "Tiada"), (4, "Rabu", "16.9.2026", "Sekali lagi"),
                (5, "Ahad", "8 November 2026", ""), (6, "Jumaat", "25/12/26", "Krismas")):
        sheet.append(row)
    book.save(tmp_path / "cuti.xlsx")
    lines = read_holidays(tmp_path / "cuti.xlsx", [(date(2026, 8, 31), "Merdeka")])
    assert [(x.row, x.day, x.name) for x in lines if not x.problem] == [
        (4, date(2026, 8, 31), "Hari Kebangsaan"), (5, date(2026, 9, 16), "Hari Malaysia"),
        (9, date(2026, 12, 25), "Krismas")]
    assert lines[0].known == "Merdeka"
    bad = {x.row: x.problem for x in lines if x.problem}
    assert "column C" in bad[6] and "31/02/2026" in bad[6] and "row 5" in bad[7] and "column D" in bad[8]
    (tmp_path / "bare.csv").write_text("31/08/2026;Hari Kebangsaan\n16/09/2026;Hari Malaysia\n", "utf-8")
    assert [x.name for x in read_holidays(tmp_path / "bare.csv")] == ["Hari Kebangsaan", "Hari Malaysia"]
    (tmp_path / "none.csv").write_text("a;b\nc;d\n", "utf-8")
    with pytest.raises(Invalid, match="no row with a date"):
        read_holidays(tmp_path / "none.csv")


@pytest.mark.parametrize(("state", "rules"), [
    ("Johor", [(2000, "56"), (2014, "45"), (2025, "56")]), ("Kelantan", [(2000, "45")]), ("", [(2000, "56")])])
def test_a_new_centre_begins_with_the_weekends_of_its_state(
        sqlite_office: Office, state: str, rules: list[tuple[int, str]]) -> None:
    sqlite_office.do(OpenCentre(code="SIJIL", name="Pusat", state=state))
    found = sqlite_office.ask(Weekends())
    assert sorted((r.valid_from.year, "".join(map(str, sorted(r.days)))) for r in found) == rules


def test_clashes_are_told_before_a_session_is_made_or_moved(room: Class) -> None:
    other = another(room, "CYBER-05", STARTS, ENDS, venue="makmal 3,  blok b", teacher="Pn. Rohaya Idris")
    asked = room.office.ask(ClashesOf(cohort_id=other, times=((STARTS, "12:00", "13:00"), (STARTS, "13:00", "14:00"))))
    assert [one.clash.kind for one in asked] == ["instructor", "venue"]
    assert clashing_words(asked).startswith("2 clashes. Mon 29 Jun 2026: Pn. Rohaya Idris teaches HCIA-5G-07")
    assert room.office.ask(ClashesOf(cohort_id=other, times=((STARTS, "12:00", "13:00"),), venue="Dewan",
                                     instructors=("Pn. Lain",))) == []
    mine = room.view().sessions[0]
    times = ((mine.day, mine.starts_at, mine.ends_at),)
    assert [c.clash.kind for c in room.office.ask(ClashesOf(cohort_id=room.cohort_id, times=times))] == ["cohort"]
    assert room.office.ask(ClashesOf(cohort_id=room.cohort_id, times=times, session_id=mine.id)) == []


def test_sessions_outside_of_new_dates_are_counted_with_their_marks(room: Class) -> None:
    room.mark(0, 0, "H")
    found = room.office.ask(OutsideDates(cohort_id=room.cohort_id, first=date(2026, 7, 1), last=ENDS))
    assert [(s.sessions, s.marks, s.first) for s in found] == [(2, 1, STARTS)]
    assert room.office.ask(OutsideDates(cohort_id=room.cohort_id, first=STARTS, last=ENDS)) == []


def test_several_sessions_are_set_aside_and_restored_in_one_step_or_not_at_all(room: Class) -> None:
    keys = tuple(s.id for s in room.view().sessions[8:11])
    room.office.do(CancelSessions(session_ids=keys, reason="Flood"))
    assert [r.state for r in timetable(room) if r.id in keys] == ["cancelled"] * 3
    room.office.do(RestoreSessions(session_ids=keys))
    assert [r.state for r in timetable(room) if r.id in keys] == ["due"] * 3
    room.mark(0, 9, "H")
    with pytest.raises(Refused, match=r"2026.*has begun"):  # says which one
        room.office.do(PostponeSessions(session_ids=keys, reason="Flood"))
    assert next(r.state for r in timetable(room) if r.id in keys) == "due"
    room.office.do(PostponeSessions(session_ids=keys[:1] + keys[2:], reason="Flood"))
    room.office.undo()
    assert not any(s.cancelled for s in room.view().sessions)
    assert CancelSessions(session_ids=keys, reason=" ").problems()
    assert CancelSessions(session_ids=(), reason="x").problems()
