"""What surrounds the register by keys and clicks: leave, walk-ins, credit, who is at risk."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.attendance.credit import Credits
from app.attendance.leave import NoteLeave, Scan
from app.attendance.leave_lists import Leaves
from app.attendance.sessions import AddSession
from app.attendance.walk_ins import WalkIns
from app.cohorts.commands import AddCohort
from app.home.risk import AtRisk
from tests.app.class_room import Class
from ui.attendance.credit import CreditDialog, open_credit
from ui.attendance.leave import LeaveDialog, open_all_leave, open_leave
from ui.attendance.leave_form import LeaveForm
from ui.attendance.letter import LetterDialog
from ui.attendance.register import AttendanceTab
from ui.attendance.risk import RiskDialog, open_all_risk, open_risk
from ui.attendance.walk_in_merge import NEW, MergeDialog
from ui.attendance.walk_ins import WalkInsDialog, open_walk_ins
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog
from ui.trainees.pane import TraineePane


def dialog(_tab: QWidget, kind: type[Dialog]) -> Any:
    """The dialog of that kind that is open."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_leave_is_granted_from_the_register_and_fills_it(tab: AttendanceTab, room: Class) -> None:
    open_leave(tab)
    said = dialog(tab, LeaveDialog)
    said.new_button.click()
    form = dialog(tab, LeaveForm)
    form.first.set_value(date(2026, 7, 10))
    form.last.set_value(date(2026, 7, 1))
    form.action_button.click()
    assert form.status.problem
    form.status.set_value("S")
    form.action_button.click()
    assert form.isVisible() and form.last.problem  # nothing is lost by a slip
    form.last.set_value(date(2026, 7, 16))
    form.document.set_value("MC 7")
    form.action_button.click()
    assert not form.isVisible()
    row = room.office.ask(Leaves(cohort_id=room.cohort_id))[0]
    assert (row.state, row.document, row.name) == ("granted", "MC 7", said.rows[0].name)
    assert sum(m.status == "S" for m in room.view().marks.values()) >= 2
    said.withdraw_button.click()
    assert not any(m.status == "S" for m in room.view().marks.values())
    assert not said.grant_button.isEnabled() and "decided" in said.grant_button.toolTip()


def test_noted_leave_waits_in_the_list_of_all_cohorts_and_needs_a_reason_to_be_refused(
        tab: AttendanceTab, room: Class, desk: Desk) -> None:
    open_leave(tab)
    dialog(tab, LeaveDialog).new_button.click()
    form = dialog(tab, LeaveForm)
    form.granted.set_value(False)
    form.status.set_value("K")
    form.action_button.click()
    dialog(tab, LeaveDialog).reject()
    open_all_leave(desk, tab)
    said = dialog(tab, LeaveDialog)
    assert [r.kind for r in said.rows] == ["Excused"]
    said.refuse_button.click()
    assert said.reason.problem
    said.reason.set_value("Test day")
    said.refuse_button.click()
    assert room.office.ask(Leaves(cohort_id=room.cohort_id))[0].state == "refused"


def test_a_walk_in_is_noted_and_merged_as_a_new_trainee(tab: AttendanceTab, room: Class) -> None:
    open_walk_ins(tab)
    said = dialog(tab, WalkInsDialog)
    said.note_button.click()
    assert said.name.problem
    said.name.set_value("Siti Aminah")
    said.note_button.click()
    assert [r.name for r in said.rows] == ["Siti Aminah"] and len(said.rows[0].marks) == 1
    assert "1 walk-in" in tab.tools.walk_ins.text() and tab.tools.walk_ins.isVisibleTo(tab.tools)
    said.merge_button.click()
    merge = dialog(tab, MergeDialog)
    merge.way.set_value(NEW)
    merge._follow()
    assert "moves" in merge.lines.text()
    merge.action_button.click()
    assert room.office.ask(WalkIns(cohort_id=room.cohort_id))[0].state == "merged"
    assert any(r.name == "SITI AMINAH" for r in room.view().rows)
    assert not tab.tools.walk_ins.isVisibleTo(tab.tools)


def test_a_missed_session_is_credited(tab: AttendanceTab, room: Class) -> None:
    room.mark(0, 3, "X")
    tab.load()
    open_credit(tab)
    said = dialog(tab, CreditDialog)
    said.person.set_value(room.view().rows[0].enrolment_id)
    said._sessions()
    said.session.set_value(room.view().sessions[3].id)
    said.give_button.click()
    assert said.reason.problem
    said.reason.set_value("Saturday lab")
    said.give_button.click()
    assert room.view().figures[room.view().rows[0].enrolment_id].made_up == 100


