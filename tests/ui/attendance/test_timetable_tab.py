"""The timetable by keys and clicks: topics down the column, sessions made, changed, made up for and copied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.attendance.queries import Sessions
from app.attendance.session_states import CancelSession
from app.attendance.sessions import AddSession
from app.centre.commands import AddHolidays
from app.centre.state_weekends import FollowState
from app.cohorts.commands import AddCohort, Instructor
from app.cohorts.queries import CohortDetail
from app.office.command import Ref
from tests.app.class_room import STARTS, Class
from ui.attendance.timetable_dialogs import CommandDialog, CopyDialog
from ui.attendance.timetable_tab import TimetableTab
from ui.cohorts.clash_note import ClashNote
from ui.cohorts.form import CohortDialog
from ui.cohorts.sessions_dialog import SessionsDialog
from ui.desk import talk
from ui.desk.desk import Desk

Key = Qt.Key


def open_tab(room: Class, desk: Desk, cohort: int | None = None) -> TimetableTab:
    made = TimetableTab(desk)
    made.resize(1310, 640)
    made.show_cohort(room.office.ask(CohortDetail(cohort_id=cohort or room.cohort_id))[0])
    made.show()
    made.shown()
    return made


@pytest.fixture
def tab(room: Class, desk: Desk, qtbot: QtBot) -> Iterator[TimetableTab]:
    made = open_tab(room, desk)
    qtbot.addWidget(made)
    yield made
    made.close()


def dialog(kind: type) -> object:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert len(found) == 1, found
    return found[0]


def shown(tab: TimetableTab) -> list[int]:
    return [row.session.number for row in tab.table.rows_model.rows()]


def test_filters_count_and_a_number_elsewhere_opens_its_filter(room: Class, tab: TimetableTab) -> None:
    room.office.do(CancelSession(session_id=room.view().sessions[2].id, reason="Rain"))
    tab.load()
    assert len(shown(tab)) == 20 and "19" in tab.sum.text() and "76" in tab.sum.text()
    tab.show_detail("off")
    assert [r.session.reason for r in tab.table.rows_model.rows()] == ["Rain"]
    tab.show_detail("due")
    assert shown(tab) == list(range(1, 11))  # before today, nothing marked
    tab.search.setText("13 jul")
    tab.search.now()
    assert len(shown(tab)) == 1


def test_a_topic_is_typed_into_the_list(room: Class, tab: TimetableTab) -> None:
    row = tab.table.rows_model.rows()[0]
    tab.table.cell_edited.emit(row, "topic", "=Pengenalan")
    assert room.view().sessions[0].topic == "=Pengenalan"
    tab.desk.undo()
    assert room.view().sessions[0].topic == ""


def test_sessions_are_made_after_the_holidays_are_shown(room: Class, desk: Desk, qtbot: QtBot) -> None:
    """AS-05 by window: 31 March and 1 April are holidays; 16 sessions, 14 where Friday and Saturday are free."""
    for state, count in (("Selangor", 16), ("Kelantan", 14)):
        room.office.do(FollowState(state=state))
        room.office.do(AddHolidays(days=((date(2025, 3, 31), "Hari Raya"), (date(2025, 4, 1), "Hari Raya"))))
        cohort = room.office.do(AddCohort(code=f"HW-{state}", course_id=room.course_id, starts=date(2025, 3, 24),
                                          ends=date(2025, 4, 4))).value
        tab = open_tab(room, desk, cohort)
        qtbot.addWidget(tab)
        tab.make()
        asked = dialog(SessionsDialog)
        assert isinstance(asked, SessionsDialog)
        for day in asked.plan.days:
            day.set_value(True)
        asked.plan.rows[1].tick.set_value(True)
        asked._look()
        assert f"{count} sessions" in asked.words.text() and "Hari Raya" in asked.words.text()
        asked.action_button.click()
        assert len(room.office.ask(Sessions(cohort_id=cohort))) == count
        tab.close()


def test_a_cancelled_session_is_made_up_for(room: Class, tab: TimetableTab) -> None:
    gone = room.view().sessions[3]
    tab.table.choose(gone.id)
    tab.cancel()
    asked = dialog(CommandDialog)
    asked.form.fields["reason"].editor.set_value("Power failure")  # type: ignore[attr-defined]
    asked.action_button.click()  # type: ignore[attr-defined]
    assert room.view().sessions[3].state == "cancelled"
    tab.table.choose(gone.id)
    tab.make_up()
    asked = dialog(CommandDialog)
    asked.form.fields["day"].editor.set_value(date(2026, 7, 4))  # type: ignore[attr-defined]
    asked.action_button.click()  # type: ignore[attr-defined]
    made = next(s for s in room.office.ask(Sessions(cohort_id=room.cohort_id)) if s.replaces_id == gone.id)
    assert made.day == date(2026, 7, 4) and made.starts_at == gone.starts_at
    rows = {r.id: r for r in tab.table.rows_model.rows()}
    text = {c.key: c for c in tab.table.rows_model.columns}["remark"].text
    assert "makes up for Thu 2 Jul" in text(rows[made.id]) and "made up on Sat 4 Jul" in text(rows[gone.id])


def test_one_in_full_and_several_in_what_they_share(room: Class, tab: TimetableTab) -> None:
    first = room.view().sessions[0]
    room.mark(0, 0, "H")
    tab.load()
    tab.table.choose(first.id)
    QTest.keyClick(tab.table, Key.Key_F4)
    asked = dialog(CommandDialog)
    asked.form.fields["instructors"].editor.set_value("En. Tetamu; Pn. Rohaya Idris")  # type: ignore[attr-defined]
    asked.action_button.click()  # type: ignore[attr-defined]
    row = next(r for r in tab.table.rows_model.rows() if r.id == first.id)
    assert row.instructors == ("En. Tetamu", "Pn. Rohaya Idris")
    tab.table.rows_model.toggle([0, 1, 2])
    tab.change()
    asked = dialog(CommandDialog)
    asked.form.fields["venue"].editor.set_value("Dewan")  # type: ignore[attr-defined]
    asked.action_button.click()  # type: ignore[attr-defined]
    assert [s.venue for s in room.view().sessions[:4]] == ["Dewan"] * 3 + [""]
    assert next(r for r in tab.table.rows_model.rows() if r.id == first.id).instructors[0] == "En. Tetamu"


def test_clashes_are_said_and_copying_shows_what_comes(
        room: Class, desk: Desk, tab: TimetableTab, qtbot: QtBot) -> None:
    other = room.office.do(AddCohort(code="CYBER-05", course_id=room.course_id, starts=STARTS, ends=date(2026, 7, 24),
                                     instructors=(Instructor("Pn. Rohaya Idris"),))).value
    room.office.do(AddSession(cohort_id=other, day=STARTS))
    tab.load()
    tab.show_detail("clash")
    text = {c.key: c for c in tab.table.rows_model.columns}["remark"].text
    assert "Pn. Rohaya Idris teaches CYBER-05, 08:30" in text(tab.table.rows_model.rows()[0])
    new = room.office.do(AddCohort(code="HCIA-5G-09", course_id=room.course_id, starts=date(2026, 8, 3),
                                   ends=date(2026, 8, 28))).value
    empty = open_tab(room, desk, new)
    qtbot.addWidget(empty)
    empty.copy()
    asked = dialog(CopyDialog)
    assert isinstance(asked, CopyDialog)
    assert not asked.action_button.isEnabled()
    asked.source.set_value(room.cohort_id)
    asked._look()
    assert "20 sessions" in asked.words.text()
    asked.action_button.click()
    assert len(shown(empty)) == 20
    empty.close()


def test_enter_opens_the_register_and_excel_has_every_session(
        room: Class, desk: Desk, tab: TimetableTab, tmp_path: Path) -> None:
    seen: list[Ref] = []
    desk.shown.connect(seen.append)
    tab.table.choose(room.view().sessions[1].id)
    tab._open()
    assert seen and seen[-1].detail == f"attendance:{room.view().sessions[1].id}"
    talk.answer_next(str(tmp_path / "jadual.xlsx"))
    tab.export()
    sheet = openpyxl.load_workbook(tmp_path / "jadual.xlsx").active
    assert sheet is not None and sheet.max_row == 21


def test_what_is_added_or_made_says_what_it_clashes_with(room: Class, tab: TimetableTab) -> None:
    tab.new()
    asked = dialog(CommandDialog)
    note = asked.findChild(ClashNote)  # type: ignore[attr-defined]
    fields = asked.form.fields  # type: ignore[attr-defined]
    fields["day"].editor.set_value(STARTS)
    fields["starts_at"].editor.set_value("12:00")
    asked.form.edited.emit()  # type: ignore[attr-defined]
    assert note.isVisible() and "The cohort has another session, 08:30–12:30" in note.text()
    fields["starts_at"].editor.set_value("12:30")
    fields["ends_at"].editor.set_value("13:00")
    asked.form.edited.emit()  # type: ignore[attr-defined]
    assert not note.isVisible()
    asked.reject()  # type: ignore[attr-defined]
    tab.make()
    made = dialog(SessionsDialog)
    assert isinstance(made, SessionsDialog)
    made.plan.rows[0].starts.set_value("12:00")
    made.plan.rows[0].ends.set_value("14:00")
    made._look()
    assert made.clashes.isVisible() and made.clashes.text().startswith("20 clashes")
    assert made.action_button.isEnabled()
    made.reject()


def test_dates_that_leave_marked_sessions_outside_are_asked_about(
        room: Class, desk: Desk, qtbot: QtBot) -> None:
    """AS-05: no session with marks is touched, and nothing is saved before the answer."""
    room.mark(0, 0, "H")
    days = [s.day for s in room.view().sessions]
    for answer, starts in ((False, STARTS), (True, date(2026, 7, 1))):
        cohort = room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0]
        asked = CohortDialog(desk, cohort, None)  # type: ignore[arg-type]
        qtbot.addWidget(asked)
        asked.form.fields["starts"].set_value(date(2026, 7, 1))
        talk.forget()
        talk.answer_next(answer)
        asked._save()
        assert talk.asked == ["2 sessions lie outside of these dates."]
        assert room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0].starts == starts
        assert [s.day for s in room.view().sessions] == days


def test_the_keys_act_at_once_on_the_session_that_is_next(room: Class, tab: TimetableTab) -> None:
    current = tab.table.current_row()
    assert current is not None and current.session.day == room.view().today
    QTest.keyClick(tab.table, Key.Key_F4)
    dialog(CommandDialog).reject()  # type: ignore[attr-defined]
    told: list[str] = []
    tab.desk.told.connect(lambda sentence, _undo: told.append(sentence))
    tab.table.clearSelection()
    tab.change()
    assert told == ["Choose one session."]


def test_several_are_cancelled_put_off_and_restored_in_one_step_each(room: Class, tab: TimetableTab) -> None:
    keys = [s.id for s in room.view().sessions[12:15]]
    for act, state in ((tab.cancel, "cancelled"), (tab.put_off, "postponed")):
        tab.table.rows_model.clear_checks()
        tab.table.rows_model.set_checked(keys, True)
        act()
        asked = dialog(CommandDialog)
        asked.form.fields["reason"].editor.set_value("Flood")  # type: ignore[attr-defined]
        asked.action_button.click()  # type: ignore[attr-defined]
        assert [s.state for s in room.view().sessions if s.id in keys] == [state] * 3
        tab.restore()
        assert not any(s.cancelled for s in room.view().sessions)
        tab.desk.undo()
        assert [s.state for s in room.view().sessions if s.id in keys] == [state] * 3
        tab.desk.undo()
        assert not any(s.cancelled for s in room.view().sessions)


def test_a_new_cohort_says_what_its_sessions_clash_with(room: Class, desk: Desk, qtbot: QtBot) -> None:
    room.office.do(AddSession(cohort_id=room.cohort_id, day=date(2026, 9, 7), venue="Makmal 9"))
    asked = CohortDialog(desk, None, None)  # type: ignore[arg-type]
    qtbot.addWidget(asked)
    for name, value in (("starts", date(2026, 9, 7)), ("ends", date(2026, 9, 11)), ("venue", "makmal 9")):
        asked.form.fields[name].set_value(value)
    asked._look()
    assert "Makmal 9" in asked.clashes.text() or "makmal 9" in asked.clashes.text()
    asked.form.fields["venue"].set_value("Makmal 10")
    asked._look()
    assert asked.clashes.isHidden()