def test_a_missed_session_is_credited_by_a_class_of_another_cohort_on_that_day(tab: AttendanceTab, room: Class) -> None:
    room.mark(0, 3, "X")
    other = room.office.do(AddCohort(code="HCIA-5G-08", course_id=room.course_id, starts=date(2026, 6, 29),
                                     ends=date(2026, 7, 24))).value
    there = room.office.do(AddSession(cohort_id=other, day=date(2026, 7, 11), topic="Lab")).value
    tab.load()
    open_credit(tab)
    said = dialog(tab, CreditDialog)
    assert not said.place.isVisible()
    said.person.set_value(room.view().rows[0].enrolment_id)
    said._sessions()
    said.session.set_value(room.view().sessions[3].id)
    said.on_day.set_value(date(2026, 7, 11))
    said._places()
    assert said.place.isVisible()
    said.place.set_value(there)
    said.give_button.click()
    credit = room.office.ask(Credits(cohort_id=room.cohort_id))[0]
    assert credit.there == "HCIA-5G-08" and "in HCIA-5G-08" in credit.words


def test_who_is_at_risk_stands_worst_first_and_goes_to_excel(tab: AttendanceTab, room: Class, desk: Desk,
                                                            tmp_path: Path) -> None:
    room.fill(*("X" * absences + "H" * (12 - absences) for absences in (2, 6, 4, 3)))
    open_risk(tab)
    said = dialog(tab, RiskDialog)
    words = [r.to_finish() for r in said.rows]
    assert words == ["Cannot reach 80 % any more", "Must attend all 8 left", "May miss 1 of 8"]
    talk.answer_next(str(tmp_path / "risk.xlsx"))
    said.export_button.click()
    assert (tmp_path / "risk.xlsx").stat().st_size > 1000
    said.reject()
    open_all_risk(desk, tab)
    assert [r.id for r in dialog(tab, RiskDialog).rows] == [r.id for r in room.office.ask(AtRisk())]


def test_leave_of_one_trainee_is_noted_from_his_own_pane_and_its_scan_opens_or_is_saved(
        room: Class, desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = room.view().rows[:2]
    room.office.do(NoteLeave(enrolment_id=second.enrolment_id, first_day=date(2026, 7, 20),
                             last_day=date(2026, 7, 20), status="K"))
    pane = TraineePane(desk)
    qtbot.addWidget(pane)
    pane.show()
    pane.show_trainee(first.trainee_id)
    next(a for a in pane.more.list.actions() if a.text().startswith("Leave")).trigger()
    said = dialog(pane, LeaveDialog)
    assert said.rows == [] and first.name in said.windowTitle()
    said.new_button.click()
    form = dialog(pane, LeaveForm)
    assert form.person.value() == first.enrolment_id  # his only cohort
    form.status.set_value("S")
    form.document.set_value("MC 9")
    form._take(Scan("MC.exe", b"%PDF-1.7 a paper"))
    form.action_button.click()
    assert [(r.name, r.document) for r in said.rows] == [(first.name, "MC 9")]
    opened: list[str] = []
    monkeypatch.setenv("SIJIL_HOME", str(tmp_path))
    monkeypatch.setattr(talk, "scripted", False)
    viewer = "ui.attendance.scan.QDesktopServices.openUrl"
    monkeypatch.setattr(viewer, lambda url: opened.append(url.toLocalFile()) or True)
    said.scan_button.click()
    said.scan_button.click()
    assert [Path(name).name for name in opened] == ["MC.pdf", "MC.pdf"]  # by its bytes, and only one is left
    assert Path(opened[1]).read_bytes() == b"%PDF-1.7 a paper" and len(list((tmp_path / "cache/scans").iterdir())) == 1
    monkeypatch.setattr(viewer, lambda _url: False)
    talk.answer_next(str(tmp_path / "saved.pdf"))  # no program for it
    said.scan_button.click()
    assert (tmp_path / "saved.pdf").read_bytes() == b"%PDF-1.7 a paper"


def test_leave_that_waits_in_all_cohorts_can_be_changed_from_its_list(tab: AttendanceTab, room: Class, desk: Desk
                                                                     ) -> None:
    room.office.do(NoteLeave(enrolment_id=room.view().rows[0].enrolment_id, first_day=date(2026, 7, 20),
                             last_day=date(2026, 7, 20), status="K"))
    open_all_leave(desk, tab)
    said = dialog(tab, LeaveDialog)
    said.change_button.click()
    form = dialog(tab, LeaveForm)
    form.last.set_value(date(2026, 7, 21))
    form.action_button.click()
    assert room.office.ask(Leaves(cohort_id=room.cohort_id))[0].last_day == date(2026, 7, 21)


def test_letters_go_to_those_chosen_among_who_is_at_risk(tab: AttendanceTab, room: Class) -> None:
    room.fill(*("X" * absences + "H" * (12 - absences) for absences in (3, 6, 4)))
    open_risk(tab)
    said = dialog(tab, RiskDialog)
    said.table.clearSelection()
    assert not said.letters_button.isEnabled()
    said.table.rows_model.set_checked([said.rows[0].id, said.rows[2].id], True)
    said.letters_button.click()
    letter = dialog(tab, LetterDialog)
    assert letter.only == {said.rows[0].id, said.rows[2].id}
    assert letter.first is not None and letter.first.name in {said.rows[0].name, said.rows[2].name}
